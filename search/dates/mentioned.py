"""Absolute dates that a text names: days, months and years, each with the words it stood in.

"December 18, 2025", «в декабре 2025 года», "since 1994", and, where the day of publication
is known, "Dec 18". Nothing relative ("last week") is read here. Every pattern is read in
its turn, and a stretch of text belongs to the first that takes it, so that "18.12.2025"
is one day and not also a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from search.dates.months import month_number, rows
from search.partial_dates import PartialDate, Precision

AHEAD: Final = 60
"""A day without a year lies at most this many days after publication ("from Feb. 1")."""

_WORD: Final = r"[^\W\d_]{3,14}"
_ISO: Final = re.compile(r"(?<![\d.:/-])(?P<y>\d{4})-(?P<n>\d{2})-(?P<d>\d{2})(?!\d|[.,:/-]\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d.,:/-])(?P<d>\d{1,2})(?P<sep>[./])(?P<n>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d|[.,:/-]\d)"
)
_YEAR_WORD: Final = r"(?:\s*(?:г\.|р\.)|\s+(?:годам?|году|годзе|року|році|роком|roku|r\.)(?!\w))?"
_YEAR: Final = rf"(?P<y>(?:1[0-9]|2[01])\d\d)(?![\d%]|[.,:/]\d){_YEAR_WORD}"
_DAY: Final = (
    r"(?<![\d.,:/№$€£-])(?:(?P<d0>\d{1,2})(?:\s?[-–—]\s?|\s(?:and|or|и|или|і|й|та|або|ці|und|oder|"
    r"et|ou|y|o|i|lub)\s))?(?P<d>\d{1,2})"
)
_DAY_MONTH: Final = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|\.|-?(?:го|га|е|ого|ага))?\s+(?:(?:day\s+)?of\s+|de\s+)?"
    rf"(?P<m>{_WORD})(?!\w)(?:\.?,?\s+(?:del?\s+|of\s+)?{_YEAR})?"
)
_MONTH_DAY: Final = re.compile(
    rf"(?<!\w)(?P<m>{_WORD})\.?\s+(?:(?P<d0>\d{{1,2}})(?:\s?[-–—]\s?))?"
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d|\s?[ap]\.?m)(?:,?\s+{_YEAR})?"
)
_MONTH_YEAR: Final = re.compile(rf"(?<!\w)(?P<m>{_WORD})\.?,?\s+(?:del?\s+|of\s+)?{_YEAR}")
_BARE: Final = r"(?:1[0-9]|2[01])\d\d"
_YEARS: Final = re.compile(
    rf"(?P<before>(?<!\w)[^\W\d_]+\.?\s+|(?<!\w)mid-)?(?<![\w.,:/$€£№+-])"
    rf"(?P<y>{_BARE})(?:\s?[-–—/]\s?(?P<y2>{_BARE}))?"
    r"(?P<ending>-(?:м|го|му|й|й|га|ым|х))?(?![\w%]|[.,:/]\d|-[\w])"
    r"(?=(?P<after>(?:\s+[^\W\d_]+){0,2}))"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as it stands in a text: `value` is ISO, `start` and `end` are code points."""

    value: str
    start: int
    end: int


def mentioned(text: str, published: PartialDate) -> tuple[PartialDate, ...]:
    """The absolute dates that `text` names, each value once, in the order of first mention.

    `published` supplies the year of "12 декабря": the date nearest to publication that is
    not more than `AHEAD` days after it. Where it is unknown such days are left out.
    """
    found = [*stated(text, near=published)]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _years(text) if not _overlaps(one, taken)]
    found.sort(key=lambda one: (one.start, one.value))
    unique: dict[str, PartialDate] = {}
    for one in found:
        if one.value not in unique:
            evidence = " ".join(text[one.start : one.end].split())
            unique[one.value] = PartialDate(one.value, _precision(one.value), evidence)
    return tuple(unique.values())


def stated(text: str, near: PartialDate | None = None) -> list[Stated]:
    """Days and months with their year, and days without one when `near` tells the year."""
    anchor = _anchor(near)
    found: list[Stated] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_ISO, _NUMERIC, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR):
        for match in _scan(pattern, text):
            values = _values(match, anchor)
            one = Stated("", match.start(), match.end())
            if (values or match.groupdict().get("m")) and not _overlaps(one, taken):
                # "31 April 2025" is no day, but its end is no month either.
                taken.append((one.start, one.end))
                found += [Stated(value, one.start, one.end) for value in values]
    found.sort(key=lambda one: (one.start, one.value))
    return found


