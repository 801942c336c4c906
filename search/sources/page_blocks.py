"""The visible text of a page as blocks, each with what its place in the page tells of it.

A block is what stands on lines of its own: a paragraph, a headline, a line of credits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_UNSEEN: Final = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea",
    "object", "math", "button",
})  # fmt: skip
_INLINE: Final = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_ASIDE_TAGS: Final = frozenset({"aside", "footer", "nav", "form"})
_ASIDE: Final = re.compile(
    r"comment|komment|disqus|sidebar|side-bar|widget|related|recommend|teaser|popular|trending|"
    r"most-read|mostread|latest|archive|calendar|footer|(?:^|[\s_-])(?:menu|ads?|promo|foot|"
    r"aside|more|rss)(?:$|[\s_-])|breaking|ticker|newsletter|tweet|twitter|copyright|carousel|"
    r"slider|modified|updated|event|navtop|navbar",
    re.IGNORECASE,
)
_WRITTEN: Final = re.compile(
    r"\s{0,9}[\w.]{1,30}\(\s?[\"'](?P<text>[^\"'<>]{6,40})[\"']\s?\);?\s{0,9}"
)
"""A script that writes one thing where it stands: showDate("2020/04/17 01:43")."""
_LIMIT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. `asides` are the menus, comments and side columns that it stands in.

    Whole pages stand in one that is called "teaser" or "widget"; so a block is aside only in
    comparison with the headline: when it is in one that the headline is not in.
    """

    text: str
    tag: str
    asides: frozenset[int]
    linked: bool

    def is_aside(self, headline: Block | None = None) -> bool:
        """Whether the block stands aside of the headline, or aside at all."""
        return bool(self.asides - headline.asides if headline is not None else self.asides)


def blocks(tree: Any) -> list[Block]:
    """The blocks of a page, in order, at most `_LIMIT` of them."""
    body = tree.find("body")
    return _Walk().over(tree if body is None else body)


class _Walk:
    """One walk over a page, without recursion: a page of a million tags nests as deep."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._here: list[tuple[str, frozenset[int]]] = [("body", frozenset())]
        self._number = 0

    def over(self, root: Any) -> list[Block]:
        """The blocks below a node."""
        stack: list[Any] = [(root, False)]
        while stack and len(self._found) < _LIMIT:
            item = stack.pop()
            if isinstance(item, str):
                self._pieces.append(item)
                continue
            node, leaving = item
            if leaving:
                self._leave(node)
            elif self._enter(node):
                stack.append((node, True))
                for child in reversed(node):
                    stack.append(child.tail or "")
                    stack.append((child, False))
                stack.append(node.text or "")
        self._flush()
        return self._found

    def _enter(self, node: Any) -> bool:
        """Whether what a node holds can be seen."""
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            if node.tag == "script" and (said := _WRITTEN.fullmatch(node.text or "")):
                self._pieces.append(said["text"])
            return False
        if node.tag not in _INLINE:
            self._flush()
            self._number += 1
            self._here.append(_place(node, self._here[-1], self._number))
        elif node.tag in ("a", "time"):
            self._pieces.append(" ")  # <a>08/08/2017</a><a>by Anna</a>
            self._linked += len(node.text or "") if node.tag == "a" else 0
        return True

    def _leave(self, node: Any) -> None:
        if node.tag not in _INLINE:
            self._flush()
            self._here.pop()
        elif node.tag in ("a", "time"):
            self._pieces.append(" ")

    def _flush(self) -> None:
        text = " ".join("".join(self._pieces).split())
        if text:
            tag, asides = self._here[-1]
            self._found.append(Block(text, tag, asides, self._linked * 2 > len(text)))
        self._pieces.clear()
        self._linked = 0


def _place(
    node: Any, parent: tuple[str, frozenset[int]], number: int
) -> tuple[str, frozenset[int]]:
    """The tag of a node, and the asides that it stands in, itself among them."""
    marks = f"{node.get('class') or ''} {node.get('id') or ''}"[:200]
    whole = node.tag in ("body", "html", "main", "article")
    if node.tag in _ASIDE_TAGS or (not whole and _ASIDE.search(marks)):
        return node.tag, parent[1] | {number}
    return node.tag, parent[1]
