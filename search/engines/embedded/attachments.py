"""Attachments: named bytes that belong to an index as a whole, each in a file of its own.

The file is mapped when a view is opened, so that a view can read it although a later commit
has replaced and removed it; it is read, and compared with its checksum, when asked for.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterable
from pathlib import Path

from search.engines.embedded.frame import AttachmentEntry
from search.errors import IndexDamaged


class Attachment:
    """One attachment of one commit, mapped."""

    def __init__(self, folder: Path, entry: AttachmentEntry) -> None:
        self.entry = entry
        try:
            with (folder / entry.file).open("rb") as file:
                # An empty file cannot be mapped.
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if entry.size else b""
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{entry.file} cannot be read ({error}). Run `svodka check`."
            ) from error
        self._mapped = mapped

    def read(self) -> bytes:
        """The bytes, as they were attached; IndexDamaged where they are not."""
        data = bytes(self._mapped)
        if len(data) != self.entry.size or zlib.crc32(data) != self.entry.crc32:
            raise IndexDamaged(f"{self.entry.file} was changed or torn. Run `svodka check`.")
        return data


class Attachments:
    """All attachments of one commit, by name."""

    def __init__(
        self, folder: Path, entries: Iterable[AttachmentEntry], last: Attachments | None = None
    ) -> None:
        # Those that have not changed since the `last` view stay mapped.
        kept = {} if last is None else {one.entry: one for one in last._by_name.values()}
        self._by_name: dict[str, Attachment] = {
            entry.name: kept.get(entry) or Attachment(folder, entry) for entry in entries
        }

    def read(self, name: str) -> bytes | None:
        """The bytes under a name, None where there are none."""
        found = self._by_name.get(name)
        return None if found is None else found.read()
