"""The values that the rooms of people hand to each other."""

from __future__ import annotations

from dataclasses import dataclass

from search.documents import Gender, Mention, Part, Role

__all__ = ["Gender", "Mention", "Part", "Role", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points [start, end) of a text that may name a person."""

    start: int
    end: int
