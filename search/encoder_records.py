"""Which encoder an index on a cluster wants vectors of: what `svodka.json` says in a folder.

It is a small text beside the state of the index, so that all who write to it use one encoder.
"""

from __future__ import annotations

from typing import Final

from search.encoders import passages
from search.engines.base import Engine, MayHoldVectors, SharedTexts
from search.errors import IndexMismatch
from search.results import Notice

NAME: Final = "encoder"
NO_VECTORS: Final = Notice(
    "no-vectors",
    "The cluster holds no sentence vectors, so articles are found by their words alone. "
    "`svodka stats` says what to do.",
)
"""For who asks an index that was told to have some."""
_CUT: Final = f"@{passages.VERSION}"
"""Behind the encoder: how articles were cut for it."""


def encoder_on(engine: Engine, path: str, *, check_cut: bool = True) -> str | None:
    """The setting of the encoder that was kept; None where there is none.

    IndexMismatch where articles were cut otherwise for it, unless the index is to be rebuilt.
    """
    if not isinstance(engine, SharedTexts):
        return None
    text, _ = engine.shared_text(NAME)
    if check_cut and text and not text.endswith(_CUT):
        raise IndexMismatch(
            f"The vectors of {path} were made by another version ({text}). "
            f"Run `svodka reindex --index {path}`."
        )
    return text.rpartition("@")[0] or None


def keep_encoder(engine: Engine, setting: str | None) -> None:
    """Keep the setting of an encoder, or that there is none."""
    if isinstance(engine, SharedTexts):
        text, version = engine.shared_text(NAME)
        wanted = "" if setting is None else setting + _CUT
        if wanted != text:
            engine.share_text(NAME, wanted, version)


def why_no_vectors(engine: Engine) -> str | None:
    """Why articles get no vectors in an engine; None where they can have some."""
    return engine.why_no_vectors() if isinstance(engine, MayHoldVectors) else None
