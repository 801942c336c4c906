"""Days and months with a number: "18 December 2025", "Dec. 3–5", «с 3 по 5 мая».

Two parts with a joint between them are a range or a list, and the first borrows what it
lacks from the second.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from search.dates.mentioned import words
from search.dates.mentioned.numeric import (
    DASHES,
    Group,
    Part,
    ends,
    numeric,
    short,
    stands_free,
    year_at,
)
from search.dates.mentioned.tokens import Tokens
from search.dates.months import abbreviations, month_number, table

_REACH: Final = 12
_SUFFIXES: Final = frozenset(
    {"st", "nd", "rd", "th", "er", "го", "га", "е", "ого", "ага", "ше", "те", "є", "ае", "º"}
)


def find(tokens: Tokens, i: int) -> Group | None:
    """The days or months that begin at a token."""
    if (part := numeric(tokens, i) or short(tokens, i)) is not None:
        return _ranged(tokens, Group((part,)))
    word = tokens.low[i]
    if word in table():
        return _month_first(tokens, i)
    if word[0].isdigit() or _ordinal(tokens, i) is not None:
        return _day_first(tokens, i)
    return None


def _with_year(tokens: Tokens, part: Part) -> Part:
    """The part with the year behind it: "…, 2025", «… 2025 года», «… прошлого года»."""
    at = part.end
    if at < len(tokens) and not tokens.same_line(at - 1, at):
        return part
    if tokens.at(at) == "," and (found := year_at(tokens, at + 1)) and part.language in ("en", ""):
        return replace(part, year=found[0], end=found[1])
    joint = at + 1 if tokens.at(at) in words.joints("of", part.language) else at
    if tokens.at(joint) == "the" and tokens.at(joint + 1) == "year":
        joint += 2
    if found := year_at(tokens, joint):
        return replace(part, year=found[0], end=found[1])
    if at < len(tokens) and (phrase := words.find_rule(tokens, at, "yearof")) is not None:
        return replace(part, reference=phrase.rule.split()[1], end=phrase.end)
    return part


def months_ahead(tokens: Tokens) -> list[bool]:
    """For each token whether a month stands in the dozen behind it."""
    known, low = table(), tokens.low
    found = [False] * len(low)
    if known.keys().isdisjoint(low):
        return found
    left = 0
    for i in range(len(low) - 1, -1, -1):
        found[i] = left > 0
        left = _REACH if low[i] in known else left - 1
    return found


# Day first


def _ordinal(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The value of an ordinal in words and the token after it: «двадцать пятого»."""
    if i >= len(tokens):
        return None
    for language in tokens.spoken(i):
        ordinals = words.forms("ordinals.tsv", language)
        tens = words.forms("numbers.tsv", language).get(tokens.low[i])
        if tens in ("20", "30"):
            at = i + 2 if tokens.at(i + 1) == "-" else i + 1
            ones = ordinals.get(tokens.at(at))
            if ones and int(ones) < 10:
                return int(tens) + int(ones), at + 1
        if (value := ordinals.get(tokens.low[i])) is not None:
            return int(value), i + 1
    return None


def _day(tokens: Tokens, i: int, *, joined: bool = False) -> tuple[int, int] | None:
    """A day of a month and the token after it: 18, 18th, 18-го, 18., third.

    A `joined` one follows another: the 5 of "3-5 May".
    """
    number = tokens.number(i, 2)
    if number is None:
        return _ordinal(tokens, i)
    if not 1 <= number <= 31 or not (joined or stands_free(tokens, i)):
        return None
    at = i + 1
    if tokens.glued(at):
        if tokens.low[at] in _SUFFIXES or tokens.low[at] == ".":
            return number, at + 1
        if tokens.low[at] == "-" and tokens.at(at + 1) in _SUFFIXES:
            return number, at + 2
        if not ends(tokens, at) and tokens.low[at] not in DASHES:
            return None
    return number, at


