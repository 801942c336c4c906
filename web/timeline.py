"""Dates as a histogram that one goes into: years, then months, then days.

A *window* is the stretch of days that a chart shows: the one that `from` and `to` choose (for
dates mentioned, a single range such as `2020..2020`), else everything. The server chooses the
level by the window: at most two months are drawn by day, at most eight years by month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import quote

from search.documents import DATE_FACETS
from search.facets import FacetCounts, FacetValue
from search.partial_dates import interval
from search.results import Results
from web import labels
from web.charts import MAX_BARS, Chart, histogram, periods_between
from web.links import search_url
from web.locale import PageLanguage
from web.params import State, span

_DAYS: Final = 62
_MONTHS: Final = 8 * 366
_FROM: Final = "{from}"
_TO: Final = "{to}"
"""Where a script puts what the reader has brushed, in the address of a timeline."""
_PUBLISHED: Final = f"from={quote(_FROM)}&to={quote(_TO)}"
_MENTIONED: Final = f"mentioned={quote(_FROM)}..{quote(_TO)}"


@dataclass(frozen=True, slots=True)
class Step:
    """A way out of the window: to a year, to everything."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A chart that can be brushed. `bars` are (period, its name, its name with the count)."""

    chart: Chart
    bars: tuple[tuple[str, str, str], ...]
    brush_url: str
    trail: tuple[Step, ...]


def window(facet: str, state: State) -> tuple[int, int] | None:
    """The days that are chosen as a range; None when the chart shows everything."""
    if facet == "published":
        chosen = f"{state.first}..{state.last}" if state.first or state.last else ""
    else:
        values = state.values_of(facet)
        chosen = values[0] if len(values) == 1 and ".." in values[0] else ""
    return span(chosen) if chosen else None


def _shown(days: tuple[int, int]) -> tuple[int, int]:
    """A single day is shown within its month: one bar is no chart."""
    if days[0] != days[1]:
        return days
    return interval(date.fromordinal(days[0]).isoformat()[:7]) or days


def _level(days: tuple[int, int]) -> str:
    length = days[1] - days[0] + 1
    return "day" if length <= _DAYS else "month" if length <= _MONTHS else "year"


def wanted(state: State) -> tuple[str, ...]:
    """What must be counted for the timelines of a page, as names of facets with levels."""
    found: list[str] = []
    for facet in DATE_FACETS:
        days = window(facet, state)
        if days is None:
            found += [facet, f"{facet}:year"]
        else:
            level = _level(_shown(days))
            found.append(facet if level == "month" else f"{facet}:{level}")
    return tuple(found)


def counts(facet: str, results: Results, state: State) -> FacetCounts:
    """The periods to show, of what `wanted` asked for, within the window."""
    days = window(facet, state)
    if days is None:
        months, years = results.facets[facet], results.facets[f"{facet}:year"]
        ids = [value.id for value in months.values]
        few = not ids or len(periods_between(min(ids), max(ids))) <= MAX_BARS
        return months if few else years
    shown = _shown(days)
    level = _level(shown)
    all_of_them = results.facets[facet if level == "month" else f"{facet}:{level}"]
    inside = tuple(value for value in all_of_them.values if _is_inside(value, shown))
    return replace(all_of_them, values=inside)


def _is_inside(value: FacetValue, days: tuple[int, int]) -> bool:
    own = interval(value.id)
    return own is not None and days[0] <= own[0] and own[1] <= days[1]


def timeline(facet: str, found: FacetCounts, state: State, speech: PageLanguage) -> Timeline | None:
    """The chart of a date facet; choosing a bar goes into it."""
    days = window(facet, state)
    edges = None
    chosen = set(state.values_of(facet))
    if days is not None:
        low, high = _shown(days)
        length = {"day": 10, "month": 7, "year": 4}[_level((low, high))]
        ids = [value.id for value in found.values]
        # `..2025` has no beginning: then the first article is one.
        first = date.fromordinal(low).isoformat()[:length] if low > 1 else min(ids, default="")
        last = date.fromordinal(high).isoformat()[:length]
        if high == date.max.toordinal():
            last = max(ids, default="")
        edges = (first, last) if first and last else None
        if days[0] == days[1]:
            chosen.add(date.fromordinal(days[0]).isoformat())
    brush_url = search_url(_into(facet, state, _FROM, _TO))
    chart = histogram(
        [(value.id, value.count) for value in found.values],
        selected=chosen,
        title=lambda period, count: labels.counted(speech, speech.period(period), count),
        # One address for all bars, with the period put in: there may be a hundred of them.
        url=lambda period: _put(brush_url, facet, period),
        edges=edges,
    )
    if chart is None:
        return None
    return Timeline(
        chart,
        tuple((bar.period, speech.period(bar.period), bar.title) for bar in chart.bars),
        brush_url,
        _trail(facet, state, days, speech),
    )


def _put(brush_url: str, facet: str, period: str) -> str:
    """The address of a bar. A query may hold {from} too, so the whole parameter is replaced."""
    if facet == "published":
        return brush_url.replace(_PUBLISHED, f"from={period}&to={period}")
    return brush_url.replace(_MENTIONED, f"mentioned={period}..{period}")


def _into(facet: str, state: State, first: str, last: str) -> State:
    """The state with exactly one range of a date facet chosen."""
    if facet == "published":
        return replace(state.without(facet, "from", "to"), first=first, last=last)
    return state.with_values(facet, [f"{first}..{last}"])


def _trail(
    facet: str, state: State, days: tuple[int, int] | None, speech: PageLanguage
) -> tuple[Step, ...]:
    if days is None:
        return ()
    names = ("published", "from", "to") if facet == "published" else (facet,)
    steps = [Step(speech.gettext("All dates"), search_url(state.without(*names)), False)]
    begin, end = (date.fromordinal(day).isoformat() for day in days)
    for length in (4, 7, 10):
        period = begin[:length]
        if end[:length] != period:
            break
        current = interval(period) == days
        steps.append(
            Step(speech.period(period), search_url(_into(facet, state, period, period)), current)
        )
        if current:
            break
    return tuple(steps)
