"""Web pages: the article's text by trafilatura, its metadata by what the page states.

The page's `lang` is not believed: templates say `lang="en"` above Russian articles.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime
from typing import Any, Final

from search.documents import Document
from search.errors import InputError
from search.sources.decoding import clean, declared_charset, decode
from search.sources.metadata import Metadata, read_metadata
from search.sources.readings import Reading

_CHROME_TAGS: Final = frozenset({
    "script", "style", "nav", "aside", "footer", "form", "noscript", "template", "head", "svg",
    "iframe", "button", "select", "textarea",
})  # fmt: skip
_INLINE_TAGS: Final = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_TAG_LIMIT: Final = 100_000
"""Tags of a page that trafilatura is given; a million `<br>` took it 25 seconds."""


def read_html(
    data: bytes, *, origin: str, file: str, id: str, today: date | None = None
) -> Reading:
    """The article of a page. `today` bounds its date: one after tomorrow is not believed."""
    try:
        decoded = decode(data, declared=declared_charset(data))
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    if not decoded.text.strip():
        return Reading(origin, file, skipped="It is empty.")
    try:
        found, body, warnings = _read_page(decoded.text, today or datetime.now(UTC).date())
    except Exception as error:  # noqa: BLE001 -- lxml and trafilatura raise what they like
        reason = f"The page cannot be parsed ({type(error).__name__})."
        return Reading(origin, file, skipped=reason)
    notes = (*([decoded.warning] if decoded.warning else []), *warnings, *found.warnings)
    title = found.values.get("title", "")
    if not body and not title:
        reason = "No text of an article can be found in the page."
        return Reading(origin, file, skipped=reason, warnings=notes)
    document = Document(
        id=id,
        title=title,
        body=body,
        url=found.values.get("url"),
        source=found.values.get("source"),
        authors=found.authors,
        published=found.values.get("published"),
    )
    return Reading(origin, file, document, evidence=found.evidence, warnings=notes)


def _read_page(text: str, today: date) -> tuple[Metadata, str, list[str]]:
    """What a page states, its text and warnings about that."""
    tree = _parse(text)
    if tree is None:
        return Metadata(), "", []
    found = read_metadata(tree, today)
    body = _article_text(text)
    warnings = []
    if not body and (body := _visible_text(tree)):
        warnings.append("No article could be told from the page; all visible text was taken.")
    return found, _without_title(clean(body).strip(), found.values.get("title", "")), warnings


def _parse(text: str) -> Any:
    """The tree of a page, or None when there is none; lxml refuses an XML declaration."""
    # lxml and trafilatura take half a second to load, so they wait for the first page.
    import lxml.html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:
        return None


def _article_text(text: str) -> str:
    """The article as trafilatura finds it, a paragraph a line; "" when it finds none."""
    if text.count("<") > _TAG_LIMIT:
        return ""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # our warnings say it better
    tree = _parse(text)
    found = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, include_tables=True
    )
    body = getattr(found, "text", None)
    return body.strip() if isinstance(body, str) else ""


def _visible_text(tree: Any) -> str:
    """All text of the body but for chrome, a block a line."""
    pieces: list[str] = []
    body = tree.find("body")
    stack: list[Any] = [tree if body is None else body]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _CHROME_TAGS:
            continue
        edge = "" if node.tag in _INLINE_TAGS else "\n"
        inside: list[Any] = [edge, _one_line(node.text)]
        for child in node:
            inside += [child, _one_line(child.tail)]
        stack += reversed([*inside, edge])
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _without_title(body: str, title: str) -> str:
    """The body without its first line when that only repeats the title."""
    first, _, rest = body.partition("\n")
    return rest.lstrip() if title and first.strip().casefold() == title.casefold() else body
