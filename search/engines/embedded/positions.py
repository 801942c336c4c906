"""The field type and posting format under which Whoosh sees our terms.

Whoosh's own `Positions` keeps the places of a posting as a pickle, which is code to whoever
reads it. A value here is plain numbers, little-endian, four bytes each: the weighted
frequency, then the positions in ascending order.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT
from whoosh.formats import Format


class PlainPositions(Format):  # type: ignore[misc]  # whoosh has no types
    """Frequency, weight and positions of a posting. Reads only: columns hold what is written."""

    @staticmethod
    def encode(weight: int, positions: Sequence[int]) -> bytes:
        """The value of one posting."""
        return struct.pack(f"<{len(positions) + 1}I", weight, *positions)

    def decode_positions(self, value: bytes) -> list[int]:
        """Where the term stands; Whoosh's phrases and spans are made of these."""
        return list(struct.unpack(f"<{len(value) // 4}I", value)[1:])

    def decode_frequency(self, value: bytes) -> int:
        """How often the term stands there, in the title as elsewhere."""
        return len(value) // 4 - 1

    def decode_weight(self, value: bytes) -> float:
        """The frequency, in which the title counts with its weight."""
        return float(struct.unpack_from("<I", value)[0])


def term_field() -> TEXT:
    """A field of finished terms.

    Whoosh's query parser must only split at spaces: its standard analyzer would drop "be",
    which in `exact` is a word as any other.
    """
    field = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
    field.format = PlainPositions()
    return field
