"""The query as it was written: a tree of frozen nodes, each with its place in the text.

Nodes know neither schema nor language: `Text("Нью-Йорк")` is what stood between two
spaces. What it means for an index is decided by the planner.
"""

from __future__ import annotations

from dataclasses import dataclass

FIELDS = (
    "title", "person", "source", "agency", "author", "lang", "published", "mentioned", "removed"
)  # fmt: skip
"""The names that may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Text:
    """A plain word, or what stood between spaces."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks; `slop` is n of `"…"~n`."""

    text: str
    position: int
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with at least one `*`."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word with up to `distance` wrong letters."""

    text: str
    position: int
    distance: int


@dataclass(frozen=True, slots=True)
class Every:
    """`*` alone, or an empty query."""


@dataclass(frozen=True, slots=True)
class InField:
    """`field:value`; a quoted value is meant literally, so `source:"unknown"` is a name."""

    field: str
    value: str
    position: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class InTitle:
    """`title:` before a word, quotation or parenthesis."""

    child: Node


@dataclass(frozen=True, slots=True)
class InRemoved:
    """`removed:` before a word, quotation or parenthesis: what was cut as page chrome."""

    child: Node


@dataclass(frozen=True, slots=True)
class All:
    """Nodes side by side: every one is wanted."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Nodes joined by OR."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Exclude:
    """A node after NOT or a minus sign."""

    child: Node


Node = Text | Quoted | Pattern | Fuzzy | Every | InField | InTitle | InRemoved | All | Any | Exclude
