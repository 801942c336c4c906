"""Ours, through the public engine: AnalyzedDocument in, Plan in, EngineResults out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.adapters import PEOPLE, TOP, Found
from bench.corpus import Article
from bench.queries import Query
from search.documents import EXACT, AnalyzedDocument, Postings, TermColumn
from search.engines.embedded import EmbeddedEngine
from search.plan import And, FacetRequest, Guise, Node, Or, Phrase, Plan, Term, Word
from search.ranking import TITLE_WEIGHT

_BODY_GAP = 100
_FACETS = (
    FacetRequest("source", limit=None),
    FacetRequest("published", limit=None, level="month"),
    FacetRequest("person", limit=PEOPLE),
)
_GROUPS = 5


class Engine:
    """The embedded engine."""

    packages = ("svodka", "numpy", "Whoosh-Reloaded", "rapidfuzz")
    sources = ("search/engines/embedded", "search/ranking.py", "search/documents.py")
    note = "Prefixes and fuzzy words are expanded inside the time measured."

    def create(self, folder: Path) -> None:
        """A new index with its writer open."""
        self._engine = EmbeddedEngine(folder, create=True)
        self._writer = self._engine.writer()

    def prepare(self, articles: Sequence[Article]) -> list[AnalyzedDocument]:
        """AnalyzedDocuments."""
        return [_analyzed(article) for article in articles]

    def add(self, prepared: Sequence[AnalyzedDocument]) -> None:
        """One by one, as the indexer does."""
        for document in prepared:
            self._writer.add(document)

    def finish(self) -> None:
        """Commit."""
        self._writer.__exit__(None, None, None)

    def open(self, folder: Path) -> None:
        """Open, with the view of the last commit."""
        self._folder = folder
        self._engine = EmbeddedEngine(folder)
        self._engine.reader()

    def top10(self, query: Query) -> Found:
        """A plan without facets."""
        return self._search(query, ())

    def faceted(self, query: Query) -> Found:
        """A plan with facets."""
        return self._search(query, _FACETS)

    def _search(self, query: Query, facets: tuple[FacetRequest, ...]) -> Found:
        reader = self._engine.reader()
        results = reader.search(Plan(self._node(query), facets=facets, limit=TOP))
        counts = None
        if facets:
            source, month, person = (
                {value.id: value.count for value in one.values} for one in results.facets
            )
            counts = {"source": source, "month": month, "person": person}
        return Found(results.total, tuple(hit.id for hit in results.hits), counts)

    def commit_one(self, article: Article) -> Callable[[], None]:
        """A writer of its own for each commit: the lock is not held between them."""
        document = _analyzed(article)

        def commit() -> None:
            with self._engine.writer() as writer:
                writer.add(document)

        return commit

    def segments(self) -> int | None:
        """Segments of the view."""
        return len(self._engine.reader().segments)

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """Without the cache of decoded postings of terms; it holds 32 MB at most."""
        bare = Engine()
        bare._engine = EmbeddedEngine(self._folder, term_cache=0)
        return {
            "svodka, no cache of terms": ("top10", bare.top10),
            "svodka, no cache of terms, counts": ("faceted", bare.faceted),
        }

    # Plans

    def _node(self, query: Query) -> Node:
        terms = query.terms
        field, text, _ = terms[0]
        if query.kind == "phrase":
            slots = tuple((Term(f, t),) for f, t, _ in terms)
            return Word(text, (Guise(Phrase(slots)),))
        if query.kind in ("prefix", "fuzzy"):
            found = self._expanded(query.kind, field, text)
            return Word(text, tuple(Guise(Term(field, one)) for one in found))
        if query.kind == "groups":
            guises = [Guise(Term(f, t), weight) for f, t, weight in terms]
            size = max(1, len(guises) // _GROUPS)
            groups = [tuple(guises[at : at + size]) for at in range(0, len(guises), size)]
            return Or(tuple(Word(str(n), group) for n, group in enumerate(groups)))
        words = tuple(Word(t, (Guise(Term(f, t), weight),)) for f, t, weight in terms)
        if len(words) == 1:
            return words[0]
        return And(words) if query.kind == "and" else Or(words)

    def _expanded(self, kind: str, field: str, text: str) -> Iterator[str]:
        """The terms of the index that are meant, as search/query/expansion.py finds them."""
        if kind == "prefix":
            yield from self._engine.reader().terms(field, text)
            return
        yield from self._engine.reader().terms_near(field, text, 1)


def _analyzed(article: Article) -> AnalyzedDocument:
    title, body = article.title, article.body
    gap = len(title) + _BODY_GAP
    texts = [*title, *body]
    places = [*range(len(title)), *range(gap, gap + len(body))]
    # The form of every posting is "": the other engines keep no word forms either. The one
    # posting of the exact field is there because a form must be a term of that field.
    columns = {
        EXACT: TermColumn([""], [0], [""]),
        article.field: TermColumn(texts, places, [""] * len(texts)),
    }
    return AnalyzedDocument(
        article.id,
        Postings(columns),
        len(title),
        len(body) + TITLE_WEIGHT * len(title),
        {"source": (article.source,), "person": article.people},
        None if article.day is None else (article.day, article.day),
        None if article.day is None else (article.day - 719_163) * 86_400,
        (),
        b"",
        "",
    )
