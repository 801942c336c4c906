"""Taking out of a vector what is not meaning but language.

Encoders put texts of one language near each other whatever they say: with e5 a Russian question
is nearer to most Russian passages than to the English one that answers it. The mean over texts
that exist in all languages tells how: what differs between those means is language alone. Each
vector loses the mean of its language and gets length 1 again, and after that languages can be
compared (figures: docs/decisions/009).

Means are tables beside this file, `means.ENCODER.tsv`, written by scripts/calibrate_meaning.py;
a model in a folder may have a `means.tsv` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from search.encoders.texts import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

DATA: Final = Path(__file__).parent / "data"
_FOLDER: Final = "folder:"
ANY: Final = ""
"""The language under which the mean of all means stands; what is in no table gets it."""


class Centring:
    """The means of languages; without any, vectors stay as they are."""

    def __init__(self, means: Mapping[str, NDArray[Any]]) -> None:
        self._means = dict(means)

    def centred(self, vectors: NDArray[Any], languages: Sequence[str]) -> NDArray[Any]:
        """Vectors (n, d) of texts in these n languages without the means, of length 1."""
        if not self._means or not len(vectors):
            return vectors
        import numpy as np  # only who encodes needs it

        general = self._means[ANY]
        means = np.stack([self._means.get(language, general) for language in languages])
        return normalised(vectors - means)


def centring_of(encoder: str) -> Centring:
    """The centring that belongs to an encoder's vectors."""
    if encoder.startswith(_FOLDER):
        return _read(Path(encoder.removeprefix(_FOLDER)) / "means.tsv")
    return _read(DATA / f"means.{encoder}.tsv")


@lru_cache(maxsize=4)
def _read(path: Path) -> Centring:
    if not path.is_file():
        return Centring({})
    import numpy as np

    means = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, numbers = line.partition("\t")
            means[language] = np.array(numbers.split(), dtype=np.float32)
    return Centring({ANY: np.mean(list(means.values()), axis=0), **means} if means else {})
