"""Turning a batch of analysed articles into the arrays of one segment.

Per term field `f`: `f.text.*` its terms, sorted by bytes; their postings as `columns` lays
them down; `f.forms.start`, `f.forms` the numbers of the exact forms under which a term occurs.
Per article: `id.*`, `id.order` (rows by id), `digest.*`, `payload.*`, `length`,
`title_length`, `fields` (bit i: has terms in field i), `instant`, `published` (pairs of
days, 0 = unknown), `mentioned.start`, `mentioned` (pairs). Per text facet and for
`origin`: `facet.x.text.*` sorted values, `facet.x.start`, `facet.x` ragged value numbers.

Terms get numbers as they come; what is gathered of an occurrence is its term's number and its
place, eight bytes. One sort of (term, row, place) as a single integer then inverts a field.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.documents import (
    EXACT,
    OWN_FORMS,
    TERM_FIELDS,
    TEXT_FACETS,
    AnalyzedDocument,
    Postings,
    TermColumn,
)
from search.engines.embedded import strings, vectors
from search.engines.embedded.arrays import Array, starts_of
from search.engines.embedded.laying import FieldWriter

UNKNOWN_INSTANT: Final = np.iinfo(np.int64).min
STORED_FACETS: Final = (*TEXT_FACETS, "origin")

Arrays = dict[str, Array]

_NO_POSTINGS: Final = Postings({})
_LOW: Final = (1 << 32) - 1
_PAIRS: Final = 1 << 20
_KEY_BITS: Final = 64


class _Numbers(dict[str, int]):
    """Gives each new text the next number; looking up is all it takes."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Batch:
    """Articles gathered for one segment; add them, then take `arrays()` once."""

    def __init__(self) -> None:
        self.documents: list[AnalyzedDocument] = []
        self.postings = 0
        self._exact = _Numbers()
        self._fields: dict[str, _FieldBatch] = {}

    def __len__(self) -> int:
        return len(self.documents)

    def add(self, document: AnalyzedDocument) -> None:
        """Take one more article as the next row."""
        row = len(self.documents)
        for field, column in document.postings.columns.items():
            if not column.texts:
                continue
            batch = self._fields.get(field)
            if batch is None:
                numbers = self._exact if field == EXACT else _Numbers()
                batch = self._fields[field] = _FieldBatch(field, numbers)
            batch.add(row, column, self._exact)
            self.postings += len(column.texts)
        # The terms are taken; keep the rest without them.
        self.documents.append(
            AnalyzedDocument(
                document.id, _NO_POSTINGS, document.title_length, document.length,
                document.facets, document.published, document.instant, document.mentioned,
                document.payload, document.digest, document.origin, document.vectors,
            )
        )  # fmt: skip

    def arrays(self) -> Arrays:
        """All arrays of the segment."""
        arrays = _document_arrays(self.documents)
        mask = np.zeros(len(self.documents), dtype=np.uint32)
        exact_rank = _ranks(self._exact)
        if len(exact_rank) and EXACT not in self._fields:
            raise ValueError("The form of every posting must be a term of the exact field.")
        for bit, field in enumerate(TERM_FIELDS):
            batch = self._fields.pop(field, None)
            if batch is not None:
                mask[batch.rows] |= np.uint32(1 << bit)
                arrays |= batch.arrays(arrays["title_length"], exact_rank)
        arrays["fields"] = mask
        return arrays | vectors.of_documents(self.documents)


class _FieldBatch:
    """The occurrences of one field: numbers of terms and places, article after article."""

    def __init__(self, field: str, numbers: _Numbers) -> None:
        self.field = field
        self.numbers = numbers
        self.rows = array("I")
        self._lengths = array("I")
        self._terms = array("I")
        self._places = array("I")
        self._forms = array("I")  # of the last occurrences, until they are made pairs
        self._pairs: list[Array] = []  # term << 32 | form

    def add(self, row: int, column: TermColumn, exact: _Numbers) -> None:
        """The occurrences of one article."""
        if not len(column.texts) == len(column.positions) == len(column.forms):
            raise ValueError("The columns of an article's postings differ in length.")
        self._terms.extend(map(self.numbers.__getitem__, column.texts))
        self._places.extend(column.positions)
        if self.field not in OWN_FORMS:
            self._forms.extend(map(exact.__getitem__, column.forms))
        self.rows.append(row)
        self._lengths.append(len(column.texts))
        if len(self._forms) > _PAIRS:
            self._make_pairs()

    def _make_pairs(self) -> None:
        """Forms repeat: in pieces that fit the processor's cache they shrink to few pairs."""
        terms = np.array(self._terms[len(self._terms) - len(self._forms) :], dtype=np.uint64)
        pairs = (terms << np.uint64(32)) | np.frombuffer(self._forms, dtype="u4")
        self._pairs.append(distinct(pairs))
        self._forms = array("I")

    def arrays(self, title_lengths: Array, exact_rank: Array) -> Arrays:
        """The arrays of the field. The occurrences are used up."""
        size = len(self.numbers)
        rank = _ranks(self.numbers)
        starts, blob = strings.pack(sorted(_encoded(self.numbers)))
        result: Arrays = {f"{self.field}.text.start": starts, f"{self.field}.text": blob}
        if self.field not in OWN_FORMS:  # an exact term is its own form
            self._make_pairs()
            pairs = np.concatenate(self._pairs)
            terms, forms = pairs >> np.uint64(32), pairs & np.uint64(_LOW)
            result |= forms_arrays(self.field, size, rank[terms], exact_rank[forms])
        frequencies, rows, counts, places = self._in_order(rank)
        if not frequencies.all():
            raise ValueError("The form of every posting must be a term of the exact field.")
        titles = _in_titles(rows, counts, places, title_lengths)
        writer = FieldWriter(self.field, len(title_lengths))
        writer.append(frequencies, rows, counts, titles, places)
        return result | writer.arrays()

    def _in_order(self, rank: Array) -> tuple[Array, Array, Array, Array]:
        """How many postings each term has; rows and numbers of places by posting; all places."""
        term = rank[np.frombuffer(self._terms, dtype="u4")]
        row = np.repeat(np.frombuffer(self.rows, dtype="u4"), np.frombuffer(self._lengths, "u4"))
        place = np.frombuffer(self._places, dtype="u4")
        self._terms = array("I")
        row_bits, place_bits = int(row[-1]).bit_length(), int(place.max()).bit_length()
        if len(rank).bit_length() + row_bits + place_bits <= _KEY_BITS:
            key = term.view(np.uint64)
            key <<= np.uint64(row_bits)
            key |= row
            key <<= np.uint64(place_bits)
            key |= place
            key = distinct(key)
            place = (key & np.uint64((1 << place_bits) - 1)).astype("u4")
            key >>= np.uint64(place_bits)
            begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
            key = key[begins]
            row = (key & np.uint64((1 << row_bits) - 1)).astype("u4")
            key >>= np.uint64(row_bits)
            term = key.view(np.int64)
        else:  # an article of ten million words among a million others
            order = np.lexsort((place, row, term))
            term, row, place = term[order], row[order], place[order]
            other = np.concatenate([[True], (np.diff(term) != 0) | (row[1:] != row[:-1])])
            fresh = other | np.concatenate([[True], place[1:] != place[:-1]])
            term, row, place, other = term[fresh], row[fresh], place[fresh], other[fresh]
            begins = np.flatnonzero(other)
            term, row = term[begins], row[begins]
        counts = np.diff(begins, append=len(place)).astype("u4")
        return np.bincount(term, minlength=len(rank)), row, counts, place


