"""What goes into an index and what comes out of it: the values of the document stream.

`Document` is an article as a caller or a file gives it; what is None is still to be found.
`IndexedDocument` is the same article after language, clean-up, people and dates were read.
`AnalyzedDocument` is what an engine receives: finished terms with positions, facet values
and two opaque payloads. `Schema` names the fields that terms live in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from search.partial_dates import UNKNOWN_DATE, PartialDate

UNKNOWN: Final = "unknown"

LANGUAGES: Final = ("en", "ru", "uk", "be", "de", "fr", "es", "pl")
"""The languages that are analysed with grammar; all others are "unknown"."""

EXACT: Final = "exact"
"""Field of case-folded word forms, for quoted phrases, prefixes and fuzzy words."""
NUMBER: Final = "num"
"""Field of numbers, which are the same in every language."""
PLAIN: Final = "und"
"""Field of word forms of text in no known language."""

LEMMA_FIELDS: Final = (*LANGUAGES, NUMBER, PLAIN)
TERM_FIELDS: Final = (*LEMMA_FIELDS, EXACT)

TEXT_FACETS: Final = ("person", "source", "agency", "author", "language")
DATE_FACETS: Final = ("published", "mentioned")
FACETS: Final = ("person", "published", "mentioned", "source", "agency", "author", "language")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it is given. What is None is found by the indexer; what is given is kept.

    `published` is ISO 8601 of year, month, day or time precision; `people` are names in any
    spelling; `body` is plain text whose paragraphs are separated by line breaks.
    """

    id: str
    title: str = ""
    body: str = ""
    url: str | None = None
    language: str | None = None
    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published: str | None = None
    people: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Document:
        """The inverse of `to_dict`; lists become tuples."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in record.items()
        }
        return cls(**values)

    def digest(self) -> str:
        """A hash of everything given; two documents with the same digest index alike."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the given text that is page chrome, and why it was taken for that."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """The language of the code points [start, end) of a body."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """An article as indexed: the fields of `Document`, completed and with their evidence.

    `people` are the spellings given, `mentioned` the dates that the text names,
    `removed` what was cut from it as page chrome, `languages` the language of each stretch
    of `body`; `evidence` tells for a field that was not given where its value was read.
    """

    id: str
    title: str
    body: str
    url: str | None = None
    language: str = UNKNOWN
    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published: PartialDate = UNKNOWN_DATE
    people: tuple[str, ...] = ()
    mentioned: tuple[PartialDate, ...] = ()
    removed: tuple[Removed, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; dates as value, precision and evidence."""
        return {
            "id": self.id, "url": self.url, "title": self.title, "body": self.body,
            "language": self.language, "source": self.source, "agency": self.agency,
            "authors": list(self.authors), "editors": list(self.editors),
            "published": self.published.to_dict(), "people": list(self.people),
            "mentioned": [moment.to_dict() for moment in self.mentioned],
            "removed": [asdict(piece) for piece in self.removed],
            "languages": [asdict(span) for span in self.languages],
            "evidence": dict(self.evidence),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> IndexedDocument:
        """The inverse of `to_dict`."""
        values = dict(record)
        values["authors"] = tuple(values["authors"])
        values["editors"] = tuple(values["editors"])
        values["people"] = tuple(values["people"])
        values["published"] = PartialDate.from_dict(values["published"])
        values["mentioned"] = tuple(PartialDate.from_dict(m) for m in values["mentioned"])
        values["removed"] = tuple(Removed(**piece) for piece in values["removed"])
        values["languages"] = tuple(LanguageSpan(**span) for span in values["languages"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Posting:
    """One term at one place: `field` and `text` of the term, `position` counted in tokens.

    `form` is the case-folded word that stands there, itself a term of the field `exact`; an
    engine remembers which forms a term has, so that a snippet can mark the word and not its
    lemma.
    """

    field: str
    text: str
    position: int
    form: str


@dataclass(frozen=True, slots=True)
class AnalyzedDocument:
    """An article as an engine receives it: finished terms, facet values and payloads.

    Positions below `title_length` are the title's. `length` counts tokens, those of the
    title with their weight. `facets` maps a text facet to its raw values (people: the
    spellings). `published` and `mentioned` are intervals of day ordinals, `instant` seconds
    for sorting. `payload` is returned by `fetch` as it is; `digest` tells whether the given
    document changed; `origin` is the input file it came from, for pruning.
    """

    id: str
    postings: tuple[Posting, ...]
    title_length: int
    length: int
    facets: Mapping[str, tuple[str, ...]]
    published: tuple[int, int] | None
    instant: int | None
    mentioned: tuple[tuple[int, int], ...]
    payload: bytes
    digest: str
    origin: str = ""
