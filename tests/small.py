"""A small library of our own sentences, and short ways to ask it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import search

LUKASHENKO = "alexander-lukashenko"


def news() -> list[search.Document]:
    """Six articles in three languages about two matters, with persons, sources and dates."""
    return [
        search.Document(
            "en-deal", "A big deal in Minsk", "The ministers signed a big deal about potash.",
            language="en", source="Post", agency="Wire", authors=("Ann Lee",),
            published="2025-12-18", people=("Alexander Lukashenko", "John Reed"),
        ),
        search.Document(
            "en-talks", "Talks", "The deal was discussed in 2020 and on 5 May 2021. It was calm.",
            language="en", source="Post", published="2025-12", people=("John Reed",),
        ),
        search.Document(
            "ru-deal", "Большое дело", "Министры подписали соглашение о калии. Это большое дело.",
            language="ru", source="Курьер", agency="Wire", authors=("Анна Ли", "Ann Lee"),
            published="2025-12-19T08:30:00+03:00", people=("Александр Лукашенко",),
        ),
        search.Document(
            "ru-talks", "", "Переговоры шли в Минске. Лёд тронулся.", language="ru",
            source="Курьер", published="2025", people=("Ирина Лукашенко",),
        ),
        search.Document(
            "be-talks", "Перамовы", "Перамовы пра калій ішлі ў Мінску.", language="be",
            published="2025-11-30", people=("Аляксандр Лукашэнка",),
        ),
        search.Document("xx", "", "Lorem ipsum minsk", language="unknown", people=()),
    ]  # fmt: skip


def library(documents: Sequence[search.Document] | None = None) -> search.Index:
    """An index in memory that holds these articles, or `news`."""
    index = search.open_index(":memory:")
    fill(index, news() if documents is None else documents)
    return index


def fill(index: search.Index, documents: Sequence[search.Document]) -> None:
    """Add articles in one commit."""
    with index.writer() as writer:
        for document in documents:
            writer.add(document)


def texts(*bodies: str, **more: Any) -> search.Index:
    """A library of bare texts; their ids are 0, 1, 2 …"""
    return library([search.Document(str(n), "", body, **more) for n, body in enumerate(bodies)])


def ids(index: search.Index, query: str = "", **more: Any) -> list[str]:
    """The ids of all hits, sorted by id."""
    return sorted(hit.id for hit in index.search(query, **{"limit": None, **more}).hits)


def counts(index: search.Index, facet: str, query: str = "", **more: Any) -> dict[str, int]:
    """The values of a facet with their counts."""
    return rows(index.search(query, facets=(facet,), limit=0, **more).facets[facet])


def rows(facet: search.FacetCounts) -> dict[str, int]:
    """Ids with their counts."""
    return {value.id: value.count for value in facet.values}
