"""What the benchmark asks of an engine, and where each one is found."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, cast

from bench.corpus import Article
from bench.queries import Query

TOP: Final = 10
PEOPLE: Final = 20
SEPARATOR: Final = "0"
"""Stands between title and body where a field has but one text."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: exact total (None where the engine gives none), ids of the top 10, counts.

    `counts` has for source and month the count of every value, for person the top 20.
    """

    total: int | None
    ids: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]] | None = None


class Adapter(Protocol):
    """One engine. Build: create, add…, finish. Search: open, top10 and faceted."""

    packages: tuple[str, ...]
    """The distributions whose versions are reported; they decide if a build may be reused."""
    sources: tuple[str, ...]
    """Folders of the engine's own code, which decide so too."""
    note: str
    """What differs from the other engines, for the report."""

    def create(self, folder: Path) -> None:
        """Begin a new index in an empty folder."""

    def prepare(self, articles: Sequence[Article]) -> Any:
        """The engine's own kind of input, made from terms; timed apart from the engine."""

    def add(self, prepared: Any) -> None:
        """Index a prepared chunk."""

    def finish(self) -> None:
        """Commit; everything is on disk after it."""

    def open(self, folder: Path) -> None:
        """Make ready to search."""

    def top10(self, query: Query) -> Found | None:
        """Total and ids of the ten best; None where the engine has no such query."""

    def faceted(self, query: Query) -> Found | None:
        """The same with counts by source, month and the 20 most frequent people."""

    def commit_one(self, article: Article) -> Callable[[], None]:
        """Prepare an article; the call that is returned makes it last and visible."""

    def segments(self) -> int | None:
        """Of how many parts the open index is."""

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """Further ways to ask, by name: which variant they belong to, and the call."""


ENGINES: Final = {
    "svodka": "bench.on_svodka",
    "opensearch": "bench.on_opensearch",
    "tantivy": "bench.on_tantivy",
    "fts5": "bench.on_fts5",
    "bm25s": "bench.on_bm25s",
    "whoosh": "bench.on_whoosh",
}


def adapter(name: str) -> Adapter:
    """A fresh adapter; its module is imported now, and what it needs with it."""
    return cast("Adapter", importlib.import_module(ENGINES[name]).Engine())
