"""The kinds of evidence that lead from a word of a query to words of other languages.

They are the values of `via` in a match, but for `same` and `lemma`, which are the word itself, and
but for `coherence`, which leads to no word and weighs those of the lexicon against each other.
Whoever measures switches some of them off; readers have `translate` for all at once.
"""

from __future__ import annotations

from typing import Final

LEXICON: Final = "lexicon"
NAME: Final = "name"
SOUND: Final = "transliteration"
MEANING: Final = "meaning"
COHERENCE: Final = "coherence"

EVIDENCE: Final = frozenset({LEXICON, NAME, SOUND, MEANING, COHERENCE})
"""All kinds."""
