"""What expansion works on, and what it asks of an index: words of a query, and small Protocols."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.analysis import Token


class Vocabulary(Protocol):
    """What expansion asks of an index; `engines.base.Vocabulary` is one."""

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix`."""

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""


class NamedWord(Protocol):
    """A word of a query that names a person, and how else articles write it."""

    @property
    def at(self) -> int:
        """The number of the word in the query."""

    @property
    def words(self) -> tuple[str, ...]:
        """The other spellings of this word."""


class People(Protocol):
    """What expansion asks of the persons of an index."""

    def named_words(self, words: Sequence[str], alone: Container[int]) -> Sequence[NamedWord]:
        """The words of a query that name persons; those of `alone` may be a whole name."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word between spaces: its tokens (Нью-Йорк has two), and whether it may miss."""

    text: str
    tokens: tuple[Token, ...]
    is_stop: bool = False
