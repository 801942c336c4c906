"""The embedded engine: opens an index in a folder, hands out views and the writer."""

from __future__ import annotations

import threading
from pathlib import Path

from search.engines.embedded.arrays import checksum
from search.engines.embedded.attachments import Attachments
from search.engines.embedded.frame import SEGMENT_EXTENSION, ColumnIndex, State
from search.engines.embedded.opened import OpenSegments
from search.engines.embedded.term_cache import DEFAULT_LIMIT, TermCache
from search.engines.embedded.view import View
from search.engines.embedded.writer import EmbeddedWriter
from search.errors import IndexDamaged, IndexNotFound

_ATTEMPTS = 10


class EmbeddedEngine:
    """One index in one folder."""

    def __init__(
        self, folder: Path, *, create: bool = False, term_cache: int = DEFAULT_LIMIT
    ) -> None:
        """Open an index; `term_cache` are the bytes that decoded postings may take, 0 for none."""
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
        self._opened = OpenSegments(folder, TermCache(term_cache))
        self._view: View | None = None
        self._state: State | None = None
        self._lock = threading.Lock()

    def reader(self) -> View:
        """A view of the last commit, the same object as long as there is no later one."""
        with self._lock:
            if self._view is None or self._state is None or not self._index.stands(self._state):
                self._view, self._state = self._open_view()
            return self._view

    def _open_view(self) -> tuple[View, State]:
        last = None if self._view is None else self._view.attachments
        for attempt in range(_ATTEMPTS):
            state = self._index.state()  # looked at first: what comes later is seen next time
            contents = self._index.contents()
            try:
                segments = [self._opened.open(entry) for entry in contents.segments]
                attachments = Attachments(self._index.folder, contents.attachments, last)
            except IndexDamaged:
                # A writer may have merged the segment away since; then there is a later
                # table of contents. If not, the file is really damaged.
                latest = self._index.latest_generation()
                if latest == contents.generation or attempt == _ATTEMPTS - 1:
                    raise
                continue
            self._opened.keep(contents.segments)
            return View(segments, contents.revision, attachments), state
        raise AssertionError("the loop returns or raises")

    def writer(self) -> EmbeddedWriter:
        """The one writer; IndexLocked when another process has it."""
        return EmbeddedWriter(self._index, self._opened)

    def merge(self) -> None:
        """Merge what commits have left for later, whatever it costs; readers go on meanwhile."""
        with self.writer() as writer:
            writer.merge_all()

    def check(self) -> list[str]:
        """Compare every file with its checksum; one sentence for each that differs."""
        problems = []
        for name, crc in self._index.contents().files().items():
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
        self._opened.keep(())
