"""Bar charts as numbers that a template draws: months of publication, without a script.

A chart is decoration beside a list or table of equal power, so it holds no text of its own
but the tooltips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


def histogram(
    counts: Iterable[tuple[str, int]],
    *,
    selected: Iterable[str] = (),
    title: Callable[[str, int], str],
    url: Callable[[str], str],
) -> Chart | None:
    """A chart of months with their counts; None when fewer than two periods have any."""
    found = dict(counts)
    if not found:
        return None
    periods = months_between(min(found), max(found))
    if len(periods) > MAX_BARS:
        found = _by_year(found)
        periods = [f"{year:04}" for year in range(int(min(found)), int(max(found)) + 1)]
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


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _by_year(found: dict[str, int]) -> dict[str, int]:
    years: dict[str, int] = {}
    for month, count in found.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return years
