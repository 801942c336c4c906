"""What all encoders do with texts before and with vectors after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST: Final = 2_000
"""Characters that are read of a text; models look at about 512 pieces of words."""


def plain(texts: Sequence[str]) -> list[str]:
    """Texts that any tokenizer can take: no half characters, no zeros, one kind of space."""
    cut = (text[:LONGEST].replace("\0", " ") for text in texts)
    return [" ".join(text.encode("utf-8", "replace").decode().split()) for text in cut]


def normalised(vectors: NDArray[Any]) -> NDArray[Any]:
    """Rows of length 1; a row of zeros stays one."""
    import numpy as np  # only who encodes needs it

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return np.asarray(result, dtype=np.float32)


def pooled(hidden: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    """The mean over the first `lengths[i]` places of row i of (rows, places, dimensions)."""
    import numpy as np

    return np.stack(
        [row[:length].mean(axis=0) for row, length in zip(hidden, lengths, strict=True)]
    )


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Numbers of texts in groups of about one length, at most `most` places a group.

    Texts of a group are filled up to its longest, and what is filled up costs as much.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    groups: list[list[int]] = []
    for number in order:
        if groups and (len(groups[-1]) + 1) * lengths[number] <= most:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
