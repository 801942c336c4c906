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
from search.query.nodes import All, Text
from search.query.parser import parse
from web.links import search_url
from web.params import State

if TYPE_CHECKING:
    from search.library import Index

MAX_WORDS: Final = 6
"""Words of a query for which a correction is looked for."""
_SHORTEST: Final = 4
"""A misspelt word of three letters is like too many others."""
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
    """A query with a word put right."""

    word: str
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


def corrections(index: Index, state: State) -> tuple[Correction, ...]:
    """For words that no article has, the nearest word that some article has."""
    try:
        node = parse(state.q)
    except QuerySyntaxError:
        return ()
    children = node.children if isinstance(node, All) else (node,)
    words = [child for child in children if isinstance(child, Text)]
    found = []
    for word in words[:MAX_WORDS]:
        nearest = _nearest(index, word.text, state)
        if nearest is not None:
            end = word.position + len(word.text)
            query = f"{state.q[: word.position]}{nearest}{state.q[end:]}"
            url = search_url(replace(state, q=query, number=1))
            found.append(Correction(nearest, query, url))
    return tuple(found)


def _nearest(index: Index, word: str, state: State) -> str | None:
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    if index.search(word, translate=state.translate, limit=0, facets=()).total:
        return None
    for distance in (1, 2):
        try:
            results = index.search(f"{word}~{distance}", translate=False, limit=3, facets=())
        except QuerySyntaxError:  # too many words are like it
            return None
        for hit in results:
            for match in hit.matches:
                if match.found.isalpha():
                    return match.found.lower()
    return None
