"""Dates of numbers and signs: 2025-12-18, 18.12.2025, 18/12, and years with their word.

A *part* is a day or a month as it stands, with its year and all that it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from search.dates.mentioned import words
from search.dates.mentioned.tokens import Tokens

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
DASHES: Final = frozenset("-–—−")
_BEFORE_NUMBER: Final = frozenset(".,:/№$€£#+-")
_CLOSER: Final = frozenset(".,:/")
_YEAR_SUFFIXES: Final = frozenset({"го", "м", "му", "й", "га", "ым", "ом", "ый", "ы"})


@dataclass(frozen=True, slots=True)
class Part:
    """A day or month as written: `end` is the token after it, `reference` a year told by words.

    `reference` is "-1" for «4 ноября прошлого года», "same" for «того же года», and "short"
    where the year has two digits: 18.12.25.
    """

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    reference: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One part, or several with what joins them: "list" or "range"."""

    parts: tuple[Part, ...]
    kind: str = ""

    @property
    def end(self) -> int:
        """The token after the last part."""
        return self.parts[-1].end


def numeric(tokens: Tokens, i: int) -> Part | None:
    """2025-12-18, 18.12.2025, 18/12/2025, 2025/12/18, 18.12.25; None for a version."""
    if not stands_free(tokens, i) or i + 4 >= len(tokens):
        return None
    sign = tokens.low[i + 1]
    if sign not in ("-", ".", "/") or tokens.low[i + 3] != sign:
        return None
    if not all(tokens.glued(k) for k in range(i + 1, i + 5)):
        return None
    if not ends(tokens, i + 5) and not _clock_follows(tokens, i + 5):
        return None
    fields = tokens.low[i], tokens.low[i + 2], tokens.low[i + 4]
    if not all(re.fullmatch("[0-9]{1,4}", one) for one in fields):
        return None
    sizes = tuple(len(one) for one in fields)
    first, second, third = map(int, fields)
    part = None
    if sizes == (4, 2, 2):
        part = Part(i + 5, third, second, first)
    elif sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] == 4 and sign != "-":
        part = _ordered(tokens, i, first, second, third, sign)
    elif sizes == (2, 2, 2) and sign == ".":
        part = Part(i + 5, first, second, 2000 + third, "short")
    elif sizes == (2, 2, 4):
        part = Part(i + 5, first, second, third)
    if part is None or not (part.day and part.month and 1 <= part.month <= 12 and part.day <= 31):
        return None
    after = _year_word(tokens, part.end)
    return replace(part, end=after)


def short(tokens: Tokens, i: int) -> Part | None:
    """18/12 or 18.12. without a year, behind a word that a date follows: "on", "le", "am"."""
    if i == 0 or i + 2 >= len(tokens) or not (tokens.glued(i + 1) and tokens.glued(i + 2)):
        return None
    first, second, sign = tokens.number(i, 2), tokens.number(i + 2, 2), tokens.low[i + 1]
    if first is None or second is None or sign not in "./":
        return None
    end = i + 3
    if sign == ".":
        if tokens.at(end) != "." or not tokens.glued(end):
            return None
        end += 1
    if not ends(tokens, end):
        return None
    for language in tokens.spoken(i - 1):
        if tokens.low[i - 1] in words.joints("day", language):
            if language == "en" and second > 12 >= first:
                first, second = second, first
            elif language == "en" and first <= 12 and first != second:
                return None  # 5/12 is May in Ohio
            if 1 <= first <= 31 and 1 <= second <= 12:
                return Part(end, first, second, language=language)
    return None


def _ordered(tokens: Tokens, i: int, first: int, second: int, year: int, sign: str) -> Part | None:
    """Which of two numbers is the day; None where nothing tells.

    18/12 and 12/18 are clear, 05/06/2025 is May in Ohio and June in Kent; French, German,
    Spanish, Polish and Cyrillic text has the day first.
    """
    if sign == "." or first == second or first > 12:
        return Part(i + 5, first, second, year)
    if second > 12:
        return Part(i + 5, second, first, year)
    spoken = tokens.spoken_around(i)
    return Part(i + 5, first, second, year) if spoken and spoken != "en" else None


def stands_free(tokens: Tokens, i: int) -> bool:
    """Whether a number is not the tail of another, of a price or of a word."""
    if not tokens.glued(i):
        return True
    before = tokens.low[i - 1]
    return before not in _BEFORE_NUMBER and not before[-1].isalnum() and before != "_"


def ends(tokens: Tokens, i: int) -> bool:
    """Whether a number ends before a token: no digits, percents or further signs follow."""
    if i >= len(tokens) or not tokens.glued(i):
        return True
    sign = tokens.low[i]
    if sign in _CLOSER or sign in DASHES:
        glued = i + 1 < len(tokens) and tokens.glued(i + 1)
        return not (glued and tokens.low[i + 1][0].isdigit() and sign not in "–—")
    return not (sign[0].isalnum() or sign in "%_°")


def _clock_follows(tokens: Tokens, i: int) -> bool:
    return tokens.at(i) == "t" and tokens.number(i + 1, 2) is not None


def year_at(tokens: Tokens, i: int, *, opens: bool = False) -> tuple[int, int] | None:
    """A year and the token after it and its "года", "-го", "р.".

    One that `opens` a range may have a hyphen and another year behind it: 2019-2021.
    """
    year = tokens.number(i, 4)
    if year is None or len(tokens.low[i]) != 4 or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if tokens.at(i + 1) in DASHES and tokens.glued(i + 1) and tokens.at(i + 2) in _YEAR_SUFFIXES:
        return year, _year_word(tokens, i + 3)
    if not ends(tokens, i + 1) and not (opens and tokens.at(i + 1) in ("-", "/")):
        return None
    return year, _year_word(tokens, i + 1)


def _year_word(tokens: Tokens, i: int) -> int:
    """The token after "года", "г.", "roku" if one stands there."""
    if i >= len(tokens) or not tokens.same_line(i - 1, i):
        return i
    word = tokens.low[i]
    if not any(word in words.joints("year", language) for language in tokens.spoken(i)):
        return i
    return i + 2 if len(word) <= 2 and tokens.at(i + 1) == "." and tokens.glued(i + 1) else i + 1
