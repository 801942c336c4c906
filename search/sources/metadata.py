"""What a page states about its article, and where: JSON-LD, meta elements, marked-up times.

Each value tells where it was read, which trafilatura's own metadata do not. The date comes
from metadata only, never from the text: a date in prose may be that of the event.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urljoin

from search.partial_dates import PartialDate, parse_iso
from search.sources.decoding import clean_line

_TITLE_META: Final = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SITE_META: Final = ("og:site_name", "application-name", "dc.publisher", "publisher")
_AUTHOR_META: Final = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
    "parsely-author", "sailthru.author", "citation_author", "byl",
)  # fmt: skip
# Names of metadata that mean publication; those of a modification are not among them.
_DATE_META: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate",
    "datepublished", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "dc.date.publication", "publishdate", "publish-date",
    "publish_date", "published_date", "published-date", "publication_date",
    "publication-date", "pubdate", "date_published", "date-published", "article.published",
    "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime",
    "parsely-pub-date", "sailthru.date", "rnews:datepublished", "citation_publication_date",
    "citation_date", "citation_online_date", "displaydate", "ptime", "created", "date",
)  # fmt: skip
_ARTICLE_TYPE: Final = re.compile(r"(Article|Posting|Report|Review)$")
_PAGE_TYPE: Final = re.compile(r"WebPage$")
# An address ("/christopherlwood", "jungefreiheit.de") or the account of the whole staff.
_NO_AUTHOR: Final = re.compile(
    r"(?i)https?:|www\.|@|^/|^[\w-]+(\.[\w-]+)+$"
    r"|^(admin|administrator|editor|redaktion|redakcja|редакция|редакція|root|user)$"
)
_VALUE_LIMIT: Final = 1000
_NAME_LIMIT: Final = 100
_TEASERS: Final = 5
"""More marked-up authors than a byline holds are those of other articles."""
_FALSE_DAYS: Final = frozenset({date(1970, 1, 1), date(1, 1, 1), date(1900, 1, 1)})
_LATIN_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_OTHER_DATES: Final = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b"),
    re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})\b"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d{1,3}\b)"),
)
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")
_Metas = dict[str, list[tuple[str, str]]]


@dataclass(slots=True)
class Metadata:
    """What a page states about its article; `evidence` tells where each field was read."""

    evidence: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    sites: set[str] = field(default_factory=set)

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


def read_metadata(tree: Any, today: date) -> Metadata:
    """The metadata of a parsed page; a date after tomorrow is left out with a warning."""
    found = Metadata()
    metas = _metas(tree)
    items = list(_json_ld(tree))
    _take_url(found, tree, metas)
    item = _main_item(items, found.values.get("url"))
    _take_source(found, metas, item, items)
    _take_title(found, tree, metas, item)
    _take_authors(found, tree, metas, item)
    for value, where in _dates(tree, metas, item, items):
        moment = _moment(value)
        if moment is None:
            continue
        first = date.fromordinal((moment.days or (1, 1))[0])
        if first > today + timedelta(days=1):
            found.warnings.append(f"The date {moment} ({where}) lies in the future; not used.")
        elif first not in _FALSE_DAYS:
            found.take("published", str(moment), where)
            break
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


def _take_title(found: Metadata, tree: Any, metas: _Metas, item: dict[str, Any] | None) -> None:
    headings = [text for node in tree.iter("h1") if (text := clean_line(_text(node)))]
    candidates: list[tuple[object, str]] = []
    if item is not None:
        candidates.append((item.get("headline"), "JSON-LD headline"))
    for name in _TITLE_META:
        candidates += metas.get(name, ())
    if len(headings) == 1:
        candidates.append((headings[0], "h1"))
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
    for path, where in (
        ("//*[@itemprop='author']//*[@itemprop='name']", "itemprop author"),
        ("//*[@itemprop='author'][not(.//*[@itemprop])]", "itemprop author"),
        ("//a[@rel='author']", "link rel=author"),
    ):
        names = list(dict.fromkeys(clean_line(_text(node)) for node in tree.xpath(path)))
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


def _dates(
    tree: Any,
    metas: _Metas,
    item: dict[str, Any] | None,
    items: list[dict[str, Any]],
) -> Iterator[tuple[str, str]]:
    """Dates of publication that the page states, the most reliable first."""
    if item is not None:
        yield from _json_dates(item, "JSON-LD")
    for name in _DATE_META:
        yield from metas.get(name, ())
    for path, where in (
        ("//*[@itemprop='datePublished'][not(self::meta)]", "itemprop datePublished"),
        ("//time[@pubdate]", "time pubdate"),
        ("//time[contains(@class, 'published') or contains(@class, 'entry-date')]", "time"),
        ("//abbr[contains(@class, 'published')]", "abbr published"),
    ):
        yield from _agreed(tree.xpath(path), where)
    for page in items:
        if any(map(_PAGE_TYPE.search, _types(page))):
            yield from _json_dates(page, "JSON-LD WebPage")
    articles = tree.xpath("//article[.//h1] | //main[.//h1]") or tree.xpath("//article")
    if len(articles) == 1:
        yield from _agreed(articles[0].iter("time"), "time inside the article")


def _json_dates(item: dict[str, Any], where: str) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if isinstance(item.get(key), str):
            yield item[key], f"{where} {key}"


def _agreed(nodes: Any, where: str) -> Iterator[tuple[str, str]]:
    """The one day that elements state; nothing when they name several (teasers do)."""
    values: list[str] = []
    for node in nodes:
        marks = f"{node.get('class') or ''} {node.get('itemprop') or ''}".lower()
        value = node.get("datetime") or node.get("content") or node.get("title")
        if value and not re.search("modif|updated", marks):
            values.append(value)
    days = {str(moment)[:10] for value in values if (moment := _moment(value)) is not None}
    if len(days) == 1:
        yield from ((value, where) for value in values)


def _moment(value: str) -> PartialDate | None:
    """A date of metadata: ISO 8601, else forms whose order of day and month is plain."""
    text = clean_line(value)
    if len(text) > 80:
        return None
    iso = re.sub(r"(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?\s*(?:GMT|UTC)$", r"\1\2Z", text)
    iso = re.sub(r"(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?[+-]\d{2})$", r"\1:00", iso)
    moment = parse_iso(iso)
    if moment is not None:
        return moment
    match = next((match for form in _OTHER_DATES if (match := form.match(text))), None)
    if match is not None:
        return parse_iso(f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}")
    if any(month in text.lower() for month in _LATIN_MONTHS):
        import email.utils  # brings sockets with it, and hardly a page needs it

        try:  # "Thu, 18 Dec 2025 10:15:00 GMT" of RFC 5322
            return parse_iso(email.utils.parsedate_to_datetime(text).isoformat())
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return None


def _text(node: Any) -> str:
    return "".join(node.itertext())
