"""Postings of the leaves of a plan over all segments of a view: rows and frequencies.

A leaf is looked up in every segment, and what the segments have is laid end to end. Terms
that stand side by side in a segment (all words with one beginning) are read at once.
Positions are read only where they decide: for phrases and for words wanted in the title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.embedded.arrays import Array
from search.engines.embedded.scratch import changes
from search.engines.embedded.segment import FieldColumns
from search.engines.embedded.strings import encoded
from search.plan import Leaf, Phrase, Readings, Term

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_SHIFT: Final = 32
_AT_ONCE: Final = 4_000_000
NO_ROWS = np.zeros(0, dtype=np.int64)


class FieldPart(NamedTuple):
    """A field in one segment: its columns, the segment's first row, its mask of live rows."""

    column: FieldColumns
    base: int
    live: Array | None


def leaf_postings(view: View, leaf: Leaf) -> tuple[Array, Array]:
    """The live rows of a leaf, ascending, with its frequency in each, in any type of number."""
    if isinstance(leaf, Phrase):
        from search.engines.embedded.phrases import phrase_postings  # they call each other

        return phrase_postings(view, leaf)
    if isinstance(leaf, Readings):
        return _readings_postings(view, leaf)
    if leaf.part == "title":
        return _title_postings(view, leaf)
    key = encoded(leaf.text)
    parts = []
    for part in view.field_parts(leaf.field):
        term = part.column.term(key)
        if term is not None:
            parts.append(_living(part, term.rows.astype(np.int64), term.freqs))
    return _end_to_end(parts)


def terms_postings(view: View, field: str, texts: Sequence[str]) -> tuple[Array, Array, int]:
    """The live rows of any of several different terms, ascending, with their frequencies added up.

    The number tells how many articles have each term, all together.
    """
    keys = sorted(map(encoded, texts))
    parts = []
    for part in view.field_parts(field):
        for first, last in _runs(part.column.texts.numbers(keys)):
            begin, end = part.column.postings(first)[0], part.column.postings(last)[1]
            rows, freqs = part.column.rows(begin, end), part.column.frequencies(slice(begin, end))
            parts.append(_living(part, rows, freqs))
    rows, freqs = _end_to_end(parts)
    # Sorted as one number each, which is several times as fast as by an order of places.
    both = (rows << _SHIFT) + freqs
    both.sort()
    ordered = both >> _SHIFT
    begins = changes(ordered).nonzero()[0]
    if len(begins):
        freqs = np.add.reduceat(both & ((1 << _SHIFT) - 1), begins)
    return ordered[begins], freqs.astype(np.float64), len(rows)


def document_frequency(view: View, field: str, text: str) -> int:
    """The number of live articles with a term."""
    key, total = encoded(text), 0
    for part in view.field_parts(field):
        number = part.column.texts.number(key)
        if number is not None:
            begin, end = part.column.postings(number)
            rows = None if part.live is None else part.live[part.column.rows(begin, end)]
            total += end - begin if rows is None else int(np.count_nonzero(rows))
    return total


def living(part: FieldPart, first: int, last: int) -> list[bool]:
    """Which of the terms first … last - 1 stand in a live article."""
    if part.live is None or first == last:
        return [True] * (last - first)
    begins = part.column.begins(first, last)
    found: list[bool] = []
    while len(found) < last - first:
        # A field may have more postings than fit into memory.
        at = len(found)
        end = max(int(begins.searchsorted(begins[at] + _AT_ONCE, "right")) - 1, at + 1)
        alive = part.live[part.column.rows(int(begins[at]), int(begins[end]))]
        found += np.logical_or.reduceat(alive, begins[at:end] - begins[at]).tolist()
    return found


def _runs(numbers: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """The first and last of numbers that follow one another."""
    known = [number for number in numbers if number is not None]
    begin = 0
    for at in range(1, len(known) + 1):
        if at == len(known) or known[at] != known[at - 1] + 1:
            yield known[begin], known[at - 1]
            begin = at


def _living(part: FieldPart, rows: Array, freqs: Array) -> tuple[Array, Array]:
    """Rows of the view with frequencies, of rows of a segment, without deleted ones."""
    if part.live is not None:
        live = part.live[rows]
        rows, freqs = rows[live], freqs[live]
    if part.base:
        rows += part.base
    return rows, freqs


def _end_to_end(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NO_ROWS, NO_ROWS
    rows, freqs = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(freqs)


def _readings_postings(view: View, leaf: Readings) -> tuple[Array, Array]:
    found = [leaf_postings(view, term) for term in leaf.terms]
    if len(found) == 1:
        return found[0]
    rows = np.concatenate([one[0] for one in found])
    freqs = np.concatenate([one[1] for one in found]).astype(np.float64)
    # The greatest of a row's frequencies comes first.
    order = np.lexsort((-freqs, rows))
    rows, freqs = rows[order], freqs[order]
    first = changes(rows)
    return rows[first], freqs[first]


def _title_postings(view: View, term: Term) -> tuple[Array, Array]:
    key = encoded(term.text)
    parts = []
    for part in view.field_parts(term.field):
        number = part.column.texts.number(key)
        if number is None:
            continue
        begin, end = part.column.postings(number)
        rows = part.column.rows(begin, end)
        lengths, places = part.column.positions(np.arange(begin, end))
        owners = np.arange(len(rows)).repeat(lengths)
        in_title = places < view.title_lengths[rows[owners] + part.base]
        freqs = np.bincount(owners[in_title], minlength=len(rows))
        there = freqs > 0 if part.live is None else (freqs > 0) & part.live[rows]
        parts.append((rows[there] + part.base, freqs[there]))
    return _end_to_end(parts)
