"""RSS and Atom: each entry of a feed is an article, by feedparser.

The feed is first read by lxml and written anew, so that feedparser only ever sees sound XML
without a document type: its own repair of broken feeds takes seconds a megabyte.
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from search.documents import Document
from search.errors import InputError
from search.partial_dates import parse_iso
from search.sources.decoding import clean_line
from search.sources.html import read_html
from search.sources.jsonl import ID_LIMIT, ROW_PREFIX
from search.sources.markup import (
    believable,
    in_utf8,
    line_of,
    local_name,
    parse_xml,
    serialized,
    text_of,
    under_title,
)
from search.sources.page_dates import moment_of
from search.sources.readings import Reading, content_id

NEEDED: Final = "Feeds are read by a library that is missing: pip install feedparser."
ENTRY_LIMIT: Final = 10_000
_AROUND: Final = 1_000
"""Elements of a feed beside its entries, and of an entry, that are read; feeds have twenty."""
_ROOTS: Final = frozenset({"rss", "feed", "RDF"})
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_SUMMARY: Final = 600
"""Code points below which a summary alone is hardly the article."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `is_summary` when the feed gives no more than a teaser."""

    document: Document | None
    evidence: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    is_summary: bool = False


def is_feed(root: Any) -> bool:
    """Whether the root of an XML file is that of a feed."""
    return local_name(root) in _ROOTS


def read_xml(
    data: bytes,
    *,
    origin: str,
    file: str,
    id: str,
    url: str | None = None,
    charset: str | None = None,
    today: date | None = None,
) -> Iterator[Reading]:
    """The articles of an XML file: a feed, or a page of XHTML.

    `url` is where the file came from, if that is known, and `charset` what its server said.
    """
    try:
        root, warnings = parse_xml(data, charset)
    except InputError as error:
        yield Reading(origin, file, skipped=str(error))
        return
    name = "" if root is None else local_name(root)
    if root is not None and is_feed(root):
        yield from _read_feed(root, warnings, origin=origin, file=file, url=url, today=today)
    elif name.lower() == "html":
        yield read_html(in_utf8(data, charset), origin=origin, file=file, id=id, today=today)
    elif not data.strip():
        yield Reading(origin, file, skipped="It is empty.")
    else:
        kind = f"its root is <{clean_line(name)[:40]}>" if name else "it is no XML"
        yield Reading(origin, file, skipped=f"It is no feed: {kind}, not RSS or Atom.")


def _read_feed(
    root: Any, warnings: list[str], *, origin: str, file: str, url: str | None, today: date | None
) -> Iterator[Reading]:
    found = entries(root, url=url, today=today)
    if isinstance(found, str):
        yield Reading(origin, file, skipped=found, warnings=tuple(warnings))
        return
    listed = list(found)
    if not listed:
        reason = "The feed has no entries."
        yield Reading(origin, file, skipped=reason, warnings=tuple(warnings))
    teasers = sum(entry.is_summary for entry in listed)
    if teasers:
        whole = "Its entries hold" if teasers == len(listed) else f"{teasers} entries hold"
        warnings.append(f"{whole} a summary only, which was indexed.")
    for number, entry in enumerate(listed, start=1):
        reading = as_reading(entry, origin=f"{origin}:{number}", file=file)
        yield replace(reading, warnings=(*warnings, *reading.warnings))
        warnings = []


def as_reading(entry: Entry, *, origin: str, file: str) -> Reading:
    """What is read from an entry."""
    reason = None if entry.document is not None else "The entry has neither title nor text."
    return Reading(
        origin,
        file,
        entry.document,
        pasted=entry.document is not None and bool(entry.document.body),
        evidence=entry.evidence,
        warnings=entry.warnings,
        skipped=reason,
    )


