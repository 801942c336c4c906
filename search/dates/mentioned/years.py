"""Years and decades: "since 1994", «в 2020–2022 годах», "the 2020 vote", "the 1990s".

Four digits are a year only where the words around them say so; most are amounts, models
and numbers of standards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from search.dates.mentioned import words
from search.dates.mentioned.numeric import year_at
from search.dates.mentioned.tokens import Tokens

_BLOCKING: Final = frozenset(".,:/$€£№+-#–—")
_CLOSING: Final = frozenset('.,;:!?)»"”“…')
_DASHES: Final = frozenset("-–—")
_YEAR_NOUNS: Final = frozenset({"year", "jahr", "jahre", "année", "año", "rok", "roku", "рік"})
_EARLIEST: Final = 1700
_BETWEEN: Final = frozenset({"between", "между", "між", "паміж", "entre", "zwischen", "między"})
_LONGEST: Final = 120
"""Years of a range; "1500–2000" is more likely an amount."""


@dataclass(frozen=True, slots=True)
class Years:
    """The values that stand between two tokens, a whole range before its ends."""

    values: tuple[str, ...]
    start: int
    end: int


def find(tokens: Tokens, i: int) -> Years | None:
    """The year, range of years or decade whose number is the token at `i`."""
    if (decade := _decade(tokens, i)) is not None:
        return decade
    found = year_at(tokens, i, opens=True)
    if found is None or not _free_before(tokens, i):
        return None
    year, end = found
    last = _range_end(tokens, i, end)
    before = _word_before(tokens, i)
    if last is not None:
        other, after = last
        between = _word_before(tokens, i) in _BETWEEN and tokens.low[i + 1].isalpha()
        if not (between or _is_year(tokens, i, after, other) or _in_brackets(tokens, i, after)):
            return None
        if year < other <= year + _LONGEST:
            values = (f"{year}/{other}", str(year), str(other))
            return Years(values, i, after)
        return None
    if year_at(tokens, i) is None or not _is_year(tokens, i, end, year):
        return None
    return Years((str(year),), i - 1 if _belongs(tokens, i, before) else i, _noun_end(tokens, end))


def _free_before(tokens: Tokens, i: int) -> bool:
    if not tokens.glued(i):
        return True
    sign = tokens.low[i - 1]
    if sign == "-" and tokens.at(i - 2) == "mid":
        return True
    return sign not in _BLOCKING and not (sign[-1].isalnum() or sign in "_'’")


def _word_before(tokens: Tokens, i: int) -> str:
    """The word in front of a number, without its full stop."""
    at = i - 1
    if at >= 0 and tokens.low[at] in ".-":
        at -= 1
    if at < 0 or not tokens.low[at][0].isalpha() or not tokens.same_line(at, i):
        return ""
    return tokens.low[at]


def _cued(tokens: Tokens, at: int, kind: str) -> bool:
    """Whether the token is a cue of one kind in a language that it may be in."""
    if not 0 <= at < len(tokens) or not tokens.low[at][0].isalpha():
        return False
    return any(
        tokens.low[at] in words.cues("year_cues.tsv", kind, language)
        for language in tokens.spoken(at)
    )


def _before_cued(tokens: Tokens, i: int, kind: str) -> bool:
    at = i - 1
    if tokens.at(at) in (".", "-"):
        at -= 1
    return at >= 0 and tokens.same_line(at, i) and _cued(tokens, at, kind)


def _is_year(tokens: Tokens, i: int, end: int, year: int) -> bool:
    """Whether the words around the digits from `i` to `end` make them a year."""
    has_noun = tokens.low[end - 1].isalpha() and _cued(tokens, end - 1, "noun")
    if has_noun or _cued_after(tokens, end, "noun") or tokens.at(end - 1) == ".":
        return True
    if end > i + 1 and tokens.at(end - 2) == "-" and tokens.low[end - 1].isalpha():
        return True  # «к 2020-му»
    if _word_before(tokens, i) and (
        _cued_after(tokens, end, "event") or _cued_after(tokens, end + 1, "event")
    ):
        return True
    if _word_before(tokens, i) in _YEAR_NOUNS:
        return True
    free = _free_after(tokens, end, year)
    if _before_cued(tokens, i, "before"):
        return free or _word_before(tokens, i) in ("since", "seit", "depuis", "desde")
    # "of 2000" and "of 1140" count people as often as they name a year.
    likely = year % 100 != 0 and year >= _EARLIEST
    return likely and free and _before_cued(tokens, i, "weak")


def _cued_after(tokens: Tokens, at: int, kind: str) -> bool:
    return at < len(tokens) and at > 0 and tokens.same_line(at - 1, at) and _cued(tokens, at, kind)


def _free_after(tokens: Tokens, end: int, year: int) -> bool:
    """Whether nothing follows that the digits could count."""
    if end >= len(tokens) or not tokens.same_line(end - 1, end):
        return True
    following = tokens.low[end]
    if following in _CLOSING or following in "-–—(" or _cued(tokens, end, "after"):
        return True
    if not following[0].isalpha():
        return False
    # "in 2020 Lukashenko won": a name is not counted, but "2000 Chinese" are
    return (
        tokens.raw(end)[0].isupper() and year % 100 != 0 and "de" not in tokens.spoken_around(end)
    )


def _belongs(tokens: Tokens, i: int, before: str) -> bool:
    """Whether the word before is part of the evidence: "since 1994", not "president 1994"."""
    return (
        bool(before)
        and tokens.low[i - 1].isalpha()
        and any(_before_cued(tokens, i, kind) for kind in ("before", "weak", "noun"))
    )


def _noun_end(tokens: Tokens, end: int) -> int:
    return end + 1 if _cued_after(tokens, end, "noun") else end


def _range_end(tokens: Tokens, i: int, end: int) -> tuple[int, int] | None:
    """The second year of "2019–2021", "2019/2020", "from 2016 until 2022" and its end."""
    at = i + 1
    if tokens.at(at) in _DASHES or (tokens.at(at) == "/" and tokens.glued(at)):
        return year_at(tokens, at + 1)
    if end >= len(tokens) or not tokens.low[end].isalpha():
        return None
    for language in tokens.spoken(end):
        if tokens.low[end] in words.joints("list", language):
            between = _word_before(tokens, i) in _BETWEEN
            return year_at(tokens, end + 1) if between else None
        if tokens.low[end] in words.joints("range", language):
            found = year_at(tokens, end + 1)
            cued = found and _before_cued(tokens, i, "before" if language == "en" else "weak")
            named = found and _is_year(tokens, end + 1, found[1], found[0])
            opened = _word_before(tokens, i) in ("from", "de", "von", "od", "с", "з", "із", "entre")
            return found if found and (named or opened or cued) else None
    return None


def _in_brackets(tokens: Tokens, i: int, end: int) -> bool:
    return tokens.at(i - 1) == "(" and tokens.at(end) == ")"


def _decade(tokens: Tokens, i: int) -> Years | None:
    """ "the 1990s", «в 1990-х», «90-е годы», "die 1990er Jahre", "les années 90"."""
    number = tokens.number(i, 4)
    if number is None or number % 10 or not _free_before(tokens, i):
        return None
    if len(tokens.low[i]) == 2 and number >= 30:
        century = 1900
    elif len(tokens.low[i]) == 4 and 1000 <= number < 2200:
        century = 0
    else:
        return None
    first = century + number
    ended = _decade_end(tokens, i, short=century > 0)
    if ended is None:
        return None
    return Years((f"{first}/{first + 9}",), *ended)


def _decade_end(tokens: Tokens, i: int, *, short: bool) -> tuple[int, int] | None:
    """Where the words of a decade begin and end, if these are some."""
    if tokens.glued(i + 1) and tokens.at(i + 1) == "s" and not short:
        return (i - 1 if tokens.at(i - 1) == "the" else i), i + 2
    ending = i + 1
    if tokens.at(ending) == "-" and tokens.glued(ending):
        ending += 1
    if tokens.glued(ending) and _cued(tokens, ending, "decade"):
        end = ending + 1
        if tokens.at(end) == "-":
            end += 1
        cyrillic = "\u0400" <= tokens.low[ending] <= "\u04ff\uffff"
        noun = _cued_after(tokens, end, "noun") or tokens.at(end) in ("jahre", "jahren", "jahr")
        if tokens.low[ending] in ("м", "ми", "мі", "я", "і") and not noun:
            return None  # «к 1990-м» but also «в 1990-м»
        if noun:
            return i, end + 1
        if short or (tokens.low[ending] == "er" and not cyrillic):
            return (
                (i, ending + 1) if tokens.low[ending] == "х" and _word_before(tokens, i) else None
            )
        return i, ending + 1
    if _cued(tokens, i - 1, "decades") and tokens.same_line(i - 1, i):
        dot = tokens.at(i + 1) == "." and tokens.glued(i + 1)
        polish = tokens.low[i - 1] in ("lat", "lata", "latach")
        return (i - 1, i + 2 if dot and polish else i + 1) if dot or not polish else None
    return None
