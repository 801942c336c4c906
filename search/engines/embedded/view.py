"""All segments of one commit side by side, as one index with rows 0 … n - 1.

Rows of the second segment follow those of the first, and so on; deleted rows keep their
number and are masked by `live`. A view never changes; what is costly to join is joined on
first use and kept.
"""

from __future__ import annotations

import itertools
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Final

import numpy as np

from search import ranking
from search.documents import TERM_FIELDS, TEXT_FACETS, PassageVectors
from search.engines.base import EngineResults, Near, Stored, VectorCount
from search.engines.embedded import counting, evaluation, ordering, postings, vectors
from search.engines.embedded.arrays import Array, starts_of
from search.engines.embedded.attachments import Attachments
from search.engines.embedded.damage import guarded
from search.engines.embedded.postings import FieldPart
from search.engines.embedded.remembered import Remembered
from search.engines.embedded.scratch import Scratch
from search.engines.embedded.segment import Segment
from search.engines.embedded.strings import encoded
from search.plan import FacetRequest, Plan
from search.results import WordScore

_MANY: Final = 1000
"""To order more rows than this by id, all ids are ranked, once."""


_KEPT_ROWS: Final = 20_000
"""So many articles found by vectors are remembered with their rows."""


class View:
    """The segments of one commit."""

    def __init__(
        self, segments: Sequence[Segment], revision: str, attachments: Attachments
    ) -> None:
        self.segments = tuple(segments)
        self.revision = revision
        self.attachments = attachments
        sizes = [segment.documents for segment in segments]
        self.bases = [0, *itertools.accumulate(sizes)]
        self.rows = self.bases[-1]
        self.live = self._join_live()
        self.scratch = Scratch(self.rows)
        self.documents = self.rows if self.live is None else int(self.live.sum())
        self._parts: dict[str, list[FieldPart]] = {}
        self._statistics: dict[str, tuple[int, float]] = {}
        self._norms: dict[float, Array] = {}
        self._lock = threading.RLock()
        self._countables: dict[object, tuple[object, counting.Countable]] = {}
        self._near_rows: dict[str, int] = {}
        self.remembered = Remembered()

    def _join_live(self) -> Array | None:
        if all(segment.live is None for segment in self.segments):
            return None
        return np.concatenate(
            [
                np.ones(segment.documents, dtype=bool) if segment.live is None else segment.live
                for segment in self.segments
            ]
        )

    def __len__(self) -> int:
        return self.documents

    def column(self, name: str, width: int = 1) -> Array:
        """A per-article array over all rows."""
        if not self.segments:
            return np.zeros((0, width) if width > 1 else 0, dtype=np.int64)
        parts = [segment.arrays[name] for segment in self.segments]
        # Stored types differ by segment, and uint64 beside int64 would become float64.
        joined = parts[0] if len(parts) == 1 else np.concatenate([p.astype("i8") for p in parts])
        return joined.reshape(-1, width) if width > 1 else joined

    @cached_property
    def lengths(self) -> Array:
        """Tokens of each article, those of the title with their weight."""
        return self.column("length").astype(np.float64)

    @cached_property
    def live_rows(self) -> Array:
        """All rows that are not deleted."""
        return np.arange(self.rows) if self.live is None else np.flatnonzero(self.live)

    @cached_property
    def title_lengths(self) -> Array:
        """Tokens of each title."""
        return self.column("title_length")

    @cached_property
    def instants(self) -> Array:
        """Seconds for sorting, UNKNOWN_INSTANT where undated; signed, as they are negated."""
        return self.column("instant").astype(np.int64)

    @cached_property
    def published(self) -> Array:
        """First and last day of each article's date, (0, 0) where unknown."""
        return self.column("published", 2)

    @cached_property
    def mentioned(self) -> tuple[Array, Array]:
        """Ragged pairs of days by row."""
        lengths = [np.diff(segment.arrays["mentioned.start"]) for segment in self.segments]
        joined = np.concatenate(lengths) if lengths else np.zeros(0, dtype=np.int64)
        return starts_of(joined), self.column("mentioned").reshape(-1, 2)

    @cached_property
    def _all_id_ranks(self) -> Array:
        """For each row the rank of its id among all ids."""
        return _ranks([one for segment in self.segments for one in segment.ids.all_raw()])

    def id_ranks(self, rows: Array) -> Array:
        """Numbers that order some rows by their ids."""
        if len(rows) > _MANY:
            return self._all_id_ranks[rows]
        return _ranks(self.raw_ids(rows))

    def raw_ids(self, rows: Array) -> list[bytes]:
        """The ids of some rows, as bytes."""
        if len(self.segments) == 1:
            return self.segments[0].ids.some_raw(rows)
        found = []
        for row in rows.tolist():
            segment, local = self.locate(row)
            found.append(segment.ids.raw(local))
        return found

    def field_parts(self, field: str) -> list[FieldPart]:
        """A term field in every segment that has it."""
        parts = self._parts.get(field)
        if parts is None:
            found = [self.field_part(number, field) for number in range(len(self.segments))]
            self._parts[field] = parts = [part for part in found if part is not None]
        return parts

    def field_part(self, number: int, field: str) -> FieldPart | None:
        """A term field in one segment."""
        segment = self.segments[number]
        column = segment.field(field)
        return None if column is None else FieldPart(column, self.bases[number], segment.live)

    def field_statistics(self, field: str) -> tuple[int, float]:
        """How many live articles use a field, and their mean length."""
        if field not in self._statistics:
            bit = np.uint32(1 << TERM_FIELDS.index(field))
            uses = (self.column("fields").astype(np.uint32) & bit) != 0
            if self.live is not None:
                uses = uses & self.live
            documents = int(uses.sum())
            total = int(self.lengths[uses].sum())
            mean = total / documents if documents else 1.0
            self._statistics[field] = (documents, max(mean, 1.0))
        return self._statistics[field]

    def field_norms(self, field: str) -> Array:
        """What each article's length asks of frequencies in a field; see `ranking.norm`."""
        _, mean_length = self.field_statistics(field)
        if mean_length not in self._norms:
            self._norms[mean_length] = ranking.norm(self.lengths, mean_length)
        return self._norms[mean_length]

    def countable(self, request: FacetRequest) -> counting.Countable:
        """A facet ready to be counted; the groups are one object as long as nobody is renamed."""
        key = (request.facet, request.level, id(request.groups))
        kept = self._countables.get(key)
        if kept is None or kept[0] is not request.groups:
            with self._lock:
                built = counting.countable(self, request)
                self._countables[key] = kept = (request.groups, built)
        return kept[1]

    def rows_with(self, facet: str, values: Iterable[str]) -> Array:
        """The rows that have one of some values of a text facet."""
        keys = [encoded(value) for value in values]
        found = [postings.NO_ROWS]
        for segment, base in zip(self.segments, self.bases, strict=False):
            column = counting.facet_column(segment, facet)
            wanted: Array = np.zeros(len(column.texts), dtype=bool)
            numbers = [number for key in keys if (number := column.texts.number(key)) is not None]
            if numbers:
                wanted[numbers] = True
                chosen = column.numbers == numbers[0]
                if len(numbers) > 1:
                    chosen = wanted[column.numbers]
                found.append(column.start.searchsorted(chosen.nonzero()[0], "right") - 1 + base)
        return np.concatenate(found)

    def row_of(self, id: str) -> int | None:
        """The row of an article, or None."""
        for segment, base in zip(self.segments, self.bases, strict=False):
            row = segment.find(id)
            if row is not None:
                return base + row
        return None

    def rows_of(self, scores: Mapping[str, float]) -> dict[int, float]:
        """The rows of such articles as there are, each with its score."""
        found: dict[int, float] = {}
        for id, score in scores.items():
            row = self._known_row(id)
            if row is not None:
                found[row] = score
        return found

    def _known_row(self, id: str) -> int | None:
        row = self._near_rows.get(id)
        return self.row_of(id) if row is None else row

    def locate(self, row: int) -> tuple[Segment, int]:
        """The segment of a row, and its row there."""
        number = bisect_right(self.bases, row) - 1
        return self.segments[number], row - self.bases[number]

    # The seam

    @guarded
    def search(self, plan: Plan) -> EngineResults:
        """Evaluate a plan over whole arrays."""
        scored = plan.sort == "relevance" and plan.limit != 0
        found = evaluation.evaluate(self, plan.query, scored=scored)
        passing = [evaluation.mask_of(self, one.node) for one in plan.filters]
        chosen = found
        if passing:
            passes = np.logical_and.reduce([one[found.rows] for one in passing])
            chosen = found.part(passes.nonzero()[0])
        hits = ordering.page(self, plan, chosen)
        facets = counting.count(self, plan, found.rows, passing)
        return EngineResults(len(chosen.rows), hits, facets)

    def remembering(self) -> AbstractContextManager[None]:
        """While in the block, words that this thread has asked for are not evaluated again."""
        return self.remembered.held()

    @guarded
    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """How each word of the plan scored in one article."""
        row = self.row_of(id)
        if row is None:
            return []
        found = evaluation.scoring_at(self, plan.query, row)
        details = [evaluation.explain_leaf(self, leaf, row) for leaf in found]
        return [detail for detail in details if detail is not None]

    def _stored(self, segment: Segment, row: int, origin: str) -> Stored:
        return Stored(segment.ids[row], segment.payloads.raw(row), segment.digests[row], origin)

    @guarded
    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """What is stored for each id."""
        found: list[Stored | None] = []
        for id in ids:
            row = self.row_of(id)
            found.append(None if row is None else self._stored_at(row))
        return found

    def _stored_at(self, row: int) -> Stored:
        segment, local = self.locate(row)
        column = segment.facet("origin")
        number = int(column.numbers[column.start[local]])
        return self._stored(segment, local, column.texts[number])

    @guarded
    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digests of those ids that exist."""
        found: dict[str, str] = {}
        for id in ids:
            row = self.row_of(id)
            if row is not None:
                segment, local = self.locate(row)
                found[id] = segment.digests[local]
        return found

    @guarded
    def scan(self) -> Iterator[Stored]:
        """Everything stored, in order of id."""
        rows = np.argsort(self._all_id_ranks)
        for row in rows.tolist():
            if self.live is None or self.live[row]:
                yield self._stored_at(row)

    def attachment(self, name: str) -> bytes | None:
        """What was attached under a name; IndexDamaged where its file was changed."""
        return self.attachments.read(name)

    # Vocabulary and facet values

    @guarded
    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix` and stand in a live article."""
        parts = []
        for part in self.field_parts(field):
            begin, end = part.column.texts.prefix_range(prefix)
            raw = part.column.texts.all_raw(begin, end)
            if part.live is not None:
                raw = list(itertools.compress(raw, postings.living(part, begin, end)))
            parts.append(raw)
        # Of one segment they are in order, and none is there twice.
        found = parts[0] if len(parts) == 1 else sorted(set().union(*parts))
        for one in found:
            yield one.decode("utf-8", "surrogatepass")

    @guarded
    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""
        from rapidfuzz import process  # loads C++ that only misspelt words need
        from rapidfuzz.distance import Levenshtein

        found: set[str] = set()
        for part in self.field_parts(field):
            numbers = part.column.texts.resembling(text, distance)
            raw = part.column.texts.some_raw(numbers)
            candidates = [one.decode("utf-8", "surrogatepass") for one in raw]
            near = process.extract(
                text, candidates, scorer=Levenshtein.distance, processor=None,
                score_cutoff=distance, limit=None,
            )  # fmt: skip
            found.update(
                term
                for term, _, at in near
                if part.live is None or postings.living(part, numbers[at], numbers[at] + 1)[0]
            )
        return iter(sorted(found, key=encoded))

    @guarded
    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""
        return postings.document_frequency(self, field, text)

    @guarded
    def forms(self, field: str, text: str) -> tuple[str, ...]:
        """The word forms under which a term occurs (deleted articles' until they are merged)."""
        found: set[str] = set()
        for segment in self.segments:
            column, exact = segment.field(field), segment.field("exact")
            number = None if column is None else column.texts.find(text)
            if column is None or exact is None or number is None:
                continue
            if column.forms is None or column.forms_start is None:
                found.add(text)
                continue
            begin, end = column.forms_start[number], column.forms_start[number + 1]
            found.update(exact.texts[form] for form in column.forms[begin:end].tolist())
        return tuple(sorted(found, key=lambda form: form.encode("utf-8", "surrogatepass")))

    @guarded
    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""
        counts = {field: self.field_statistics(field)[0] for field in TERM_FIELDS}
        return {field: count for field, count in counts.items() if count}

    @guarded
    def facet_values(self, facet: str) -> Mapping[str, int]:
        """All raw values of a text facet with their article counts."""
        if facet not in TEXT_FACETS:
            return {}
        countable = self.countable(FacetRequest(facet))
        numbers, counts, _ = countable.tally(counting.Selection(self, self.live_rows))
        names = map(countable.names.name, numbers.tolist())
        return dict(zip(names, counts.tolist(), strict=True))

    # Vectors

    @guarded
    def nearest(self, vector: Sequence[float], limit: int) -> list[Near]:
        """The nearest articles, each with its best passage."""
        rows, found = vectors.nearest(self, np.asarray(vector, dtype=np.float32), limit)
        if len(self._near_rows) > _KEPT_ROWS:
            self._near_rows = {}
        # A plan will ask for these articles by id.
        self._near_rows.update(zip((one.id for one in found), rows, strict=True))
        return found

    @guarded
    def values_of(self, facet: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
        """The raw values that articles have of a text facet."""
        return vectors.values_of(self, facet, [self._known_row(id) for id in ids])

    @guarded
    def vectors_of(self, ids: Sequence[str]) -> list[PassageVectors | None]:
        """The vectors of each article."""
        return vectors.of_rows(self, [self._known_row(id) for id in ids])

    @guarded
    def vectors(self) -> VectorCount | None:
        """How many vectors there are."""
        return vectors.count(self)


def _ranks(raw: list[bytes]) -> Array:
    ranks = np.zeros(len(raw), dtype=np.int64)
    ranks[sorted(range(len(raw)), key=raw.__getitem__)] = np.arange(len(raw))
    return ranks
