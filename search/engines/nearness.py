"""How near a passage is to a query: the cosine of their vectors, the same in every engine.

A stored vector is a row of signed bytes; only its direction counts. A query's vector is in
full precision.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DIGITS: Final = 5
"""A byte a number keeps cosines to about 0.002; digits behind the fifth depend on the machine."""


def quantised(vectors: Array) -> Array:
    """The rows of a float array (n, d) as signed bytes: the greatest number becomes 127."""
    greatest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scale = np.divide(127.0, greatest, out=np.zeros_like(greatest), where=greatest > 0)
    return np.asarray(np.rint(vectors * scale), dtype=np.int8)


def similarities(codes: Array, squares: Array, vector: Array) -> Array:
    """The cosines of rows of bytes (n, d) and a vector (d); 0 where one of them is nothing.

    `squares` are the sums of the squares of each row.
    """
    length = float(np.sqrt(vector @ vector))
    if not length:
        return np.zeros(len(codes))
    found = codes.astype(np.float32) @ (vector / length)
    cosines = found.astype(np.float64) / np.sqrt(np.maximum(squares, 1), dtype=np.float64)
    return np.asarray(np.round(cosines, DIGITS))
