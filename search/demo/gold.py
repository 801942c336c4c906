"""The gold of the bundled articles: people, dates, page chrome and judged queries, as values.

Nouns: a *story* is a folder of articles about one chain of events, with one gold file; a
*mention* is a person with the spellings that one article uses; a *judged query* lists all
articles that answer it, of any story. README.md beside this file describes the format.

    from search.demo import gold

    for query in gold.load().queries:
        print(query.query, len(query.relevant))
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from search.demo import ARTICLES

GOLD: Final = Path(__file__).parent / "gold"
RELATIONS: Final = ("copy", "translation", "quotation", "event")

_UNSEEN: Final = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_INLINE: Final = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|q|small|span|strong|time)\b[^>]*>")
_TAG: Final = re.compile(r"\s*<[^>]*>\s*")


@dataclass(frozen=True, slots=True)
class GoldPerson:
    """Someone in a story. `spellings` are nominatives by language; `distinct` other persons."""

    id: str
    label: str
    spellings: Mapping[str, tuple[str, ...]]
    distinct: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person of an article, with the spellings of that article in whatever case they stand."""

    person: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldPublished:
    """The date of publication, never finer than a day; `evidence` is its words, or "field"."""

    value: str
    precision: str
    evidence: str


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A date that an article names, ISO 8601 at the precision that `text` supports.

    A stretch has its ends: "first half-year of 2026" is `2026-01/2026-06`.
    """

    value: str
    text: str

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last date of a stretch; of a single date twice that date."""
        first, _, last = self.value.partition("/")
        return first, last or first


@dataclass(frozen=True, slots=True)
class Relation:
    """One of `RELATIONS` to another article; the other article lists it too."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """What is true about one article. `file` is relative to the folder of all articles."""

    id: str
    story: str
    file: str
    language: str
    other_languages: tuple[str, ...]
    title: str | None
    source: str | None
    agency: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    published: GoldPublished | None
    people: tuple[Mention, ...]
    not_people: tuple[str, ...]
    dates: tuple[GoldDate, ...]
    dates_unresolved: tuple[str, ...]
    chrome: tuple[str, ...]
    relations: tuple[Relation, ...]
    note: str

    def related(self, type: str) -> frozenset[str]:
        """The ids of the articles that stand in a relation to this one."""
        return frozenset(one.id for one in self.relations if one.type == type)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query as a reader types it, and the ids of all articles that are about it."""

    query: str
    language: str
    relevant: tuple[str, ...]
    story: str


@dataclass(frozen=True, slots=True)
class Story:
    """One gold file; the first article is the lead, which all others share the event with."""

    id: str
    title: str
    persons: tuple[GoldPerson, ...]
    articles: tuple[GoldArticle, ...]
    queries: tuple[JudgedQuery, ...]


@dataclass(frozen=True)
class Gold:
    """All stories, and their parts across stories."""

    stories: tuple[Story, ...] = field(repr=False)

    @cached_property
    def persons(self) -> Mapping[str, GoldPerson]:
        """Persons by id; who is in several stories has the spellings of all of them."""
        found: dict[str, GoldPerson] = {}
        for story in self.stories:
            for person in story.persons:
                known = found.get(person.id)
                found[person.id] = _joined(known, person) if known else person
        return found

    @cached_property
    def articles(self) -> Mapping[str, GoldArticle]:
        """Articles by id."""
        return {article.id: article for story in self.stories for article in story.articles}

    @cached_property
    def queries(self) -> tuple[JudgedQuery, ...]:
        """The judged queries of all stories."""
        return tuple(query for story in self.stories for query in story.queries)


def load(folder: Path = GOLD) -> Gold:
    """Read the gold of all stories, in the order of their names."""
    paths = sorted(folder.glob("*.json"))
    return Gold(tuple(_story(json.loads(path.read_text("utf-8"))) for path in paths))


@dataclass(frozen=True, slots=True)
class Raw:
    """An article as its file has it: `fields` are those of a JSON line, else empty.

    `text` is what can be read in it: the title and text of a line, a text file, or a page
    without its markup, each block on a line. `source` is everything, attributes and metadata
    too, entities resolved.
    """

    id: str
    file: str
    fields: Mapping[str, Any]
    text: str
    source: str


def raw_articles(folder: Path = ARTICLES) -> Mapping[str, Raw]:
    """The articles as their files have them, by id."""
    found = (raw for path in sorted(folder.rglob("*.*")) for raw in _raw(path, folder))
    return {raw.id: raw for raw in found}


def _raw(path: Path, folder: Path) -> Iterator[Raw]:
    file = path.relative_to(folder).as_posix()
    content = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        for line in content.splitlines():
            fields = json.loads(line)
            text = f"{fields.get('title') or ''}\n\n{fields['text']}"
            values = json.dumps(fields, ensure_ascii=False)
            yield Raw(fields["id"], file, fields, text, f"{text}\n{values}")
    elif path.suffix == ".html":
        yield Raw(file, file, {}, _visible(content), html.unescape(content))
    else:
        yield Raw(file, file, {}, content, content)


def _visible(page: str) -> str:
    """The text of a page, one block a line."""
    plain = _INLINE.sub("", " ".join(_UNSEEN.sub(" ", page).split()))
    return html.unescape(_TAG.sub("\n", plain))


def _story(record: Mapping[str, Any]) -> Story:
    name = record["story"]
    return Story(
        name,
        record["title"],
        tuple(_person(one) for one in record["persons"]),
        tuple(_article(one, name) for one in record["articles"]),
        tuple(
            JudgedQuery(one["query"], one["language"], tuple(one["relevant"]), name)
            for one in record["queries"]
        ),
    )


def _person(record: Mapping[str, Any]) -> GoldPerson:
    spellings = {language: tuple(names) for language, names in record["spellings"].items()}
    return GoldPerson(
        record["id"], record["label"], spellings, tuple(record["not"]), record["note"]
    )


def _joined(one: GoldPerson, other: GoldPerson) -> GoldPerson:
    """A person of two stories; the first story says who it is."""
    languages = dict.fromkeys((*one.spellings, *other.spellings))
    spellings = {
        language: tuple(
            dict.fromkeys((*one.spellings.get(language, ()), *other.spellings.get(language, ())))
        )
        for language in languages
    }
    distinct = tuple(dict.fromkeys((*one.distinct, *other.distinct)))
    return replace(one, spellings=spellings, distinct=distinct)


def _article(record: Mapping[str, Any], story: str) -> GoldArticle:
    published = record["published"]
    return GoldArticle(
        id=record["id"],
        story=story,
        file=record["file"],
        language=record["language"],
        other_languages=tuple(record["other_languages"]),
        title=record["title"],
        source=record["source"],
        agency=record["agency"],
        authors=tuple(record["authors"]),
        editors=tuple(record["editors"]),
        published=None if published is None else GoldPublished(**published),
        people=tuple(Mention(one["person"], tuple(one["spellings"])) for one in record["people"]),
        not_people=tuple(record["not_people"]),
        dates=tuple(GoldDate(**one) for one in record["dates_mentioned"]),
        dates_unresolved=tuple(record["dates_unresolved"]),
        chrome=tuple(record["chrome"]),
        relations=tuple(Relation(**one) for one in record["relations"]),
        note=record["note"],
    )