def entries(
    root: Any, *, url: str | None = None, today: date | None = None
) -> Iterator[Entry] | str:
    """The entries of a feed, or the reason why they cannot be read."""
    try:
        # 0.2 s, and only feeds need it
        import feedparser  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return NEEDED
    _fold_xhtml(root)
    passed = _pruned(root)
    headers = {} if url is None else {"content-location": url}
    try:
        # A stream: feedparser would take a text for a file name or an address to fetch.
        parsed = feedparser.parse(
            io.BytesIO(serialized(root)),
            resolve_relative_uris=False,
            sanitize_html=False,
            response_headers={**headers, "content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # noqa: BLE001 -- what its handlers of odd elements raise
        return f"The feed cannot be parsed ({type(error).__name__})."
    return _entries(parsed, today or datetime.now(UTC).date(), url, passed)


def _fold_xhtml(root: Any) -> None:
    """Text of XHTML as HTML in a string: feedparser takes 12 s for a million elements."""
    from lxml import etree

    for node in root.iter("{*}content", "{*}summary", "{*}title"):
        if node.get("type") in ("xhtml", "application/xhtml+xml") and len(node):
            inside = [etree.tostring(one, encoding="unicode", method="html") for one in node]
            text = (node.text or "") + "".join(inside)
            node.clear(keep_tail=True)
            node.set("type", "html")
            node.text = text


def _pruned(root: Any) -> int:
    """Take away what no feed has so much of; returns how many entries were too many.

    feedparser takes two seconds for a megabyte of `<item/>`.
    """
    passed = entries_seen = 0
    for parent in (root, *root.iterchildren("{*}channel")):
        others = 0
        for node in list(parent):
            if local_name(node) in ("item", "entry"):
                entries_seen += 1
                if entries_seen > ENTRY_LIMIT:
                    passed += 1
                    parent.remove(node)
                elif len(node) > _AROUND:
                    del node[_AROUND:]
            elif local_name(node) != "channel":
                others += 1
                if others > _AROUND:
                    parent.remove(node)
    return passed


def _entries(parsed: Any, today: date, url: str | None, passed: int) -> Iterator[Entry]:
    feed = parsed.get("feed", {})
    home = _text(feed, "link") or url or ""
    source = line_of(_text(feed, "title"), 200)
    for item in parsed.get("entries", [])[:ENTRY_LIMIT]:
        entry = _entry(item, source, home, today)
        if passed:
            warning = f"It has {passed} entries more than {ENTRY_LIMIT}; these were not read."
            entry, passed = replace(entry, warnings=(*entry.warnings, warning)), 0
        yield entry


def _entry(item: Any, feed_title: str, home: str, today: date) -> Entry:
    title = line_of(_text(item, "title"))
    body, is_summary = _body(item)
    if not title and not body:
        return Entry(None)
    evidence: dict[str, str] = {}
    link = _text(item, "link")
    url = link if re.match(r"https?://[^\s/]", link) else None
    outlet = item.get("source")
    source = line_of(_text(outlet, "title"), 200) if outlet else ""
    if source:
        evidence["source"] = "source of the feed's entry"
    elif feed_title:
        source, evidence["source"] = feed_title, "title of the feed"
    authors = _authors(item)
    if authors:
        evidence["authors"] = "author of the feed's entry"
    if title:
        evidence["title"] = "title of the feed's entry"
    published, where, warnings = _published(item, today)
    if published is not None:
        evidence["published"] = where
    document = Document(
        _id(item, url, home, title, body),
        title=title,
        body=under_title(title, body) if body else "",
        url=url,
        source=source or None,
        authors=tuple(authors),
        published=published,
    )
    return Entry(document, evidence, tuple(warnings), is_summary)


def _body(item: Any) -> tuple[str, bool]:
    """The longest text that an entry has, and whether that is only a summary."""
    contents = [one.get("value") or "" for one in item.get("content") or ()]
    contents = [one for one in contents if isinstance(one, str)]
    texts = [text_of(one) for one in contents[:10]]
    content = max(texts, key=len, default="")
    given = _text(item, "summary")
    summary = "" if given in contents else text_of(given)
    if len(content) >= len(summary):
        return content, not content
    return summary, len(summary) < _SUMMARY


def _authors(item: Any) -> list[str]:
    people = item.get("authors") or ()
    names = [line_of(_text(one, "name"), 100) for one in people if one]
    return list(dict.fromkeys(name for name in names if name and "@" not in name))[:20]


def _published(item: Any, today: date) -> tuple[str | None, str, list[str]]:
    """The date of an entry, where it was read, and warnings."""
    for name, where in (("published", "publication date of the feed's entry"),
                        ("updated", "date of the feed's entry")):  # fmt: skip
        if name not in item:  # RSS 1.0 has only a date, Atom may have only an update
            continue
        text = clean_line(_text(item, name))[:100]
        moment = moment_of(text)
        value = None if moment is None else str(moment)
        if value is None and item.get(f"{name}_parsed"):
            value = _of_struct(item[f"{name}_parsed"])
        if value is None:
            if text:
                return None, "", [f"The date “{text[:40]}” cannot be read; it was left out."]
            continue
        if not believable(value, today):
            return None, "", [f"The date {value} cannot be that of publication; it was left out."]
        return value, where, []
    return None, "", []


def _of_struct(parsed: Any) -> str | None:
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return None if parse_iso(moment.isoformat()) is None else moment.isoformat()


def _id(item: Any, url: str | None, home: str, title: str, body: str) -> str:
    """What names the entry in all the world: its id if that is an address, else its link.

    A guid such as "1234" is one only within its feed, so the feed's site stands before it.
    """
    guid = clean_line(_text(item, "id"))
    if not (guid and _ADDRESS.match(guid)):
        site = urlsplit(home).netloc if _ADDRESS.match(home) else ""
        guid = url or (f"{site}/{guid}" if guid and site else "")
    if guid and len(guid) <= ID_LIMIT:
        return guid
    return content_id(ROW_PREFIX, guid or title, "" if guid else body)


def _text(item: Any, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
