"""Stock Whoosh, with its own codec, its pool of 512 MB and groupedby."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting

from bench.adapters import PEOPLE, SEPARATOR, TOP, Found
from bench.corpus import FIELDS, Article, tokens_of
from bench.queries import Query

_FACETS = ("source", "month", "person")


def _schema() -> Any:
    texts = {name: fields.TEXT(phrase=True) for name in FIELDS}
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        source=fields.ID(sortable=True),
        month=fields.ID(sortable=True),
        person=fields.KEYWORD(commas=True),
        **texts,
    )


class Engine:
    """Whoosh as it is installed."""

    packages = ("Whoosh-Reloaded",)
    sources: tuple[str, ...] = ()
    note = "Never syncs a file. People are counted through its overlapping groups."

    def create(self, folder: Path) -> None:
        """One writer in this process."""
        self._index = index.create_in(str(folder), _schema())
        self._writer = self._index.writer(limitmb=512, procs=1)

    def prepare(self, articles: Sequence[Article]) -> list[dict[str, Any]]:
        """Keyword arguments; lists of words are taken as they are."""
        return [_arguments(article) for article in articles]

    def add(self, prepared: Sequence[dict[str, Any]]) -> None:
        """One by one."""
        for arguments in prepared:
            self._writer.add_document(**arguments)

    def finish(self) -> None:
        """Commit."""
        self._writer.commit()

    def open(self, folder: Path) -> None:
        """Open, with a searcher."""
        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher()

    def top10(self, asked: Query) -> Found:
        """len() makes its total exact."""
        results = self._searcher.search(_query(asked), limit=TOP)
        return Found(len(results), tuple(hit["id"] for hit in results))

    def faceted(self, asked: Query) -> Found:
        """Groups that are counted, not listed."""
        facets = sorting.Facets()
        for name in _FACETS:
            facets.add_field(name, allow_overlap=name == "person", maptype=sorting.Count)
        results = self._searcher.search(_query(asked), limit=TOP, groupedby=facets)
        counts = {name: dict(results.groups(name)) for name in _FACETS}
        for values in counts.values():
            values.pop(None, None)
            values.pop("", None)  # the column of an undated article
        ordered = sorted(counts["person"].items(), key=lambda pair: (-pair[1], pair[0]))
        counts["person"] = dict(ordered[:PEOPLE])
        return Found(len(results), tuple(hit["id"] for hit in results), counts)

    def commit_one(self, article: Article) -> Callable[[], None]:
        """A writer for each commit, and a refreshed searcher."""
        arguments = _arguments(article)

        def commit() -> None:
            writer = self._index.writer()
            writer.add_document(**arguments)
            writer.commit()
            self._searcher = self._searcher.refresh()

        return commit

    def segments(self) -> int | None:
        """Segments of the table of contents."""
        return len(self._index._segments())

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """None."""
        return {}


def _arguments(article: Article) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "id": article.id,
        "source": article.source,
        article.field: list(tokens_of(article, SEPARATOR)),
        "person": ",".join(article.people),
    }
    if article.month is not None:
        arguments["month"] = article.month
    return arguments


def _query(asked: Query) -> Any:
    field, text, _ = asked.terms[0]
    if asked.kind == "phrase":
        return query.Phrase(field, [text for _, text, _ in asked.terms])
    if asked.kind == "prefix":
        return query.Prefix(field, text)
    if asked.kind == "fuzzy":
        return query.FuzzyTerm(field, text, maxdist=1, prefixlength=0)
    single = [query.Term(field, text, boost=weight) for field, text, weight in asked.terms]
    if len(single) == 1:
        return single[0]
    return query.And(single) if asked.kind == "and" else query.Or(single)
