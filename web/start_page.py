"""The start page: what is in the index, as numbers and as ways in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from web import facet_views, links, presenters
from web.charts import Chart
from web.locale import PageLanguage
from web.params import State

if TYPE_CHECKING:
    from search.library import Index

TOP: Final = 10
LATEST: Final = 5


@dataclass(frozen=True, slots=True)
class StartView:
    """What the start page shows; `months` is the table beside the chart."""

    total: int
    summary: str
    facets: tuple[facet_views.FacetView, ...]
    months: facet_views.FacetView
    chart: Chart | None
    latest: tuple[presenters.HitView, ...]
    newest_url: str


def view(index: Index, asked: State, speech: PageLanguage) -> StartView:
    """What is in the index, in the reader's language."""
    state = State(hl=asked.hl)
    found = index.search(
        limit=LATEST, sort="newest", facets=("person", "source", "language", "published"),
        facet_limit=TOP,
    )  # fmt: skip
    people, sources, languages, months = (
        facet_views.facet_view(name, found.facets[name], state, speech)
        for name in ("person", "source", "language", "published")
    )
    return StartView(
        found.total,
        speech.ngettext("%(num)s article", "%(num)s articles", found.total),
        (languages, people, sources),
        months,
        months.chart,
        tuple(presenters.hit_view(hit, state, speech) for hit in found),
        links.search_url(State(sort="newest", hl=asked.hl)),
    )
