"""Where words stand in a text: the tokens whose form is wanted, without reading all of it.

Forms are looked for in the text at the speed of `str.find`, and only what is found is
tokenised, with what is glued to it. So are the places where a token is not written as its
form. The answer is that of tokenising the whole text, of each form the first MANY_PLACES.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from search.analysis import fold, removed_terms, tokenize

MANY_FORMS: Final = 500
"""With more forms than this a text is tokenised whole; looking for each takes as long."""
MANY_ODD: Final = 5_000
"""With more odd places than this too."""
MANY_PLACES: Final = 250
"""Places of one form that are looked at: who reads an article does not need more of them."""
LONGEST_WORD: Final = 300
"""Code points without a space around a place; where there are more the text is tokenised whole."""

# Where a token is not written as its form: in 16,500 → 16500 and U.S. → us.
_RESPELT: Final = re.compile(r"[.,\u00a0\u202f\u2009](?:(?<=\d.)(?=\d)|(?<=\.)[^\W\d_]\.)")
_NUMBER_SPACES: Final = "\u00a0\u202f\u2009"
_LATIN: Final = r"A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff"
_CYRILLIC: Final = r"\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f"
_NEITHER: Final = rf"[^\W_{_LATIN}{_CYRILLIC}]"
_APOSTROPHE: Final = "['’ʼ‘`´]"
_BETWEEN: Final = f"(?:{_NEITHER}|{_APOSTROPHE})*+"


def _mixed(rare: str, common: str) -> tuple[re.Pattern[str], ...]:
    """Letters of two scripts in one word, looked for from the rarer ones; stress marks too.

    Each pattern begins with a set of letters that is rare in the text: the rest is then
    passed over ten times as fast as by one pattern with alternatives.
    """
    return (
        re.compile(rf"[{rare}](?:(?<=[{common}].)|{_BETWEEN}[{common}])"),
        re.compile(rf"{_NEITHER}(?<=[{common}].){_BETWEEN}[{rare}]"),
        re.compile(rf"{_APOSTROPHE}(?<=[{common}].){_BETWEEN}[{rare}]"),
        re.compile(r"[\u0300-\u036f\u00ad\u200c\u200d\u2060]"),
    )


_LATIN_AMONG_CYRILLIC: Final = _mixed(_LATIN, _CYRILLIC)
_CYRILLIC_AMONG_LATIN: Final = _mixed(_CYRILLIC, _LATIN)
_CYRILLIC_LETTER: Final = re.compile(f"[{_CYRILLIC}]")
# Letters beyond the usual blocks; a few of the usual ones are looked up one by one.
_UNUSUAL: Final = re.compile(r"[^\x00-\u052f\u2000-\u206f]")
_USUAL_LETTERS: Final = range(0x80, 0x530)
_SAMPLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A token of a text: text[start:end], and its form."""

    start: int
    end: int
    form: str


def spots_of(text: str, wanted: frozenset[str]) -> list[Spot]:
    """The tokens of a text whose form is wanted."""
    places = None if len(wanted) > MANY_FORMS else _odd_places(text)
    if places is None:
        return _among_all(text, wanted)
    plain = _level(text)
    for form in wanted:
        at = plain.find(form)
        for _ in range(MANY_PLACES):
            if at < 0:
                break
            places.append((at, at + len(form)))
            at = plain.find(form, at + len(form))
    found: set[Spot] = set()
    for start, end in places:
        around = _around(text, start, end)
        if around is None:
            return _among_all(text, wanted)
        low, high = around
        for at, to, form in _tokens_of(text[low:high]):
            if form in wanted and low + at < end and low + to > start:
                found.add(Spot(low + at, low + to, form))
    return list(found)


def removed_spots(
    pieces: Sequence[str], language: str, wanted: frozenset[str]
) -> dict[int, dict[str, list[Spot]]]:
    """Where the terms of removed text stand: by number of the piece, by term.

    `pieces` were cut from an article of that language; `wanted` are terms of the field of
    removed text. A spot has the form of its word, not of the term.
    """
    found: dict[int, dict[str, list[Spot]]] = {}
    for number, token, texts in removed_terms(pieces, language):
        for text in wanted.intersection(texts):
            spots = found.setdefault(number, {}).setdefault(text, [])
            spots.append(Spot(token.start, token.end, token.form))
    return found


def _among_all(text: str, wanted: frozenset[str]) -> list[Spot]:
    return [
        Spot(token.start, token.end, token.form) for token in tokenize(text) if token.form in wanted
    ]


def _odd_places(text: str) -> list[tuple[int, int]] | None:
    """Where forms cannot be read from the levelled text; None when there are too many."""
    start = text[:_SAMPLE]
    cyrillic = 3 * len(_CYRILLIC_LETTER.findall(start)) > len(start)
    mixed = _LATIN_AMONG_CYRILLIC if cyrillic else _CYRILLIC_AMONG_LATIN
    patterns = [_RESPELT, *mixed, _odd_letters()]
    if _UNUSUAL.search(text):
        odd = [char for char in set(_UNUSUAL.findall(text)) if _is_odd_letter(char)]
        if odd:
            patterns.append(re.compile(f"[{re.escape(''.join(odd))}]"))
    places: list[tuple[int, int]] = []
    for pattern in patterns:
        for found in pattern.finditer(text):
            places.append(found.span())
            if len(places) > MANY_ODD:
                return None
    return places


@cache
def _odd_letters() -> re.Pattern[str]:
    return re.compile(f"[{''.join(c for c in map(chr, _USUAL_LETTERS) if _is_odd_letter(c))}]")


@lru_cache(maxsize=10_000)
def _is_odd_letter(char: str) -> bool:
    """Whether folding writes a letter otherwise than levelling: ٣ as 3, the Ångström sign as å."""
    if char == "Σ":  # σ or ς by what stands around it
        return True
    return char.isalnum() and fold(char) != _level(char)


@lru_cache(maxsize=20_000)
def _tokens_of(run: str) -> tuple[tuple[int, int, str], ...]:
    """The tokens of a run between spaces; articles repeat their words."""
    return tuple((token.start, token.end, token.form) for token in tokenize(run))


def _around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What is glued to a place; None when that is too much to look at."""
    low, high = start, end
    while low > 0 and _is_glue(text, low - 1):
        low -= 1
        if start - low > LONGEST_WORD:
            return None
    while high < len(text) and _is_glue(text, high):
        high += 1
        if high - end > LONGEST_WORD:
            return None
    return low, high


def _is_glue(text: str, at: int) -> bool:
    """Whether a code point may belong to the same token as its neighbours: 16 500 is one."""
    if not text[at].isspace():
        return True
    return text[at] in _NUMBER_SPACES and text[at - 1 : at + 2 : 2].isdecimal()


def _level(text: str) -> str:
    """The text in lower case with ё as е, every code point in its old place."""
    low = text.replace("İ", "I").lower()  # the only letter that would become two
    for mark in "’ʼ‘`´":
        low = low.replace(mark, "'")
    return low.replace("ё", "е")
