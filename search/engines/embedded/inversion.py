"""Turning a batch of analysed articles into the arrays of one segment.

Per term field `f`: `f.text.*` its terms, sorted by bytes; `f.start` ragged rows of
postings by term: `f.docs` (rows of articles, ascending) and `f.freqs` (occurrences, those
in the title with their weight); `f.places.start`, `f.places` ragged positions by posting;
`f.forms.start`, `f.forms` the numbers of the exact forms under which a term occurs.
Per article: `id.*`, `id.order` (rows by id), `digest.*`, `payload.*`, `length`,
`title_length`, `fields` (bit i: has terms in field i), `instant`, `published` (pairs of
days, 0 = unknown), `mentioned.start`, `mentioned` (pairs). Per text facet and for
`origin`: `facet.x.text.*` sorted values, `facet.x.start`, `facet.x` ragged value numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np

from search import ranking
from search.documents import EXACT, TERM_FIELDS, TEXT_FACETS, AnalyzedDocument
from search.engines.embedded import strings
from search.engines.embedded.arrays import Array, starts_of

UNKNOWN_INSTANT: Final = np.iinfo(np.int64).min
STORED_FACETS: Final = (*TEXT_FACETS, "origin")

Arrays = dict[str, Array]


class Batch:
    """Articles gathered for one segment; add them, then take `arrays()` once."""

    def __init__(self) -> None:
        self.documents: list[AnalyzedDocument] = []
        self.postings = 0
        self._exact: dict[str, int] = {}
        self._fields = {field: _FieldBatch() for field in TERM_FIELDS}

    def __len__(self) -> int:
        return len(self.documents)

    def add(self, document: AnalyzedDocument) -> None:
        """Take one more article as the next row."""
        row = len(self.documents)
        exact, fields = self._exact, self._fields
        for posting in document.postings:
            form = exact.setdefault(posting.form, len(exact))
            fields[posting.field].add(posting.text, row, posting.position, form)
        self.postings += len(document.postings)
        # The terms are taken; keep the rest without them.
        self.documents.append(
            AnalyzedDocument(
                document.id, (), document.title_length, document.length, document.facets,
                document.published, document.instant, document.mentioned, document.payload,
                document.digest, document.origin,
            )
        )  # fmt: skip

    def arrays(self) -> Arrays:
        """All arrays of the segment."""
        if self._exact.keys() != self._fields[EXACT].terms.keys():
            raise ValueError("The form of every posting must be a term of the exact field.")
        arrays = _document_arrays(self.documents)
        title_lengths = arrays["title_length"]
        mask = np.zeros(len(self.documents), dtype=np.uint32)
        exact_rank = _ranks(self._exact)
        for bit, (field, batch) in enumerate(self._fields.items()):
            if not batch.terms:
                continue
            arrays |= batch.arrays(field, title_lengths, exact_rank)
            mask[np.unique(arrays[f"{field}.docs"])] |= np.uint32(1 << bit)
        arrays["fields"] = mask
        if f"{EXACT}.docs" in arrays:
            del arrays[f"{EXACT}.forms"], arrays[f"{EXACT}.forms.start"]  # each is its own form
        return arrays


class _FieldBatch:
    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._term = array("I")
        self._row = array("I")
        self._place = array("I")
        self._form = array("I")

    def add(self, text: str, row: int, place: int, form: int) -> None:
        self._term.append(self.terms.setdefault(text, len(self.terms)))
        self._row.append(row)
        self._place.append(place)
        self._form.append(form)

    def arrays(self, field: str, title_lengths: Array, exact_rank: Array) -> Arrays:
        term = _ranks(self.terms)[np.frombuffer(self._term, dtype="u4")]
        row = np.frombuffer(self._row, dtype="u4").astype(np.int64)
        place = np.frombuffer(self._place, dtype="u4")
        form = exact_rank[np.frombuffer(self._form, dtype="u4")]
        texts, blob = strings.pack(sorted(_encoded(self.terms)))
        result: Arrays = {f"{field}.text.start": texts, f"{field}.text": blob}
        result |= postings_arrays(field, len(self.terms), term, row, place, title_lengths)
        result |= forms_arrays(field, len(self.terms), term, form)
        return result


def postings_arrays(
    field: str, terms: int, term: Array, row: Array, place: Array, title_lengths: Array
) -> Arrays:
    """The posting arrays of a field from occurrences in any order; duplicates count once."""
    order = np.lexsort((place, row, term))
    term, row, place = term[order], row[order], place[order]
    fresh = np.ones(len(term), dtype=bool)
    fresh[1:] = (np.diff(term) != 0) | (np.diff(row) != 0) | (np.diff(place.astype(np.int64)) != 0)
    term, row, place = term[fresh], row[fresh], place[fresh]
    first = np.ones(len(term), dtype=bool)
    first[1:] = (np.diff(term) != 0) | (np.diff(row) != 0)
    begins = np.flatnonzero(first)
    weights = np.where(place < title_lengths[row], ranking.TITLE_WEIGHT, 1)
    freqs = np.add.reduceat(weights, begins) if len(begins) else np.zeros(0, dtype=np.int64)
    return {
        f"{field}.start": starts_of(np.bincount(term[begins], minlength=terms)),
        f"{field}.docs": row[begins].astype("u4"),
        f"{field}.freqs": freqs.astype("u4"),
        f"{field}.places.start": np.append(begins, len(term)).astype(np.int64),
        f"{field}.places": place.astype("u4"),
    }


def forms_arrays(field: str, terms: int, term: Array, form: Array) -> Arrays:
    """The ragged numbers of exact forms by term, each once, ascending."""
    pairs = np.unique((term.astype(np.uint64) << np.uint64(32)) | form.astype(np.uint64))
    owner = (pairs >> np.uint64(32)).astype(np.int64)
    return {
        f"{field}.forms.start": starts_of(np.bincount(owner, minlength=terms)),
        f"{field}.forms": (pairs & np.uint64(0xFFFFFFFF)).astype("u4"),
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
