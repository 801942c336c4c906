"""The terms of one field of one segment, sorted, with their postings, as Whoosh sees them.

The term fields lie on disk in this shape. `id` and the text facets are columns by row, and
are inverted when they are first asked for. Dates are kept as intervals of days, which no
Whoosh query can ask for; one that tries gets a QueryError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from whoosh.query import QueryError
from whoosh.reading import TermInfo
from whoosh.system import pack_uint

from search.documents import DATE_FACETS, TERM_FIELDS, TEXT_FACETS
from search.engines.embedded import strings
from search.engines.embedded.arrays import Array, owners_of, starts_of
from search.engines.embedded.positions import PlainPositions
from search.engines.embedded.segment import FieldColumns, Segment
from search.engines.embedded.strings import StringTable

FACET_FIELDS: Final = {f"facet_{name}": name for name in TEXT_FACETS}
_DATE_FIELDS: Final = tuple(f"facet_{name}" for name in DATE_FACETS)
_BLOCK: Final = 1024  # terms that are decoded at a time when a field is walked through


class Lists(Protocol):
    """The postings of a field's terms, numbered; those of a term are a range."""

    def postings(self, number: int) -> tuple[int, int]:
        """The range of a term."""

    def rows(self, begin: int, end: int) -> Array:
        """The rows of a range, ascending."""

    def weights(self, begin: int, end: int) -> Array:
        """Their weights."""

    def value(self, posting: int) -> bytes:
        """A posting as the field's format encodes it."""


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """One field of one segment: its sorted terms, their postings, and `lengths` by row."""

    texts: StringTable
    lists: Lists
    lengths: Array

    def find(self, text: bytes) -> int | None:
        """The number of a term, or None."""
        number = self.texts.lower_bound(text)
        there = number < len(self.texts) and self.texts.raw(number) == text
        return number if there else None

    def frequency(self, number: int) -> int:
        """The number of rows with a term, deleted ones included."""
        begin, end = self.lists.postings(number)
        return end - begin

    def info(self, number: int) -> TermInfo:
        """The statistics of a term; a new object each time, for Whoosh writes into it."""
        where = self.lists.postings(number)
        docs, weights = self.lists.rows(*where), self.lists.weights(*where)
        lengths = self.lengths[docs]
        return TermInfo(
            weight=float(weights.sum()), df=len(docs), maxweight=float(weights.max()),
            minlength=int(lengths.min()), maxlength=int(lengths.max()),
            minid=int(docs[0]), maxid=int(docs[-1]),
        )  # fmt: skip

    def walk(self, text: bytes) -> Iterator[tuple[int, bytes]]:
        """The terms not less than `text`, ascending, with their numbers."""
        for begin in range(self.texts.lower_bound(text), len(self.texts), _BLOCK):
            end = min(begin + _BLOCK, len(self.texts))
            yield from enumerate(self.texts.all_raw(begin, end), begin)


def open_terms(segment: Segment, field: str) -> FieldTerms | None:
    """The terms of a field, None where the segment has none."""
    if field in TERM_FIELDS:
        return _of_text(segment, field)
    if field in FACET_FIELDS:
        return _of_facet(segment, FACET_FIELDS[field])
    if field in _DATE_FIELDS:
        raise QueryError(
            f"{field} is kept as intervals of days, which Whoosh's queries cannot ask for. "
            "Search with a plan (DateWithin)."
        )
    return _of_ids(segment) if field == "id" else None


@dataclass(frozen=True, slots=True)
class _TextLists:
    column: FieldColumns

    def postings(self, number: int) -> tuple[int, int]:
        return self.column.postings(number)

    def rows(self, begin: int, end: int) -> Array:
        return self.column.rows(begin, end)

    def weights(self, begin: int, end: int) -> Array:
        return self.column.frequencies(slice(begin, end)).astype(np.int64)

    def value(self, posting: int) -> bytes:
        weight = int(self.column.frequencies(slice(posting, posting + 1))[0])
        return PlainPositions.encode(weight, self.column.positions(np.array([posting]))[1].tolist())


@dataclass(frozen=True, slots=True)
class _InvertedLists:
    """Term n stands in rows docs[start[n]:start[n + 1]], once in each; nothing is scored."""

    start: Array
    docs: Array
    encoded: bytes

    def postings(self, number: int) -> tuple[int, int]:
        return int(self.start[number]), int(self.start[number + 1])

    def rows(self, begin: int, end: int) -> Array:
        return self.docs[begin:end]

    def weights(self, begin: int, end: int) -> Array:
        return np.ones(end - begin, dtype=np.int64)

    def value(self, posting: int) -> bytes:
        del posting
        return self.encoded


def _of_text(segment: Segment, field: str) -> FieldTerms | None:
    column = segment.field(field)
    if column is None:
        return None
    return FieldTerms(column.texts, _TextLists(column), segment.arrays["length"])


def _inverted(texts: StringTable, rows: Array, numbers: Array, value: bytes) -> FieldTerms:
    """From the numbers of terms by row to the rows by term."""
    order = np.argsort(numbers, kind="stable")
    start = starts_of(np.bincount(numbers, minlength=len(texts)))
    lengths = np.broadcast_to(np.uint32(0), int(rows[-1]) + 1 if len(rows) else 0)
    return FieldTerms(texts, _InvertedLists(start, rows[order], value), lengths)


def _of_facet(segment: Segment, facet: str) -> FieldTerms:
    column = segment.facet(facet)
    # Whoosh's Frequency format: how often the value stands in the article.
    return _inverted(column.texts, owners_of(column.start), column.numbers, pack_uint(1))


def _of_ids(segment: Segment) -> FieldTerms:
    raw = segment.ids.all_raw()
    texts = sorted(set(raw))  # an id that was replaced within one batch has two rows
    number_of = {text: number for number, text in enumerate(texts)}
    numbers = np.fromiter((number_of[text] for text in raw), dtype=np.int64, count=len(raw))
    return _inverted(StringTable(*strings.pack(texts)), np.arange(len(raw)), numbers, b"")
