"""The query shown back in its parts, each of which can be dropped or edited; what was meant.

A part is a stretch of the query as it was typed: a word, a quotation, a field with its value,
a parenthesis, with the minus or NOT before it. Where OR stands, its sides are the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.errors import QuerySyntaxError
from search.query.parser import parse
from web.links import search_url
from web.params import State

if TYPE_CHECKING:
    from search.results import Results

_QUOTES: Final = {'"': '"', "«": "»", "“": "”", "„": "“”"}
_PIECE: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the query: its place there, and the address of the query without it."""

    text: str
    start: int
    end: int
    is_excluded: bool
    drop_url: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A query with words put right."""

    query: str
    url: str


def parts(state: State) -> tuple[Part, ...]:
    """The parts of the query; none when it is a single plain word."""
    places, joined = _places(state.q)
    texts = [state.q[start:end] for start, end in places]
    if len(texts) < 2 and all(text.isalnum() for text in texts):
        return ()
    found = []
    for (start, end), text in zip(places, texts, strict=True):
        rest = joined.join(state.q[slice(*one)] for one in places if one != (start, end))
        if not _can_be_read(rest):
            return ()
        dropped = replace(state, q=rest, number=1)
        excluded = text.startswith(("-", "NOT "))
        found.append(Part(text, start, end, excluded, search_url(dropped)))
    return tuple(found)


def _can_be_read(query: str) -> bool:
    try:
        parse(query)
    except QuerySyntaxError:
        return False
    return True


def _places(query: str) -> tuple[list[tuple[int, int]], str]:
    """Where the parts of a query begin and end, and what joins them: OR binds the loosest."""
    pieces = list(_pieces(query))
    words = [query[slice(*one)] for one in pieces]
    joined = " OR " if "OR" in words else " "
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for place, ((start, end), word) in enumerate(zip(pieces, words, strict=True)):
        if word in {"OR", "AND"} and begin is None:
            continue
        begin = start if begin is None else begin
        following = words[place + 1] if place + 1 < len(words) else "OR"
        ends = word != "NOT" if joined == " " else following == "OR"
        if ends:
            found.append((begin, end))
            begin = None
    return found, joined


def _pieces(query: str) -> Iterator[tuple[int, int]]:
    """What stands between spaces; spaces in quotations and parentheses part nothing."""
    depth, closing, begin = 0, "", -1
    for at, char in enumerate(f"{query} "):
        if begin < 0 and not char.isspace():
            begin = at
        if closing:
            closing = "" if char in closing else closing
        elif char in _QUOTES:
            closing = _QUOTES[char]
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char.isspace() and depth <= 0 and begin >= 0:
            yield begin, at
            begin = -1
    if begin >= 0:
        yield begin, len(query)


def corrections(found: Results, state: State) -> tuple[Correction, ...]:
    """The queries that may have been meant, each with its address."""
    return tuple(
        Correction(query, search_url(replace(state, q=query, number=1)))
        for query in found.corrections
    )
