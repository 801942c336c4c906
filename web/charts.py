"""Bar charts as numbers that a template draws: months of publication, without a script.

A chart is decoration beside a list or table of equal power, so it holds no text of its own
but the tooltips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 240.0
HEIGHT: Final = 56.0
MAX_BARS: Final = 96
"""Eight years of months; beyond that a bar is a year."""
_GAP: Final = 0.2
FEWEST: Final = 12
"""Room for so many bars is always kept: three months are three bars, not three walls."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year: its place in the drawing, its count, whether it is chosen."""

    period: str
    count: int
    selected: bool
    x: float
    y: float
    width: float
    height: float
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the first to the last period that has articles, empty ones included."""

    bars: tuple[Bar, ...]
    width: float = WIDTH
    height: float = HEIGHT


def months_between(first: str, last: str) -> list[str]:
    """All months from one to another: 2025-11, 2025-12, 2026-01."""
    begin, end = _number(first), _number(last)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


def periods_between(first: str, last: str) -> list[str]:
    """All years, months or days from one to another."""
    if len(first) == 7:
        return months_between(first, last)
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return [date.fromordinal(day).isoformat() for day in range(begin, end + 1)]


def histogram(
    counts: Iterable[tuple[str, int]],
    *,
    selected: Iterable[str] = (),
    title: Callable[[str, int], str],
    url: Callable[[str], str],
    edges: tuple[str, str] | None = None,
) -> Chart | None:
    """A chart of years, months or days with their counts; None for less than two of them.

    It reaches from the first to the last that has any, or over `edges`.
    """
    found = dict(counts)
    if not found:
        return None
    periods = periods_between(*(edges or (min(found), max(found))))
    if len(periods) > MAX_BARS and len(periods[0]) == 7:
        found = _by_year(found)
        periods = periods_between(min(found), max(found))
    if len(periods) < 2:
        return None
    chosen = frozenset(selected)
    highest = max(found.values())
    step = WIDTH / max(len(periods), FEWEST)
    bars = []
    for place, period in enumerate(periods):
        count = found.get(period, 0)
        # One article among thousands must still be seen: no bar is lower than 2.
        height = max(HEIGHT * count / highest, 2.0) if count else 0.0
        bars.append(
            Bar(
                period, count, period in chosen, round(place * step + step * _GAP / 2, 2),
                round(HEIGHT - height, 2), round(step * (1 - _GAP), 2), round(height, 2),
                title(period, count), url(period),
            )
        )  # fmt: skip
    return Chart(tuple(bars))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: the place of its series in the legend, and its own place in the bar."""

    series: int
    count: int
    y: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar of several series, one above the other."""

    period: str
    x: float
    width: float
    url: str
    segments: tuple[Segment, ...]

    @property
    def counts(self) -> dict[int, int]:
        """The count of each series that has any."""
        return {segment.series: segment.count for segment in self.segments}


def stacked(
    series: Sequence[Mapping[str, int]],
    *,
    title: Callable[[int, str, int], str],
    url: Callable[[str], str],
) -> tuple[Stack, ...]:
    """Bars of months (of years, where months are too many) with a segment for each series."""
    months = [dict(one) for one in series]
    ids = [period for one in months for period in one]
    if not ids:
        return ()
    if len(periods_between(min(ids), max(ids))) > MAX_BARS:
        months = [_by_year(one) for one in months]
        ids = [period for one in months for period in one]
    periods = periods_between(min(ids), max(ids))
    highest = max(sum(one.get(period, 0) for one in months) for period in periods)
    step = WIDTH / max(len(periods), FEWEST)
    stacks = []
    for place, period in enumerate(periods):
        base, segments = HEIGHT, []
        for number, one in enumerate(months):
            count = one.get(period, 0)
            if not count:
                continue
            height = HEIGHT * count / highest
            base -= height
            segments.append(
                Segment(number, count, round(max(base, 0.0), 2), round(height, 2),
                        title(number, period, count))
            )  # fmt: skip
        x = round(place * step + step * _GAP / 2, 2)
        stacks.append(Stack(period, x, round(step * (1 - _GAP), 2), url(period), tuple(segments)))
    return tuple(stacks)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _by_year(found: dict[str, int]) -> dict[str, int]:
    years: dict[str, int] = {}
    for month, count in found.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return years
