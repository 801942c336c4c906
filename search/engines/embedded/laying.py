"""Laying the postings of a field down, as docs/index-format.md says and `columns` reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from search import ranking
from search.engines.embedded.arrays import Array, starts_of
from search.engines.embedded.columns import ANCHOR, OFTEN
from search.engines.embedded.packing import Packer, enough_bits

_BYTE: Final = 8


class FieldWriter:
    """Lays down the postings of one field; terms come in order, as many at a time as you like."""

    def __init__(self, field: str, documents: int, folder: Path | None = None) -> None:
        self._field = field
        self._documents = documents
        row_bits = enough_bits(max(documents - 1, 0).bit_length())
        self._rare = _ListWriter(f"{field}.rare", folder, row_bits, None)
        self._often = _ListWriter(f"{field}.often", folder, _BYTE, _BYTE)
        self._frequencies: list[Array] = []

    def append(
        self, frequencies: Array, rows: Array, counts: Array, titles: Array, places: Array
    ) -> None:
        """The postings of the next terms, of which each stands in `frequencies` articles.

        `rows`, `counts` (of places) and `titles` are by posting, `places` by place.
        """
        self._frequencies.append(frequencies)
        often = frequencies * OFTEN >= self._documents
        if not often.any():
            self._rare.append(rows, counts, titles, places)
            return
        chosen = np.repeat(often, frequencies)
        placed = np.repeat(chosen, counts)
        starts = starts_of(frequencies[often])
        gaps = np.diff(rows[chosen], prepend=0)
        gaps[starts[:-1]] = rows[chosen][starts[:-1]]
        self._often.append(gaps, counts[chosen], titles[chosen], places[placed])
        np.logical_not(chosen, out=chosen)
        np.logical_not(placed, out=placed)
        self._rare.append(rows[chosen], counts[chosen], titles[chosen], places[placed])

    def arrays(self) -> dict[str, Array]:
        """All posting arrays of the field."""
        frequencies = np.concatenate(self._frequencies)
        return {
            f"{self._field}.start": starts_of(frequencies),
            f"{self._field}.often": np.flatnonzero(frequencies * OFTEN >= self._documents),
            **self._rare.arrays(),
            **self._often.arrays(),
        }


class _ListWriter:
    """The arrays of a `PostingList`."""

    def __init__(self, name: str, folder: Path | None, rows: int, freqs: int | None) -> None:
        self._name = name
        self._rows = Packer(f"{name}.rows", folder, rows)
        self._freqs = Packer(f"{name}.freqs", folder, freqs)
        self._titles = Packer(f"{name}.titles", folder)
        self._places = Packer(f"{name}.places", folder)
        self._anchors: list[Array] = []

    def append(self, rows: Array, counts: Array, titles: Array, places: Array) -> None:
        first = self._rows.count
        anchored = slice(-first % ANCHOR, None, ANCHOR)
        begins = np.cumsum(counts, dtype=np.int64)[anchored] - counts[anchored]
        self._anchors.append(begins + self._places.count)
        self._rows.append(rows)
        self._freqs.append(counts + (ranking.TITLE_WEIGHT - 1) * titles)
        self._titles.append(titles)
        self._places.append(places)

    def arrays(self) -> dict[str, Array]:
        if not self._rows.count:
            return {}
        self._anchors.append(np.array([self._places.count]))
        return {
            **self._rows.arrays(), **self._freqs.arrays(), **self._titles.arrays(),
            **self._places.arrays(), f"{self._name}.places.at": np.concatenate(self._anchors),
        }  # fmt: skip
