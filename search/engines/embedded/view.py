"""All segments of one commit side by side, as one index with rows 0 … n - 1.

Rows of the second segment follow those of the first, and so on; deleted rows keep their
number and are masked by `live`. A view never changes; what is costly to join is joined on
first use and kept.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from search import ranking
from search.documents import TERM_FIELDS, TEXT_FACETS
from search.engines.base import EngineResults, Stored
from search.engines.embedded import counting, evaluation, ordering, postings
from search.engines.embedded.arrays import Array, owners_of, starts_of
from search.engines.embedded.segment import Segment
from search.plan import Plan
from search.results import WordScore


class TextFacet:
    """A text facet over all rows: sorted values, and ragged value numbers by row."""

    def __init__(self, values: list[str], start: Array, numbers: Array) -> None:
        self.values = values
        self.start = start
        self.numbers = numbers
        self.owners = np.repeat(np.arange(len(start) - 1), np.diff(start))
        self.missing: Array = np.asarray(np.diff(start) == 0)
        self._number_of = {value: number for number, value in enumerate(values)}

    @cached_property
    def _by_value(self) -> tuple[Array, Array]:
        """Ragged rows by value number."""
        order = np.argsort(self.numbers, kind="stable")
        lengths = np.bincount(self.numbers, minlength=len(self.values))
        return starts_of(lengths), self.owners[order]

    def rows_of(self, values: Iterable[str]) -> Array:
        """The rows that have one of the values."""
        starts, rows = self._by_value
        numbers = [self._number_of[value] for value in values if value in self._number_of]
        parts = [rows[starts[number] : starts[number + 1]] for number in numbers]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


class View:
    """The segments of one commit."""

    def __init__(self, segments: Sequence[Segment], revision: str) -> None:
        self.segments = tuple(segments)
        self.revision = revision
        sizes = [segment.documents for segment in segments]
        self.bases = [0, *itertools.accumulate(sizes)]
        self.rows = self.bases[-1]
        self.live = self._join_live()
        self.documents = self.rows if self.live is None else int(self.live.sum())
        self._facets: dict[str, TextFacet] = {}
        self._statistics: dict[str, tuple[int, float]] = {}
        self._norms: dict[float, Array] = {}
        self._living: dict[tuple[str, str], Array] = {}
        self._lock = threading.Lock()
        self.counting_cache: dict[object, tuple[object, counting.Countable]] = {}

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
    def id_ranks(self) -> Array:
        """For each row the rank of its id among all ids."""
        raw = [one for segment in self.segments for one in segment.ids.all_raw()]
        ranks = np.zeros(len(raw), dtype=np.int64)
        ranks[np.array(sorted(range(len(raw)), key=raw.__getitem__), dtype=np.int64)] = np.arange(
            len(raw)
        )
        return ranks

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

    def facet(self, name: str) -> TextFacet:
        """A text facet over all rows."""
        with self._lock:
            if name not in self._facets:
                self._facets[name] = self._join_facet(name)
            return self._facets[name]

    def _join_facet(self, name: str) -> TextFacet:
        columns = [segment.facet(name) for segment in self.segments]
        values = sorted({value for column in columns for value in column.texts})
        number_of = {value: number for number, value in enumerate(values)}
        lengths, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for column in columns:
            remap = np.array([number_of[value] for value in column.texts], dtype=np.int64)
            lengths.append(np.diff(column.start))
            numbers.append(remap[column.numbers])
        return TextFacet(values, starts_of(np.concatenate(lengths)), np.concatenate(numbers))

    def row_of(self, id: str) -> int | None:
        """The row of an article, or None."""
        for segment, base in zip(self.segments, self.bases, strict=False):
            row = segment.find(id)
            if row is not None:
                return base + row
        return None

    def locate(self, row: int) -> tuple[Segment, int]:
        """The segment of a row, and its row there."""
        number = int(np.searchsorted(self.bases, row, side="right")) - 1
        return self.segments[number], row - self.bases[number]

    def id_of(self, row: int) -> str:
        """The id of a row."""
        segment, local = self.locate(row)
        return segment.ids[local]

    # The seam

    def search(self, plan: Plan) -> EngineResults:
        """Evaluate a plan over whole arrays."""
        found = evaluation.evaluate(self, plan.query)
        passing = [evaluation.mask_of(self, one.node) for one in plan.filters]
        rows, scores = found.rows, found.scores
        for passes in passing:
            keep = passes[rows]
            rows = rows[keep]
            scores = None if scores is None else scores[keep]
        total, hits = ordering.page(self, plan, rows, scores)
        facets = counting.count(self, plan, found.rows, passing)
        return EngineResults(total, hits, facets)

    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """How each word of the plan scored in one article."""
        row = self.row_of(id)
        if row is None:
            return []
        found = evaluation.words_at(self, plan.query, row)
        details = [evaluation.explain_word(self, word, row) for word in found]
        return [detail for detail in details if detail is not None]

    def _stored(self, segment: Segment, row: int, origin: str) -> Stored:
        return Stored(segment.ids[row], segment.payloads.raw(row), segment.digests[row], origin)

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

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digests of those ids that exist."""
        found: dict[str, str] = {}
        for id in ids:
            row = self.row_of(id)
            if row is not None:
                segment, local = self.locate(row)
                found[id] = segment.digests[local]
        return found

    def scan(self) -> Iterator[Stored]:
        """Everything stored, in order of id."""
        rows = np.argsort(self.id_ranks)
        for row in rows.tolist():
            if self.live is None or self.live[row]:
                yield self._stored_at(row)

    # Vocabulary and facet values

    def _living_terms(self, segment: Segment, field: str) -> Array | None:
        """Which terms of a field stand in a live article of a segment; None for all."""
        column = segment.field(field)
        if segment.live is None or column is None:
            return None
        key = (segment.entry.segid, field)
        if key not in self._living:
            terms = owners_of(column.start)[segment.live[column.docs]]
            self._living[key] = np.bincount(terms, minlength=len(column.texts)) > 0
        return self._living[key]

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix` and stand in a live article."""
        streams = []
        for segment in self.segments:
            column = segment.field(field)
            if column is None:
                continue
            begin, end = column.texts.prefix_range(prefix)
            raw = column.texts.all_raw(begin, end)
            living = self._living_terms(segment, field)
            if living is not None:
                raw = list(itertools.compress(raw, living[begin:end].tolist()))
            streams.append(raw)
        merged = heapq.merge(*streams) if len(streams) > 1 else iter(streams[0] if streams else ())
        for one, _ in itertools.groupby(merged):
            yield one.decode("utf-8", "surrogatepass")

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""
        from rapidfuzz import process  # loads C++ that only misspelt words need
        from rapidfuzz.distance import Levenshtein

        found: set[str] = set()
        for segment in self.segments:
            column = segment.field(field)
            if column is None:
                continue
            living = self._living_terms(segment, field)
            candidates = column.texts.resembling(text, distance, living)
            near = process.extract(
                text, candidates, scorer=Levenshtein.distance, processor=None,
                score_cutoff=distance, limit=None,
            )  # fmt: skip
            found.update(term for term, _, _ in near)
        return iter(sorted(found, key=lambda one: one.encode("utf-8", "surrogatepass")))

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""
        return len(postings.term_rows(self, field, text))

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

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""
        counts = {field: self.field_statistics(field)[0] for field in TERM_FIELDS}
        return {field: count for field, count in counts.items() if count}

    def facet_values(self, facet: str) -> Mapping[str, int]:
        """All raw values of a text facet with their article counts."""
        if facet not in TEXT_FACETS:
            return {}
        column = self.facet(facet)
        chosen = column.numbers
        if self.live is not None:
            chosen = chosen[self.live[column.owners]]
        counts = np.bincount(chosen, minlength=len(column.values)).tolist()
        return {v: n for v, n in zip(column.values, counts, strict=True) if n}
