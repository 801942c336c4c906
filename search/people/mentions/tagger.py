"""The trained recogniser of Russian names: slovnet's network over navec's word vectors.

The network looks at seven words at a time and gives each a score for being a person, place
or organisation (or none). We call it below its own interface, word by word: so words of a
neighbouring language can be put into Russian letters without losing their places, and what
rules know of a word is added to its scores before the best row of labels is chosen.

Both files of weights (30 MB) lie inside the package natasha, whose code is not imported.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

OUTSIDE: Final = 0
PERSON: Final = 1
PERSON_INSIDE: Final = 2
PLACE: Final = 3
PLACE_INSIDE: Final = 4
ORGANISATION: Final = 5
ORGANISATION_INSIDE: Final = 6
"""Columns of the scores; a name of several words begins with the first kind of label."""

_LABELS: Final = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
_STRETCH: Final = 2_000
_OVERLAP: Final = 8
_NEVER: Final = 1_000.0
_lock = threading.Lock()
_loaded: list[Tagger] = []


class Tagger:
    """Scores of words and the best labels for them. Safe to use from many threads."""

    def __init__(self) -> None:
        # numpy, slovnet and the weights take 0.5 s: only for who reads such text.
        import numpy as np
        from navec import Navec
        from slovnet import NER

        folder = _weights()
        network = NER.load(str(folder / "model" / "slovnet_ner_news_v1.tar"))
        network.navec(Navec.load(str(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
        self._model: Any = network.infer.model
        self._encoder: Any = network.infer.encoder
        vocabulary = list(network.infer.decoder.tags_vocab.items)
        columns = [vocabulary.index(label) for label in _LABELS]
        self._columns = columns
        self._moves = self._model.head.crf.transitions.array[np.ix_(columns, columns)]
        self._one_thread = _OneThread()

    def scores(self, words: Sequence[str]) -> Scores:
        """One row of scores per word, by label; logarithms, so a rule may add to them."""
        import numpy as np

        parts = []
        # Pieces overlap by more than the network sees, so cutting changes no score.
        for start in range(0, max(len(words), 1), _STRETCH):
            before = max(0, start - _OVERLAP)
            piece = words[before : start + _STRETCH + _OVERLAP]
            parts.append(self._piece(piece)[start - before :][:_STRETCH])
        return np.concatenate(parts)

    def _piece(self, words: Sequence[str]) -> Scores:
        import numpy as np

        if not words:
            return np.zeros((0, len(_LABELS)))
        for batch in self._encoder([words]):
            with self._one_thread:
                rows = self._model(batch.word_id, batch.shape_id, batch.pad_mask)[0]
            return np.asarray(rows[:, self._columns], dtype=np.float64)
        return np.zeros((0, len(_LABELS)))

    def labels(self, scores: Scores) -> list[int]:
        """The best row of labels for rows of scores (Viterbi)."""
        if not len(scores):
            return []
        total = scores[0].copy()
        total[PERSON_INSIDE::2] -= _NEVER  # nothing begins inside a name
        back = []
        for row in scores[1:]:
            paths = total[:, None] + self._moves
            best = paths.argmax(0)
            back.append(best)
            total = paths.max(0) + row
        found = [int(total.argmax())]
        for best in reversed(back):
            found.append(int(best[found[-1]]))
        return found[::-1]


class _OneThread:
    """While anybody is inside, numpy multiplies on one core.

    The matrices of one article are small: on two busy cores, two threads that wait for each
    other took six times as long as one.
    """

    def __init__(self) -> None:
        from threadpoolctl import ThreadpoolController  # looks at the libraries that are loaded

        self._controller: Any = ThreadpoolController()
        self._lock = threading.Lock()
        self._inside = 0
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = self._controller.limit(limits=1)
                self._limit.__enter__()
            self._inside += 1

    def __exit__(self, *failure: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.__exit__(None, None, None)


def tagger() -> Tagger:
    """The one tagger of the process, loaded on first use."""
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(Tagger())
    return _loaded[0]


def _weights() -> Path:
    """The folder of the weights, found without importing the package that carries them."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the weights of the recogniser are missing: install natasha")
    return Path(next(iter(spec.submodule_search_locations))) / "data"
