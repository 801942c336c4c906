"""The writer: gathers articles into segments and commits them all at once.

Whoosh's lock keeps a second writer out. Articles are gathered in memory up to a bound and
then laid down as a segment that no table of contents names yet; a commit merges what the
policy says, names all segments in a new table of contents, and is done. Until then nothing
has changed for anyone, and whatever is left over is removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from search.documents import AnalyzedDocument
from search.engines.embedded.arrays import Array, checksum, write
from search.engines.embedded.frame import (
    DELETIONS_EXTENSION,
    ColumnIndex,
    ColumnSegment,
    SegmentEntry,
    sync_folder,
)
from search.engines.embedded.inversion import Arrays, Batch
from search.engines.embedded.merging import merge
from search.engines.embedded.segment import Segment
from search.errors import IndexLocked

BATCH_POSTINGS: Final = 12_000_000
"""Postings gathered before a segment is laid down: about 500 MB while it is inverted."""
MERGE_RATIO: Final = 2
"""A segment is merged with its younger neighbours once they are together half its size."""


class EmbeddedWriter:
    """Collects changes to one index; see `engines.base.Writer`."""

    def __init__(self, index: ColumnIndex) -> None:
        self._index = index
        self._lock = index.lock("WRITELOCK")
        if not self._lock.acquire(blocking=False):
            raise IndexLocked(
                f"Another process is writing to {index.folder}. Wait until it has finished."
            )
        try:
            self._generation, entries = index.entries()
            self._segments = [Segment(index.folder, entry) for entry in entries]
        except BaseException:
            self._lock.release()
            raise
        self._own: list[Segment] = []
        self._batch = Batch()
        # Where the last version of an id added here is: number of own segment, row.
        self._placed: dict[str, tuple[int, int]] = {}
        self._dead_own: set[tuple[int, int]] = set()
        self._touched: set[str] = set()

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""
        self.delete(document.id)
        self._placed[document.id] = (len(self._own), len(self._batch))
        self._batch.add(document)
        if self._batch.postings >= BATCH_POSTINGS:
            self._lay_down()

    def delete(self, id: str) -> None:
        """Delete an article; nothing happens when there is none."""
        self._touched.add(id)
        if id in self._placed:
            self._dead_own.add(self._placed.pop(id))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
            else:
                self._remove(segment.entry for segment in self._own)
        finally:
            self._lock.release()

    # Committing

    def _lay_down(self) -> None:
        if len(self._batch):
            self._own.append(self._new_segment(self._batch.arrays()))
            self._batch = Batch()

    def _new_segment(self, arrays: Arrays) -> Segment:
        segid = ColumnSegment._random_id()
        entry = SegmentEntry(segid, len(arrays["length"]), 0)
        path = self._index.folder / entry.file
        try:
            entry = replace(entry, crc32=write(path, arrays))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Segment(self._index.folder, entry)

    def _commit(self) -> None:
        if not self._touched:
            return
        generation = self._generation + 1
        fresh: list[SegmentEntry] = []
        try:
            self._lay_down()
            old = [self._without_touched(segment, generation) for segment in self._segments]
            own = [self._without_dead(n, s, generation) for n, s in enumerate(self._own)]
            alive = [s for s in old + own if s.entry.deleted < s.documents]
            entries = [segment.entry for segment in self._merged(alive, fresh)]
            self._index.commit(generation, entries)
        except BaseException:
            # An interrupt may come right behind the rename; then the commit stands.
            if self._index.latest_generation() < generation:
                self._remove([*fresh, *(segment.entry for segment in self._own)])
                for path in self._index.folder.glob(f"*.{generation}{DELETIONS_EXTENSION}"):
                    path.unlink(missing_ok=True)
            raise
        self._index.tidy(generation, entries)

    def _without_touched(self, segment: Segment, generation: int) -> Segment:
        """The segment with the rows of changed ids marked as deleted."""
        found = [segment.find(id) for id in self._touched]
        return self._with_deletions(segment, [r for r in found if r is not None], generation)

    def _without_dead(self, number: int, segment: Segment, generation: int) -> Segment:
        rows = [row for own, row in self._dead_own if own == number]
        return self._with_deletions(segment, rows, generation)

    def _with_deletions(self, segment: Segment, rows: list[int], generation: int) -> Segment:
        if not rows:
            return segment
        live = np.ones(segment.documents, dtype=bool) if segment.live is None else segment.live
        live = live.copy()
        live[rows] = False
        entry = replace(segment.entry, deletions=generation, deleted=int((~live).sum()))
        packed = np.packbits(~live)
        name = entry.deletions_file
        assert name is not None, "a generation above zero names a file"
        crc = write_bytes(self._index.folder / name, packed)
        return Segment(self._index.folder, replace(entry, deletions_crc32=crc))

    def _merged(self, segments: list[Segment], fresh: list[SegmentEntry]) -> list[Segment]:
        """The segments after the merge policy: sizes fall by more than MERGE_RATIO.

        So there are at most log2(articles) segments, and an article is copied at most that
        often. A segment of which half is deleted is rewritten with its neighbours.
        """
        first = len(segments)
        size = 0
        for number in range(len(segments) - 1, -1, -1):
            entry = segments[number].entry
            live = entry.documents - entry.deleted
            wasteful = entry.deleted > live
            youngest = first == len(segments)
            if not (youngest or wasteful or live <= MERGE_RATIO * size):
                break
            first = number
            size += live
        tail = segments[first:]
        if len(tail) < 2 and not (tail and tail[0].entry.deleted > tail[0].documents // 2):
            return segments
        merged = self._new_segment(merge(tail))
        fresh.append(merged.entry)
        return [*segments[:first], merged]

    def _remove(self, entries: Iterable[SegmentEntry]) -> None:
        for entry in entries:
            (self._index.folder / entry.file).unlink(missing_ok=True)


def write_bytes(path: Path, data: Array) -> int:
    """Write a small file aside, sync it, move it into place; returns its CRC-32."""

    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(data.tobytes())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)
    return checksum(path)
