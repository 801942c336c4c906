"""Merging segments into one, without the rows that were deleted.

Postings of all segments are renumbered, laid end to end and put in order by one stable
sort; nothing is analysed again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.documents import EXACT, TERM_FIELDS
from search.engines.embedded import strings
from search.engines.embedded.arrays import Array, owners_of, starts_of, take_rows
from search.engines.embedded.inversion import STORED_FACETS, Arrays, forms_arrays
from search.engines.embedded.segment import FieldColumns, Segment
from search.engines.embedded.strings import StringTable

_PLAIN_COLUMNS = ("length", "title_length", "fields", "instant")


def merge(segments: Sequence[Segment]) -> Arrays:
    """The arrays of one segment with all live articles of the given ones, in their order."""
    kept = [
        np.arange(segment.documents) if segment.live is None else np.flatnonzero(segment.live)
        for segment in segments
    ]
    rows: list[Array] = []  # new row of each old one
    total = 0
    for segment, keep in zip(segments, kept, strict=True):
        new = np.full(segment.documents, -1, dtype=np.int64)
        new[keep] = np.arange(total, total + len(keep))
        rows.append(new)
        total += len(keep)
    arrays = _merge_documents(segments, kept)
    for facet in STORED_FACETS:
        arrays |= _merge_facet(segments, kept, facet)
    exact = _field_vocabulary(segments, rows, EXACT)
    for field in TERM_FIELDS:
        arrays |= _merge_field(segments, rows, field, exact)
    return arrays


class _Vocabulary:
    """The sorted strings that some segment still uses, and each segment's old numbers in it.

    `remap[i]` belongs to segment i; strings that no live row of it uses went to -1.
    """

    def __init__(self, tables: Sequence[StringTable], used: Sequence[Array]) -> None:
        raw = [table.all_raw() for table in tables]
        alive = [
            {text for text, ok in zip(one, mask.tolist(), strict=True) if ok}
            for one, mask in zip(raw, used, strict=True)
        ]
        self.texts = sorted(set().union(*alive))
        numbers = {text: number for number, text in enumerate(self.texts)}
        self.remap = [
            np.array([numbers.get(text, -1) for text in one], dtype=np.int64) for one in raw
        ]


_NO_STRINGS = StringTable(np.zeros(1, dtype=np.int64), np.zeros(0, dtype="u1"))


def _field_vocabulary(
    segments: Sequence[Segment], rows: Sequence[Array], field: str
) -> _Vocabulary:
    tables, used = [], []
    for segment, new_rows in zip(segments, rows, strict=True):
        column = segment.field(field)
        if column is None:
            tables.append(_NO_STRINGS)
            used.append(np.zeros(0, dtype=bool))
            continue
        terms = owners_of(column.start)[new_rows[column.docs] >= 0]
        tables.append(column.texts)
        used.append(np.bincount(terms, minlength=len(column.texts)) > 0)
    return _Vocabulary(tables, used)


def _merge_documents(segments: Sequence[Segment], kept: Sequence[Array]) -> Arrays:
    arrays: Arrays = {}
    pairs = list(zip(segments, kept, strict=True))
    for name in ("id", "digest", "payload"):
        taken = [take_rows(s.arrays[f"{name}.start"], s.arrays[name], keep) for s, keep in pairs]
        arrays[f"{name}.start"], arrays[name] = _end_to_end(taken)
    ids = StringTable(arrays["id.start"], arrays["id"]).all_raw()
    arrays["id.order"] = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype="u4")
    for name in _PLAIN_COLUMNS:
        # Stored types differ by segment, and uint64 beside int64 would become float64.
        arrays[name] = np.concatenate([s.arrays[name][keep].astype("i8") for s, keep in pairs])
    arrays["published"] = np.concatenate(
        [s.arrays["published"].reshape(-1, 2)[keep].ravel() for s, keep in pairs]
    )
    mentioned = [
        take_rows(s.arrays["mentioned.start"], s.arrays["mentioned"].reshape(-1, 2), keep)
        for s, keep in pairs
    ]
    arrays["mentioned.start"], days = _end_to_end(mentioned)
    arrays["mentioned"] = days.ravel()
    return arrays


def _end_to_end(ragged: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    lengths = np.concatenate([np.diff(starts) for starts, _ in ragged])
    return starts_of(lengths), np.concatenate([data for _, data in ragged])


def _merge_facet(segments: Sequence[Segment], kept: Sequence[Array], facet: str) -> Arrays:
    name = f"facet.{facet}"
    columns = [segment.facet(facet) for segment in segments]
    used = [
        np.bincount(take_rows(c.start, c.numbers, keep)[1], minlength=len(c.texts)) > 0
        for c, keep in zip(columns, kept, strict=True)
    ]
    vocabulary = _Vocabulary([column.texts for column in columns], used)
    taken = [
        take_rows(column.start, remap[column.numbers], keep)
        for column, remap, keep in zip(columns, vocabulary.remap, kept, strict=True)
    ]
    starts, numbers = _end_to_end(taken)
    text_starts, blob = strings.pack(vocabulary.texts)
    return {
        f"{name}.text.start": text_starts, f"{name}.text": blob,
        f"{name}.start": starts, name: numbers.astype("u4"),
    }  # fmt: skip


def _merge_field(
    segments: Sequence[Segment], rows: Sequence[Array], field: str, exact: _Vocabulary
) -> Arrays:
    vocabulary = _field_vocabulary(segments, rows, field)
    if not vocabulary.texts:
        return {}
    keys, freqs, places, pairs = [], [], [], []
    for segment, new_rows, remap, form_remap in zip(
        segments, rows, vocabulary.remap, exact.remap, strict=True
    ):
        column = segment.field(field)
        if column is None:
            continue
        live = np.flatnonzero(new_rows[column.docs] >= 0)
        term, row = remap[owners_of(column.start)[live]], new_rows[column.docs[live]]
        keys.append((term.astype(np.uint64) << np.uint64(32)) | row.astype(np.uint64))
        freqs.append(column.freqs[live])
        places.append(take_rows(column.places_start, column.places, live))
        pairs.append(_live_forms(column, remap, form_remap))
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")
    term_of = (key[order] >> np.uint64(32)).astype(np.int64)
    place_starts, place_data = take_rows(*_end_to_end(places), order)
    text_starts, blob = strings.pack(vocabulary.texts)
    size = len(vocabulary.texts)
    arrays = {
        f"{field}.text.start": text_starts, f"{field}.text": blob,
        f"{field}.start": starts_of(np.bincount(term_of, minlength=size)),
        f"{field}.docs": (key[order] & np.uint64(0xFFFFFFFF)).astype("u4"),
        f"{field}.freqs": np.concatenate(freqs)[order],
        f"{field}.places.start": place_starts, f"{field}.places": place_data,
    }  # fmt: skip
    if field != EXACT:
        terms, forms = (np.concatenate(part) for part in zip(*pairs, strict=True))
        arrays |= forms_arrays(field, size, terms, forms)
    return arrays


def _live_forms(column: FieldColumns, remap: Array, form_remap: Array) -> tuple[Array, Array]:
    """Pairs of new term number and new form number, without those that went."""
    if column.forms is None or column.forms_start is None:  # an exact term is its own form
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    terms, forms = remap[owners_of(column.forms_start)], form_remap[column.forms]
    both = (terms >= 0) & (forms >= 0)
    return terms[both], forms[both]
