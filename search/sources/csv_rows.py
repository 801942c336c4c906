"""CSV: one article a row, under a header row that names the columns of JSON lines.

The rows are split here and not by the module `csv`, whose limit on the length of a cell is
one setting for the whole process, and which reads on to the end of the file after a quote
that is never closed. Here such a row is skipped, and reading goes on with the next line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from search.sources.decoding import clean_line
from search.sources.jsonl import NAMES, TextLines, document_of
from search.sources.readings import LINE_LIMIT, Reading

DELIMITERS: Final = (",", ";", "\t")
_LISTS: Final = ("authors", "editors", "people")
_FIELD_OF: Final = {name: field for field, names in NAMES.items() for name in names}
_SEP_LINE: Final = re.compile(r"""\s*"?sep=(.)"?\s*""")
_OPENING: Final = re.compile(' *"')
_RETRIES: Final = 20
"""Rows with an unclosed quote after which a file is given up: each costs reading it again."""

_Numbered = tuple[int, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row with the line it begins at; `cells` is None when it has no end."""

    line: int
    cells: list[str] | None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cells:
    """The cells of one row while its lines come in; linear in the length of the row."""

    delimiter: str
    done: list[str] = field(default_factory=list)
    quoted: list[str] | None = None

    def feed(self, line: str) -> bool:
        """Take one more line; True when the row is complete."""
        at = 0
        if self.quoted is not None:
            self.quoted.append("\n")
        while True:
            if self.quoted is None:
                opening = _OPENING.match(line, at)
                if opening is None:
                    at = self._plain(line, at)
                    if at < 0:
                        return True
                    continue
                self.quoted, at = [], opening.end()
            at = self._inside(line, at, self.quoted)
            if at == _OPEN:
                return False
            if at == _END:
                return True

    def _plain(self, line: str, at: int) -> int:
        end = line.find(self.delimiter, at)
        self.done.append(line[at:] if end < 0 else line[at:end])
        return end + 1 if end >= 0 else _END

    def _inside(self, line: str, at: int, quoted: list[str]) -> int:
        """Read on inside quotes; where the next cell begins, `_END` or `_OPEN`."""
        while (end := line.find('"', at)) >= 0:
            quoted.append(line[at:end])
            if line[end + 1 : end + 2] != '"':
                rest = line.find(self.delimiter, end + 1)
                quoted.append(line[end + 1 :] if rest < 0 else line[end + 1 : rest])
                self.done.append("".join(quoted))
                self.quoted = None
                return rest + 1 if rest >= 0 else _END
            quoted.append('"')
            at = end + 2
        quoted.append(line[at:])
        return _OPEN


_END: Final = -1
_OPEN: Final = -2


