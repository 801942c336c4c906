"""What a search gives back: plain values, markup-free, the same in every face.

Offsets are code points of `Snippet.text`; whoever shows a snippet escapes it and marks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from search.documents import IndexedDocument
from search.facets import FacetCounts


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the query, and the words of the article that answer it.

    `via` says where the pairing comes from: `same` (that very form), `lemma` (another form
    of the word), `lexicon`, `name`, `transliteration`; `meaning` where no word was found but a
    passage that is near to the whole query: that is `found`, and `weight` the score it gave.
    """

    query: str
    found: str
    language: str
    via: str
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage with the places of its matches.

    `ranges` are (start, end, match): code points of `text`, and the position of the match
    in `hit.matches`; ascending, without overlap. `start` is where the passage begins in the
    body; `language` that of the passage. `removed` is not empty for a piece that was cut from
    the article as page chrome: the reason why, and `start` is then 0.
    """

    text: str
    ranges: tuple[tuple[int, int, int], ...] = ()
    start: int = 0
    language: str = "unknown"
    removed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Text, ranges and language as JSON values; `removed` where the passage is."""
        shown = {
            "text": self.text,
            "ranges": [list(one) for one in self.ranges],
            "language": self.language,
        }
        return {**shown, "removed": self.removed} if self.removed else shown


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person as a facet row and a hit show them."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about how a query was understood: a code, an English sentence, its values.

    A face in another language translates the code and fills in the values.
    """

    code: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class WordScore:
    """How one word of the query scored in one article, in its best field.

    `frequency` and `document_frequency` are weighted sums over the guises; `found` names
    those that stand in the article, as `ru:сделка`. The share of a `plan.Given` has what
    gave it as `word`, no field and no statistics.
    """

    word: str
    field: str
    frequency: float
    document_frequency: float
    documents: int
    length: int
    mean_length: float
    score: float
    found: tuple[str, ...]

    @classmethod
    def given(cls, via: str, score: float) -> WordScore:
        """What something outside the index adds to an article's score."""
        return cls(via, "", 0.0, 0.0, 0, 0, 0.0, score, ())

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {**asdict(self), "found": list(self.found)}

    def __str__(self) -> str:
        if not self.field:
            return f"{self.score:.3f}  {self.word}"
        return (
            f"{self.score:.3f}  {self.word}: {', '.join(self.found)}; {self.frequency:g} times "
            f"in {self.length} words (mean {self.mean_length:.0f}), "
            f"in {self.document_frequency:g} of {self.documents} articles"
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article has its score: the sum of its words' scores."""

    score: float
    words: tuple[WordScore, ...]

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {"score": self.score, "words": [word.to_dict() for word in self.words]}

    def __str__(self) -> str:
        return "\n".join([f"{self.score:.3f}  in all", *(str(word) for word in self.words)])


@dataclass(frozen=True, slots=True)
class HitDetail:
    """What is read of an article only when somebody looks at the hit."""

    document: IndexedDocument
    people: tuple[PersonName, ...]
    snippets: tuple[Snippet, ...]
    title: Snippet
    matches: tuple[Match, ...]


class Hit:
    """An article that answers the query.

    `id` and `score` are there at once; document, snippets and matches are read from the
    commit that was searched when they are first looked at.
    """

    def __init__(
        self,
        id: str,
        score: float,
        detail: Callable[[], HitDetail],
        explanation: Callable[[], Explanation],
    ) -> None:
        self.id = id
        self.score = score
        self._read_detail = detail
        self._read_explanation = explanation

    def __repr__(self) -> str:
        return f"Hit({self.id!r}, {self.score:g})"

    @cached_property
    def _detail(self) -> HitDetail:
        return self._read_detail()

    @property
    def document(self) -> IndexedDocument:
        """The article as indexed."""
        return self._detail.document

    @property
    def people(self) -> tuple[PersonName, ...]:
        """The persons of the article."""
        return self._detail.people

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """The best one or two passages of the body."""
        return self._detail.snippets

    @property
    def title(self) -> Snippet:
        """The title with its matches."""
        return self._detail.title

    @property
    def matches(self) -> tuple[Match, ...]:
        """Which words of the query are answered by which words of the article."""
        return self._detail.matches

    def explain(self) -> Explanation:
        """Why the article has its score."""
        return self._read_explanation()

    def to_dict(self) -> dict[str, Any]:
        """The hit as `svodka search --json` prints it."""
        document = self.document
        return {
            "id": self.id,
            "score": self.score,
            "title": document.title,
            "url": document.url,
            "language": document.language,
            "source": document.source,
            "agency": document.agency,
            "authors": list(document.authors),
            "published": document.published.to_dict(),
            "people": [asdict(person) for person in self.people],
            "snippets": [snippet.to_dict() for snippet in self.snippets],
            "matches": [match.to_dict() for match in self.matches],
        }


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits with the exact total, the counts of facets, and warnings."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, FacetCounts]
    warnings: tuple[Notice, ...]
    translate: bool
    took_ms: float
    plan: str
    corrections: tuple[str, ...] = ()
    """Queries that may have been meant, where a word of this one is in no article."""

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_dict(self) -> dict[str, Any]:
        """The results as `svodka search --json` prints them."""
        return {
            "query": self.query,
            "total": self.total,
            "took_ms": round(self.took_ms, 1),
            "translate": self.translate,
            "warnings": [str(warning) for warning in self.warnings],
            **({"did_you_mean": list(self.corrections)} if self.corrections else {}),
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {name: counts.to_dict() for name, counts in self.facets.items()},
        }
