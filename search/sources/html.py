"""Web pages: the article's text by trafilatura, its metadata by what the page states.

The page's `lang` is not believed: templates say `lang="en"` above Russian articles.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from search.documents import Document, Removed
from search.errors import InputError
from search.sources import chrome, monstrous
from search.sources.attribution import PageSigns, attribute, page_signs
from search.sources.decoding import clean, declared_charset, decode
from search.sources.metadata import Metadata, read_metadata
from search.sources.page_blocks import Block, blocks
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
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_TABLE_SHARE: Final = 0.3
_BLOCK_LIMIT: Final = 2_000
_TEXT_LIMIT: Final = 2_000
_TAG_LIMIT: Final = 60_000
"""Tags of a page that are made a tree; real pages have some thousands."""
_EXTRACTED: Final = 25_000
"""Tags of a page that trafilatura is given; a million `<br>` took it 25 seconds."""


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a page's article, and what stood around it, with reasons."""

    body: str
    removed: tuple[Removed, ...] = ()
    signs: PageSigns | None = None


def read_html(
    data: bytes,
    *,
    origin: str,
    file: str,
    id: str,
    today: date | None = None,
    url: str | None = None,
) -> Reading:
    """The article of a page. `today` bounds its date: one after tomorrow is not believed.

    `url` is where the page came from, if that is known; it may tell the date, too.
    """
    try:
        decoded = decode(data, declared=declared_charset(data))
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    if not decoded.text.strip():
        return Reading(origin, file, skipped="It is empty.")
    try:
        today = today or datetime.now(UTC).date()
        found, page, warnings = _read_page(decoded.text, today, url)
    except Exception as error:  # noqa: BLE001 -- lxml and trafilatura raise what they like
        reason = f"The page cannot be parsed ({type(error).__name__})."
        return Reading(origin, file, skipped=reason)
    notes = (*([decoded.warning] if decoded.warning else []), *warnings, *found.warnings)
    title, body = found.values.get("title", ""), page.body
    if not body and not title:
        reason = "No text of an article can be found in the page."
        return Reading(origin, file, skipped=reason, warnings=notes)
    said = attribute(title, body, page.removed, page=page.signs)
    document = Document(
        id=id,
        title=title,
        body=body,
        url=found.values.get("url"),
        source=found.values.get("source") or said.source,
        agency=said.agency,
        authors=found.authors or said.authors,
        editors=said.editors,
        published=found.values.get("published"),
    )
    return Reading(
        origin,
        file,
        document,
        evidence={**said.evidence, **found.evidence},
        warnings=notes,
        removed=page.removed,
        confidence=found.confidence.get("published"),
    )


def _read_page(text: str, today: date, url: str | None) -> tuple[Metadata, Article, list[str]]:
    """What a page states, its text and warnings about that."""
    text, rest = monstrous.parted(text, _TAG_LIMIT)
    tree = _parse(text)
    if tree is None:
        return Metadata(), Article(""), []
    every = blocks(tree)
    signs = page_signs(tree, url or "")
    found = read_metadata(tree, today, url, every, signs.headline)
    big = rest or text.count("<") > _EXTRACTED
    body, warnings = "" if big else _article_text(text), []
    if not body or _is_laid_out_in_tables(body):
        guessed = not body
        if (visible := _visible_text(tree)) and guessed:
            warnings.append("No article could be told from the page; all visible text was taken.")
        body = "\n".join(filter(None, (visible or body, monstrous.lines(rest))))
    title = found.values.get("title", "")
    return found, _article(every, clean(body).strip(), title, signs), warnings


def article_of(text: str, today: date | None = None) -> Article:
    """The article of a page given as text, with what was dropped around it."""
    return _read_page(text, today or datetime.now(UTC).date(), None)[1]


def _article(every: list[Block], body: str, title: str, signs: PageSigns) -> Article:
    """The body without the page that is still in it, and what of the page was dropped.

    `body` is what was taken for the article so far. Its lines are judged as those of pasted
    text; the blocks of the page that are not in it were dropped before, by their markup.
    """
    cleaned = chrome.clean(f"{title}\n{body}" if title else body)
    kept = cleaned.body
    if not title and cleaned.title:
        kept = f"{cleaned.title}\n{kept}"
    kept = _without_title(kept, title)
    if body and not kept:
        kept = _without_title(body, title)
    inside = _squeezed(kept)
    reasons = {_squeezed(piece.text): piece.reason for piece in cleaned.removed}
    removed = []
    for block in every[:_BLOCK_LIMIT]:
        text = clean(block.text)[:_TEXT_LIMIT]
        key = _squeezed(text)
        if key and key not in inside:
            same = key == _squeezed(title)
            reason = reasons.get(key) or ("title repeated" if same else chrome.reason_of(text))
            removed.append(Removed(text, reason))
    return Article(kept, tuple(removed), signs)


def _squeezed(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()


def _is_laid_out_in_tables(body: str) -> bool:
    """Whether trafilatura took the page's columns for a table: rows of "| menu | article |"."""
    rows = [line for line in body.split("\n") if line.startswith("|")]
    return sum(map(len, rows)) > _TABLE_SHARE * len(body)


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
