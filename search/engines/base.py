"""The engine seam: what an engine must do, and what it may do besides.

An `Engine` opens one index. Its `reader()` is a view of the last commit that does not
change while it is used, so the hits of a search can be fetched although another process
has committed meanwhile. A `Writer` collects changes and makes them visible all at once.

Contract, checked for every engine by tests/engines/test_engine_contract.py:

* A plan is evaluated as search/plan.py says; `total` and all counts are exact.
* A facet is counted over the articles that match the query and every filter except the
  sideways filters of that same facet. `missing` counts those that have no value at all.
* Order: score (rounded as `ranking.rounded` does), then published, newest first, undated
  last, then id. Sorting by date puts undated articles last both ways.
* Adding an id again replaces the article. A writer that leaves its `with` block by an
  exception changes nothing. A second writer is refused with `IndexLocked`.
* An attachment is a named text of bytes that belongs to the index as a whole (the registry of
  persons, say). It is committed together with the articles, and kept by later commits until it
  is replaced. To attach is a change like any other: a commit with nothing else is a new
  revision. A reader gives the attachments of its own commit, whatever came later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self, runtime_checkable

from search.documents import TEXT_FACETS, AnalyzedDocument, PassageVectors
from search.facets import FacetCounts, FacetValue
from search.plan import FacetRequest, Node, Plan
from search.results import WordScore


@dataclass(frozen=True, slots=True)
class RawHit:
    """An article's id and its score."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class EngineResults:
    """What a plan found: the exact total, one page of hits, counts in the order asked for.

    `facets[i]` answers `plan.facets[i]`; labels equal ids and nothing is selected yet.
    """

    total: int
    hits: tuple[RawHit, ...]
    facets: tuple[FacetCounts, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What an engine keeps for one article besides its terms."""

    id: str
    payload: bytes
    digest: str
    origin: str


class Reader(Protocol):
    """A view of one commit. Safe to use from many threads."""

    @property
    def revision(self) -> str:
        """A name of this commit; the same name means the same contents."""

    def __len__(self) -> int:
        """The number of articles."""

    def search(self, plan: Plan) -> EngineResults:
        """Evaluate a plan."""

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """What is stored for each id, in the same order; None where there is none."""

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digests of those ids that exist."""

    def scan(self) -> Iterator[Stored]:
        """Everything stored, in order of id."""

    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """How each word of the plan scored in one article; words that miss are left out."""

    def attachment(self, name: str) -> bytes | None:
        """What the last `Writer.attach` of this name gave, None where there was none."""


@runtime_checkable
class Vocabulary(Protocol):
    """The terms of an index, for expansion, wildcards and suggestions."""

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix`, sorted by their UTF-8 bytes."""

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters (code points)."""

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""

    def forms(self, field: str, text: str) -> tuple[str, ...]:
        """The word forms (terms of the exact field) under which a term occurs, sorted."""

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""


@runtime_checkable
class FacetValues(Protocol):
    """The raw values of the text facets."""

    def facet_values(self, facet: str) -> Mapping[str, int]:
        """All raw values of a text facet with their article counts over the whole index."""


@dataclass(frozen=True, slots=True)
class Near:
    """An article near a vector: its passage that is nearest, and how near (a cosine)."""

    id: str
    passage: int
    similarity: float


@runtime_checkable
class NearestVectors(Protocol):
    """Passages by what they mean, for articles that were given with vectors."""

    def nearest(self, vector: Sequence[float], limit: int) -> list[Near]:
        """The `limit` nearest articles, each with its best passage, nearest first, then by id.

        Similarities are rounded as `nearness.rounded` does. In a large index a few of the
        farther ones may be missing (docs/index-format.md). Empty where no article has vectors;
        ValueError where they are of another length than this one.
        """

    def values_of(self, facet: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
        """The raw values that articles have of a text facet; none for an unknown id."""

    def vectors(self) -> VectorCount | None:
        """How many vectors there are and how long; None where no article has any."""


@runtime_checkable
class StoredVectors(Protocol):
    """An engine's reader that gives back the vectors that articles were given with."""

    def vectors_of(self, ids: Sequence[str]) -> list[PassageVectors | None]:
        """The vectors of each article, in the same order; None where there are none."""


@dataclass(frozen=True, slots=True)
class VectorCount:
    """The vectors of an index: how long each is, of how many passages, of how many articles."""

    dimensions: int
    passages: int
    articles: int


class IndexReader(Reader, Vocabulary, FacetValues, Protocol):
    """A reader with all the capabilities that expansion and planning ask for."""


@runtime_checkable
class CountsMany(Protocol):
    """A reader to which every request is a journey counts many nodes in one."""

    def counts(self, queries: Sequence[Node]) -> list[int]:
        """The number of articles that match each node."""


def counts_of(reader: Reader, queries: Sequence[Node]) -> list[int]:
    """The number of articles that match each node, in as few requests as the reader needs."""
    if isinstance(reader, CountsMany):
        return reader.counts(queries)
    return [reader.search(Plan(query, limit=0)).total for query in queries]


@runtime_checkable
class RemembersWords(Protocol):
    """A reader that can keep what it found for words, for questions that have them again."""

    def remembering(self) -> AbstractContextManager[None]:
        """While in the block, words that this thread has asked for are not evaluated again.

        For a handful of questions about one query: what was found is held until the end.
        """


def remembering(reader: Reader) -> AbstractContextManager[None]:
    """`RemembersWords.remembering`, or a block in which nothing changes."""
    return reader.remembering() if isinstance(reader, RemembersWords) else nullcontext()


class Writer(Protocol):
    """Collects changes; commits when its `with` block ends without an exception."""

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""

    def delete(self, id: str) -> None:
        """Delete an article; nothing happens when there is none."""

    def attach(self, name: str, data: bytes) -> None:
        """Keep bytes with the index under a name, in place of what was there before.

        ValueError where the name is not lower-case letters, digits and hyphens, beginning
        with a letter, 32 at most.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...


class Engine(Protocol):
    """One open index."""

    def reader(self) -> IndexReader:
        """A view of the last commit."""

    def writer(self) -> Writer:
        """The one writer; `IndexLocked` when there is another."""

    def merge(self) -> None:
        """Do at once what commits leave for later ones; answers stay the same.

        A commit of its own, so IndexLocked while there is a writer. Readers go on.
        """

    def check(self) -> list[str]:
        """What is wrong with the files, one sentence each; empty when all is well."""

    def close(self) -> None:
        """Release files and memory; readers already handed out stay usable."""


@runtime_checkable
class Sized(Protocol):
    """An engine that is in no folder of its own knows how large its index is."""

    def size(self) -> int:
        """Bytes on disk, of all copies."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the servers of an index are: `status` green, yellow or red, and the nodes that run.

    Yellow: all is there, but fewer copies than there should be. `problems` says what is wrong.
    """

    status: str
    nodes: int
    problems: tuple[str, ...] = ()


@runtime_checkable
class OnServers(Protocol):
    """An engine whose index is on servers."""

    def health(self) -> Health:
        """How they are, at once."""


@runtime_checkable
class MayHoldVectors(Protocol):
    """An engine that can keep vectors in some places and not in others."""

    def why_no_vectors(self) -> str | None:
        """Why articles get no vectors here, and what to do; None where they can have some."""


@runtime_checkable
class SharedTexts(Protocol):
    """An engine that keeps small texts for all who use its index, changed by version."""

    def shared_text(self, name: str) -> tuple[str, str]:
        """A text and its version; both empty where there is none."""

    def share_text(self, name: str, text: str, version: str) -> None:
        """Put a text in place of that of a version; IndexLocked where there is a later one."""


_ATTACHMENT: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")


def check_attachment(name: str, data: bytes) -> None:
    """ValueError or TypeError for what cannot be attached; names become names of files."""
    if not _ATTACHMENT.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an attachment: use a-z, 0-9 and hyphens.")
    if not isinstance(data, bytes):
        raise TypeError("An attachment is bytes.")


def arrange(counts: Mapping[str, int], missing: int, request: FacetRequest) -> FacetCounts:
    """Counts in the order and number that a request asks for; what it keeps is listed at 0."""
    everything = {**dict.fromkeys(request.keep, 0), **counts} if request.keep else counts
    ordered = sorted(everything)
    if request.facet in TEXT_FACETS:
        ordered.sort(key=everything.__getitem__, reverse=True)  # equal ones stay in their order
    chosen = ordered if request.limit is None else ordered[: request.limit]
    if request.keep:
        chosen += [value for value in ordered[len(chosen) :] if value in request.keep]
    values = tuple([FacetValue(value, value, everything[value]) for value in chosen])
    return FacetCounts(values, missing, len(values) < len(ordered))
