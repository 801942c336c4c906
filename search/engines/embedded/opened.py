"""The segments that one engine has open, so that a commit costs the opening of what is new.

Views and the writer of the engine share them. A segment of which rows were deleted since keeps
its mapped arrays and gets another mask.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from search.engines.embedded.frame import SegmentEntry
from search.engines.embedded.segment import Segment
from search.engines.embedded.term_cache import TermCache


class OpenSegments:
    """Open segments by id. Safe to use from many threads: at worst one is opened twice."""

    def __init__(self, folder: Path, cache: TermCache | None = None) -> None:
        self._folder = folder
        self.cache = TermCache(0) if cache is None else cache
        self._by_id: dict[str, Segment] = {}

    def open(self, entry: SegmentEntry) -> Segment:
        """The segment, with the deleted rows that `entry` names."""
        last = self._by_id.get(entry.segid)
        if last is not None and last.entry == entry:
            return last
        segment = Segment(self._folder, entry, last, self.cache)
        self._by_id[entry.segid] = segment
        return segment

    def keep(self, entries: Iterable[SegmentEntry]) -> None:
        """Let go of all others."""
        there = {entry.segid for entry in entries}
        self._by_id = {
            segid: segment for segid, segment in self._by_id.copy().items() if segid in there
        }
        self.cache.keep(there)
