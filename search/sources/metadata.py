"""What a page states about its article, and where: JSON-LD, meta elements, marked-up times.

Each value tells where it was read, which trafilatura's own metadata do not. The date of
publication is a room of its own, `page_dates`.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from search.sources.decoding import clean_line
from search.sources.page_blocks import Block
from search.sources.page_dates import published_on

_TITLE_META: Final = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SITE_META: Final = ("og:site_name", "application-name", "dc.publisher", "publisher")
_AUTHOR_META: Final = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
    "parsely-author", "sailthru.author", "citation_author", "byl",
)  # fmt: skip
_ARTICLE_TYPE: Final = re.compile(r"(Article|Posting|Report|Review)$")
# An address ("/christopherlwood", "jungefreiheit.de") or the account of the whole staff.
_NO_AUTHOR: Final = re.compile(
    r"(?i)https?:|www\.|@|^/|^[\w-]+(\.[\w-]+)+$"
    r"|^(admin|administrator|editor|redaktion|redakcja|редакция|редакція|root|user)$"
)
_VALUE_LIMIT: Final = 1000
_NAME_LIMIT: Final = 100
_PIECES: Final = 100
"""Pieces of text in an element that names something."""
_TEASERS: Final = 5
"""More marked-up authors than a byline holds are those of other articles."""
_SIGNED: Final = 50
"""Elements that name an author, the same one perhaps; a page of more is a list of articles."""
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")
_Metas = dict[str, list[tuple[str, str]]]


@dataclass(slots=True)
class Metadata:
    """What a page states about its article; `evidence` tells where each field was read.

    `confidence` is 0 to 1, for the date of publication alone.
    """

    evidence: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    sites: set[str] = field(default_factory=set)
    confidence: dict[str, float] = field(default_factory=dict)

    def take(self, name: str, value: object, where: str) -> None:
        """Keep the first value found for a field; an endless one is none."""
        text = clean_line(html.unescape(value)) if isinstance(value, str) else ""
        if text and name not in self.values and len(text) <= _VALUE_LIMIT:
            self.values[name], self.evidence[name] = text, where

    def take_authors(self, names: list[str], where: str) -> None:
        """Keep the first list of names in which any is that of a person."""
        kept = [clean_line(html.unescape(name)) for name in names]
        kept = [
            name
            for name in kept
            if 0 < len(name) <= _NAME_LIMIT
            and not _NO_AUTHOR.search(name)
            and name.casefold() not in self.sites  # a site that signs itself is no author
        ]
        if kept and not self.authors:
            self.authors, self.evidence["authors"] = tuple(dict.fromkeys(kept)), where


def read_metadata(
    tree: Any,
    today: date,
    url: str | None = None,
    every: list[Block] | None = None,
    headline: str = "",
) -> Metadata:
    """The metadata of a parsed page; a date after tomorrow is left out with a warning.

    `url` is where the page came from, if that is known, `every` its blocks and `headline` the
    big letters below its name (`PageSigns.headline`), where these were read already.
    """
    found = Metadata()
    metas = _metas(tree)
    items = list(_json_ld(tree))
    _take_url(found, tree, metas)
    item = _main_item(items, found.values.get("url"))
    _take_source(found, metas, item, items)
    _take_title(found, tree, metas, item, headline)
    _take_authors(found, tree, metas, item)
    address = url or found.values.get("url", "")
    title = found.values.get("title", "")
    stated, warnings = published_on(
        tree, metas, items, item, url=address, title=title, today=today, every=every
    )
    found.warnings += warnings
    if stated:
        found.take("published", str(stated.date), stated.where)
        found.confidence["published"] = stated.confidence
    return found


def _metas(tree: Any) -> _Metas:
    """Contents of meta elements by lower-case name, each with how the page wrote it."""
    metas: _Metas = {}
    for node in tree.iter("meta"):
        content = node.get("content")
        for attribute in ("property", "name", "itemprop"):
            name = (node.get(attribute) or "").strip()
            if name and content and content.strip():
                metas.setdefault(name.lower(), []).append((content, f"meta {attribute} {name}"))
    return metas


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that describe the page: top level, lists and `@graph`."""
    for node in tree.iter("script"):
        if "ld+json" not in (node.get("type") or "").lower():
            continue
        source = (node.text or "").strip().removeprefix("<!--").removesuffix("-->")
        try:
            # strict=False: line breaks inside strings are common in hand-made JSON-LD
            stack: deque[Any] = deque([json.loads(source.strip().rstrip(";"), strict=False)])
        except (ValueError, RecursionError):
            continue
        while stack:
            value = stack.popleft()
            if isinstance(value, list):
                stack.extendleft(reversed(value))
            elif isinstance(value, dict):
                yield value
                for key in ("@graph", "mainEntity"):
                    if isinstance(value.get(key), list | dict):
                        stack.appendleft(value[key])


