"""Pages of more tags than a page has: a tree for the beginning, plain lines for the rest.

A tree of five million empty paragraphs takes minutes and says nothing. Text is never lost: what
comes after so many tags is read without them, a block a line.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import Final

_TAG: Final = re.compile("<")
_HIDDEN: Final = re.compile(r"<(script|style|template|textarea|svg)(?=[\s>/])|<!--", re.IGNORECASE)
_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u|wbr)"
    r"(?=[\s>/])[^<>]*>",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"<[a-zA-Z/!?][^<>]*(?:>|(?=<)|\Z)")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r"\s*\n\s*")


def parted(page: str, tags: int) -> tuple[str, str]:
    """A page as its first `tags` tags and the rest, which is empty for nearly every page."""
    if page.count("<") <= tags:
        return page, ""
    cut = next(islice(_TAG.finditer(page), tags, None)).start()
    hidden = next((m for m in _hidden(page) if m[0] < cut < m[1]), None)
    cut = cut if hidden is None else min(hidden[1], len(page))
    return page[:cut], page[cut:]


def lines(page: str) -> str:
    """The text of a piece of a page, a block a line, by its tags alone."""
    pieces: list[str] = []
    at = 0
    for start, end in _hidden(page):
        pieces.append(page[at:start])
        at = end
    pieces.append(page[at:])
    text = _INLINE.sub("", "\n".join(pieces).replace("\n", " "))
    text = html.unescape(_MARKUP.sub("\n", text))
    return _LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip()


def _hidden(page: str) -> list[tuple[int, int]]:
    """Where scripts, styles and comments stand; one that never ends hides what follows.

    Every search goes on where the last one ended, so the whole is linear.
    """
    found: list[tuple[int, int]] = []
    low = page.lower() if page.isascii() else page.translate(_LOW)
    at = 0
    while opening := _HIDDEN.search(page, at):
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = low.find(closing, opening.end())
        if end < 0:
            found.append((opening.start(), len(page)))
            break
        at = end + len(closing)
        if opening[1]:
            at = (page.find(">", at) + 1) or len(page)
        found.append((opening.start(), at))
    return found


_LOW: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
"""Small letters of ASCII alone: "İ" in small letters is two characters, and places move."""
