"""Which language a text is in, as a whole (`identify`) and paragraph by paragraph (`spans`).

Three kinds of evidence are added up, each in the unit of a natural logarithm: a statistical
model of many languages (py3langid), the alphabet (ў is Belarusian; и and щ are not; ы, э, ё
are not Ukrainian), and the small words of each language. The model knows the neighbours
too, so Italian or Bulgarian text comes out as "unknown" and not as the nearest of ours.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from search.analysis.lemmatizers.suffixes import data_lines
from search.analysis.stopwords import is_stop
from search.analysis.tokens import script, tokenize
from search.documents import LANGUAGES, UNKNOWN, LanguageSpan

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_OF_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "latin": ("en", "de", "fr", "es", "pl"),
    "cyrillic": ("ru", "uk", "be"),
}
_NEIGHBOURS: Final = (
    "af", "az", "bg", "bs", "ca", "cs", "cy", "da", "el", "eo", "et", "eu", "fi", "fo",
    "ga", "gl", "hr", "hu", "id", "is", "it", "kk", "ky", "lt", "lv", "mk", "mn", "ms",
    "mt", "nl", "no", "pt", "ro", "sk", "sl", "sq", "sr", "sv", "tg", "tk", "tl", "tr",
    "tt", "uz", "vi",
)  # fmt: skip

# The letters beyond a-z, or all letters of an alphabet. Serbian, Macedonian and Bulgarian are
# here because they are what a Russian headline without ы, э and ё is mistaken for.
_ALPHABETS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(letters)
    for language, letters in {
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
        "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
        "en": "é",
        "de": "äöüß",
        "fr": "àâæçéèêëîïôœùûüÿ",
        "es": "áéíñóúü",
        "pl": "ąćęłńóśźż",
    }.items()
}
_ASCII: Final = frozenset("abcdefghijklmnopqrstuvwxyz")

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LINES: Final = re.compile(r"\n*[^\n]+\n*|\n+")
_LATIN_RUN: Final = re.compile(r"[A-Za-zÀ-ɏ\d\s.,:;!?'\"“”„«»()’%&/–—-]{25,}")
_CYRILLIC_RUN: Final = re.compile(r"[Ѐ-ӿ\d\s.,:;!?'\"“”„«»()’ʼ%&/–—-]{25,}")
_BEFORE_QUOTE: Final = " \t.,:;!?)»”’%–—-"
_SENTENCE_WORDS: Final = 4
_QUOTES_READ: Final = 50_000
_BLOCKS: Final = 1_000
"""A text of more lines is read in as many blocks, or 500,000 words in a column took minutes."""
_READ: Final = 3_000
"""A language shows in the first pages; the rest of a very long paragraph is not read."""
_READ_IN_ALL: Final = 200_000
_READ_LEAST: Final = 150
_FEWEST_WORDS: Final = 3
_OURS: Final = 0.5
_SMALL_WORD: Final = 2.0
_STRANGE_LETTER: Final = 40.0
_STRANGEST: Final = 4.0
_OF_DOCUMENT: Final = 1.0


def identify(text: str) -> str:
    """The language of a text: one of `LANGUAGES`, or "unknown"."""
    return _identify(text[:_READ], None)


def spans(text: str, main: str | None = None) -> tuple[LanguageSpan, ...]:
    """The language of each stretch of a text; neighbouring lines of one language are joined.

    The spans cover the whole text, in order. `main` is the language of the document where
    that is known. A line that is too short or not clear has the document's language if its
    script fits, and is "unknown" otherwise. A sentence in another script than its line's has
    its own language. A text of very many lines is read some lines at a time.
    """
    blocks = _blocks(text)
    read = max(_READ_LEAST, min(_READ, _READ_IN_ALL // max(1, len(blocks))))
    scores = [_scores(_own_part(text[start : min(end, start + read)])) for start, end in blocks]
    if main is None or main not in LANGUAGES:
        main = _document_language(text, blocks, scores)
    found: list[LanguageSpan] = []
    for (start, end), known in zip(blocks, scores, strict=True):
        language = _best(known, main)
        if language == UNKNOWN and _is_vague(text[start : min(end, start + _READ)], main):
            language = main
        for span in _quoted(text, start, end, language):
            if found and span.language == found[-1].language:
                found[-1] = LanguageSpan(found[-1].start, span.end, span.language)
            else:
                found.append(span)
    return tuple(found)


def _blocks(text: str) -> list[tuple[int, int]]:
    """The lines of a text, each with the blank lines below it; not more than about `_BLOCKS`."""
    fewest = len(text) // _BLOCKS if text.count("\n") > _BLOCKS else 0
    blocks: list[tuple[int, int]] = []
    start = end = 0
    for match in _LINES.finditer(text):
        end = match.end()
        if end - start > fewest:
            blocks.append((start, end))
            start = end
    if end > start:
        blocks.append((start, end))
    return blocks


def _own_part(line: str) -> str:
    """A line without the sentences in another script than most of its letters."""
    line = line.strip()
    run = {"latin": _CYRILLIC_RUN, "cyrillic": _LATIN_RUN}.get(script(line))
    if run is None or line.isascii():
        return line
    return run.sub(lambda match: " " if _is_sentence(match[0]) else match[0], line).strip()


def _is_sentence(piece: str) -> bool:
    """Whether a run of words is one: a name has capitals ("The Wall Street Journal")."""
    words = _LETTERS.findall(piece)
    return len(words) >= _SENTENCE_WORDS and 2 * sum(w[0].islower() for w in words) > len(words)


def _quoted(text: str, start: int, end: int, language: str) -> Iterator[LanguageSpan]:
    """A line as one span, or as several where it holds a sentence in another script.

    Names in the other script ("Bank of America") are too short to be one.
    """
    script_here = next((one for one, own in _OF_SCRIPT.items() if language in own), "")
    other = {"latin": _CYRILLIC_RUN, "cyrillic": _LATIN_RUN}.get(script_here)
    if other is not None:
        for run in other.finditer(text, start, min(end, start + _QUOTES_READ)):
            piece = run[0].strip()
            if not _is_sentence(piece):
                continue
            if (own := _identify(piece[:_READ], None)) != UNKNOWN and own != language:
                first = run.start() + len(run[0]) - len(run[0].lstrip(_BEFORE_QUOTE))
                if first > start:
                    yield LanguageSpan(start, first, language)
                yield LanguageSpan(first, run.end(), own)
                start = run.end()
    if end > start:
        yield LanguageSpan(start, end, language)


def main_language(spans: Iterable[LanguageSpan]) -> str:
    """The language of the longest part of a text; "unknown" when there are no spans."""
    lengths: Counter[str] = Counter()
    for span in spans:
        lengths[span.language] += span.end - span.start
    return lengths.most_common(1)[0][0] if lengths else UNKNOWN


def script_languages(script: str) -> tuple[str, ...]:
    """Which of `LANGUAGES` are written in a script ("latin" or "cyrillic", else none)."""
    return _OF_SCRIPT.get(script, ())


def _document_language(
    text: str, blocks: list[tuple[int, int]], scores: list[Mapping[str, float]]
) -> str:
    """The language of most letters among the lines that are clear by themselves."""
    lengths: Counter[str] = Counter()
    for (start, end), known in zip(blocks, scores, strict=True):
        lengths[_best(known, None)] += end - start
    found = [(language, n) for language, n in lengths.most_common() if language != UNKNOWN]
    # Three lines of a verse may be too short one by one and clear together.
    if not found or 2 * found[0][1] < len(text):
        whole = identify(text)
        return whole if whole != UNKNOWN or not found else found[0][0]
    return found[0][0]


def _is_vague(line: str, main: str) -> bool:
    """Whether a line that is no known language may pass as one of the document's language."""
    words = _LETTERS.findall(line[:_READ])
    if not words:
        return True
    return main in script_languages(script("".join(words))) and len(words) < _FEWEST_WORDS


