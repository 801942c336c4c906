"""A Whoosh codec that reads our segments, so that Whoosh's own searcher runs on them.

`ColumnIndex(folder).searcher()` answers Term, And, Or, Not, Phrase, Prefix, Every, fuzzy and
span queries and Whoosh's query parser, over all segments of the last commit and without
deleted articles. Our own engine does not come by here: it evaluates plans over whole arrays
and is compared with this (tests/engines/test_embedded_equals_whoosh.py).

Terms come from `terms`: those of the term fields, of `id`, and of the text facets as
`facet_person`, `facet_source` …, by which Whoosh can also group. Stored are `id` and `payload`.

What Whoosh's scoring sees:

* weight of a posting: the occurrences, those in the title `TITLE_WEIGHT` times, as in ours;
* length of a field in an article: all tokens of the article (the title's with their weight)
  if it has terms in this field, else 0. So a Russian quotation does not make an English
  article a very short Russian one, and where every article has the field, Whoosh's BM25F
  has the same frequencies, lengths and mean as ours. Exact, not rounded to one byte;
* total length, document frequency and number of documents count deleted articles until they
  are merged away, as in any Whoosh index. Whoosh divides the total length by all documents,
  ours by those with the field: in an index of two languages the means differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import FileIndex
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import IndexReader, TermInfo

from search.documents import TERM_FIELDS
from search.engines.embedded.arrays import Array
from search.engines.embedded.frame import ColumnIndex, ColumnSegment, SegmentEntry
from search.engines.embedded.segment import Segment
from search.engines.embedded.terms import FACET_FIELDS, FieldTerms, open_terms
from search.errors import IndexDamaged

_ATTEMPTS: Final = 10

Term = tuple[str, bytes]


def open_reader(index: ColumnIndex) -> IndexReader:
    """A Whoosh reader of the last commit."""
    for attempt in range(_ATTEMPTS):
        generation, entries = index.entries()
        segments = [ColumnSegment(entry) for entry in entries]
        try:
            return FileIndex._reader(index.storage, index._schema, segments, generation)
        except IndexDamaged:
            # A writer may have merged a segment away since; then there is a later commit.
            if index.latest_generation() == generation or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")


class ColumnCodec(Codec):  # type: ignore[misc]  # whoosh has no types
    """Opens the readers of one segment, which share one mapping of its file."""

    def __init__(self) -> None:
        self._opened: dict[SegmentEntry, Segment] = {}

    def _open(self, storage: FileStorage, segment: ColumnSegment) -> Segment:
        entry = segment.entry
        if entry not in self._opened:
            self._opened[entry] = Segment(Path(storage.folder), entry)
        return self._opened[entry]

    def terms_reader(self, storage: FileStorage, segment: ColumnSegment) -> ColumnTermsReader:
        """The terms of the segment and their postings."""
        return ColumnTermsReader(self._open(storage, segment))

    def per_document_reader(
        self, storage: FileStorage, segment: ColumnSegment
    ) -> ColumnDocumentReader:
        """Deletions, lengths and stored fields."""
        return ColumnDocumentReader(self._open(storage, segment))


# Terms


class ColumnTermsReader(TermsReader):  # type: ignore[misc]
    """The terms of one segment. Missing terms are KeyErrors, as Whoosh expects of a codec."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._fields: dict[str, FieldTerms | None] = {}

    def _terms(self, field: str) -> FieldTerms | None:
        if field not in self._fields:
            self._fields[field] = open_terms(self._segment, field)
        return self._fields[field]

    def _find(self, field: str, text: bytes) -> tuple[FieldTerms, int]:
        terms = self._terms(field)
        number = None if terms is None else terms.find(text)
        if terms is None or number is None:
            raise KeyError((field, text))
        return terms, number

    def __contains__(self, term: Term) -> bool:
        terms = self._terms(term[0])
        return terms is not None and terms.find(term[1]) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms here, sorted."""
        there = [field for field in TERM_FIELDS if self._segment.field(field) is not None]
        return sorted([*there, *FACET_FIELDS, "id"])

    def _walk(self, first: Term) -> Iterator[tuple[Term, FieldTerms, int]]:
        """All terms from `first` on, field after field."""
        for field in self.indexed_field_names():
            terms = self._terms(field) if field >= first[0] else None
            if terms is not None:
                begin = first[1] if field == first[0] else b""
                for number, text in terms.walk(begin):
                    yield (field, text), terms, number

    def terms(self) -> Iterator[Term]:
        """All terms, sorted by field and bytes."""
        return (term for term, _, _ in self._walk(("", b"")))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms that are not less than this one, those of later fields too."""
        self._terms(fieldname)  # a field that cannot be asked says so
        return (term for term, _, _ in self._walk((fieldname, prefix)))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """All terms with their statistics."""
        return ((term, terms.info(n)) for term, terms, n in self._walk(("", b"")))

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """`terms_from` with statistics."""
        self._terms(fieldname)
        return ((term, terms.info(n)) for term, terms, n in self._walk((fieldname, prefix)))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term."""
        terms, number = self._find(fieldname, text)
        return terms.info(number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The weights of a term in all rows."""
        terms, number = self._find(fieldname, text)
        return float(terms.lists.weights(*terms.lists.postings(number)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """The number of rows with a term, deleted ones included."""
        terms, number = self._find(fieldname, text)
        return terms.frequency(number)

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Any = None
    ) -> ColumnMatcher:
        """The postings of a term, deleted rows included (Whoosh filters them)."""
        terms, number = self._find(fieldname, text)
        return ColumnMatcher(terms, number, (fieldname, text), format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> ColumnCursor:
        """A finger on the sorted terms of a field; fuzzy queries jump with it."""
        return ColumnCursor(self._terms(fieldname), fieldobj)


class ColumnCursor(FieldCursor):  # type: ignore[misc]
    """Walks through the terms of one field; `text()` is None past the last."""

    def __init__(self, terms: FieldTerms | None, fieldobj: Any) -> None:
        self._terms = terms
        self._field = fieldobj
        self._number = 0

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._terms is not None and self._number < len(self._terms.texts)

    def first(self) -> str | None:
        """Go to the first term."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not less than this one."""
        if self._terms is not None:
            self._number = self._terms.texts.lower_bound(self._field.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """The term it stands on."""
        if self._terms is None or not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._terms.texts.raw(self._number))
        return text

    term = text  # under which name Whoosh's cursor over several segments asks for it

    def term_info(self) -> TermInfo | None:
        """The statistics of the term it stands on."""
        there = self._terms is not None and self.is_valid()
        return self._terms.info(self._number) if self._terms is not None and there else None


class ColumnMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of one term, in order of rows.

    Whoosh skips blocks of postings that cannot reach the best hits; all postings of a term
    are one block here.
    """

    def __init__(
        self, terms: FieldTerms, number: int, term: Term, format_: Format, scorer: Any
    ) -> None:
        self._terms = terms
        self._info = terms.info(number)
        where = terms.lists.postings(number)
        self._first = where[0]
        self._rows: list[int] = terms.lists.rows(*where).tolist()
        self._weights: list[int] = terms.lists.weights(*where).tolist()
        self._term = term
        self._i = 0
        self.format = format_
        self.scorer = scorer

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._i < len(self._rows)

    def reset(self) -> None:
        """Back to the first posting."""
        self._i = 0

    def copy(self) -> ColumnMatcher:
        """Another matcher that stands at the same posting."""
        return copy(self)

    def id(self) -> int:
        """The row of the current posting."""
        return self._rows[self._i]

    def weight(self) -> float:
        """Its weighted frequency."""
        return float(self._weights[self._i])

    def value(self) -> bytes:
        """The posting as the field's format encodes it."""
        return self._terms.lists.value(self._first + self._i)

    def next(self) -> bool:
        """Go to the next posting; True when that began a new block, which it never does."""
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        return False

    def skip_to(self, id: int) -> None:
        """Go to the first posting from here on whose row is not less than `id`."""
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._rows, id, self._i)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end if no posting scores above `minquality`; the number of blocks left."""
        if self.block_quality() > minquality:
            return 0
        self._i = len(self._rows)
        return 1

    def block_max_weight(self) -> float:
        """The greatest weight of all postings."""
        return float(self._info.max_weight())

    def block_min_length(self) -> int:
        """The length of the shortest article among them."""
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        """The length of the longest."""
        return int(self._info.max_length())


# Documents


class ColumnDocumentReader(PerDocumentReader):  # type: ignore[misc]
    """Deletions, lengths and stored fields of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        live = segment.live
        self._deleted = frozenset([] if live is None else np.flatnonzero(~live).tolist())
        self._lengths: dict[str, Array] = {}

    def doc_count_all(self) -> int:
        """Rows, deleted ones included."""
        return self._segment.documents

    def doc_count(self) -> int:
        """Articles that are not deleted."""
        return self._segment.documents - len(self._deleted)

    def has_deletions(self) -> bool:
        """Whether any row is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a row is deleted. Whoosh's Not also asks for the row after the last."""
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        """The deleted rows."""
        return self._deleted

    def all_doc_ids(self) -> list[int] | range:
        """The rows that are not deleted."""
        live = self._segment.live
        return range(self._segment.documents) if live is None else np.flatnonzero(live).tolist()

    def _field_lengths(self, field: str) -> Array:
        """The length of a field in each row, as the docstring of this file defines it."""
        if field not in self._lengths:
            lengths = self._segment.arrays["length"]
            if field in TERM_FIELDS:
                bit = np.uint32(1 << TERM_FIELDS.index(field))
                uses = (self._segment.arrays["fields"].astype(np.uint32) & bit) != 0
            else:
                uses = np.zeros(len(lengths), dtype=bool)
            self._lengths[field] = np.where(uses, lengths, 0)
        return self._lengths[field]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field in a row, `default` where the row has no such field."""
        return int(self._field_lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """The lengths of a field in all rows, deleted ones included."""
        return int(self._field_lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field among the rows that have it, 0 without any."""
        lengths = self._field_lengths(fieldname)
        used = lengths[lengths > 0]
        return int(used.min()) if len(used) else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        return int(self._field_lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The id of a row, and the payload that was stored with it."""
        return {"id": self._segment.ids[docnum], "payload": self._segment.payloads.raw(docnum)}
