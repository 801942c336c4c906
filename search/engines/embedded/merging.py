"""Merging segments into one, without the rows that were deleted.

Nothing is analysed again and nothing is sorted but vocabularies: the postings of a term are
those of the first segment, then those of the second, and so on. Terms are taken in ranges of
some millions of postings, and what is done goes to files without a name, so the memory that is
needed grows with the vocabulary and the number of articles, not with the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.documents import EXACT, OWN_FORMS, TERM_FIELDS
from search.engines.embedded import strings, vectors
from search.engines.embedded.arrays import Array, owners_of, starts_of, take_rows
from search.engines.embedded.columns import ranges_of
from search.engines.embedded.inversion import STORED_FACETS, Arrays, forms_arrays
from search.engines.embedded.laying import FieldWriter
from search.engines.embedded.segment import FieldColumns, Segment
from search.engines.embedded.strings import StringTable

_RANGE: Final = 1 << 22  # postings that are merged at a time
_PLAIN_COLUMNS: Final = ("length", "title_length", "fields", "instant")


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
    arrays |= vectors.merged(segments, kept)
    for facet in STORED_FACETS:
        arrays |= _merge_facet(segments, kept, facet)
    columns = [segment.field(EXACT) for segment in segments]
    exact = _vocabulary(columns, [_living(s, c) for s, c in zip(segments, columns, strict=True)])
    for field in TERM_FIELDS:
        arrays |= _merge_field(segments, rows, field, exact)
    return arrays


class _Vocabulary:
    """The sorted strings that some segment still uses, and each segment's old numbers in it.

    `remap[i]` belongs to segment i; strings that no live row of it uses went to -1.
    """

    def __init__(self, tables: Sequence[StringTable], used: Sequence[Array]) -> None:
        seen: set[bytes] = set()
        for table, mask in zip(tables, used, strict=True):
            seen.update(itertools.compress(table.all_raw(), mask.tolist()))
        self.texts = sorted(seen)
        numbers = {text: number for number, text in enumerate(self.texts)}
        # Not kept from above: the strings of all segments at once are more than the result.
        self.remap = [
            np.where(mask, np.array([numbers.get(t, -1) for t in table.all_raw()], dtype=int), -1)
            for table, mask in zip(tables, used, strict=True)
        ]


_NO_STRINGS = StringTable(np.zeros(1, dtype=np.int64), np.zeros(0, dtype="u1"))


@dataclass(frozen=True, slots=True)
class _Part:
    """One field of one segment on its way into the merged one.

    `rows` are the new numbers of its rows (-1: deleted), `terms` those of its terms (-1: none
    of its rows lives), ascending but for these, `upto` the greatest so far, and `living` tells
    for each term in how many live rows it stands.
    """

    column: FieldColumns
    rows: Array
    terms: Array
    upto: Array
    living: Array


def _vocabulary(columns: Sequence[FieldColumns | None], living: Sequence[Array]) -> _Vocabulary:
    tables = [_NO_STRINGS if column is None else column.texts for column in columns]
    return _Vocabulary(tables, [counts > 0 for counts in living])


def _living(segment: Segment, column: FieldColumns | None) -> Array:
    if column is None:
        return np.zeros(0, dtype=np.int64)
    if segment.live is not None:
        return column.living(segment.live)
    return np.diff(column.start.astype(np.int64))


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
    columns = [segment.field(field) for segment in segments]
    living = [_living(s, column) for s, column in zip(segments, columns, strict=True)]
    vocabulary = exact if field == EXACT else _vocabulary(columns, living)
    size = len(vocabulary.texts)
    if not size:
        return {}
    text_starts, blob = strings.pack(vocabulary.texts)
    arrays: Arrays = {f"{field}.text.start": text_starts, f"{field}.text": blob}
    parts = [
        _Part(column, new_rows, remap, np.maximum.accumulate(remap), counts)
        for column, new_rows, remap, counts in zip(
            columns, rows, vocabulary.remap, living, strict=True
        )
        if column is not None
    ]
    if field not in OWN_FORMS:
        pairs = [
            _live_forms(column, remap, forms)
            for column, remap, forms in zip(columns, vocabulary.remap, exact.remap, strict=True)
            if column is not None
        ]
        arrays |= forms_arrays(field, size, *map(np.concatenate, zip(*pairs, strict=True)))
    frequencies = np.zeros(size, dtype=np.int64)
    for part in parts:
        there = part.terms >= 0
        frequencies[part.terms[there]] += part.living[there]
    documents = sum(int((one >= 0).sum()) for one in rows)
    writer = FieldWriter(field, documents, segments[0].path.parent)
    for first, end in ranges_of(frequencies, _RANGE):
        writer.append(frequencies[first:end], *_merged_range(parts, frequencies, first, end))
    return arrays | writer.arrays()


def _merged_range(
    parts: Sequence[_Part], frequencies: Array, first: int, end: int
) -> tuple[Array, Array, Array, Array]:
    """Rows, counts, titles and places of the postings of the new terms [first, end)."""
    starts = starts_of(frequencies[first:end])
    rows = np.empty(starts[-1], dtype=np.int64)
    counts, titles = np.empty_like(rows), np.empty(starts[-1], dtype="u4")
    free = starts[:-1].copy()  # where the next posting of each term goes
    pieces = []
    for part in parts:
        piece = _live_postings(part, *np.searchsorted(part.upto, (first, end)).tolist())
        target = np.arange(len(piece.rows))
        target += np.repeat(free[piece.terms - first] - starts_of(piece.living)[:-1], piece.living)
        free[piece.terms - first] += piece.living
        rows[target], counts[target], titles[target] = piece.rows, piece.counts, piece.titles
        pieces.append((target, piece))
    place_starts = starts_of(counts)
    places = np.empty(place_starts[-1], dtype="u4")
    for target, piece in pieces:
        own = starts_of(piece.counts)
        where = np.arange(own[-1])
        where += np.repeat(place_starts[target] - own[:-1], piece.counts)
        places[where] = piece.places
    return rows, counts, titles, places


@dataclass(frozen=True, slots=True)
class _Piece:
    """Live postings of one segment: their terms, of how many postings each; new rows, how many
    places, of these in titles; all places."""

    terms: Array
    living: Array
    rows: Array
    counts: Array
    titles: Array
    places: Array


def _live_postings(part: _Part, first: int, end: int) -> _Piece:
    """The postings of the old terms [first, end)."""
    begin, stop = part.column.begins(first, end)[[0, -1]].tolist()
    there = np.flatnonzero(part.living[first:end]) + first
    terms, living = part.terms[there], part.living[there]
    rows = part.rows[part.column.rows(begin, stop)]
    counts, titles = part.column.counts(begin, stop), part.column.titles(begin, stop)
    places = part.column.places(begin, stop)
    live = rows >= 0
    if not live.all():
        rows, titles = rows[live], titles[live]
        places, counts = places[np.repeat(live, counts)], counts[live]
    return _Piece(terms, living, rows, counts, titles, places)


def _live_forms(column: FieldColumns, remap: Array, form_remap: Array) -> tuple[Array, Array]:
    """Pairs of new term number and new form number, without those that went."""
    if column.forms is None or column.forms_start is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    terms, forms = remap[owners_of(column.forms_start)], form_remap[column.forms]
    both = (terms >= 0) & (forms >= 0)
    return terms[both], forms[both]
