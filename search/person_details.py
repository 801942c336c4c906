"""All that a page or a command shows of one person: spellings with their evidence, when and
where it is named, with whom, what may be the same person, and what the reader decided.

The registry says who is one person; the index says where its spellings stand. Each spelling
is asked for apart, so details are put together for one person at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from search import indexer
from search.engines.base import IndexReader
from search.facets import FacetCounts, FacetValue
from search.people.registry import Decision, Doubt, Joining, Person, Registry
from search.people.registry import labels as naming
from search.plan import Everything, FacetIs, FacetRequest, Filter, Plan

COMPANY: Final = 20
"""Persons named together with one that are listed."""
SOURCES: Final = 20


@dataclass(frozen=True, slots=True)
class PersonNames:
    """What a person is called: its spellings, each with its articles by language.

    `person.labels` know those languages, so they are those of `PersonDetails` as well.
    """

    person: Person
    languages: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class FirstArticle:
    """The first article with a spelling: the earliest dated one, if any is dated."""

    id: str
    title: str
    published: str

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SpellingDetails:
    """One spelling: articles, by language too, the first of them, and why it was joined."""

    text: str
    count: int
    script: str
    languages: Mapping[str, int]
    first: FirstArticle | None
    joining: Joining

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "text": self.text, "count": self.count, "script": self.script,
            "languages": dict(self.languages),
            "first": None if self.first is None else self.first.to_dict(),
            "joined": self.joining.to_dict(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person with everything known about it.

    `articles` name it; `months`, `sources` and `languages` count them; `company` are the
    persons named together with it; `doubts` who may be the same; `decisions` those that hold.
    """

    person: Person
    articles: int
    spellings: tuple[SpellingDetails, ...]
    months: FacetCounts
    sources: FacetCounts
    languages: FacetCounts
    company: FacetCounts
    doubts: tuple[Doubt, ...]
    decisions: tuple[Decision, ...]

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    @property
    def label(self) -> str:
        """The person's label."""
        return self.person.label

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "id": self.id, "label": self.label, "aliases": list(self.person.aliases),
            "labels": dict(self.person.labels), "articles": self.articles,
            "spellings": [one.to_dict() for one in self.spellings],
            "months": self.months.to_dict(), "sources": self.sources.to_dict(),
            "languages": self.languages.to_dict(), "company": self.company.to_dict(),
            "doubts": [one.to_dict() for one in self.doubts],
            "decisions": [one.to_dict() for one in self.decisions],
        }  # fmt: skip


def names_of(reader: IndexReader, registry: Registry, id: str) -> PersonNames | None:
    """The names of the person with this id or alias; None where there is none."""
    person = registry.person(id)
    if person is None:
        return None
    languages = {text: _languages(reader, text) for text, _ in person.spellings}
    counts = dict(person.spellings)
    labels = naming.labels(list(counts), counts, languages)
    return PersonNames(replace(person, labels=labels), languages)


def _languages(reader: IndexReader, spelling: str) -> Mapping[str, int]:
    """The articles with a spelling, by their language."""
    named = FacetIs("person", frozenset({spelling}))
    found = reader.search(Plan(named, (), (FacetRequest("language", None),), limit=0))
    return {value.id: value.count for value in found.facets[0].values}


def details_of(reader: IndexReader, registry: Registry, id: str) -> PersonDetails | None:
    """The details of the person with this id or alias; None where there is none."""
    person = registry.person(id)
    if person is None:
        return None
    evidence = registry.evidence(person.id)
    named = FacetIs("person", frozenset(spelling for spelling, _ in person.spellings))
    requests = (
        FacetRequest("published", None, "month"),
        FacetRequest("source", SOURCES),
        FacetRequest("language", None),
        FacetRequest("person", COMPANY + 1, groups=registry.groups),
    )
    found = reader.search(Plan(Everything(), (Filter("person", named, sideways=False),), requests,
                               limit=0))  # fmt: skip
    months, sources, languages, company = found.facets
    spellings = tuple(
        _spelling(reader, text, count, evidence.joinings.get(text, Joining("seed")))
        for text, count in person.spellings
    )
    known = {one.text: one.languages for one in spellings}
    counts = dict(person.spellings)
    person = replace(person, labels=naming.labels(list(counts), counts, known))
    return PersonDetails(
        person, found.total, spellings, months, sources, languages,
        _company(company, registry, person.id), evidence.doubts, evidence.decisions,
    )  # fmt: skip


def _spelling(reader: IndexReader, text: str, count: int, joining: Joining) -> SpellingDetails:
    named = FacetIs("person", frozenset({text}))
    plan = Plan(named, (), (FacetRequest("language", None),), "oldest", limit=1)
    found = reader.search(plan)
    languages = {value.id: value.count for value in found.facets[0].values}
    first = _first(reader, found.hits[0].id) if found.hits else None
    return SpellingDetails(text, count, naming.script(text), languages, first, joining)


def _first(reader: IndexReader, id: str) -> FirstArticle | None:
    (stored,) = reader.fetch([id])
    if stored is None:
        return None
    document, _ = indexer.unpack(stored)
    return FirstArticle(id, document.title, str(document.published))


def _company(counts: FacetCounts, registry: Registry, id: str) -> FacetCounts:
    """The persons of the same articles without the person itself, with their labels."""
    others = [value for value in counts.values if value.id != id]
    values = tuple(
        FacetValue(value.id, registry.label(value.id), value.count) for value in others[:COMPANY]
    )
    return FacetCounts(values, counts.missing, counts.truncated or len(others) > COMPANY)