def _in_titles(rows: Array, counts: Array, places: Array, title_lengths: Array) -> Array:
    """How many places of each posting are in the title."""
    # Only low places can be; of them few.
    low = np.flatnonzero(places < title_lengths.max(initial=0))
    owners = np.searchsorted(np.cumsum(counts), low, side="right")
    inside = places[low] < title_lengths[rows[owners]]
    return np.bincount(owners[inside], minlength=len(rows)).astype("u4")


def distinct(numbers: Array) -> Array:
    """The numbers in order, each once; sorts in place."""
    numbers.sort()
    fresh = numbers[1:] != numbers[:-1]
    return numbers if fresh.all() else numbers[np.concatenate([[True], fresh])]


def forms_arrays(field: str, terms: int, term: Array, form: Array) -> Arrays:
    """The ragged numbers of exact forms by term, each once, ascending."""
    pairs = distinct((term.astype(np.uint64) << np.uint64(32)) | form.astype(np.uint64))
    owner = (pairs >> np.uint64(32)).astype(np.int64)
    return {
        f"{field}.forms.start": starts_of(np.bincount(owner, minlength=terms)),
        f"{field}.forms": (pairs & np.uint64(_LOW)).astype("u4"),
    }


def _document_arrays(documents: Sequence[AnalyzedDocument]) -> Arrays:
    arrays: Arrays = {}
    ids = [document.id.encode("utf-8", "surrogatepass") for document in documents]
    columns = {
        "id": ids,
        "digest": [document.digest.encode() for document in documents],
        "payload": [document.payload for document in documents],
    }
    for name, values in columns.items():
        arrays[f"{name}.start"], arrays[name] = strings.pack(values)
    arrays["id.order"] = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype="u4")
    arrays["length"] = np.array([document.length for document in documents], dtype="u4")
    arrays["title_length"] = np.array([d.title_length for d in documents], dtype="u4")
    instants = [UNKNOWN_INSTANT if d.instant is None else d.instant for d in documents]
    arrays["instant"] = np.array(instants, dtype="i8")
    arrays["published"] = np.array([d.published or (0, 0) for d in documents], dtype="i4").ravel()
    mentioned = [day for d in documents for pair in d.mentioned for day in pair]
    arrays["mentioned"] = np.array(mentioned, dtype="i4")
    arrays["mentioned.start"] = starts_of(np.array([len(d.mentioned) for d in documents]))
    for facet in STORED_FACETS:
        values_of = [
            (d.origin,) if facet == "origin" else tuple(dict.fromkeys(d.facets.get(facet, ())))
            for d in documents
        ]
        numbers: dict[str, int] = {}
        flat = [numbers.setdefault(v, len(numbers)) for values in values_of for v in values]
        ranks = _ranks(numbers)
        name = f"facet.{facet}"
        arrays[f"{name}.text.start"], arrays[f"{name}.text"] = strings.pack(
            sorted(_encoded(numbers))
        )
        arrays[name] = ranks[np.array(flat, dtype=np.int64)].astype("u4")
        arrays[f"{name}.start"] = starts_of(np.array([len(values) for values in values_of]))
    return arrays


def _encoded(texts: dict[str, int]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def _ranks(numbers: dict[str, int]) -> Array:
    """For each number in order of arrival its number in order of bytes."""
    raw = _encoded(numbers)
    ranks = np.zeros(len(raw), dtype=np.int64)
    ranks[np.array(sorted(range(len(raw)), key=raw.__getitem__), dtype=np.int64)] = np.arange(
        len(raw)
    )
    return ranks
