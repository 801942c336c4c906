"""Analysis: what makes words findable. Text → tokens → readings → terms.

Nouns: a `Token` is a word or number where it stands; its *form* is the exact, case-folded
word; its *readings* are the lemmas or stems of its language; a `LanguageSpan` is a stretch
of text in one language; the `Analyzer` puts them together, for articles and queries alike.
"""

from search.analysis.analyzers import Analysis, Analyzer, removed_terms
from search.analysis.languages import identify, main_language, script_languages, spans
from search.analysis.lemmatizers import Lemmatizer, lemmatizer
from search.analysis.stopwords import is_stop
from search.analysis.tokens import Token, fold, script, tokenize
from search.analysis.transliteration import (
    keys_of,
    near_keys,
    prefixes,
    similar,
    sound_key,
    sound_keys,
)

__all__ = [
    "Analysis",
    "Analyzer",
    "Lemmatizer",
    "Token",
    "fold",
    "identify",
    "is_stop",
    "keys_of",
    "lemmatizer",
    "main_language",
    "near_keys",
    "prefixes",
    "removed_terms",
    "script",
    "script_languages",
    "similar",
    "sound_key",
    "sound_keys",
    "spans",
    "tokenize",
]
