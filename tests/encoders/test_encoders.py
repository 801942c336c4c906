"""Opening encoders, what they do with odd texts, and taking languages out of vectors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from search.encoders import is_installed, open_encoder
from search.encoders.centring import Centring, centring_of
from search.encoders.fake import FakeEncoder
from search.encoders.texts import batches, plain
from search.errors import EncoderMissing, ParameterError

INSTALLED = [
    pytest.param(
        name, marks=pytest.mark.skipif(not is_installed(name), reason=f"{name} is not installed")
    )
    for name in ("e5", "use")
]
NORTH, PORT = "The port in the north is closed.", "Порт на севере закрыт."
CAKE = "She baked an apple cake with cinnamon."


@pytest.mark.parametrize("setting", INSTALLED)
def test_texts_that_mean_the_same_are_near_in_any_language(setting: str) -> None:
    encoder = open_encoder(setting)
    north, port, cake = encoder.encode_passages([NORTH, PORT, CAKE])
    assert north.shape == (encoder.dimensions,)
    assert north.dtype == np.float32
    assert float(north @ port) > float(north @ cake) + 0.1
    (query,) = encoder.encode_queries(["closed port"])
    assert float(query @ north) > float(query @ cake)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("setting", INSTALLED)
def test_odd_texts_have_vectors_too(setting: str) -> None:
    encoder = open_encoder(setting)
    odd = ["", " \n", "\0", "\ud83d", "漢字", "a" * 30_000, "😀"]
    for vectors in (encoder.encode_passages(odd), encoder.encode_queries(odd)):
        assert vectors.shape == (len(odd), encoder.dimensions)
        assert np.isfinite(vectors).all()
    assert encoder.encode_passages([]).shape == (0, encoder.dimensions)
    assert encoder.encode_queries([]).shape == (0, encoder.dimensions)


@pytest.mark.skipif(not is_installed("e5"), reason="e5 is not installed")
def test_both_engines_of_e5_agree() -> None:
    from search.encoders.e5 import MultilingualE5

    encoder = MultilingualE5()
    texts = [NORTH, PORT, CAKE, f"{NORTH} {PORT} " * 20, "№ 5 — «Труд» ﬁn… ½"]
    fast = encoder.encode_passages(texts)
    own = encoder._own_engine.passage(plain(texts))
    assert (fast * own).sum(axis=1) == pytest.approx(1, abs=0.005)


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ParameterError, match="no encoder 'e6'"):
        open_encoder("e6")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EncoderMissing, match=r"svodka\[meaning\]"):
        open_encoder("e5")
    assert not is_installed("use")


# Folders


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="holds no model"):
        open_encoder(f"folder:{tmp_path}")


def test_settings_of_a_folder_are_checked(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    for text in ('{"pooling": "max"}', "[]", '{"unknown": 1}', "no json"):
        (tmp_path / "svodka.json").write_text(text)
        with pytest.raises(ParameterError, match=r"svodka\.json"):
            open_encoder(f"folder:{tmp_path}")


@pytest.mark.skipif(not is_installed("e5"), reason="e5 is not installed")
def test_a_folder_of_ctranslate2_is_read(tmp_path: Path) -> None:
    from search.encoders.e5 import _repacked

    for file in _repacked().iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "svodka.json").write_text(json.dumps({"query": "query: ", "passage": "passage: "}))
    encoder = open_encoder(f"folder:{tmp_path}")
    assert encoder.dimensions == 384
    north, port, cake = encoder.encode_passages([NORTH, PORT, CAKE])
    assert float(north @ port) > float(north @ cake)


def test_a_folder_of_onnx_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is a stand-in whose hidden states are the numbers of the pieces."""

    class Session:
        def __init__(self, path: str, providers: list[str]) -> None:
            assert path.endswith("model.onnx")

        def get_inputs(self) -> list[SimpleNamespace]:
            return [SimpleNamespace(name="input_ids"), SimpleNamespace(name="attention_mask")]

        def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
            assert set(inputs) == {"input_ids", "attention_mask"}
            pieces = inputs["input_ids"] * inputs["attention_mask"]
            return [np.stack([pieces == 1, pieces == 2], axis=2).astype(np.float32)]

    tokenizers = pytest.importorskip("tokenizers")
    model = tokenizers.models.WordLevel({"?": 0, "ice": 1, "port": 2}, unk_token="?")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "model.onnx").touch()
    monkeypatch.setitem(
        sys.modules, "onnxruntime", SimpleNamespace(InferenceSession=Session, __spec__=object())
    )
    encoder = open_encoder(f"folder:{tmp_path}")
    found = encoder.encode_passages(["ice port port port", "port", "ice"])
    assert found[1:].tolist() == [[0, 1], [1, 0]]
    assert found[0].tolist() == pytest.approx([1 / 10**0.5, 3 / 10**0.5])


# Texts and languages


def test_texts_are_cut_and_cleaned() -> None:
    assert plain([" a\0b\n\tc ", "x" * 9000]) == ["a b c", "x" * 2000]


def test_batches_hold_texts_of_about_one_length() -> None:
    groups = batches([3, 100, 4, 90, 5], most=200)
    assert groups == [[0, 2, 4], [3, 1]]
    assert batches([500], most=200) == [[0]]
    assert batches([], most=200) == []


def test_centring_takes_out_what_is_language() -> None:
    """Two texts of the same meaning, each moved by its language."""
    meaning = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0]], dtype=np.float32)
    english, russian = (np.array(row, dtype=np.float32) for row in ([0, 0, 3, 0], [0, 0, 0, 3]))
    centring = Centring({"en": english, "ru": russian, "": (english + russian) / 2})
    a = centring.centred(meaning + english, ["en", "en"])
    b = centring.centred(meaning + russian, ["ru", "ru"])
    assert a == pytest.approx(b)
    assert a == pytest.approx(meaning)
    other = centring.centred(meaning + (english + russian) / 2, ["cs", "cs"])
    assert other == pytest.approx(meaning)


def test_an_encoder_without_means_keeps_its_vectors() -> None:
    vectors = FakeEncoder().encode_passages(["ice"])
    assert centring_of("fake").centred(vectors, ["en"]) is vectors


@pytest.mark.skipif(not is_installed("e5"), reason="e5 is not installed")
def test_centred_vectors_of_e5_compare_across_languages() -> None:
    encoder, languages = open_encoder("e5"), ["en", "ru", "en"]
    raw = encoder.encode_passages([NORTH, PORT, CAKE])
    north, port, cake = centring_of("e5").centred(raw, languages)
    assert float(north @ port) > 0.5
    assert abs(float(north @ cake)) < 0.2
