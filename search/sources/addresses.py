"""Feeds and pages by address: `svodka index https://…`.

What a server said of a feed (ETag, Last-Modified) is kept, so that asking again costs nothing
while nothing is new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from search.errors import InputError
from search.sources.feeds import Entry, as_reading, entries, is_feed
from search.sources.fetching import Answer, Fetcher, status_reason
from search.sources.markup import parse_xml
from search.sources.pdf import read_pdf
from search.sources.readings import Reading
from search.sources.warc import read_page

VISITS: Final = ".feeds.json"
"""The file in the folder of an index that keeps what servers said."""
FULL_LIMIT: Final = 50
"""Pages that are got for the entries of one feed."""
_KEPT: Final = 10_000
_XML_BEGINNING: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml|<rss|<feed|<rdf:RDF|<!DOCTYPE\s+rss)", re.IGNORECASE
)
_VALIDATORS: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(slots=True)
class Visits:
    """What servers said when an address was last got; `save` after what was read is kept."""

    path: Path | None = None
    _said: dict[str, dict[str, str]] = field(default_factory=dict)
    _new: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path is None:
            return
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return  # then everything is got anew
        if isinstance(said, dict):
            self._said = {key: value for key, value in said.items() if isinstance(value, dict)}

    def conditions(self, key: str) -> dict[str, str]:
        """The headers that ask for an address only if it has changed."""
        said = self._said.get(key, {})
        return {
            header: value
            for name, header in _VALIDATORS.items()
            if isinstance(value := said.get(name), str) and value.isprintable() and len(value) < 999
        }

    def articles(self, key: str) -> int:
        """How many articles an address had when it was last got; 1 where that is not known."""
        said = self._said.get(key, {}).get("articles", "")
        return int(said) if isinstance(said, str) and re.fullmatch(r"[0-9]{1,6}", said) else 1

    def remember(self, key: str, answer: Answer, articles: int) -> None:
        """Take note of what a server said and of how many articles that was, to be saved."""
        said = {name: answer.headers[name] for name in _VALIDATORS if name in answer.headers}
        if said:
            said["articles"] = str(articles)
        self._new[key] = said

    def save(self) -> None:
        """Write down what was noted since; to be called when the articles are in the index."""
        if self.path is None or not self._new:
            return
        said = {key: value for key, value in self._said.items() if key not in self._new}
        said |= {key: value for key, value in self._new.items() if value}
        self._said, self._new = dict(list(said.items())[-_KEPT:]), {}
        aside = self.path.with_name(self.path.name + ".new")
        aside.write_text(json.dumps(self._said, indent=1), encoding="utf-8")
        aside.replace(self.path)


@dataclass(slots=True)
class Web:
    """How addresses are read. With `full` the pages of entries that are summaries are got.

    `unchanged` lists the addresses that had nothing new, and `unchanged_articles` counts what
    they had when they were last got.
    """

    fetcher: Fetcher = field(default_factory=Fetcher)
    visits: Visits = field(default_factory=Visits)
    full: bool = False
    unchanged: list[str] = field(default_factory=list)
    unchanged_articles: int = 0

    def read(self, url: str, today: date | None = None) -> Iterator[Reading]:
        """The articles of a feed, or that of a page."""
        key = f"{url} full" if self.full else url
        try:
            answer = self.fetcher.get(url, self.visits.conditions(key))
        except InputError as error:
            yield Reading(url, url, skipped=str(error))
            return
        if answer.status == 304:
            self.unchanged.append(url)
            self.unchanged_articles += self.visits.articles(key)
            return
        if answer.status != 200:
            yield Reading(url, url, skipped=status_reason(answer.status))
            return
        articles = 0
        for reading in self._read(url, answer, today):
            articles += reading.document is not None
            yield reading
        if articles:
            self.visits.remember(key, answer, articles)

    def _read(self, url: str, answer: Answer, today: date | None) -> Iterator[Reading]:
        if not answer.data.strip():
            yield Reading(url, url, skipped="It is empty.")
        elif answer.kind == "application/pdf" or answer.data.startswith(b"%PDF-"):
            reading = read_pdf(answer.data, origin=url, file=url, id=url, today=today)
            yield _located(reading, answer.url)
        elif _XML_BEGINNING.match(answer.data) and (found := self._feed(answer, today)):
            yield from self._entries(url, *found)
        elif answer.kind in ("text/html", "application/xhtml+xml", "text/plain", ""):
            yield _located(_page(answer, url, url, today), answer.url)
        else:
            yield Reading(url, url, skipped=f"It is no feed and no page, but {answer.kind[:60]}.")

    def _feed(
        self, answer: Answer, today: date | None
    ) -> tuple[list[Entry] | str, list[str]] | None:
        """The entries of a feed, or the reason why there are none; None for what is no feed."""
        try:
            root, warnings = parse_xml(answer.data, answer.charset)
        except InputError as error:
            return str(error), []
        if root is None or not is_feed(root):
            return None
        found = entries(root, url=answer.url, today=today)
        if isinstance(found, str):
            return found, warnings
        return list(found) or "The feed has no entries.", warnings

    def _entries(
        self, url: str, found: list[Entry] | str, warnings: list[str]
    ) -> Iterator[Reading]:
        if isinstance(found, str):
            yield Reading(url, url, skipped=found, warnings=tuple(warnings))
            return
        teasers = sum(entry.is_summary for entry in found)
        if teasers and not self.full:
            warnings.append(
                f"{teasers} of {len(found)} entries hold a summary only, which was indexed;"
                " --full gets their pages."
            )
        pages = 0
        for number, entry in enumerate(found, start=1):
            reading = as_reading(entry, origin=f"{url}:{number}", file=url)
            if self.full and entry.is_summary:
                pages += 1
                reading = self._whole(reading, pages)
            yield replace(reading, warnings=(*warnings, *reading.warnings))
            warnings = []

    def _whole(self, reading: Reading, number: int) -> Reading:
        """An entry with the text of its page, if that can be got and says more."""
        document = reading.document
        if document is None or document.url is None:
            return reading
        reason = f"only {FULL_LIMIT} pages are got for one feed"
        if number <= FULL_LIMIT:
            try:
                answer = self.fetcher.get(document.url)
                page = _page(answer, reading.origin, reading.file, None)
                reason = page.skipped or ""
                if answer.status != 200:
                    reason = status_reason(answer.status)
                elif page.document is not None and len(page.document.body) > len(document.body):
                    return _joined(reading, page)
            except InputError as error:
                reason = str(error)
        if not reason:
            return reading
        warning = f"Its page was not got, and its summary was indexed: {reason.rstrip('.')}."
        return replace(reading, warnings=(*reading.warnings, warning))


def _page(answer: Answer, origin: str, file: str, today: date | None) -> Reading:
    return read_page(
        answer.data, kind=answer.kind or "text/html", charset=answer.charset,
        origin=origin, file=file, id=file, today=today, url=answer.url,
    )  # fmt: skip


def _located(reading: Reading, url: str) -> Reading:
    """A reading whose article is at least where it was got from."""
    document = reading.document
    if document is None or document.url is not None:
        return reading
    evidence = {**reading.evidence, "url": "address"}
    return replace(reading, document=replace(document, url=url), evidence=evidence)


def _joined(reading: Reading, page: Reading) -> Reading:
    """An entry with the text of its page; the feed knows its title, date and id better."""
    entry, whole = reading.document, page.document
    assert entry is not None
    assert whole is not None
    values: dict[str, Any] = {
        "title": entry.title or whole.title,
        "body": whole.body,
        "authors": entry.authors or whole.authors,
        "published": entry.published or whole.published,
    }
    evidence = {**page.evidence, **reading.evidence}
    warnings = (*reading.warnings, *page.warnings)
    return replace(
        reading, document=replace(entry, **values), pasted=page.pasted, evidence=evidence,
        warnings=warnings,
    )  # fmt: skip
