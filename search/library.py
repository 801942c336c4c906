"""The face for programs: an open index, its writer, and everything one can ask of it."""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from search import copying, indexer, indexes, intake, skips
from search.analysis import Analyzer
from search.copying import Copied
from search.documents import Document, IndexedDocument
from search.encoder_records import NO_VECTORS, encoder_on, keep_encoder, why_no_vectors
from search.encoding import EncodedEngine, IndexEncoder, check_setting, wanted
from search.engines.base import Engine, Health, OnServers, Sized, Writer
from search.errors import DocumentError, IndexDamaged, ParameterError, SearchError
from search.facets import FacetCounts
from search.indexer import Given
from search.intake import Summary
from search.lexicon import Lexicon, added, own_lexicon
from search.lexicon.added import AddedDictionary
from search.people import Decision, Decisions, Person
from search.people.registry import deciding
from search.person_details import PersonDetails, PersonNames
from search.related import Related
from search.requests import (
    DEFAULT_FACET_LIMIT,
    DEFAULT_FACETS,
    DateFilter,
    Request,
)
from search.results import PersonName, Results
from search.roster import FollowedEngine, Roster
from search.searcher import Searcher
from search.shared_decisions import history_on
from search.skips import Skip
from search.sources import Discovery, discover
from search.sources.attribution import outlets_of
from search.statistics import Statistics, statistics_of
from search.suggestions import Completion


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

    def __init__(self, engine: Engine, path: str, encoder: str | None = None) -> None:
        self.path = path
        self.encoder = encoder
        """The encoder that this index wants sentence vectors of; None where it wants none."""
        self.lacks_vectors = why_no_vectors(engine) if encoder else None
        """Why it has none although it wants them: its cluster cannot hold any."""
        self._folder = indexes.folder_of(path)
        self._roster = Roster(self._folder, history_on(engine))
        self._encoder = IndexEncoder(None if self.lacks_vectors else encoder)
        self._base = engine
        self._encoded = EncodedEngine(engine, self._encoder)
        self._engine: Engine = FollowedEngine(self._encoded, self._roster)
        self._analyzer = Analyzer()
        self._lock = threading.Lock()
        self._made_of: tuple[object, ...] = (None,)
        self._searcher: Searcher | None = None

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

    @property
    def lacks_encoder(self) -> bool:
        """Whether that encoder is not installed, so that words alone are compared."""
        return self._encoder.is_missing

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
        published: str | None = None,
    ) -> Summary:
        """Index files, folders, globs or `-`, as `svodka index` does, in one commit.

        `progress` is told bytes read, which add up to `discover(sources).size`; `published`
        (ISO 8601) is the date of the articles that state none as a field of their own.
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
            published=published,
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
        _keep_encoder(self._base, self._folder, self.encoder)
        return len(reader)

    def copy_to(self, target: Index, progress: Callable[[int], None] | None = None) -> Copied:
        """Copy all articles, the registry and the decisions into an empty index, and compare.

        `progress` is told 1 for every article. ParameterError where `target` holds articles,
        IndexDamaged where the two differ afterwards; `left_behind` says what cannot go along.
        """
        takes = copying.has_vectors(self._base) and why_no_vectors(target._base) is None
        # Vectors go over as they are, also where the target would make some of its own.
        there = target._base if takes else target._encoded
        copied = copying.copy(self._base, there, self._analyzer, progress, vectors=takes)
        if takes:
            target._want(self.encoder)
        history = self._roster.history.read()
        if history.history:
            target._roster.decide(history, target._engine)
        there_is_no_room = copying.has_vectors(self._base) and not takes
        left_behind = copying.left_behind(
            self._folder,
            target._folder,
            dictionaries=[one.name for one in self.dictionaries()],
            vectors=why_no_vectors(target._base) if there_is_no_room else None,
        )
        return replace(copied, left_behind=left_behind)

    def _want(self, encoder: str | None) -> None:
        """Make vectors by an encoder from now on, as those are that were copied here."""
        self.encoder, self._encoder.setting = encoder, encoder
        _keep_encoder(self._base, self._folder, encoder)

    # Searching

    def _view(self) -> Searcher:
        """The searcher of the last commit, kept while that, decisions and lexicon stay."""
        reader, decisions = self._engine.reader(), self._roster.history.read()
        lexicon = self.lexicon
        with self._lock:
            made_of = (reader, decisions, lexicon)
            if not all(a is b for a, b in zip(made_of, self._made_of, strict=False)):
                self._made_of = made_of
                self._searcher = Searcher(
                    reader, self._analyzer, lexicon, self._roster.registry, encoder=self._encoder
                )
            assert self._searcher is not None, "made above when there was none"
            return self._searcher

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
        without: Sequence[tuple[str, str]] = (),
        meaning: bool = True,
    ) -> Results:
        """Search the last commit.

        `query` is in the query language (an empty one matches everything). Values of one
        filter mean any of them, "unknown" the articles without one; filters all apply.
        `people` are ids or names in any spelling. `published` and `mentioned` are a year,
        month or day, a pair (first, last), a list of which any may match, or "unknown".
        `exclude` maps facets to values. `facets` may ask for a level: "published:year".
        `limit` None means all hits, 0 none. `without` are pairings to switch off, such as
        ("big deal", "большое дело"): a word of the query, and what it shall not find.
        `meaning` False leaves out what sentence vectors alone find; so does `translate` False.

        Raises QuerySyntaxError with the position of what cannot be honoured, and
        ParameterError with the name of a parameter that has no meaning.
        """
        results = self._view().search(
            Request(
                query, people, sources, agencies, authors, languages, published, mentioned,
                exclude or {}, translate, sort, limit, offset, facets, facet_limit, without,
                meaning,
            )
        )  # fmt: skip
        if self.lacks_vectors and meaning and translate and query.strip():
            return replace(results, warnings=(*results.warnings, NO_VECTORS))
        return results

    def facet_values(
        self, facet: str, contains: str = "", *, limit: int | None = 20, **search: Any
    ) -> FacetCounts:
        """Values of one facet whose name, in any spelling, contains a text.

        Further keywords are those of `search`, with `query`, and narrow what is counted.
        """
        return self._view().facet_values(facet, contains, limit, Request(**search))

    def warm_up(self) -> None:
        """Do now what the first searches would have to wait for.

        That is to load the model and the registry of persons, to analyse the lexicon, and to listen
        to every word of the index: some six seconds and 100 MB for 100,000 articles. For programs
        that live long; a thread of its own may do it, and searches do not wait for it.
        """
        self._view().warm_up()

    def suggest(self, text: str) -> list[Completion]:
        """What may be meant by a text that is being typed: persons, sources, words; at most ten."""
        return self._view().completions.of(text)

    def get(self, id: str) -> IndexedDocument | None:
        """One article as indexed, or None."""
        (stored,) = self._engine.reader().fetch([id])
        return None if stored is None else indexer.unpack(stored)[0]

    def related(self, id: str, limit: int = 5) -> tuple[Related, ...]:
        """Articles in any language that belong to one article, the nearest first.

        Each with what it shares: persons, telling words, days. None where nothing is near, or
        where there is no such article.
        """
        return self._view().related(id, limit)

    def people(self, name: str | None = None) -> tuple[Person, ...]:
        """The persons that a name (or id) may mean; without a name all of them."""
        registry = self._view().registry
        ids = registry.ids() if name is None else registry.find(name)
        return tuple(person for id in ids if (person := registry.person(id)))

    def spellings(self) -> Mapping[str, tuple[str, int]]:
        """Every name by which articles call a person, the most frequent first.

        With the id of the person and the number of articles that have this very name.
        """
        return self._view().spellings

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
        one, other = deciding.one_person(registry, a), deciding.one_person(registry, b)
        if one.id == other.id:
            raise ParameterError(f"{a} and {b} are one person already: {one.id}.", param="person")
        self._decide(deciding.merge(one, other, note))
        return deciding.person_of(self._view().registry, one.spellings)

    def split_person(self, a: str, spellings: Sequence[str], *, note: str = "") -> Person:
        """Decide that some spellings of a person are another one; returns the latter.

        ParameterError where `a` does not mean one person, or where the spellings are not
        some of its own.
        """
        if isinstance(spellings, str):
            raise ParameterError("Give a list of spellings.", param="spellings")
        one = deciding.one_person(self._view().registry, a)
        self._decide(deciding.split(one, spellings, note))
        return deciding.person_of(self._view().registry, [(text, 0) for text in spellings])

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

    # Translating

    @property
    def lexicon(self) -> Lexicon:
        """What renders what: our own lexicon and the dictionaries that were added."""
        return added.lexicon_of(self._folder, own_lexicon())

    def dictionaries(self) -> tuple[AddedDictionary, ...]:
        """The dictionaries that were added to this index, by name."""
        return added.dictionaries(self._folder) if self._folder else ()

    def add_dictionary(
        self, path: Path, *, name: str | None = None, languages: tuple[str, str] | None = None
    ) -> AddedDictionary:
        """Add a table or a dictionary of dictd; `languages` are those of its two columns.

        It counts from the next search on. InputError names the line that cannot be read;
        ParameterError for an index in memory, which has no place to keep it.
        """
        return added.add(self._lasting_folder(), path, name=name, languages=languages)

    def remove_dictionary(self, name: str) -> None:
        """Take a dictionary away; InputError names those that there are."""
        added.remove(self._lasting_folder(), name)

    def _lasting_folder(self) -> Path:
        if self._folder is None:
            raise ParameterError(
                "An index in memory or on a cluster keeps no dictionaries.", param="path"
            )
        return self._folder

    # Looking after

    def statistics(self) -> Statistics:
        """What is in the index."""
        return statistics_of(
            self._view(), self._engine.reader(), size=self._size(), encoder=self.encoder
        )

    def _size(self) -> int:
        """Bytes on disk: of the files in the folder, or what the cluster says."""
        if self._folder is None:
            return self._base.size() if isinstance(self._base, Sized) else 0
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        return sum(path.stat().st_size for path in files if path.is_file())

    def skipped(self) -> tuple[Skip, ...]:
        """Inputs that were last skipped with their reasons, the newest last; 200 at most."""
        try:
            return skips.from_bytes(self._engine.reader().attachment(skips.ATTACHMENT))
        except (IndexDamaged, ValueError):
            return ()  # `check` tells

    def health(self) -> Health | None:
        """How the servers of the index are; None for one that is on none."""
        return self._base.health() if isinstance(self._base, OnServers) else None

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


def open_index(
    path: str | os.PathLike[str], *, create: bool = True, meaning: bool | None = None
) -> Index:
    """Open the index in a folder; it is created when missing, unless `create` is False.

    `opensearch://host:9200/news` is one on a cluster (`opensearchs://` with TLS). `meaning` True
    gives the articles that are added from now on sentence vectors, False none; the index
    remembers it. `":memory:"` is an index that lives as long as it is open. Raises
    IndexNotFound, IndexMismatch (built by another version: reindex), IndexDamaged, and
    EncoderMissing where vectors are asked for and cannot be made.
    """
    return _open(path, create=create, check_analysis=True, meaning=meaning)


def open_for_reindex(path: str | os.PathLike[str], *, meaning: bool | None = None) -> Index:
    """Open an index although it was built with another analysis, to rebuild it."""
    return _open(path, create=False, check_analysis=False, meaning=meaning)


def _open(
    path: str | os.PathLike[str], *, create: bool, check_analysis: bool, meaning: bool | None
) -> Index:
    folder = indexes.folder_of(path)
    recorded = None if folder is None else indexes.encoder_of(folder)
    rebuilding = not check_analysis
    # Before anything is created.
    check_setting(wanted(meaning, recorded, fresh=True, rebuilding=rebuilding), bool(meaning))
    fresh = folder is None or not (folder / indexes.MANIFEST).exists()
    engine = indexes.open_engine(path, create=create, check_analysis=check_analysis)
    if indexes.is_address(path):
        recorded = encoder_on(engine, str(path), check_cut=check_analysis)
        fresh = recorded is None and not len(engine.reader())
    encoder = wanted(meaning, recorded, fresh=fresh, rebuilding=rebuilding)
    if encoder != recorded and check_analysis:
        _keep_encoder(engine, folder, encoder)
    return Index(engine, str(path), encoder)


def _keep_encoder(engine: Engine, folder: Path | None, encoder: str | None) -> None:
    """Let the index remember which encoder it wants vectors of."""
    if folder is not None:
        indexes.write_manifest(folder, encoder)
    else:
        keep_encoder(engine, encoder)


__all__ = ["Index", "IndexDamaged", "IndexWriter", "Statistics", "open_for_reindex", "open_index"]