def read_csv(stream: BinaryIO, *, origin: str, file: str) -> Iterator[Reading]:
    """The article of each row of a CSV stream."""
    table = TextLines(stream, origin, file)
    rows = iter(table)
    header: list[str] | None = None
    delimiter = ","
    for row in rows:  # up to the header row
        if isinstance(row, Reading):
            yield row
            return
        named = _SEP_LINE.fullmatch(row[1])
        if named:
            delimiter = named[1]  # the first line that Excel writes: "sep=;"
        elif row[1].strip():
            delimiter = _delimiter(row[1], delimiter)
            header = [clean_line(cell).casefold() for cell in _split(row[1], delimiter)]
            break
    if header is None:
        yield Reading(origin, file, skipped=table.broken or "It is empty.")
        return
    if not {"title", "body"} & {_FIELD_OF.get(name) for name in header}:
        found = ", ".join(name[:40] for name in header[:20])
        reason = f"It has no column “text” or “title”; its columns are: {found}."
        yield Reading(origin, file, skipped=reason)
        return
    columns = _Columns(header, delimiter)
    count = 0
    for one in _rows(rows, delimiter):
        if isinstance(one, Reading):
            yield one
            continue
        count += 1
        yield columns.read(one, f"{origin}:{one.line}", file, count)
    if table.broken is not None:
        yield Reading(origin, file, skipped=f"{table.broken} The rows before that were kept.")
    elif not count:
        yield Reading(origin, file, skipped="It has a header row but no other.")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The header row, and how a row under it becomes an article."""

    header: list[str]
    delimiter: str

    def read(self, row: _Row, origin: str, file: str, count: int) -> Reading:
        if row.cells is None:
            reason = f"Row {count} opens a quote that is never closed."
            return Reading(origin, file, skipped=reason, warnings=row.warnings)
        cells, warnings = row.cells, list(row.warnings)
        width = len(self.header)
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            if _FIELD_OF.get(self.header[-1]) != "body":
                reason = f"Row {count} has {len(cells)} cells, but there are {width} columns."
                return Reading(origin, file, skipped=reason, warnings=tuple(warnings))
            # An unquoted text with commas: what follows its column can only belong to it.
            cells = [*cells[: width - 1], self.delimiter.join(cells[width - 1 :])]
            warnings.append(f"Row {count} has too many cells; the last ones were joined.")
        elif len(cells) < width:
            warnings.append(
                f"Row {count} has {len(cells)} cells, but there are {width} columns;"
                " the missing ones count as empty."
            )
        record: dict[str, Any] = {}
        for name, cell in zip(self.header, cells, strict=False):
            if cell.strip() and name not in record:
                record[name] = _list(cell) if _FIELD_OF.get(name) in _LISTS else cell
        return document_of(record, origin=origin, file=file, warnings=tuple(warnings))


def _list(cell: str) -> list[str]:
    return [name for part in cell.split(";") if (name := clean_line(part))]


def _rows(lines: Iterator[_Numbered | Reading], delimiter: str) -> Iterator[_Row | Reading]:
    """Rows of lines: blank lines are no rows, and a quote may hold line ends."""
    ahead: deque[_Numbered | Reading] = deque()
    retries = 0
    while True:
        first = ahead.popleft() if ahead else next(lines, None)
        if first is None:
            return
        if isinstance(first, Reading):
            yield first
            continue
        if not first[1].strip():
            continue
        taken, cells = _take(first, ahead, lines, delimiter)
        warnings = tuple(warning for line in (first, *taken) for warning in line[2])
        if cells is not None:
            yield _Row(first[0], cells, warnings)
            continue
        yield _Row(first[0], None, first[2])
        ahead.extendleft(reversed(taken))
        retries += 1
        if retries > _RETRIES:
            return


def _take(
    first: _Numbered,
    ahead: deque[_Numbered | Reading],
    lines: Iterator[_Numbered | Reading],
    delimiter: str,
) -> tuple[list[_Numbered], list[str] | None]:
    """The further lines of a row and its cells, which are None when a quote stays open."""
    row = _Cells(delimiter)
    taken: list[_Numbered] = []
    complete, size = row.feed(first[1]), len(first[1])
    while not complete:
        line = ahead.popleft() if ahead else next(lines, None)
        if isinstance(line, Reading):
            ahead.appendleft(line)
            return taken, None
        if line is None:
            return taken, None
        taken.append(line)
        size += len(line[1]) + 1
        if size > LINE_LIMIT:
            return taken, None
        complete = row.feed(line[1])
    return taken, row.done


def _split(line: str, delimiter: str) -> list[str]:
    cells = _Cells(delimiter)
    complete = cells.feed(line)
    return cells.done if complete else [*cells.done, "".join(cells.quoted or [])]


def _delimiter(header: str, stated: str) -> str:
    """The delimiter under which a header row has most of our column names, then columns."""

    def fit(delimiter: str) -> tuple[int, int, bool]:
        names = [clean_line(cell).casefold() for cell in _split(header, delimiter)]
        return sum(name in _FIELD_OF for name in names), len(names), delimiter == stated

    return max(dict.fromkeys((*DELIMITERS, stated)), key=fit)
