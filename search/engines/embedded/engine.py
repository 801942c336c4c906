"""The embedded engine: opens an index in a folder, hands out views and the writer."""

from __future__ import annotations

import threading
import zlib
from pathlib import Path

from search.engines.embedded.arrays import checksum
from search.engines.embedded.frame import SEGMENT_EXTENSION, ColumnIndex, SegmentEntry
from search.engines.embedded.segment import Segment
from search.engines.embedded.view import View
from search.engines.embedded.writer import EmbeddedWriter
from search.errors import IndexDamaged, IndexNotFound

_ATTEMPTS = 10


class EmbeddedEngine:
    """One index in one folder."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        if not folder.is_dir():
            raise IndexNotFound(f"There is no index at {folder}.")
        self._index = ColumnIndex(folder)
        if self._index.latest_generation() < 0:
            if any(folder.glob(f"*{SEGMENT_EXTENSION}")):
                raise IndexDamaged(
                    f"{folder} has segments but no table of contents (_MAIN_*.toc). "
                    "Restore it from a copy, or move the folder away and index anew."
                )
            if not create:
                raise IndexNotFound(f"There is no index at {folder}.")
            self._index = ColumnIndex.create_in(folder)
        self._view: View | None = None
        self._state: tuple[object, ...] = ()
        self._lock = threading.Lock()

    def reader(self) -> View:
        """A view of the last commit, the same object as long as there is no later one."""
        with self._lock:
            # Looked at without reading: name, size and time of the table of contents.
            state = self._index.state()
            if self._view is None or self._state != state:
                self._view = self._open_view()
                self._state = state
            return self._view

    def _open_view(self) -> View:
        kept = {s.entry: s for s in self._view.segments} if self._view is not None else {}
        for attempt in range(_ATTEMPTS):
            generation, entries = self._index.entries()
            try:
                segments = [kept.get(e) or Segment(self._index.folder, e) for e in entries]
            except IndexDamaged:
                # A writer may have merged the segment away since; then there is a later
                # table of contents. If not, the file is really damaged.
                if self._index.latest_generation() == generation or attempt == _ATTEMPTS - 1:
                    raise
                continue
            return View(segments, _revision(generation, entries))
        raise AssertionError("the loop returns or raises")

    def writer(self) -> EmbeddedWriter:
        """The one writer; IndexLocked when another process has it."""
        return EmbeddedWriter(self._index)

    def check(self) -> list[str]:
        """Compare every file with its checksum; one sentence for each that differs."""
        problems = []
        _, entries = self._index.entries()
        for entry in entries:
            files = [(entry.file, entry.crc32)]
            if entry.deletions_file is not None:
                files.append((entry.deletions_file, entry.deletions_crc32))
            for name, crc in files:
                try:
                    fits = checksum(self._index.folder / name) == crc
                except OSError as error:
                    problems.append(f"{name} cannot be read: {error.strerror or error}.")
                    continue
                if not fits:
                    problems.append(f"{name} was changed or torn: its checksum does not fit.")
        return problems

    def close(self) -> None:
        """Let go of the view; files are unmapped when nobody uses them any more."""
        self._view = None


def _revision(generation: int, entries: list[SegmentEntry]) -> str:
    """Names a commit by its contents too: an index built anew begins again at generation 1."""
    digest = zlib.crc32(repr(entries).encode())
    return f"{generation}-{digest:08x}"
