"""One file of named arrays: written once, synced, then memory-mapped and never changed.

Layout: 8 bytes magic, 4 bytes length of the header, the header as JSON
(`{"name": [dtype, count, offset], …}`), then the arrays, each at a multiple of 64 bytes.
All numbers are little-endian; all arrays have one dimension.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexDamaged

Array = NDArray[Any]

MAGIC: Final = b"SVODKA1\n"
_ALIGN: Final = 64
_DTYPES: Final = {"|u1", "|i1", "<u2", "<u4", "<u8", "<i4", "<i8"}
_UNSIGNED: Final = ("u1", "<u2", "<u4", "<u8")


def write(path: Path, arrays: Mapping[str, Array]) -> int:
    """Write the arrays to a new file and sync it; returns the file's CRC-32.

    Each is stored in the smallest unsigned type that holds its numbers, so whoever reads
    one widens it before calculating with it.
    """
    arrays = {name: _narrowed(array) for name, array in arrays.items()}
    layout: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        offset = -(-offset // _ALIGN) * _ALIGN
        layout[name] = (array.dtype.newbyteorder("<").str, len(array), offset)
        offset += array.nbytes
    header = json.dumps(layout).encode()
    start = -(-(len(MAGIC) + 4 + len(header)) // _ALIGN) * _ALIGN
    crc = 0
    with path.open("wb") as file:

        def put(data: bytes | memoryview) -> None:
            nonlocal crc
            file.write(data)
            crc = zlib.crc32(data, crc)

        put((MAGIC + struct.pack("<I", len(header)) + header).ljust(start, b"\0"))
        at = 0
        for name, array in arrays.items():
            put(b"\0" * (layout[name][2] - at))
            put(np.ascontiguousarray(array, dtype=layout[name][0]).view("u1").data)
            at = layout[name][2] + array.nbytes
        file.flush()
        os.fsync(file.fileno())
    return crc


def _narrowed(array: Array) -> Array:
    if not len(array) or array.min() < 0:
        return array
    largest = array.max()
    fitting = next(kind for kind in _UNSIGNED if largest <= np.iinfo(kind).max)
    return array.astype(fitting, copy=False)


def open_arrays(path: Path) -> dict[str, Array]:
    """Map a file that `write` made. Costs no reading beyond the header."""
    try:
        mapped = np.memmap(path, dtype="u1", mode="r")
        if bytes(mapped[: len(MAGIC)]) != MAGIC:
            raise IndexDamaged(f"{path.name} is not a segment of this format. Rebuild the index.")
        (size,) = struct.unpack("<I", bytes(mapped[len(MAGIC) : len(MAGIC) + 4]))
        begin = len(MAGIC) + 4
        layout = json.loads(bytes(mapped[begin : begin + size]))
        start = -(-(begin + size) // _ALIGN) * _ALIGN
        return {
            name: _slice(mapped, dtype, count, start + offset)
            for name, (dtype, count, offset) in layout.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, struct.error) as error:
        raise IndexDamaged(
            f"{path.name} cannot be read as a segment ({error}). "
            "Run `svodka check`, and rebuild the index from its sources."
        ) from error


def checksum(path: Path) -> int:
    """The CRC-32 of a file, read in pieces."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc = zlib.crc32(piece, crc)
    return crc


def _slice(mapped: Array, dtype: str, count: int, offset: int) -> Array:
    if dtype not in _DTYPES or count < 0 or offset < 0:
        raise ValueError(f"unknown array type {dtype!r}")
    kind = np.dtype(dtype)
    end = offset + count * kind.itemsize
    if end > len(mapped):
        raise ValueError("the file is shorter than its header says")
    # A plain ndarray: slicing a memmap object costs several times as much.
    return np.asarray(mapped[offset:end]).view(kind)


# Ragged arrays: row i of (starts, data) is data[starts[i]:starts[i + 1]].


def starts_of(lengths: Array) -> Array:
    """The starts of rows with these lengths, one more than there are rows."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def take_rows(starts: Array, data: Array, rows: Array) -> tuple[Array, Array]:
    """The given rows of a ragged array, in the given order, as a new ragged array."""
    begins = starts[rows].astype(np.int64)
    lengths = starts[rows + 1].astype(np.int64) - begins
    taken = starts_of(lengths)
    where = np.arange(taken[-1]) + np.repeat(begins - taken[:-1], lengths)
    return taken, data[where]


def owners_of(starts: Array) -> Array:
    """For each entry of a ragged array the row that it belongs to."""
    lengths: Array = np.diff(starts.astype(np.int64))
    return np.repeat(np.arange(len(starts) - 1), lengths.astype(np.int64))
