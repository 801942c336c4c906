"""Cutting an article into the passages that get a vector each.

A passage is a run of whole sentences of the body. A vector of a whole article blurs its
parts; one of a single sentence lacks what the sentence is about, so the title goes with each
passage (`texts`). Widths were measured: docs/decisions/009.

The same title and body give the same passages, so a passage is known by its number alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

VERSION: Final = "1"
"""Of how articles are cut: vectors of another version belong to other passages."""
WIDTH: Final = 300
"""A passage ends with the sentence that would make it longer, in characters."""
LONGEST: Final = 800
"""A sentence longer than this is cut at a space: a list without full stops, say."""
MOST: Final = 64
"""Passages of one article: of a book only the beginning has vectors, about 18,000 characters."""
_TITLE: Final = 200

# A sentence ends with a line, or with . ! ? … before a space and anything but a small letter
# (U.S. sanctions, 5 млн. рублей).
_END: Final = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+(?![a-zа-яёіїєґў])|\n\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of the body, offsets in code points; empty where the article is its title."""

    start: int
    end: int


def cut(title: str, body: str, *, width: int = WIDTH) -> tuple[Passage, ...]:
    """The passages of an article in order; none where there is no text at all."""
    found: list[Passage] = []
    start = end = -1
    for first, last in _sentences(body):
        if start >= 0 and last - start > width:
            found.append(Passage(start, end))
            start = -1
            if len(found) == MOST:
                break
        if start < 0:
            start = first
        end = last
    if start >= 0 and len(found) < MOST:
        found.append(Passage(start, end))
    if not found and title.strip():
        found.append(Passage(0, 0))
    return tuple(found)


def texts(title: str, body: str, passages: tuple[Passage, ...]) -> list[str]:
    """What is encoded for each passage: the title, then the passage."""
    head = " ".join(title.split())[:_TITLE]
    if head and head[-1] not in ".!?…":
        head += "."
    return [" ".join(f"{head} {body[one.start : one.end]}".split()) for one in passages]


def _sentences(body: str) -> list[tuple[int, int]]:
    """Where sentences begin and end, without the spaces around them."""
    found: list[tuple[int, int]] = []
    begin = 0
    for stop in [*(match.end() for match in _END.finditer(body)), len(body)]:
        while begin < stop:
            end = stop
            if stop - begin > LONGEST:
                space = body.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
                end = space if space > 0 else begin + LONGEST
            piece = body[begin:end]
            text = piece.strip()
            if text:
                first = begin + piece.index(text)
                found.append((first, first + len(text)))
            begin = end
    return found
