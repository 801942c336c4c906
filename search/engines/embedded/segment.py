"""One segment, opened: its arrays by name and the few look-ups that need one segment alone."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search.engines.embedded.arrays import Array, open_arrays, take_rows
from search.engines.embedded.frame import SegmentEntry
from search.engines.embedded.strings import StringTable
from search.errors import IndexDamaged

_NEEDED: Final = (
    "id", "id.start", "id.order", "digest", "payload", "length", "title_length", "fields",
    "instant", "published", "mentioned", "facet.origin", "facet.person", "facet.language",
)  # fmt: skip


class FieldColumns:
    """The terms and postings of one field in one segment."""

    def __init__(self, arrays: dict[str, Array], field: str) -> None:
        self.texts = StringTable(arrays[f"{field}.text.start"], arrays[f"{field}.text"])
        self.start = arrays[f"{field}.start"]
        self.docs = arrays[f"{field}.docs"]
        self.freqs = arrays[f"{field}.freqs"]
        self.places_start = arrays[f"{field}.places.start"]
        self.places = arrays[f"{field}.places"]
        self.forms_start = arrays.get(f"{field}.forms.start")
        self.forms = arrays.get(f"{field}.forms")

    def postings(self, number: int) -> tuple[int, int]:
        """The range of postings of a term."""
        return int(self.start[number]), int(self.start[number + 1])

    def rows(self, begin: int, end: int) -> Array:
        """The rows of a range of postings, as int64."""
        return self.docs[begin:end].astype(np.int64)

    def frequencies(self, postings: Array | slice) -> Array:
        """How often the term stands in the article of each posting, the title's with weight."""
        return np.asarray(self.freqs[postings])

    def positions(self, postings: Array) -> tuple[Array, Array]:
        """The places of each of these postings, as a ragged array."""
        return take_rows(self.places_start, self.places, postings)


class FacetColumn:
    """The values of one text facet in one segment."""

    def __init__(self, arrays: dict[str, Array], facet: str) -> None:
        name = f"facet.{facet}"
        self.texts = StringTable(arrays[f"{name}.text.start"], arrays[f"{name}.text"])
        self.start = arrays[f"{name}.start"]
        self.numbers = arrays[name]


class Segment:
    """The arrays of a segment file, with the mask of its deleted rows."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        self.entry = entry
        self.arrays = open_arrays(folder / entry.file)
        absent = [name for name in _NEEDED if name not in self.arrays]
        if absent:
            raise IndexDamaged(f"{entry.file} lacks {', '.join(absent)}. Run `svodka check`.")
        self.documents = len(self.arrays["length"])
        if self.documents != entry.documents:
            raise IndexDamaged(f"{entry.file} holds another number of articles than it should.")
        self.live = self._read_live(folder)
        self.ids = StringTable(self.arrays["id.start"], self.arrays["id"])
        self._fields: dict[str, FieldColumns | None] = {}

    def _read_live(self, folder: Path) -> Array | None:
        """True for each row that is not deleted; None when no row is."""
        if self.entry.deletions_file is None:
            return None
        try:
            packed = np.frombuffer((folder / self.entry.deletions_file).read_bytes(), dtype="u1")
            deleted = np.unpackbits(packed, count=self.documents).astype(bool)
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{self.entry.deletions_file} cannot be read ({error}). Run `svodka check`."
            ) from error
        return np.asarray(~deleted)

    def field(self, name: str) -> FieldColumns | None:
        """The columns of a term field, None when no article here has it."""
        if name not in self._fields:
            there = f"{name}.docs" in self.arrays
            self._fields[name] = FieldColumns(self.arrays, name) if there else None
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
