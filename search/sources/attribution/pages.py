"""What the markup of a page tells of its publisher: the title element, and the name on top."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

_LOGO: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:logo(?:type)?|masthead|brand|site-?(?:title|name)|nameplate)(?:$|[\s_-])"
)
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "title"})
_FIRST: Final = 60
_BIG: Final = 5
_ANCESTORS: Final = 4
_FEW: Final = 5
_PIECES: Final = 50
_LINE: Final = 300


@dataclass(frozen=True, slots=True)
class PageSigns:
    """The title element of a page and the name that stands big on top of it; "" for none.

    `headline` is what stands as big below such a name: the title of the article, where a page
    is laid out with fonts and tables and its title element names the newspaper.
    """

    title: str = ""
    masthead: str = ""
    address: str = ""
    headline: str = ""


def page_signs(tree: Any, address: str = "") -> PageSigns:
    """The signs of a parsed page; `address` is where it came from, if known."""
    titles = (" ".join("".join(node.itertext()).split()) for node in tree.iter("title"))
    masthead, headline = _masthead(tree)
    return PageSigns(next(titles, "")[:300], masthead, address, headline)


def _masthead(tree: Any) -> tuple[str, str]:
    """The first words of a page, when its markup makes them its name, and the headline below.

    Big letters do so only where a headline in big letters follows: else they are the headline.
    """
    body = tree.find("body")
    for number, node in enumerate((tree if body is None else body).iter()):
        if number > _FIRST:
            break
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            continue
        text = " ".join((node.text or "").split())
        if text:
            headline = _headline(tree, node) if _is_big(node) else ""
            return (text[:80], headline) if headline or _is_logo_of(tree, node, text) else ("", "")
    return "", ""


def _is_logo_of(tree: Any, node: Any, text: str) -> bool:
    """Whether the first words are those of a logo, which stand in the page's title, too."""
    titles = " ".join("".join(one.itertext()) for one in islice(tree.iter("title"), _FEW))
    return _is_logo(node) and text.casefold() in " ".join(titles.split()).casefold()


def _around(node: Any) -> list[Any]:
    """An element and those just around it."""
    found: list[Any] = []
    while node is not None and node.tag not in ("body", "html") and len(found) < _ANCESTORS:
        found.append(node)
        node = node.getparent()
    return found


def _is_logo(node: Any) -> bool:
    marks = (f"{one.get('class') or ''} {one.get('id') or ''}"[:200] for one in _around(node))
    return any(map(_LOGO.search, marks))


def _size(node: Any) -> int:
    size = (node.get("size") or "").strip() if node.tag == "font" else ""
    return int(size) if size.isascii() and size.isdigit() and len(size) < 3 else 0


def _is_big(node: Any) -> bool:
    return any(_size(one) >= _BIG for one in _around(node))


def _headline(tree: Any, masthead: Any) -> str:
    """What else on the page is as a headline is; "" where nothing is."""
    own = _around(masthead)
    for node in tree.iter("font", "h1", "h2", "h3"):
        if (node.tag != "font" or _size(node) >= _BIG - 1) and node not in own:
            text = " ".join("".join(islice(node.itertext(), _PIECES)).split())
            if text and len(text) <= _LINE:
                return text
    return ""
