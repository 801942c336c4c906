"""Postings of the leaves of a plan over all segments of a view: rows and frequencies.

Positions are read only where they decide: for phrases and for words wanted in the title,
and there only of the articles that have all the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.engines.embedded.arrays import Array, owners_of, starts_of
from search.engines.embedded.segment import FieldColumns
from search.plan import Leaf, Phrase, Readings, Term

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_NO_ROWS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Slice:
    """The postings of a term in one segment: numbers of live ones, and their rows."""

    column: FieldColumns
    postings: Array | slice
    rows: Array


def leaf_postings(view: View, leaf: Leaf) -> tuple[Array, Array]:
    """The live rows of a leaf, ascending, with its frequency in each."""
    if isinstance(leaf, Phrase):
        from search.engines.embedded.phrases import phrase_postings  # they call each other

        return phrase_postings(view, leaf)
    if isinstance(leaf, Readings):
        return _readings_postings(view, leaf)
    if leaf.part == "title":
        return _title_postings(view, leaf)
    slices = list(_slices(view, leaf.field, leaf.text))
    if not slices:
        return _NO_ROWS, np.zeros(0)
    freqs = [one.column.frequencies(one.postings) for one in slices]
    if len(slices) == 1:
        return slices[0].rows, freqs[0].astype(np.float64)
    return np.concatenate([s.rows for s in slices]), np.concatenate(freqs).astype(np.float64)


def term_rows(view: View, field: str, text: str) -> Array:
    """The live rows of a term, ascending."""
    slices = [one.rows for one in _slices(view, field, text)]
    if len(slices) == 1:
        return slices[0]
    return np.concatenate(slices) if slices else _NO_ROWS


def term_places(view: View, term: Term, among: Array | None = None) -> tuple[Array, Array, Array]:
    """The live rows of a term (only those `among`), and its positions as a ragged array."""
    rows, lengths, places = [_NO_ROWS], [_NO_ROWS], [_NO_ROWS]
    for one in _slices(view, term.field, term.text):
        numbers: Array = np.arange(len(one.rows))
        if among is not None:
            numbers = _shared(one.rows, among)
        if isinstance(one.postings, slice):
            postings = numbers + one.postings.start
        else:
            postings = one.postings[numbers]
        starts, found = one.column.positions(postings)
        rows.append(one.rows[numbers])
        lengths.append(np.diff(starts))
        places.append(found.astype(np.int64))
    return np.concatenate(rows), starts_of(np.concatenate(lengths)), np.concatenate(places)


def _shared(rows: Array, among: Array) -> Array:
    """The numbers of those ascending rows that are among ascending others."""
    if not len(among) or not len(rows):
        return _NO_ROWS
    if len(among) <= len(rows):
        places = np.searchsorted(rows, among)
        places[places == len(rows)] = 0
        found: Array = places[rows[places] == among]
        return found
    places = np.searchsorted(among, rows)
    places[places == len(among)] = 0
    return np.flatnonzero(among[places] == rows)


def _slices(view: View, field: str, text: str) -> Iterator[_Slice]:
    for segment, base in zip(view.segments, view.bases, strict=False):
        column = segment.field(field)
        number = None if column is None else column.texts.find(text)
        if column is None or number is None:
            continue
        begin, end = column.postings(number)
        rows = column.rows(begin, end)
        postings: Array | slice = slice(begin, end)
        if segment.live is not None:
            live = np.flatnonzero(segment.live[rows])
            postings, rows = live + begin, rows[live]
        if base:
            rows += base
        yield _Slice(column, postings, rows)


def _readings_postings(view: View, leaf: Readings) -> tuple[Array, Array]:
    greatest = np.zeros(view.rows)
    for term in leaf.terms:
        rows, freqs = leaf_postings(view, term)
        greatest[rows] = np.maximum(greatest[rows], freqs)
    rows = np.flatnonzero(greatest)
    return rows, greatest[rows]


def _title_postings(view: View, term: Term) -> tuple[Array, Array]:
    rows, starts, places = term_places(view, term)
    owners = owners_of(starts)
    in_title = places < view.title_lengths[rows[owners]]
    freqs = np.bincount(owners[in_title], minlength=len(rows))
    there = freqs > 0
    return rows[there], freqs[there].astype(np.float64)
