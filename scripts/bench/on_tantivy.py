"""tantivy's Python package: whitespace-tokenised text with positions, facets as fast fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from bench.adapters import PEOPLE, TOP, Found
from bench.corpus import FIELDS, MONTHS, SOURCES, Article
from bench.queries import Query

_HEAP = 500_000_000
_FACETS: dict[str, Any] = {
    "source": {"terms": {"field": "source", "size": SOURCES * 2}},
    "month": {"terms": {"field": "month", "size": MONTHS * 10}},
    "person": {"terms": {"field": "person", "size": PEOPLE}},
}
_OCCUR = {"and": tantivy.Occur.Must}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in _FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Engine:
    """tantivy, one indexing thread."""

    packages = ("tantivy",)
    sources: tuple[str, ...] = ()
    note = (
        "Its package counts facets in a second call (search, then aggregate); "
        "`counts only` is that second call alone."
    )

    def create(self, folder: Path) -> None:
        """One thread and 500 MB, about what a batch of ours takes."""
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, str(folder))
        self._writer = self._index.writer(_HEAP, num_threads=1)

    def prepare(self, articles: Sequence[Article]) -> list[tuple[Article, list[str]]]:
        """Title and body as texts of words and spaces."""
        return [(one, [" ".join(one.title), " ".join(one.body)]) for one in articles]

    def add(self, prepared: Sequence[tuple[Article, list[str]]]) -> None:
        """A Document for each."""
        for article, texts in prepared:
            self._writer.add_document(_document(article, texts))

    def finish(self) -> None:
        """Commit and wait for merges."""
        self._writer.commit()
        self._writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open; the reader is ready with it."""
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._index.searcher()
        self._committer: tantivy.IndexWriter | None = None

    def top10(self, query: Query) -> Found:
        """Search with an exact count, ids from the store."""
        found = self._query(query)
        searcher = self._index.searcher()
        return self._top(searcher, found)

    def faceted(self, query: Query) -> Found:
        """Search, and aggregate."""
        found = self._query(query)
        searcher = self._index.searcher()
        top = self._top(searcher, found)
        answer = searcher.aggregate(found, _FACETS)
        counts = {
            name: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
            for name in _FACETS
        }
        return Found(top.total, top.ids, counts)

    @staticmethod
    def _top(searcher: tantivy.Searcher, query: tantivy.Query) -> Found:
        result: Any = searcher.search(query, TOP)
        ids = tuple(searcher.doc(address)["id"][0] for _, address in result.hits)
        return Found(int(result.count), ids)

    def commit_one(self, article: Article) -> Callable[[], None]:
        """The writer stays open between commits, which is its quickest way."""
        writer = self._committer
        if writer is None:
            self._committer = writer = self._index.writer(50_000_000, num_threads=1)
        document = _document(article, [" ".join(article.title), " ".join(article.body)])

        def commit() -> None:
            writer.add_document(document)
            writer.commit()
            self._index.reload()

        return commit

    def segments(self) -> int | None:
        """Segments of the searcher."""
        return self._index.searcher().num_segments

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """Without a total it may skip what cannot win; and the counts by themselves."""

        def without_total(query: Query) -> object:
            searcher = self._index.searcher()
            result = searcher.search(self._query(query), TOP, count=False)
            return [searcher.doc(address)["id"][0] for _, address in result.hits]

        def counts_only(query: Query) -> object:
            return self._index.searcher().aggregate(self._query(query), _FACETS)

        return {
            "tantivy, no total": ("top10", without_total),
            "tantivy, counts only": ("faceted", counts_only),
        }

    def _query(self, query: Query) -> tantivy.Query:
        schema, terms = self._schema, query.terms
        field, text, _ = terms[0]
        if query.kind == "phrase":
            return tantivy.Query.phrase_query(schema, field, [t for _, t, _ in terms])
        if query.kind == "prefix":
            return tantivy.Query.fuzzy_term_query(schema, field, text, 0, prefix=True)
        if query.kind == "fuzzy":
            return tantivy.Query.fuzzy_term_query(
                schema, field, text, 1, transposition_cost_one=False
            )
        single = [
            tantivy.Query.term_query(schema, f, t)
            if weight == 1.0
            else tantivy.Query.boost_query(tantivy.Query.term_query(schema, f, t), weight)
            for f, t, weight in terms
        ]
        if len(single) == 1:
            return single[0]
        occur = _OCCUR.get(query.kind, tantivy.Occur.Should)
        return tantivy.Query.boolean_query([(occur, one) for one in single])


def _document(article: Article, texts: list[str]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", article.id)
    for text in texts:  # two values of a field: no phrase spans them
        document.add_text(article.field, text)
    document.add_text("source", article.source)
    if article.month is not None:
        document.add_text("month", article.month)
    for person in article.people:
        document.add_text("person", person)
    return document