def _identify(text: str, main: str | None) -> str:
    """The language of a piece of text, where `main` is that of the document it is from."""
    return _best(_scores(text), main)


def _best(scores: Mapping[str, float], main: str | None) -> str:
    """The language with most evidence, where `main` is that of the document."""
    best, most = UNKNOWN, -math.inf
    for language, score in scores.items():
        total = score + (_OF_DOCUMENT if language == main else 0.0)
        if total > most:
            best, most = language, total
    return best if best in LANGUAGES else UNKNOWN


@lru_cache(maxsize=1_024)
def _scores(text: str) -> Mapping[str, float]:
    """The evidence for each language; empty when there is too little to go by.

    Neighbours are among them. Of our languages only those of the text's script are.
    """
    words = _LETTERS.findall(text)
    joined = "".join(words).lower()
    candidates = script_languages(script(joined))
    if not candidates:
        return {}
    small = _small_words(text, candidates)
    if len(words) < _FEWEST_WORDS and not any(small.values()):
        only = _by_alphabet(joined, candidates)
        return {} if only == UNKNOWN else {only: 0.0}
    letters = Counter(joined)
    return {
        language: score
        - _strangeness(language, letters)
        + (_OURS + _SMALL_WORD * small[language] if language in small else 0.0)
        for language, score in _model_scores(text).items()
        if language in candidates or language not in LANGUAGES
    }


def _small_words(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """For each language how many of its small words there are, over the root of all words.

    A word of two languages counts half for each; words that languages outside ours have as
    well (la, de, na) say nothing.
    """
    forms = [token.form for token in tokenize(text) if token.kind == "word"]
    found = dict.fromkeys(candidates, 0.0)
    for form in forms:
        owners = [language for language in candidates if is_stop(form, language)]
        if owners and form not in _ambiguous_words():
            for language in owners:
                found[language] += 1 / len(owners) / math.sqrt(len(forms))
    return found


def _by_alphabet(letters: str, candidates: tuple[str, ...]) -> str:
    """The only language whose alphabet has all these letters, or "unknown"."""
    extra = frozenset(letters) - _ASCII
    fitting = [language for language in candidates if extra <= _ALPHABETS[language]]
    return fitting[0] if extra and len(fitting) == 1 else UNKNOWN


def _strangeness(language: str, letters: Counter[str]) -> float:
    """How much letters that a language does not have speak against it.

    In share of all letters, so that one Łukaszenka does not make an English page Polish.
    """
    alphabet = _ALPHABETS.get(language)
    if alphabet is None:
        return 0.0
    strange = sum(count for letter, count in letters.items() if letter not in alphabet | _ASCII)
    return min(_STRANGEST, _STRANGE_LETTER * strange / letters.total())


@lru_cache(maxsize=1)
def _ambiguous_words() -> frozenset[str]:
    return frozenset(w for line in data_lines("function.neighbours.txt") for w in line.split())


def _model_scores(text: str) -> dict[str, float]:
    """Logarithms of the model's probabilities of each language."""
    return {
        language: math.log(max(probability, 1e-12)) for language, probability in _model().rank(text)
    }


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    # py3langid brings numpy and 4.6 MB of model: only for who must find out a language.
    from py3langid import langid

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages([*LANGUAGES, *_NEIGHBOURS])
    return model
