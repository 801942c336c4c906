"""The values of a facet by article, as numbers in a table that is quick to count.

A line of the table holds the first values of an article; the few articles with more have
those apart. So the values of many articles are taken by copying lines of equal size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.engines.embedded.arrays import Array, starts_of, take_rows

_WIDTH: Final = 8
"""The most values in a line: few articles name more people."""
_NOTHING: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of the values of each article, from 1 on, each once.

    A line may hold zeros, but begins with one only where there is no value at all. What does
    not fit is apart: `rows`, ascending, have the ragged numbers `starts`, `more`.
    """

    lines: Array
    rows: Array
    starts: Array
    more: Array

    def numbers(self, rows: Array) -> tuple[Array, int]:
        """The numbers of ascending rows, zeros among them, and how many rows have no value."""
        # All rows are all lines; whoever asks for all has no deleted ones among them.
        lines = self.lines if len(rows) == len(self.lines) else self.lines.take(rows, axis=0)
        missing = len(lines) - int(np.count_nonzero(lines[:, 0]))
        if not len(self.rows):
            return lines.ravel(), missing
        at = self.rows.searchsorted(rows)
        there = at[self.rows.take(at, mode="clip") == rows]
        _, more = take_rows(self.starts, self.more, there)
        return np.concatenate([lines.ravel(), more]), missing

    def part(self, begin: int, end: int, like: Table) -> Table:
        """The lines of some rows, with what `like`, the table of these rows alone, has apart."""
        lines = self.lines[begin:end, : like.lines.shape[1]]
        return Table(lines, like.rows, like.starts, like.more)


def table_of(lengths: Array, numbers: Array) -> Table:
    """The table of ragged numbers."""
    lengths = lengths.astype(np.int64)
    width = max(min(int(lengths.max(initial=0)), _WIDTH), 1)
    begins = np.cumsum(lengths) - lengths
    kind = np.min_scalar_type(int(numbers.max(initial=0)))
    lines: Array = np.zeros((len(lengths), width), dtype=kind)
    for place in range(width):
        rows = (lengths > place).nonzero()[0]
        lines[rows, place] = numbers[begins[rows] + place]
    rows = (lengths > width).nonzero()[0]
    left = lengths[rows] - width
    starts = starts_of(left)
    where = np.arange(starts[-1]) + (begins[rows] + width - starts[:-1]).repeat(left)
    return Table(lines, rows, starts, numbers[where].astype(kind))


def end_to_end(tables: Sequence[Table]) -> Table:
    """The table of several segments' articles."""
    if len(tables) == 1:
        return tables[0]
    width = max((one.lines.shape[1] for one in tables), default=1)
    kind = np.result_type(np.uint8, *(one.lines.dtype for one in tables))
    lines: Array = np.zeros((sum(len(one.lines) for one in tables), width), dtype=kind)
    rows, lengths, more = [_NOTHING], [_NOTHING], [_NOTHING]
    base = 0
    for one in tables:
        lines[base : base + len(one.lines), : one.lines.shape[1]] = one.lines
        rows.append(one.rows + base)
        lengths.append(np.diff(one.starts))
        more.append(one.more)
        base += len(one.lines)
    starts = starts_of(np.concatenate(lengths))
    return Table(lines, np.concatenate(rows), starts, np.concatenate(more))


def regrouped(table: Table, group_of: Array) -> Table:
    """The table of the groups of values: an article that has several of a group has it once."""
    lines: Array = np.sort(group_of[table.lines], axis=1)[:, ::-1]
    lines[:, 1:][lines[:, 1:] == lines[:, :-1]] = 0
    if not len(table.rows):
        return Table(lines, table.rows, table.starts, table.more)
    # Of the few long lists one group stays in the line, and all others stand apart.
    owners = [table.rows.repeat(lines.shape[1]), table.rows.repeat(np.diff(table.starts))]
    groups = [lines[table.rows].ravel(), group_of[table.more]]
    pairs = (np.concatenate(owners) << 32) | np.concatenate(groups, dtype=np.int64)
    pairs = np.unique(pairs[pairs & 0xFFFFFFFF > 0])
    owner, group = pairs >> 32, pairs & 0xFFFFFFFF
    first: Array = np.diff(owner, prepend=-1) > 0
    lines[table.rows] = 0
    lines[table.rows, 0] = group[first]
    lengths = np.bincount(table.rows.searchsorted(owner[~first]), minlength=len(table.rows))
    return Table(lines, table.rows, starts_of(lengths), group[~first].astype(lines.dtype))
