"""A model that lies in a folder of this computer, in one of three forms.

* CTranslate2: `model.bin` and `tokenizer.json`;
* ONNX: `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`;
* sentence-transformers: `modules.json`, as its `save` writes it.

The first that is found is taken. A file `svodka.json` in the folder may say how texts are to be
given and read: `{"query": "query: ", "passage": "passage: ", "pooling": "mean"}`; pooling is
`mean` or `first`, and the prefixes are empty without it. Nothing is ever downloaded.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.encoders.texts import batches, normalised, plain, pooled
from search.errors import EncoderMissing, ParameterError

Array = NDArray[Any]
Hidden = Callable[[Sequence[Sequence[int]]], Array]
"""Hidden states of texts given as numbers of pieces, none longer than the last: (n, places, d)."""

_PIECES: Final = 512
_PLACES: Final = 2048
SETTINGS: Final = "svodka.json"


@dataclass(frozen=True, slots=True)
class _Settings:
    query: str = ""
    passage: str = ""
    pooling: str = "mean"


Load = Callable[[Path, _Settings], Callable[[list[str]], Array]]


def open_folder(folder: Path) -> FolderEncoder:
    """The model of a folder; ParameterError where there is none."""
    needs: tuple[str, ...]
    load: Load
    if (folder / "model.bin").is_file():
        needs, load = ("ctranslate2", "tokenizers"), _ctranslate2
    elif _onnx_file(folder) is not None:
        needs, load = ("onnxruntime", "tokenizers"), _onnx
    elif (folder / "modules.json").is_file():
        needs, load = ("sentence_transformers",), _sentence_transformers
    else:
        raise ParameterError(
            f"{folder} holds no model: neither model.bin (CTranslate2) nor model.onnx with its "
            "tokenizer.json, nor modules.json (sentence-transformers).", param="meaning",
        )  # fmt: skip
    missing = [name.replace("_", "-") for name in needs if find_spec(name) is None]
    if missing:
        raise EncoderMissing(f"The model in {folder} needs {' and '.join(missing)}. Install them.")
    return FolderEncoder(folder, _settings(folder), load)


class FolderEncoder:
    """A model of a folder; it is loaded when the first text is encoded."""

    def __init__(self, folder: Path, settings: _Settings, load: Load) -> None:
        self.name = f"folder:{folder.resolve()}"
        self._folder = folder
        self._settings = settings
        self._load = load
        self._lock = threading.Lock()
        self._encode: Callable[[list[str]], Array] | None = None

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.encode_passages(["1"]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Array:
        """Vectors of queries."""
        return self._vectors(self._settings.query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Array:
        """Vectors of passages."""
        return self._vectors(self._settings.passage, texts)

    def _vectors(self, prefix: str, texts: Sequence[str]) -> Array:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            if self._encode is None:
                self._encode = self._load(self._folder, self._settings)
            return normalised(np.asarray(self._encode([prefix + t for t in plain(texts)])))


def _settings(folder: Path) -> _Settings:
    path = folder / SETTINGS
    if not path.is_file():
        return _Settings()
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        settings = _Settings(**{name: str(value) for name, value in record.items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise ParameterError(f"{path} cannot be read: {error}.", param="meaning") from error
    if settings.pooling not in ("mean", "first"):
        raise ParameterError(f"pooling in {path} is mean or first.", param="meaning")
    return settings


def _onnx_file(folder: Path) -> Path | None:
    places = (folder / "model.onnx", folder / "onnx" / "model.onnx")
    return next((path for path in places if path.is_file()), None)


def _by_pieces(folder: Path, settings: _Settings, hidden: Hidden) -> Callable[[list[str]], Array]:
    from tokenizers import Tokenizer  # an optional package

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_PIECES)
    tokenizer.no_padding()

    def encode(texts: list[str]) -> Array:
        pieces = [encoding.ids or [0] for encoding in tokenizer.encode_batch(texts)]
        found: dict[int, Array] = {}
        for group in batches([len(one) for one in pieces], _PLACES):
            given = [pieces[number] for number in group]
            states = hidden(given)
            rows = pooled(states, [len(g) for g in given])
            found |= zip(group, states[:, 0] if settings.pooling == "first" else rows, strict=True)
        return np.stack([found[number] for number in range(len(texts))])

    return encode


def _ctranslate2(folder: Path, settings: _Settings) -> Callable[[list[str]], Array]:
    import ctranslate2  # an optional package

    model = ctranslate2.Encoder(str(folder), compute_type="auto")
    return _by_pieces(
        folder, settings, lambda given: np.asarray(model.forward_batch(given).last_hidden_state)
    )


def _onnx(folder: Path, settings: _Settings) -> Callable[[list[str]], Array]:
    import onnxruntime  # an optional package

    session = onnxruntime.InferenceSession(
        str(_onnx_file(folder)), providers=["CPUExecutionProvider"]
    )
    wanted = {one.name for one in session.get_inputs()}

    def hidden(given: Sequence[Sequence[int]]) -> Array:
        shape = (len(given), max(map(len, given)))
        pieces, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, one in enumerate(given):
            pieces[row, : len(one)], mask[row, : len(one)] = one, 1
        inputs = {
            "input_ids": pieces, "attention_mask": mask, "token_type_ids": np.zeros_like(pieces),
        }  # fmt: skip
        chosen = {name: array for name, array in inputs.items() if name in wanted}
        return np.asarray(session.run(None, chosen)[0])

    return _by_pieces(folder, settings, hidden)


def _sentence_transformers(folder: Path, _: _Settings) -> Callable[[list[str]], Array]:
    from sentence_transformers import SentenceTransformer  # an optional package

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: list[str]) -> Array:
        return np.asarray(model.encode(texts, show_progress_bar=False), dtype=np.float32)

    return encode