def _scan(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches whose month is a month; a refused one is given back to the search.

    In "since 5 December 2025" the month-first pattern tries "since 5", which must not eat
    the 5 of what follows.
    """
    position = 0
    while match := pattern.search(text, position):
        word = match.groupdict().get("m")
        if word is None or month_number(word):
            yield match
            position = match.end()
        else:
            position = match.end("m") if match.start("m") == match.start() else match.end("d")


def _values(match: re.Match[str], anchor: date | None) -> list[str]:
    """The ISO values of a match; none when there is no such day or no year for it."""
    parts = match.groupdict()
    if parts.get("d") is None:
        return [f"{parts['y']}-{month_number(parts['m']):02}"]
    if parts.get("m"):
        month = month_number(parts["m"]) or 0
        days = [int(day) for day in (parts.get("d0"), parts["d"]) if day]
    else:
        day, month = _day_and_month(int(parts["d"]), int(parts["n"]), parts.get("sep"))
        days = [day]
    year = parts["y"]
    values = [_iso(int(year), month, d) if year else _nearest(month, d, anchor) for d in days]
    return [value for value in values if value] if all(values) else []


def _day_and_month(first: int, second: int, separator: str | None) -> tuple[int, int]:
    """Day and month of two numbers; (0, 0) where nothing tells which is which.

    18/12 and 12/18 are clear, 05/06/2025 is May in Ohio and June in Kent.
    """
    if separator != "/" or first == second or first > 12:
        return first, second
    return (second, first) if second > 12 else (0, 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # 31 April
        return None


def _anchor(near: PartialDate | None) -> date | None:
    """The day from which a year is counted: the last of a known day or month."""
    if near is None or near.days is None or near.precision == "year":
        return None
    return date.fromordinal(near.days[1])


def _nearest(month: int, day: int, anchor: date | None) -> str | None:
    """The day nearest to `anchor` that is at most `AHEAD` days after it."""
    if anchor is None:
        return None
    limit = anchor.toordinal() + AHEAD
    years = range(max(anchor.year - 1, 1), min(anchor.year + 1, 9999) + 1)
    candidates = [value for year in years if (value := _iso(year, month, day))]
    fitting = [one for one in map(date.fromisoformat, candidates) if one.toordinal() <= limit]
    if not fitting:
        return None
    return min(fitting, key=lambda one: abs(one - anchor) / timedelta(days=1)).isoformat()


@cache
def _cues(kind: str) -> frozenset[str]:
    """The words of `data/year_cues.tsv` of one kind, of all languages."""
    words = (row[2].split("|") for row in rows("year_cues.tsv") if row[1] == kind)
    return frozenset(word for group in words for word in group)


def _years(text: str) -> Iterator[Stated]:
    """Years in a context that leaves no doubt: "since 1994", «в 2020 году», "the 2020 vote"."""
    for match in _YEARS.finditer(text):
        before = (match["before"] or "").strip(" .\n\t-").lower()
        after = [word.lower() for word in match["after"].split()]
        if not _is_year(match, before, after, _prose_after(text, match.end())):
            continue
        start = match.start("y") if not match["before"] else match.start("before")
        end = match.end()
        if after and after[0] in _cues("noun"):
            end = match.end() + match["after"].lower().index(after[0]) + len(after[0])
        elif before not in _all_before():
            start = match.start("y")
        first, second = int(match["y"]), int(match["y2"] or 0)
        if second and second <= first:
            continue
        yield Stated(match["y"], start, end)
        if second:
            yield Stated(match["y2"], start, end)


@cache
def _all_before() -> frozenset[str]:
    return _cues("before") | _cues("weak") | _cues("noun")


def _is_year(match: re.Match[str], before: str, after: list[str], closed: bool) -> bool:
    """Whether the words around four digits make them a year."""
    if after and after[0] in _cues("noun"):
        return True
    if match["ending"]:
        return match["ending"] != "-х" or bool(match["y2"])  # «в 1990-х» is a decade
    if any(word in _cues("event") for word in after) and match["before"]:
        return True
    free = closed or not after or after[0] in _cues("after")
    if before in ("rok", "roku"):
        return free
    if before in _cues("before"):
        return free
    # "of 2000" counts people as often as it names a year, so round numbers are left.
    return before in _cues("weak") and free and int(match["y"]) % 100 != 0


def _prose_after(text: str, position: int) -> bool:
    """Whether the sentence or clause ends at `position`."""
    return text[position : position + 1] in ("", ".", ",", ";", ":", "!", "?", ")", "»", '"', "”")


def _precision(value: str) -> Precision:
    if len(value) == len("2025"):
        return "year"
    return "month" if len(value) == len("2025-12") else "day"


def _overlaps(one: Stated, taken: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in taken)
