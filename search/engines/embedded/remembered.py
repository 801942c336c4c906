"""Words that several questions about one query share are evaluated once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from search.plan import Word

if TYPE_CHECKING:
    from search.engines.embedded.evaluation import Found

_HELD_ROWS: Final = 2_000_000
"""Rows that are held for the words of one query, some 30 MB."""


class Remembered(threading.local):
    """What was found for the words of a query; each thread has its own, and mostly none."""

    words: dict[Word, Found] | None = None
    room = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Words evaluated within the block are held until its end, as far as there is room."""
        before = self.words, self.room
        if self.words is None:
            self.words, self.room = {}, _HELD_ROWS
        try:
            yield
        finally:
            self.words, self.room = before

    def found(self, word: Word, evaluated: Callable[[], Found]) -> Found:
        """What is held of a word, or what is found for it now."""
        if self.words is None:
            return evaluated()
        found = self.words.get(word)
        if found is None:
            found = evaluated()
            if len(found.rows) <= self.room:
                self.room -= len(found.rows)
                self.words[word] = found
        return found
