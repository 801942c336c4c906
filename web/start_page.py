"""The start page: what is in the index, as numbers and as ways in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.documents import UNKNOWN
from search.facets import FacetCounts
from search.skips import KEPT, Skip
from web import facet_views, labels, links, presenters
from web.charts import Stack, stacked
from web.locale import PageLanguage
from web.params import State
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

TOP: Final = 10
LATEST: Final = 5
SERIES: Final = 5
"""Languages with a colour of their own in the chart; the others share the last."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Articles of which something is not known, and the address where they are."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Period:
    """A row of the table beside the chart; `counts` are those of the series."""

    label: str
    url: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SkippedView:
    """Inputs that were left out: `kinds` are reasons with their counts, most frequent first."""

    title: str
    kinds: tuple[tuple[str, int], ...]
    newest: tuple[Skip, ...]


@dataclass(frozen=True, slots=True)
class StartView:
    """What the start page shows; `periods` is the table beside the chart `stacks`."""

    total: int
    summary: str
    facets: tuple[facet_views.FacetView, ...]
    series: tuple[str, ...]
    stacks: tuple[Stack, ...]
    periods: tuple[Period, ...]
    gaps: tuple[Gap, ...]
    latest: tuple[presenters.HitView, ...]
    newest_url: str
    skipped: SkippedView | None


def view(index: Index, known: Names, asked: State, speech: PageLanguage) -> StartView:
    """What is in the index, in the reader's language."""
    state = State(hl=asked.hl)
    found = index.search(
        limit=LATEST, sort="newest", facets=("person", "source", "language", "published"),
        facet_limit=TOP,
    )  # fmt: skip
    people, sources, languages = (
        facet_views.facet_view(name, found.facets[name], state, speech, known)
        for name in ("person", "source", "language")
    )
    names, series = _series(index, found.facets["language"], speech)
    stacks = stacked(
        series,
        title=lambda number, period, count: (
            f"{names[number]}, {speech.period(period)}: {speech.number(count)}"
        ),
        url=lambda period: links.search_url(replace(state, first=period, last=period)),
    )
    return StartView(
        found.total,
        speech.ngettext("%(num)s article", "%(num)s articles", found.total),
        (languages, people, sources),
        names,
        stacks,
        tuple(
            Period(speech.period(stack.period), stack.url,
                   tuple(stack.counts.get(number, 0) for number in range(len(names))))
            for stack in stacks if stack.segments
        ),
        tuple(
            Gap(labels.unknown_bucket(speech, name), found.facets[name].missing,
                links.search_url(state.with_values(name, [UNKNOWN])))
            for name in ("published", "source", "person") if found.facets[name].missing
        ),
        tuple(presenters.hit_view(hit, state, speech) for hit in found),
        links.search_url(State(sort="newest", hl=asked.hl)),
        _skipped(index, speech),
    )  # fmt: skip


def _skipped(index: Index, speech: PageLanguage) -> SkippedView | None:
    """What was last left out of the index and why; None where that is nothing."""
    skips = index.skipped()
    if not skips:
        return None
    title = speech.ngettext(
        "%(num)s input was skipped", "%(num)s inputs were skipped", len(skips)
    )  # fmt: skip
    if len(skips) == KEPT:
        title = speech.ngettext(
            "The last %(num)s input that was skipped",
            "The last %(num)s inputs that were skipped", len(skips),
        )  # fmt: skip
    kinds = Counter(one.kind for one in skips)
    return SkippedView(title, tuple(kinds.most_common()), skips[::-1])


def _series(
    index: Index, languages: FacetCounts, speech: PageLanguage
) -> tuple[tuple[str, ...], list[dict[str, int]]]:
    """Names and months of the languages that have most articles; the others together."""
    codes = [value.id for value in languages.values]
    groups = [[code] for code in codes[:SERIES]]
    names = [speech.language_name(code) for code in codes[:SERIES]]
    if len(codes) > SERIES:
        groups.append(codes[SERIES:])
        names.append(speech.gettext("Other languages"))
    series = []
    for group in groups:
        months = index.search(languages=group, limit=0, facets=("published",)).facets["published"]
        series.append({value.id: value.count for value in months.values})
    return tuple(names), series