def numbered(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A day that is written as one without its month, and the token after it: 7-го, the 13th."""
    at = i + 1 if tokens.at(i) == "the" else i
    found = _day(tokens, at) if at < len(tokens) else None
    return found if found is not None and found[1] > at + 1 else None


def _month(tokens: Tokens, i: int) -> tuple[int, int, str] | None:
    """A month, the token after it and its full stop, and its language."""
    if i >= len(tokens) or tokens.low[i] not in table():
        return None
    for language in tokens.spoken(i):
        month = month_number(tokens.raw(i), language)
        if month is None:
            continue
        brief = tokens.low[i] in abbreviations(language)
        if brief and tokens.at(i + 1) == "." and tokens.glued(i + 1):
            return month, i + 2, language
        if not brief or language in ("en", "es") or year_at(tokens, i + 1):
            return month, i + 1, language
    return None


def _month_behind(tokens: Tokens, i: int) -> tuple[int, int, str] | None:
    """The month behind a day, with "of", "de", "day of" between them."""
    if i >= len(tokens) or not tokens.same_line(i - 1, i):
        return None
    if tokens.low[i] == "day" and tokens.at(i + 1) == "of":
        i += 1
    found = _month(tokens, i)
    if found is None and tokens.low[i] in ("of", "de"):
        found = _month(tokens, i + 1)
        if found is not None and tokens.low[i] not in words.joints("of", found[2]):
            return None
    return found


def _day_first(tokens: Tokens, i: int) -> Group | None:
    """ "18 December", "3 and 5 May", «с 3 по 5 мая», «28 ноября – 3 декабря»."""
    day = _day(tokens, i)
    if day is None:
        return None
    month = _month_behind(tokens, day[1])
    if month is not None:
        first = _with_year(tokens, Part(month[1], day[0], month[0], language=month[2]))
        return _ranged(tokens, Group((first,)))
    parts = [Part(day[1], day[0])]
    kind = ""
    while len(parts) < 5:
        joint = _joint(tokens, parts[-1].end)
        following = _day(tokens, joint[1], joined=True) if joint else None
        if joint is None or following is None or (kind == "range" and joint[0] != kind):
            return None
        if joint[0] == "," and tokens.low[joint[1] - 1] == "/":
            return None
        kind = joint[0] if joint[0] != "," else kind or "list"
        month = _month_behind(tokens, following[1])
        if month is not None:
            last = _with_year(tokens, Part(month[1], following[0], month[0], language=month[2]))
            if joint[0] == kind:  # "№ 2, 15 января" is one day
                filled = [replace(last, day=one.day) for one in parts]
                return Group((*filled, last), kind)
            return None
        parts.append(Part(following[1], following[0]))
    return None


def _joint(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """What joins two days: "list", "range" or ",", and the token after it."""
    word = tokens.at(i)
    if not word or not tokens.same_line(i - 1, i):
        return None
    if word in DASHES:
        return "range", i + 1
    if word in (",", "/"):
        return ",", i + 1
    for language in tokens.spoken(i):
        for kind in ("list", "range"):
            if word in words.joints(kind, language):
                # bis zum 5. Mai, et le 5 mai, y el 5 de mayo
                small = tokens.at(i + 1) in ("zum", "den", "le", "el", "the", "dem", "am")
                return kind, i + 2 if small else i + 1
    return None


def _ranged(tokens: Tokens, group: Group) -> Group:
    """A day or month and the one that ends its range, if a joint and another follow."""
    first = group.parts[0]
    joint = _joint(tokens, first.end)
    if joint is None or joint[0] != "range" or joint[1] >= len(tokens):
        return group
    last = numeric(tokens, joint[1]) or (short(tokens, joint[1]) if first.year is None else None)
    if last is None and first.day is not None:
        day = _day(tokens, joint[1], joined=True)
        month = _month_behind(tokens, day[1]) if day else None
        if day and month:
            last = _with_year(tokens, Part(month[1], day[0], month[0], language=month[2]))
        elif tokens.low[joint[1]] in table() and (found := _month_first(tokens, joint[1])):
            last = found.parts[0] if len(found.parts) == 1 and found.parts[0].day else None
    elif last is None and (month := _month(tokens, joint[1])):
        last = _with_year(tokens, Part(month[1], None, month[0], language=month[2]))
    if last is None or (first.day is None) != (last.day is None):
        return group
    if first.year is None and not first.reference:
        first = replace(first, year=last.year, reference=last.reference)
        if last.year and (first.month or 0) > (last.month or 0):
            first = replace(first, year=last.year - 1)  # 28 December – 3 January 2026
    return Group((first, last), "range")


# Month first


def _month_first(tokens: Tokens, i: int) -> Group | None:
    """ "December 18, 2025", "Dec. 3–5", "December 2025", "March–May 2020"."""
    if tokens.glued(i) and tokens.low[i - 1] in "_'’@#":
        return None
    month = _month(tokens, i)
    if month is None:
        return None
    number, at, language = month
    if language == "en" and (day := _day_behind(tokens, at)) is not None:
        return _days_behind(tokens, number, day)
    part = _with_year(tokens, Part(at, None, number, language=language))
    if part.year is not None or part.reference:
        return _ranged(tokens, Group((part,)))
    group = _ranged(tokens, Group((part,)))
    if group.kind and group.parts[1].year is not None:
        return group
    return None


def _day_behind(tokens: Tokens, at: int, *, joined: bool = False) -> tuple[int, int] | None:
    """The day behind an English month; not the hour of "Dec 5 p.m."."""
    if at >= len(tokens) or not tokens.same_line(at - 1, at):
        return None
    if tokens.low[at] == "the":
        at += 1
    day = _day(tokens, at, joined=joined)
    if day is None or tokens.at(day[1]) in ("am", "pm", "a", "p", "%"):
        return None
    if tokens.at(day[1] - 1) == ".":
        return day[0], day[1] - 1
    return day


def _days_behind(tokens: Tokens, month: int, day: tuple[int, int]) -> Group:
    """ "December 3-5, 2025", "Dec. 18, 20 and 22"."""
    parts = [Part(day[1], day[0], month, language="en")]
    kind = ""
    while len(parts) < 5 and (joint := _joint(tokens, parts[-1].end)) is not None:
        following = _day_behind(tokens, joint[1], joined=True)
        own = following is not None and _month_behind(tokens, following[1]) is None
        if following is None or not own or not tokens.low[joint[1]][0].isdigit():
            break
        parts.append(Part(following[1], following[0], month, language="en"))
        if joint[0] != ",":
            kind = joint[0]
            break
    if not kind or (kind == "range" and len(parts) > 2):
        return _ranged(tokens, Group((_with_year(tokens, parts[0]),)))
    last = _with_year(tokens, parts[-1])
    filled = [replace(last, day=one.day) for one in parts]
    return Group(tuple(filled), kind)
