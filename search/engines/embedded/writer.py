"""The writer: gathers articles into segments and commits them all at once.

Whoosh's lock keeps a second writer out. Articles are gathered in memory up to a bound and
then laid down as a segment that no table of contents names yet; a commit merges what the
policy says (`policy`), names all segments in a new table of contents, and is done. Until then
nothing has changed for anyone, and whatever is left over is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Self

import numpy as np

from search.documents import AnalyzedDocument
from search.engines.base import check_attachment
from search.engines.embedded import policy
from search.engines.embedded.arrays import write
from search.engines.embedded.damage import head_checksum
from search.engines.embedded.frame import (
    AttachmentEntry,
    ColumnIndex,
    ColumnSegment,
    Contents,
    SegmentEntry,
    write_file,
)
from search.engines.embedded.inversion import Arrays, Batch
from search.engines.embedded.merging import merge
from search.engines.embedded.opened import OpenSegments
from search.engines.embedded.policy import Weight
from search.engines.embedded.segment import Segment
from search.errors import IndexLocked

BATCH_POSTINGS: Final = 32_000_000
"""Postings gathered before a segment is laid down: less than 1 GB while it is inverted."""
_MANY: Final = 32
"""Look-ups in a segment, per article of which one costs as much as reading all its ids."""


class EmbeddedWriter:
    """Collects changes to one index; see `engines.base.Writer`."""

    def __init__(self, index: ColumnIndex, opened: OpenSegments) -> None:
        self._index = index
        self._opened = opened
        self._lock = index.lock("WRITELOCK")
        if not self._lock.acquire(blocking=False):
            raise IndexLocked(
                f"Another process is writing to {index.folder}. Wait until it has finished."
            )
        try:
            self._last = index.contents()
            self._segments = [opened.open(entry) for entry in self._last.segments]
        except BaseException:
            self._lock.release()
            raise
        self._own: list[Segment] = []
        self._batch = Batch()
        # Where the last version of an id added here is: number of own segment, row.
        self._placed: dict[str, tuple[int, int]] = {}
        self._dead_own: set[tuple[int, int]] = set()
        self._touched: set[str] = set()
        self._attached: dict[str, bytes] = {}
        self._merge_all = False

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

    def attach(self, name: str, data: bytes) -> None:
        """Keep bytes with the index under a name."""
        check_attachment(name, data)
        self._attached[name] = data

    def merge_all(self) -> None:
        """Let the commit merge what the policy would leave for later ones."""
        self._merge_all = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._commit()
            elif self._own:
                self._index.tidy(self._last)
        finally:
            self._lock.release()

    # Committing

    def _lay_down(self) -> None:
        if len(self._batch):
            self._own.append(self._new_segment(self._batch.arrays()))
            self._batch = Batch()

    def _new_segment(self, arrays: Arrays) -> Segment:
        entry = SegmentEntry(ColumnSegment._random_id(), len(arrays["length"]), 0, 0, 0)
        path = self._index.folder / entry.file
        crc = write(path, arrays)
        size, head = path.stat().st_size, head_checksum(path)
        return self._opened.open(replace(entry, size=size, crc32=crc, head_crc32=head))

    def _commit(self) -> None:
        try:
            contents = self._new_contents()
            if contents is None:
                return
            self._index.commit(contents)
        except BaseException:
            # An interrupt may come right behind the rename; then the commit stands.
            if self._index.latest_generation() == self._last.generation:
                self._index.tidy(self._last)
            raise
        self._index.tidy(contents)

    def _new_contents(self) -> Contents | None:
        """Write all files of the new commit; None where it would be the same as the last."""
        generation = self._last.generation + 1
        self._lay_down()
        old = [self._without_touched(segment, generation) for segment in self._segments]
        own = [self._without_dead(n, s, generation) for n, s in enumerate(self._own)]
        alive = [s for s in old + own if s.entry.deleted < s.documents]
        merged = self._merged(alive)
        if not self._touched and not self._attached and merged == self._segments:
            return None
        attachments = self._attachments(generation)
        return Contents(generation, tuple(segment.entry for segment in merged), attachments)

    def _attachments(self, generation: int) -> tuple[AttachmentEntry, ...]:
        """Those of the last commit and the new ones, whose files are written here."""
        entries = {entry.name: entry for entry in self._last.attachments}
        for name, data in self._attached.items():
            entry = AttachmentEntry(name, generation, len(data), 0)
            crc = write_file(self._index.folder / entry.file, data)
            entries[name] = replace(entry, crc32=crc)
        return tuple(entries.values())

    # Deleted rows

    def _without_touched(self, segment: Segment, generation: int) -> Segment:
        """The segment with the rows of changed ids marked as deleted."""
        if len(self._touched) * _MANY < segment.documents:
            found = [segment.find(id) for id in self._touched]
            return self._with_deletions(segment, [r for r in found if r is not None], generation)
        touched = {id.encode("utf-8", "surrogatepass") for id in self._touched}
        rows = [row for row, id in enumerate(segment.ids.all_raw()) if id in touched]
        if segment.live is not None:
            rows = [row for row in rows if segment.live[row]]
        return self._with_deletions(segment, rows, generation)

    def _without_dead(self, number: int, segment: Segment, generation: int) -> Segment:
        rows = [row for own, row in self._dead_own if own == number]
        return self._with_deletions(segment, rows, generation)

    def _with_deletions(self, segment: Segment, rows: Sequence[int], generation: int) -> Segment:
        if not rows:
            return segment
        live = np.ones(segment.documents, dtype=bool) if segment.live is None else segment.live
        live = live.copy()
        live[rows] = False
        entry = replace(segment.entry, deletions=generation, deleted=int((~live).sum()))
        assert entry.deletions_file is not None, "a generation above zero names a file"
        crc = write_file(self._index.folder / entry.deletions_file, np.packbits(~live).tobytes())
        return self._opened.open(replace(entry, deletions_crc32=crc))

    # Merging

    def _merged(self, segments: list[Segment]) -> list[Segment]:
        """The segments after the merges that the policy asks for."""
        weights = [_weight(segment) for segment in segments]
        if self._merge_all:
            groups = policy.all_merges(weights)
        else:
            own = {segment.entry.segid for segment in self._own}
            added = sum(s.entry.size for s in segments if s.entry.segid in own)
            groups = policy.merges(weights, added)
        gone = {number for group in groups for number in group}
        kept = [segment for number, segment in enumerate(segments) if number not in gone]
        return kept + [self._rewritten([segments[number] for number in group]) for group in groups]

    def _rewritten(self, segments: Iterable[Segment]) -> Segment:
        return self._new_segment(merge(list(segments)))


def _weight(segment: Segment) -> Weight:
    entry = segment.entry
    live = entry.documents - entry.deleted
    return Weight(entry.size, entry.size * live // max(entry.documents, 1))
