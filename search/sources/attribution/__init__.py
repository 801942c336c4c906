"""Who stands behind an article, and the table of outlets that makes spellings one value.

    lines, page, metadata → bylines · datelines · marks · citations · publishers → Attribution

`attribute` reads an article; `own_outlets` is the table, `Outlets.canonical` the one name of
an outlet however it is spelled. Word lists are in `data/attribution_cues.tsv` and
`data/outlets.tsv`.
"""

from __future__ import annotations

from search.sources.attribution.article import attribute
from search.sources.attribution.bylines import stated_authors
from search.sources.attribution.model import Attribution
from search.sources.attribution.outlets import (
    Outlet,
    OutletError,
    Outlets,
    outlets_of,
    own_outlets,
)
from search.sources.attribution.pages import PageSigns, page_signs

__all__ = [
    "Attribution",
    "Outlet",
    "OutletError",
    "Outlets",
    "PageSigns",
    "agency_name",
    "attribute",
    "outlets_of",
    "own_outlets",
    "page_signs",
    "stated_authors",
]


def agency_name(name: str) -> str | None:
    """The one name of a well-known agency however it is spelled, or None.

    >>> agency_name("Рейтер"), agency_name("Northgate")
    ('Reuters', None)
    """
    outlet = own_outlets().find(name)
    return outlet.name if outlet and outlet.kind == "agency" else None
