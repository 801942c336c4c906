"""What goes into an index and what comes out of it: the values of the document stream.

`Document` is an article as a caller or a file gives it; what is None is still to be found.
`IndexedDocument` is the same article after language, clean-up, people and dates were read.
`AnalyzedDocument` is what an engine receives: finished terms with positions, facet values
and two opaque payloads. `Schema` names the fields that terms live in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

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

REMOVED: Final = "removed"
"""Field of what was cut as page chrome: its word forms, and their readings as `ru:подписка`.

Plain words never ask it; `removed:word` does."""

LEMMA_FIELDS: Final = (*LANGUAGES, NUMBER, PLAIN)
TERM_FIELDS: Final = (*LEMMA_FIELDS, EXACT, REMOVED)
"""A field's number is its bit in stored indexes: new fields come last."""
OWN_FORMS: Final = frozenset((EXACT, REMOVED))
"""Fields whose terms know no other word forms."""

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


Gender = Literal["m", "f", ""]
Part = Literal["title", "body"]
Role = Literal["story", "author", "photo"]
"""Who is named: a person of the story, its author or editor, or whoever took a picture."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an article names a person.

    `text` stands at [start, end) of the article's title or body (`part`); `name` is the
    fullest name in the nominative that the article gives this person, the same for all
    mentions of one person; `reason` tells in a few words why it was taken for a name and
    joined with others.
    """

    start: int
    end: int
    text: str
    name: str
    role: Role = "story"
    part: Part = "body"
    gender: Gender = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """An article as indexed: the fields of `Document`, completed and with their evidence.

    `people` are the names given, else those of the persons of the story as `mentions` has
    them (which are only looked for then); `mentioned` are the dates that the text names,
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
    mentions: tuple[Mention, ...] = ()
    mentioned: tuple[PartialDate, ...] = ()
    removed: tuple[Removed, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; dates as value, precision and evidence.

        That of publication has its confidence and the offsets of its evidence too.
        """
        return {
            "id": self.id, "url": self.url, "title": self.title, "body": self.body,
            "language": self.language, "source": self.source, "agency": self.agency,
            "authors": list(self.authors), "editors": list(self.editors),
            "published": self.published.to_record(), "people": list(self.people),
            "mentions": [asdict(mention) for mention in self.mentions],
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
        values["mentions"] = tuple(Mention(**m) for m in values["mentions"])
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
class TermColumn:
    """The postings of one field of an article, side by side.

    `texts[i]` stands at `positions[i]` for the word `forms[i]`, in any order.
    """

    texts: Sequence[str]
    positions: Sequence[int]
    forms: Sequence[str]


class Postings:
    """All postings of an article by field, in columns: one object a field, not one a posting.

    Iterating gives `Posting` values, field after field.
    """

    __slots__ = ("columns",)

    def __init__(self, columns: Mapping[str, TermColumn]) -> None:
        self.columns = columns

    @classmethod
    def of(cls, postings: Iterable[Posting]) -> Postings:
        """From single postings in any order."""
        by_field: dict[str, list[Posting]] = {}
        for posting in postings:
            by_field.setdefault(posting.field, []).append(posting)
        columns = {}
        for name, found in by_field.items():
            texts, positions, forms = zip(
                *((p.text, p.position, p.form) for p in found), strict=True
            )
            columns[name] = TermColumn(texts, positions, forms)
        return cls(columns)

    def __iter__(self) -> Iterator[Posting]:
        for name, column in self.columns.items():
            for text, position, form in zip(
                column.texts, column.positions, column.forms, strict=True
            ):
                yield Posting(name, text, position, form)

    def __len__(self) -> int:
        return sum(len(column.texts) for column in self.columns.values())


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What the passages of an article mean, a vector each, in order.

    `codes` are the rows of an (n, `dimensions`) array of signed bytes, end to end: only the
    direction of a row counts, so it needs no scale.
    """

    dimensions: int
    codes: bytes


@dataclass(frozen=True, slots=True)
class AnalyzedDocument:
    """An article as an engine receives it: finished terms, facet values and payloads.

    Positions below `title_length` are the title's. `length` counts tokens, those of the
    title with their weight. `facets` maps a text facet to its raw values (people: the
    spellings). `published` and `mentioned` are intervals of day ordinals, `instant` seconds
    for sorting. `payload` is returned by `fetch` as it is; `digest` tells whether the given
    document changed; `origin` is the input file it came from, for pruning. `vectors` are those
    of its passages, None where nothing encoded them.
    """

    id: str
    postings: Postings
    title_length: int
    length: int
    facets: Mapping[str, tuple[str, ...]]
    published: tuple[int, int] | None
    instant: int | None
    mentioned: tuple[tuple[int, int], ...]
    payload: bytes
    digest: str
    origin: str = ""
    vectors: PassageVectors | None = None