def _types(item: dict[str, Any]) -> list[str]:
    types = item.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _main_item(items: list[dict[str, Any]], url: str | None) -> dict[str, Any] | None:
    """The article among the objects: the one of this address, else the only or first one."""
    articles = [item for item in items if any(map(_ARTICLE_TYPE.search, _types(item)))]
    for item in articles:
        page = item.get("mainEntityOfPage")
        addresses = [item.get("url"), page, page.get("@id") if isinstance(page, dict) else None]
        if url is not None and url in addresses:
            return item
    return articles[0] if articles else None


def _names(value: object) -> list[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for one in value for name in _names(one) if not isinstance(one, list)]
    if isinstance(value, dict):
        value = value.get("name")
        return _names(value) if isinstance(value, str | list) else []
    return [value] if isinstance(value, str) else []


def _take_url(found: Metadata, tree: Any, metas: _Metas) -> None:
    base = next((node.get("href") for node in tree.iter("base") if node.get("href")), "")
    candidates = [
        (node.get("href"), "link rel=canonical")
        for node in tree.iter("link")
        if "canonical" in (node.get("rel") or "").lower().split() and node.get("href")
    ]
    for value, where in [*candidates, *metas.get("og:url", ())]:
        try:
            url = urljoin(base, value.strip())
        except ValueError:
            continue
        if re.match(r"https?://[^\s/]+", url):
            found.take("url", url, where)


def _take_source(
    found: Metadata, metas: _Metas, item: dict[str, Any] | None, items: list[dict[str, Any]]
) -> None:
    candidates: list[tuple[str, str]] = []
    if item is not None:
        publishers = _names(item.get("publisher"))
        candidates += [(name, "JSON-LD publisher.name") for name in publishers]
    for name in _SITE_META:
        candidates += metas.get(name, ())
    candidates += [
        (name, "JSON-LD WebSite.name")
        for page in items
        if "WebSite" in _types(page)
        for name in _names(page.get("name"))
    ]
    for value, where in candidates:
        if not value.lower().startswith(("http:", "https:")):
            found.take("source", value, where)
            found.sites.add(clean_line(html.unescape(value)).casefold())


def _take_title(
    found: Metadata, tree: Any, metas: _Metas, item: dict[str, Any] | None, headline: str
) -> None:
    headings = [text for node in tree.iter("h1") if (text := clean_line(_text(node)))]
    candidates: list[tuple[object, str]] = []
    if item is not None:
        candidates.append((item.get("headline"), "JSON-LD headline"))
    for name in _TITLE_META:
        candidates += metas.get(name, ())
    if len(headings) == 1:
        candidates.append((headings[0], "h1"))
    if headline:
        candidates.append((headline, "big letters below the name of the page"))
    candidates += [(_text(node), "title element") for node in tree.iter("title")]
    candidates += [(heading, "h1") for heading in headings]
    for value, where in candidates:
        if isinstance(value, str) and len(value) <= _VALUE_LIMIT:
            found.take("title", _without_site(html.unescape(value), found.sites, headings), where)


def _without_site(title: str, sites: set[str], headings: list[str]) -> str:
    """A title without the name of its site: "Deal signed | The Herald" is "Deal signed".

    The site's name is known from metadata; or else the page's heading tells the title.
    """
    title = clean_line(title)
    edges = list(_SEPARATOR.finditer(title))
    if not edges:
        return title
    last, first = edges[-1], edges[0]
    if title[last.end() :].casefold() in sites:
        return title[: last.start()]
    if title[: first.start()].casefold() in sites:
        return title[first.end() :]
    starts = {title[: edge.start()] for edge in edges}
    return next((heading for heading in headings if heading in starts), title)


def _take_authors(found: Metadata, tree: Any, metas: _Metas, item: dict[str, Any] | None) -> None:
    if item is not None:
        found.take_authors(_names(_persons(item.get("author"))), "JSON-LD author")
        found.take_authors(_names(_persons(item.get("creator"))), "JSON-LD creator")
    for name in _AUTHOR_META:
        for value, where in metas.get(name, [])[:1]:
            names = [one for content, _ in metas[name] for one in content.split(";")]
            found.take_authors(names if len(metas[name]) <= _TEASERS else [value], where)
    for path, inside, where in (
        ("//*[@itemprop='author']", ".//*[@itemprop='name']", "itemprop author"),
        ("//*[@itemprop='author'][not(.//*[@itemprop])]", ".", "itemprop author"),
        ("//a[@rel='author']", ".", "link rel=author"),
    ):
        nodes = tree.xpath(f"({path})[position() <= {_SIGNED + 1}]")
        if len(nodes) > _SIGNED:
            continue
        named = [one for node in nodes for one in node.xpath(inside)[:_SIGNED]]
        names = list(dict.fromkeys(clean_line(_text(node)) for node in named[:_SIGNED]))
        if len(names) <= _TEASERS:
            found.take_authors(names, where)


def _persons(value: object) -> object:
    """Authors without those that JSON-LD calls organisations: an agency is no author."""
    values = value if isinstance(value, list) else [value]
    return [
        one
        for one in values
        if not (isinstance(one, dict) and any("Organization" in kind for kind in _types(one)))
    ]


def _text(node: Any) -> str:
    return "".join(islice(node.itertext(), _PIECES))
