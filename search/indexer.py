"""The document stream: a given article is completed, analysed and handed to the engine.

    sources → Document → clean-up, language, people, dates → analysis → AnalyzedDocument → Writer

What the input states is kept; what it does not is read from the article by the rooms of
their own, with its evidence, or stays unknown.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from search import dates, people
from search.analysis import Analyzer, identify, main_language, spans
from search.documents import (
    LANGUAGES,
    UNKNOWN,
    AnalyzedDocument,
    Document,
    IndexedDocument,
    Mention,
    Removed,
)
from search.engines.base import Stored
from search.errors import DocumentError
from search.partial_dates import UNKNOWN_DATE, PartialDate, parse_iso
from search.people.mentions import find as find_people
from search.people.mentions import story_names
from search.sources.attribution import Outlets, attribute, own_outlets
from search.sources.chrome import Cleaned, clean
from search.sources.decoding import clean as clean_text
from search.sources.decoding import clean_line

MAX_ID: Final = 2_000
MAX_BODY: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """An article as it came in: enough to index it again with tomorrow's analysis.

    `pasted` is plain text with its page still around it; `evidence` says where the reader of
    the input found a field; `origin` is the input file; `removed` what the reader of a saved
    page already cut from it; `confidence` how sure that reader is of the date of publication.
    """

    document: Document
    pasted: bool = False
    evidence: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    removed: tuple[Removed, ...] = ()
    confidence: float | None = None

    def digest(self) -> str:
        """The same for inputs that index alike; an article that moved to another file differs.

        It must, or pruning its old place would delete it.
        """
        where = hashlib.blake2b(self.origin.encode("utf-8", "surrogatepass"), digest_size=4)
        return f"{self.document.digest()}-{where.hexdigest()}{'p' if self.pasted else ''}"


def prepare(
    given: Given, *, today: datetime | None = None, outlets: Outlets | None = None
) -> tuple[IndexedDocument, list[str]]:
    """Complete an article; returns it with warnings about what could not be kept.

    `today` (UTC, default now) bounds what a date of publication can be.
    """
    warnings: list[str] = []
    document = _checked(given.document)
    if given.pasted:
        cleaned = clean(document.body)
    else:
        cleaned = Cleaned(document.title, document.body, given.removed)
    title = document.title or cleaned.title
    body = cleaned.body
    evidence = dict(given.evidence)
    language_spans = spans(body, document.language if document.language in LANGUAGES else None)
    language = document.language or (main_language(language_spans) if body else identify(title))
    table = outlets or own_outlets()
    attribution = attribute(title, body, cleaned.removed, language=language, outlets=table)
    published = _published(document, given, cleaned, today, warnings)
    evidence |= {k: v for k, v in attribution.evidence.items() if not getattr(document, k, None)}
    mentions: tuple[Mention, ...] = ()
    if document.people is None:
        mentions = find_people(title, body, language_spans, language)
    names = story_names(mentions) if document.people is None else document.people
    indexed = IndexedDocument(
        id=document.id,
        title=title,
        body=body,
        url=document.url,
        language=language,
        source=table.canonical(document.source) if document.source else attribution.source,
        agency=table.canonical(document.agency) if document.agency else attribution.agency,
        authors=document.authors or attribution.authors,
        editors=document.editors or attribution.editors,
        published=published,
        people=tuple(dict.fromkeys(name for raw in names if (name := people.clean_name(raw)))),
        mentions=mentions,
        mentioned=dates.mentioned(body, published, language_spans),
        removed=cleaned.removed,
        languages=language_spans,
        evidence=evidence,
    )
    return indexed, warnings


def analyze(indexed: IndexedDocument, given: Given, analyzer: Analyzer) -> AnalyzedDocument:
    """Turn a completed article into terms, facet values and payload for an engine."""
    analysis = analyzer.analyze(
        indexed.title, indexed.body, indexed.languages, indexed.language,
        [piece.text for piece in indexed.removed],
    )  # fmt: skip
    facets = {
        "person": _known(indexed.people),
        "source": _known((indexed.source or "",)),
        "agency": _known((indexed.agency or "",)),
        "author": _known(indexed.authors),
        "language": (indexed.language,),
    }
    intervals = [moment.days for moment in indexed.mentioned]
    return AnalyzedDocument(
        id=indexed.id,
        postings=analysis.postings,
        title_length=analysis.title_length,
        length=analysis.length,
        facets=facets,
        published=indexed.published.days,
        instant=indexed.published.instant,
        mentioned=tuple(days for days in intervals if days is not None),
        payload=_packed(indexed, given),
        digest=given.digest(),
        origin=given.origin,
    )


def _known(names: Iterable[str]) -> tuple[str, ...]:
    """Names without those that say there is none: a source "Unknown" is no source."""
    return tuple(name for name in names if name and name.casefold() != UNKNOWN)


def unpack(stored: Stored) -> tuple[IndexedDocument, Given]:
    """What `analyze` packed: the article as indexed, and as it was given."""
    record = json.loads(zlib.decompress(stored.payload))
    indexed = IndexedDocument.from_dict(record["indexed"])
    given = {**record["indexed"], **record["given"]}
    document = Document.from_dict({name: given[name] for name in Document.__slots__})
    removed = tuple(Removed(**piece) for piece in record["removed"])
    given_back = Given(
        document, record["pasted"], record["evidence"], stored.origin, removed,
        record.get("confidence"),
    )  # fmt: skip
    return indexed, given_back


def _packed(indexed: IndexedDocument, given: Given) -> bytes:
    """JSON, compressed. Of the given article only what differs from the indexed one."""
    as_indexed = indexed.to_dict()
    as_given = json.loads(json.dumps(given.document.to_dict()))
    different: dict[str, Any] = {
        name: value for name, value in as_given.items() if as_indexed.get(name, ...) != value
    }
    record = {
        "indexed": as_indexed,
        "given": different,
        "pasted": given.pasted,
        "evidence": dict(given.evidence),
        "removed": [asdict(piece) for piece in given.removed],
        "confidence": given.confidence,
    }
    # What was given is kept as it was, half characters too: half an emoji is "\ud83d".
    text = json.dumps(record, ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _checked(document: Document) -> Document:
    """The article with clean strings; DocumentError where it cannot be indexed at all."""
    if not isinstance(document.id, str) or not document.id.strip():
        raise DocumentError("An article needs an id that is a text and not empty.")
    if len(document.id) > MAX_ID:
        raise DocumentError(f"The id {document.id[:40]}… is longer than {MAX_ID} characters.")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in document.id):
        raise DocumentError(f"The id {document.id!r} has line breaks or other control characters.")
    _check_types(document)
    if len(document.body or "") > MAX_BODY:
        raise DocumentError(f"Article {document.id} is longer than {MAX_BODY} characters.")
    language = document.language
    if language is not None and language not in (*LANGUAGES, UNKNOWN):
        raise DocumentError(
            f"Article {document.id} has the language {language!r}. "
            f"Use one of {', '.join(LANGUAGES)}, {UNKNOWN}, or None to have it found."
        )
    people_given = document.people
    return replace(
        document,
        title=clean_line(document.title or ""),
        body=clean_text(document.body or ""),
        source=clean_line(document.source) if document.source else None,
        agency=clean_line(document.agency) if document.agency else None,
        authors=tuple(clean_line(name) for name in document.authors if name.strip()),
        editors=tuple(clean_line(name) for name in document.editors if name.strip()),
        people=None if people_given is None else tuple(clean_line(name) for name in people_given),
    )


def _check_types(document: Document) -> None:
    for name in ("title", "body", "url", "language", "source", "agency", "published"):
        value = getattr(document, name)
        if value is not None and not isinstance(value, str):
            raise DocumentError(f"{name} of article {document.id} is no text but {value!r}.")
    for name in ("authors", "editors", "people"):
        values = getattr(document, name)
        if name == "people" and values is None:
            continue
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) for v in values):
            raise DocumentError(f"{name} of article {document.id} is no list of texts.")


def _published(
    document: Document,
    given: Given,
    cleaned: Cleaned,
    today: datetime | None,
    warnings: list[str],
) -> PartialDate:
    """The date that is stated, else the one printed around the text, in its address or dateline."""
    stated = document.published
    if stated is not None:
        parsed = parse_iso(stated, given.evidence.get("published", "field"))
        if parsed is None and stated != UNKNOWN:
            warnings.append(
                f"The date {stated!r} is not ISO 8601 (2025, 2025-12, 2025-12-18, "
                "2025-12-18T10:15): it is kept as unknown."
            )
        return _weighed(parsed, given) if parsed else UNKNOWN_DATE
    latest = ((today or datetime.now(UTC)) + timedelta(days=1)).date()  # tomorrow somewhere
    if given.pasted:
        around = dates.published([*cleaned.head, *cleaned.tail], today=latest)
        if around.value is not None:
            return _placed(around, document.body, {*cleaned.head, *cleaned.tail})
    return _placed(dates.of_text(cleaned.body, document.url, today=latest), document.body, None)


STATED: Final = 1.0
READ_ELSEWHERE: Final = 0.95
"""Confidence of a date that the input states: as a field, and in headers or feeds."""


def _weighed(stated: PartialDate, given: Given) -> PartialDate:
    usual = STATED if stated.evidence == "field" else READ_ELSEWHERE
    sure = usual if given.confidence is None else given.confidence
    return replace(stated, confidence=sure)


def _placed(found: PartialDate, text: str, lines: Collection[str] | None) -> PartialDate:
    """A date with the place of its evidence in the text as given: in one of `lines`, or anywhere.

    Evidence has single spaces, a text need not; an address of the web stands in no text.
    """
    words = (found.evidence or "").split()
    for match in re.finditer(r"\s+".join(map(re.escape, words)), text) if words else ():
        line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        line = " ".join(line.split())
        # A line of the page is without its bullet there.
        if lines is None or any(line.endswith(one) and len(line) - len(one) < 5 for one in lines):
            return replace(found, offsets=match.span())
    return found
