"""An encoder for tests and examples: it knows which words mean the same, and nothing else."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from search.encoders.texts import normalised, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FakeEncoder:
    """Words of one group get one direction, every other word a direction of its own.

    >>> encoder = FakeEncoder([("peace", "мир"), ("talks", "переговоры")])
    >>> a, b = encoder.encode_passages(["Peace talks", "Переговоры, мир"])
    >>> round(float(a @ b), 3)
    1.0
    """

    name = "fake"

    def __init__(self, groups: Iterable[Sequence[str]] = (), dimensions: int = 64) -> None:
        self.dimensions = dimensions
        self._group = {word: group[0] for group in groups for word in group}

    def encode_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of queries."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of passages."""
        import numpy as np  # only who encodes needs it

        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for number, text in enumerate(plain(texts)):
            for word in re.findall(r"\w+", text.casefold()):
                seed = zlib.crc32(self._group.get(word, word).encode())
                vectors[number] += np.random.default_rng(seed).standard_normal(self.dimensions)
        return normalised(vectors)
