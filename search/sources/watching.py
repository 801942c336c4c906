"""Which files of the sources are new, changed or gone since they were last indexed.

A look at the files costs no reading: a file has changed when its time, size or number has.
One that still grows is left until it rests, so that no half of it is indexed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from search.sources.discovery import Discovery, InputFile, discover

PATIENCE: Final = 5
"""Looks after which the files at rest are indexed though others still change."""

Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Watch:
    """The sources and how their files looked when they were indexed.

    `first` is what is to be indexed at the beginning, `poll` then gives what to index next
    or None; after it was indexed, `settle` takes it as done.
    """

    sources: Sequence[str]
    prune: bool = False
    first: Discovery = field(init=False)
    _done: dict[str, Stamp] = field(init=False)
    _seen: dict[str, Stamp] = field(init=False)
    _waited: int = 0

    def __post_init__(self) -> None:
        self.first = discover(self.sources)
        self._done = self._seen = _stamps(self.first.files)

    def poll(self) -> Discovery | None:
        """What is new or changed and rests, as the files of a discovery."""
        found = discover(self.sources)
        seen, before = _stamps(found.files), self._seen
        self._seen = seen
        moving = seen.keys() ^ before.keys()
        moving |= {file for file, stamp in seen.items() if before.get(file) != stamp}
        changed = tuple(
            one
            for one in found.files
            if one.file in seen
            and one.file not in moving
            and self._done.get(one.file) != seen[one.file]
        )
        gone = self._done.keys() - seen.keys() - moving
        if not changed and not gone:
            self._waited = 0
            return None
        self._waited += 1
        if moving and self._waited < PATIENCE:
            return None
        self._waited = 0
        if not changed and not self.prune:
            self._forget(gone)
            return None
        return replace(found, files=changed, skipped=(), ignored=0)

    def settle(self, found: Discovery) -> None:
        """Remember that the files of a discovery that `poll` gave were indexed."""
        self._done = {
            **self._done,
            **{one.file: self._seen[one.file] for one in found.files if one.file in self._seen},
        }
        self._forget(self._done.keys() - self._seen.keys())

    def _forget(self, files: set[str]) -> None:
        self._done = {file: stamp for file, stamp in self._done.items() if file not in files}


def _stamps(files: Sequence[InputFile]) -> dict[str, Stamp]:
    stamps = {}
    for one in files:
        try:
            status = Path(one.path).stat()
        except (OSError, ValueError):  # gone since it was found, or "-"
            continue
        stamps[one.file] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return stamps
