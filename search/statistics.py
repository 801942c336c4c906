"""What is in an index, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from search.engines.base import IndexReader, NearestVectors
from search.requests import Request
from search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in an index; counts are articles.

    `encoded` articles have sentence vectors, of so many `passages`, made by `encoder`.
    """

    articles: int
    languages: Mapping[str, int]
    sources: int
    people: int
    first: str | None
    last: str | None
    undated: int
    terms: int
    bytes: int
    encoder: str | None = None
    encoded: int = 0
    passages: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {**asdict(self), "languages": dict(self.languages)}


def statistics_of(
    searcher: Searcher, reader: IndexReader, *, size: int, encoder: str | None
) -> Statistics:
    """The numbers of one commit; `size` is bytes on disk, `encoder` what makes its vectors."""
    facets = ("language", "source", "person", "published")
    results = searcher.search(Request(facets=facets, facet_limit=None, limit=0))
    undated = results.facets["published"].missing
    newest = searcher.search(Request(sort="newest", limit=1, facets=())).hits
    oldest = searcher.search(Request(sort="oldest", limit=1, facets=())).hits
    dated = results.total > undated
    vectors = reader.vectors() if isinstance(reader, NearestVectors) else None
    return Statistics(
        articles=results.total,
        languages={v.id: v.count for v in results.facets["language"].values},
        sources=len(results.facets["source"].values),
        people=len(results.facets["person"].values),
        first=str(oldest[0].document.published) if dated else None,
        last=str(newest[0].document.published) if dated else None,
        undated=undated,
        terms=sum(1 for field in reader.fields() for _ in reader.terms(field, "")),
        bytes=size,
        encoder=encoder,
        encoded=vectors.articles if vectors else 0,
        passages=vectors.passages if vectors else 0,
    )
