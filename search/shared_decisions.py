"""Decisions on persons that are kept on a cluster, for all who use its index.

They are one text of lines, as `people.jsonl` is in a folder. It is changed only by whoever has
seen its last version, so of two readers who decide at once one is told to try again.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from search.engines.base import Engine, SharedTexts
from search.errors import IndexDamaged, SearchError
from search.people.registry.decisions import Decisions

NAME: Final = "decisions"
FRESH: Final = 0.5
"""Seconds for which the text is not asked for again."""


class SharedHistory:
    """The decisions of an index on a cluster."""

    def __init__(self, texts: SharedTexts) -> None:
        self._texts = texts
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._version = ""
        self._decisions = Decisions()

    def read(self) -> Decisions:
        """The decisions as they are, at most half a second ago; IndexDamaged names the line."""
        with self._lock:
            if time.monotonic() - self._read_at < FRESH:
                return self._decisions
            text, version = self._texts.shared_text(NAME)
            if version != self._version:
                self._decisions = _parsed(text)
                self._version = version
            self._read_at = time.monotonic()
            return self._decisions

    def write(self, decisions: Decisions) -> None:
        """Keep a history in place of the one last read; IndexLocked where there is a later one."""
        with self._lock:
            self._read_at = float("-inf")
            self._texts.share_text(NAME, decisions.to_text(), self._version)

    def problems(self) -> list[str]:
        """What is wrong with the text, one sentence; empty when it can be read."""
        try:
            self.read()
        except SearchError as error:
            return [str(error)]
        return []


def history_on(engine: Engine) -> SharedHistory | None:
    """Where an engine keeps decisions; None where they belong into a folder."""
    return SharedHistory(engine) if isinstance(engine, SharedTexts) else None


def _parsed(text: str) -> Decisions:
    try:
        return Decisions.from_text(text)
    except ValueError as error:
        raise IndexDamaged(
            f"The decisions on persons cannot be read ({error}). Correct or remove that line."
        ) from error
