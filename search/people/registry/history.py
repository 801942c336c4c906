"""The reader's decisions on disk: `people.jsonl` in the folder of the index.

A small file that people can read, keep and mend. It is written aside, synced and moved into
place, and nothing but decisions touches it: re-indexing leaves it as it is.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final

from search.errors import IndexDamaged
from search.people.registry.decisions import Decisions

FILE: Final = "people.jsonl"


class History:
    """The decisions of one index; those of an index in memory live as long as it."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / FILE
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._decisions = Decisions()

    def read(self) -> Decisions:
        """The decisions as they are now, another process's among them.

        The same object until they change: what was made of them is good as long.
        IndexDamaged when the file cannot be read, with the line.
        """
        if self._path is None:
            return self._decisions
        with self._lock:
            try:
                status = self._path.stat()
            except FileNotFoundError:
                if self._state is not None:
                    self._state, self._decisions = None, Decisions()
                return self._decisions
            state = (status.st_mtime_ns, status.st_size, status.st_ino)
            if state != self._state:
                self._decisions = self._parsed(self._path)
                self._state = state
            return self._decisions

    def write(self, decisions: Decisions) -> None:
        """Keep a history in place of the last; the caller holds the index's write lock."""
        if self._path is None:
            self._decisions = decisions
            return
        aside = self._path.with_name(FILE + ".new")
        with aside.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(decisions.to_text())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._path)
        _sync(self._path.parent)

    def problems(self) -> list[str]:
        """What is wrong with the file, one sentence; empty when it can be read."""
        try:
            self.read()
        except IndexDamaged as error:
            return [str(error)]
        return []

    @staticmethod
    def _parsed(path: Path) -> Decisions:
        try:
            text = path.read_text(encoding="utf-8", errors="surrogatepass")
            return Decisions.from_text(text)
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{path.name}, the decisions on persons, cannot be read ({error}). "
                "Correct or remove that line."
            ) from error


def _sync(folder: Path) -> None:
    """Make a new name in a folder last (a no-op where folders cannot be opened)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
