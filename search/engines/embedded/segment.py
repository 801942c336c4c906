"""One segment, opened: its arrays by name and the few look-ups that need one segment alone."""

from __future__ import annotations

import zlib
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from search.engines.embedded.arrays import Array, open_arrays
from search.engines.embedded.columns import Columns
from search.engines.embedded.damage import verify_head
from search.engines.embedded.frame import SegmentEntry
from search.engines.embedded.strings import StringTable
from search.errors import IndexDamaged

_NEEDED: Final = (
    "id", "id.start", "id.order", "digest", "payload", "length", "title_length", "fields",
    "instant", "published", "mentioned", "facet.origin", "facet.person", "facet.language",
)  # fmt: skip


def _verified(path: Path, entry: SegmentEntry) -> dict[str, Array]:
    verify_head(path, entry)
    return open_arrays(path)


class FieldColumns(Columns):
    """The terms and postings of one field in one segment; how they lie: `columns`."""

    def __init__(self, arrays: dict[str, Array], field: str, documents: int) -> None:
        self.texts = StringTable(arrays[f"{field}.text.start"], arrays[f"{field}.text"])
        self.forms_start = arrays.get(f"{field}.forms.start")
        self.forms = arrays.get(f"{field}.forms")
        super().__init__(arrays, field, documents)
        if len(self.start) != len(self.texts) + 1:
            raise self.damaged()


class FacetColumn:
    """The values of one text facet in one segment."""

    def __init__(self, arrays: dict[str, Array], facet: str) -> None:
        name = f"facet.{facet}"
        self.texts = StringTable(arrays[f"{name}.text.start"], arrays[f"{name}.text"])
        self.start = arrays[f"{name}.start"]
        self.numbers = arrays[name]


class Segment:
    """The arrays of a segment file, with the mask of its deleted rows."""

    def __init__(self, folder: Path, entry: SegmentEntry, like: Segment | None = None) -> None:
        """Open a segment; `like` is the same one with other deletions, whose arrays it shares."""
        self.entry = entry
        self.path = folder / entry.file
        arrays = _verified(self.path, entry) if like is None else like.arrays
        self.arrays: dict[str, Array] = arrays
        absent = [name for name in _NEEDED if name not in self.arrays]
        if absent:
            raise IndexDamaged(f"{entry.file} lacks {', '.join(absent)}. Run `svodka check`.")
        self.documents = len(self.arrays["length"])
        if self.documents != entry.documents:
            raise IndexDamaged(f"{entry.file} holds another number of articles than it should.")
        self.live = self._read_live(folder)
        self.ids = StringTable(self.arrays["id.start"], self.arrays["id"])
        self._fields: dict[str, FieldColumns | None] = {} if like is None else like._fields
        # What views made of the arrays alone, whatever is deleted: see `counting`.
        self.kept: dict[object, Any] = {} if like is None else like.kept

    def _read_live(self, folder: Path) -> Array | None:
        """True for each row that is not deleted; None when no row is."""
        if self.entry.deletions_file is None:
            return None
        damaged = f"{self.entry.deletions_file} was changed or torn. Run `svodka check`."
        try:
            data = (folder / self.entry.deletions_file).read_bytes()
        except OSError as error:
            raise IndexDamaged(damaged) from error
        if zlib.crc32(data) != self.entry.deletions_crc32 or len(data) != -(-self.documents // 8):
            raise IndexDamaged(damaged)
        deleted = np.unpackbits(np.frombuffer(data, dtype="u1"), count=self.documents).astype(bool)
        return np.asarray(~deleted)

    def field(self, name: str) -> FieldColumns | None:
        """The columns of a term field, None when no article here has it."""
        if name not in self._fields:
            there = f"{name}.start" in self.arrays
            self._fields[name] = FieldColumns(self.arrays, name, self.documents) if there else None
        return self._fields[name]

    def facet(self, name: str) -> FacetColumn:
        """The column of a text facet."""
        return FacetColumn(self.arrays, name)

    @cached_property
    def payloads(self) -> StringTable:
        """What the caller stored with each article."""
        return StringTable(self.arrays["payload.start"], self.arrays["payload"])

    @cached_property
    def digests(self) -> StringTable:
        """The digest of each article as it was given."""
        return StringTable(self.arrays["digest.start"], self.arrays["digest"])

    def find(self, id: str) -> int | None:
        """The row of a live article, or None."""
        key = id.encode("utf-8", "surrogatepass")
        order = self.arrays["id.order"]
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self.ids.raw(int(order[middle])) < key:
                low = middle + 1
            else:
                high = middle
        # An article that was added twice in one batch has two rows, of which one is live.
        for row in map(int, order[low:]):
            if self.ids.raw(row) != key:
                return None
            if self.live is None or self.live[row]:
                return row
        return None
