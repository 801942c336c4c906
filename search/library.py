"""The face for programs: an open index, its writer, and everything one can ask of it."""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from search import indexer, indexes, intake
from search.analysis import Analyzer
from search.documents import Document, IndexedDocument
from search.engines.base import Engine, IndexReader, Writer
from search.errors import DocumentError, IndexDamaged, ParameterError, SearchError
from search.facets import FacetCounts
from search.indexer import Given
from search.intake import Summary
from search.lexicon import own_lexicon
from search.people import Decision, Decisions, Person, Registry
from search.people.registry import deciding
from search.person_details import PersonDetails, PersonNames
from search.results import PersonName, Results
from search.roster import FollowedEngine, Roster
from search.searcher import (
    DEFAULT_FACET_LIMIT,
    DEFAULT_FACETS,
    DateFilter,
    Request,
    Searcher,
)
from search.sources import Discovery, discover
from search.sources.attribution import outlets_of


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in an index; counts are articles."""

    articles: int
    languages: Mapping[str, int]
    sources: int
    people: int
    first: str | None
    last: str | None
    undated: int
    terms: int
    bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {**asdict(self), "languages": dict(self.languages)}


class IndexWriter:
    """Adds and deletes articles; everything is committed when its `with` block ends well."""

    def __init__(self, writer: Writer, analyzer: Analyzer, folder: Path | None = None) -> None:
        self._writer = writer
        self._analyzer = analyzer
        self._folder = folder

    def add(self, document: Document) -> tuple[str, ...]:
        """Add an article, or replace the one of the same id.

        Returns warnings, such as a date that could not be read. DocumentError when the
        article cannot be indexed; the writer stays usable then.
        """
        if not isinstance(document, Document):
            raise DocumentError("Give a search.Document.")
        given = Given(document)
        indexed, warnings = indexer.prepare(given, outlets=outlets_of(self._folder))
        self._writer.add(indexer.analyze(indexed, given, self._analyzer))
        return tuple(warnings)

    def delete(self, id: str) -> None:
        """Delete an article; nothing happens when there is none."""
        self._writer.delete(id)

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.__exit__(kind, error, trace)


class Index:
    """An open index. Safe to search from many threads; see `open_index`."""

    def __init__(self, engine: Engine, path: str) -> None:
        self.path = path
        self._folder = None if path == indexes.MEMORY else Path(path)
        self._roster = Roster(self._folder)
        self._engine: Engine = FollowedEngine(engine, self._roster)
        self._analyzer = Analyzer()
        self._lock = threading.Lock()
        self._searcher: tuple[IndexReader, Decisions, Searcher] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and memory."""
        self._engine.close()

    def __len__(self) -> int:
        """The number of articles."""
        return len(self._engine.reader())

    @property
    def revision(self) -> str:
        """A name of the last commit and decision: while it is the same, so are all answers."""
        commit, history = self._engine.reader().revision, self._roster.history.read().history
        if not history:
            return commit
        # A file of decisions only grows; whoever mends its last line by hand changes its sum.
        last = zlib.crc32(history[-1].to_line().encode("utf-8", "surrogatepass"))
        return f"{commit}-{len(history)}-{last:08x}"

    # Writing

    def writer(self) -> IndexWriter:
        """The one writer; IndexLocked when another process has it.

        Commits on a clean exit of its `with` block, leaves no trace on an exception.
        """
        return IndexWriter(self._engine.writer(), self._analyzer, self._folder)

    def add_files(
        self,
        sources: Sequence[str] | Discovery,
        *,
        prune: bool = False,
        stdin: BinaryIO | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Summary:
        """Index files, folders, globs or `-`, as `svodka index` does, in one commit.

        `progress` is told bytes read, which add up to `discover(sources).size`.
        """
        found = sources if isinstance(sources, Discovery) else discover(sources)
        return intake.run(
            self._engine,
            self._analyzer,
            found,
            folder=self._folder,
            prune=prune,
            stdin=stdin,
            progress=progress,
        )

    def delete(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Delete articles in one commit; returns the ids that there were."""
        there = self._engine.reader().digests(ids)
        with self._engine.writer() as writer:
            for id in there:
                writer.delete(id)
        return tuple(there)

    def reindex(self, progress: Callable[[int], None] | None = None) -> int:
        """Build all terms again from the stored originals; returns the number of articles.

        `progress` is told 1 for every article.
        """
        with self._engine.writer() as writer:
            reader = self._engine.reader()
            for stored in reader.scan():
                _, given = indexer.unpack(stored)
                indexed, _ = indexer.prepare(given, outlets=outlets_of(self._folder))
                writer.add(indexer.analyze(indexed, given, self._analyzer))
                if progress is not None:
                    progress(1)
        if self._folder is not None:
            indexes.write_manifest(self._folder)
        return len(reader)

    # Searching

    def _view(self) -> Searcher:
        """The searcher of the last commit, kept while there is no later one and no decision."""
        reader, decisions = self._engine.reader(), self._roster.history.read()
        with self._lock:
            kept = self._searcher
            if kept is None or kept[0] is not reader or kept[1] is not decisions:
                searcher = Searcher(reader, self._analyzer, own_lexicon(), self._roster.registry)
                self._searcher = kept = (reader, decisions, searcher)
            return kept[2]

    def search(
        self,
        query: str = "",
        *,
        people: Sequence[str] = (),
        sources: Sequence[str] = (),
        agencies: Sequence[str] = (),
        authors: Sequence[str] = (),
        languages: Sequence[str] = (),
        published: DateFilter = None,
        mentioned: DateFilter = None,
        exclude: Mapping[str, Sequence[str]] | None = None,
        translate: bool = True,
        sort: str = "relevance",
        limit: int | None = 10,
        offset: int = 0,
        facets: Sequence[str] = DEFAULT_FACETS,
        facet_limit: int | None = DEFAULT_FACET_LIMIT,
    ) -> Results:
        """Search the last commit.

        `query` is in the query language (an empty one matches everything). Values of one
        filter mean any of them, "unknown" the articles without one; filters all apply.
        `people` are ids or names in any spelling. `published` and `mentioned` are a year,
        month or day, a pair (first, last), a list of which any may match, or "unknown".
        `exclude` maps facets to values. `facets` may ask for a level: "published:year".
        `limit` None means all hits, 0 none.

        Raises QuerySyntaxError with the position of what cannot be honoured, and
        ParameterError with the name of a parameter that has no meaning.
        """
        return self._view().search(
            Request(
                query, people, sources, agencies, authors, languages, published, mentioned,
                exclude or {}, translate, sort, limit, offset, facets, facet_limit,
            )
        )  # fmt: skip

    def facet_values(
        self, facet: str, contains: str = "", *, limit: int | None = 20, **search: Any
    ) -> FacetCounts:
        """Values of one facet whose name, in any spelling, contains a text.

        Further keywords are those of `search`, with `query`, and narrow what is counted.
        """
        return self._view().facet_values(facet, contains, limit, Request(**search))

    def get(self, id: str) -> IndexedDocument | None:
        """One article as indexed, or None."""
        (stored,) = self._engine.reader().fetch([id])
        return None if stored is None else indexer.unpack(stored)[0]

    def people(self, name: str | None = None) -> tuple[Person, ...]:
        """The persons that a name (or id) may mean; without a name all of them."""
        registry = self._view().registry
        ids = registry.ids() if name is None else registry.find(name)
        return tuple(person for id in ids if (person := registry.person(id)))

    def person(self, id: str) -> PersonDetails | None:
        """All about one person, by its id or one that it had before; None where there is none.

        Spellings with language, count, first article and evidence, the months and sources of
        its articles, who is named together with it, who may be the same, and decisions.
        """
        return self._view().person(id)

    def person_names(self, id: str) -> PersonNames | None:
        """What one person is called, by its id or one that it had before; None without one.

        All spellings with their articles by language, and the labels: less than `person` asks.
        """
        return self._view().person_names(id)

    def people_of(self, document: IndexedDocument) -> tuple[PersonName, ...]:
        """The persons of an article."""
        return self._view().people_of(document.people)

    # Deciding on people

    def merge_people(self, a: str, b: str, *, note: str = "") -> Person:
        """Decide that two persons are one; it keeps the id of `a`, and that of `b` works too.

        Each is an id or a name that means one person. ParameterError where it means none or
        several. The decision holds also for an index that is built anew.
        """
        registry = self._view().registry
        one, other = _one_person(registry, a), _one_person(registry, b)
        if one.id == other.id:
            raise ParameterError(f"{a} and {b} are one person already: {one.id}.", param="person")
        self._decide(deciding.merge(one, other, note))
        return _person_of(self._view().registry, one.spellings)

    def split_person(self, a: str, spellings: Sequence[str], *, note: str = "") -> Person:
        """Decide that some spellings of a person are another one; returns the latter.

        ParameterError where `a` does not mean one person, or where the spellings are not
        some of its own.
        """
        if isinstance(spellings, str):
            raise ParameterError("Give a list of spellings.", param="spellings")
        one = _one_person(self._view().registry, a)
        self._decide(deciding.split(one, spellings, note))
        return _person_of(self._view().registry, [(text, 0) for text in spellings])

    def undo_people(self) -> Decision | None:
        """Undo the last decision on persons that holds; returns it, None when there is none."""
        history = self._roster.history.read()
        undone = history.undone()
        if undone is None:
            return None
        self._roster.decide(undone, self._engine)
        return history.active[-1]

    def export_people(self) -> str:
        """All decisions on persons as text, one JSON object a line."""
        return self._roster.history.read().to_text()

    def import_people(self, text: str) -> int:
        """Add the decisions of an exported text; returns how many there were not yet.

        ParameterError names the line that is no decision; then nothing is taken over.
        """
        history = self._roster.history.read()
        try:
            more = history.including(Decisions.from_text(text))
        except ValueError as error:
            raise ParameterError(f"These are no decisions: {error}.", param="text") from error
        if len(more.history) > len(history.history):
            self._roster.decide(more, self._engine)
        return len(more.history) - len(history.history)

    def _decide(self, decision: Decision) -> None:
        self._roster.decide(self._roster.history.read().with_(decision), self._engine)

    # Looking after

    def statistics(self) -> Statistics:
        """What is in the index."""
        results = self.search(
            facets=("language", "source", "person", "published"), facet_limit=None, limit=0
        )
        undated = results.facets["published"].missing
        newest = self.search(sort="newest", limit=1, facets=()).hits
        oldest = self.search(sort="oldest", limit=1, facets=()).hits
        reader = self._engine.reader()
        dated = results.total > undated
        folder = Path(self.path)
        files = folder.iterdir() if folder.is_dir() else ()
        return Statistics(
            articles=results.total,
            languages={v.id: v.count for v in results.facets["language"].values},
            sources=len(results.facets["source"].values),
            people=len(results.facets["person"].values),
            first=str(oldest[0].document.published) if dated else None,
            last=str(newest[0].document.published) if dated else None,
            undated=undated,
            terms=sum(1 for field in reader.fields() for _ in reader.terms(field, "")),
            bytes=sum(path.stat().st_size for path in files if path.is_file()),
        )

    def check(self) -> list[str]:
        """What is wrong with the index, one sentence each; empty when all is well."""
        problems = self._engine.check()
        if self._folder is not None:
            problems += indexes.check_manifest(self._folder)
        if problems:
            return problems
        try:
            for stored in self._engine.reader().scan():
                indexer.unpack(stored)
        except (SearchError, ValueError, KeyError, TypeError, OSError) as error:
            problems.append(f"A stored article cannot be read: {error}.")
        return problems


def _one_person(registry: Registry, name: str) -> Person:
    """The one person that a name means; ParameterError names the others."""
    people = [person for id in registry.find(name) if (person := registry.person(id))]
    if not people:
        raise ParameterError(f"Nobody here is called {name}.", param="person")
    if len(people) > 1:
        shown = ", ".join(f"{one.id} ({one.label})" for one in people[:10])
        more = f" and {len(people) - 10} more" if len(people) > 10 else ""
        raise ParameterError(
            f"{name} may be any of {len(people)} persons: {shown}{more}. Give an id.",
            param="person",
        )
    return people[0]


def _person_of(registry: Registry, spellings: Iterable[tuple[str, int]]) -> Person:
    """The person of the first of these spellings."""
    (first, _), *_ = spellings
    person = registry.person(registry.groups[first])
    assert person is not None, "every spelling belongs to a person"
    return person


def open_index(path: str | os.PathLike[str], *, create: bool = True) -> Index:
    """Open the index in a folder; it is created when missing, unless `create` is False.

    `":memory:"` is an index that lives as long as it is open. Raises IndexNotFound,
    IndexMismatch (built by another version: reindex), IndexDamaged.
    """
    return Index(indexes.open_engine(path, create=create, check_analysis=True), str(path))


def open_for_reindex(path: str | os.PathLike[str]) -> Index:
    """Open an index although it was built with another analysis, to rebuild it."""
    return Index(indexes.open_engine(path, create=False, check_analysis=False), str(path))


__all__ = ["Index", "IndexDamaged", "IndexWriter", "Statistics", "open_for_reindex", "open_index"]
