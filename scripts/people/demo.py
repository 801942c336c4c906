"""How well the persons of the bundled articles are found, and joined to one row each.

    python -m scripts.people.demo [--errors] [--only STORY] [--seeds DIR] [--json]

Everything is measured twice: as the articles are indexed (where the input states its people,
they are kept), and with what the input states left aside, so that all articles are read.

A name of the facet is a person of the article if it is one of that person's spellings in the
gold, or if `names.compare` takes the two for one name. Per article a gold person is *missed*
when no name is theirs; a name is *false* when it is nobody's. Of the names that are somebody's,
*odd* ones are spelt as no spelling of the gold is (a case ending was left on, say), *twice*
a second name for one person, and *partial* a mere surname where the article has the whole
name. *Never* are names that the gold says are no persons of the story (authors, ships).

Over the whole index, a row of the registry that has names of two persons is a *wrong join*
(namesakes whose names are equal letter by letter apart), a person with two rows a *split*.

DIR is a folder of articles with a gold.json, whose persons, pairs and doubtful pairs are
checked in the same way; without the option the folder `seeds` beside the data, if there.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import search
from search.analysis.tokens import fold
from search.demo import ARTICLES, gold
from search.documents import IndexedDocument
from search.indexer import Given, prepare
from search.people.mentions import story_names
from search.people.names import SAME, compare
from search.sources import read


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person of an article: all spellings, and those of this article."""

    id: str
    spellings: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(slots=True)
class Article:
    """An article with the names that were found, and what the gold says."""

    id: str
    language: str
    names: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    never: tuple[str, ...]
    owners: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Result:
    """Figures with a line for each error."""

    figures: dict[str, Any]
    errors: list[str]


def run(data: Path) -> dict[str, Any]:
    """The figures of the demo articles, and of the seeds where they are beside the data."""
    found: dict[str, Any] = {name: one.figures for name, one in demo(None).items()}
    seeds = data.parent / "seeds"
    if (seeds / "gold.json").exists():
        found["seeds"] = seeds_result(seeds).figures
    return found


def demo(only: str | None) -> dict[str, Result]:
    """The demo articles as they are indexed, and with the people of the input left aside."""
    everything = gold.load()
    golds = [one for one in everything.articles.values() if only is None or only in one.story]
    results = {}
    for name, documents in _prepared([str(ARTICLES)], {one.id for one in golds}).items():
        articles = [_article(one, everything, documents[one.id]) for one in golds]
        results[name] = _measured(articles, documents.values())
    return results


def _prepared(
    sources: Sequence[str], wanted: Iterable[str] | None
) -> dict[str, dict[str, IndexedDocument]]:
    """Every article by id as it is indexed, and with the people that are read from it."""
    found: dict[str, dict[str, IndexedDocument]] = {"indexed": {}, "read": {}}
    for reading in read(sources):
        document = reading.document
        if document is None or (wanted is not None and document.id not in wanted):
            continue
        given = Given(document, reading.pasted, reading.evidence)
        found["indexed"][document.id] = prepare(given)[0]
        plain = prepare(replace(given, document=replace(document, people=None)))[0]
        found["read"][document.id] = replace(plain, people=story_names(plain.mentions))
    return found


def _article(one: gold.GoldArticle, everything: gold.Gold, found: IndexedDocument) -> Article:
    wanted = []
    for mention in one.people:
        spellings = everything.persons[mention.person].spellings.values()
        names = tuple(dict.fromkeys(name for some in spellings for name in some))
        wanted.append(Wanted(mention.person, names, mention.spellings))
    return Article(one.id, one.language, found.people, tuple(wanted), one.not_people)


def _measured(articles: Sequence[Article], documents: Iterable[IndexedDocument]) -> Result:
    count: Counter[str] = Counter()
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    for article in articles:
        for kind, text in _judged(article):
            count[kind] += 1
            by_language[article.language][kind] += 1
            if kind not in ("gold", "right"):
                errors.append(f"{kind:8} {article.language}  {article.id}  {text}")
    with _index(documents) as index:
        joined, split = _joined(index, articles)
        persons = len(index.people())
    figures: dict[str, Any] = {
        "articles": len(articles), **_scores(count), "rows": persons,
        "wrong_joins": len(joined), "splits": len(split),
        "languages": {name: _scores(one) for name, one in sorted(by_language.items())},
    }  # fmt: skip
    errors += [f"joined   {line}" for line in joined] + [f"split    {line}" for line in split]
    return Result(figures, errors)


def _scores(count: Mapping[str, int]) -> dict[str, Any]:
    kinds = ("gold", "missed", "false", "odd", "twice", "partial", "never")
    found = count.get("right", 0)
    precision = found / max(1, found + count.get("false", 0) + count.get("never", 0))
    recall = found / max(1, count.get("gold", 0))
    return {kind: count.get(kind, 0) for kind in kinds} | {
        "precision": round(precision, 4), "recall": round(recall, 4),
    }  # fmt: skip


def _judged(article: Article) -> Iterator[tuple[str, str]]:
    """Kinds and texts: one "gold" for each person, and what is right or wrong."""
    never = {fold(name) for name in article.never}
    taken: set[str] = set()
    for name in article.names:
        if fold(name) in never:
            yield "never", name
            continue
        owner = _owner(name, article.wanted, taken)
        if owner is None:
            yield "false", name
            continue
        article.owners[name] = owner.id
        yield ("twice", f"{name} / {owner.id}") if owner.id in taken else ("right", name)
        taken.add(owner.id)
        if fold(name) not in {fold(one) for one in (*owner.spellings, *owner.here)}:
            yield "odd", f"{name} / {owner.here[0]}"
        elif " " not in name and any(" " in one for one in owner.here):
            yield "partial", f"{name} / {owner.here[0]}"
    for person in article.wanted:
        yield "gold", person.id
        if person.id not in taken:
            yield "missed", person.here[0]


def _owner(name: str, wanted: Sequence[Wanted], taken: set[str]) -> Wanted | None:
    """Whose name it is; of two of one surname the one not yet found."""
    low = fold(name)
    equal = [p for p in wanted if low in {fold(one) for one in (*p.here, *p.spellings)}]
    if equal:
        return next((person for person in equal if person.id not in taken), equal[0])
    scores = [(max(compare(name, one).score for one in p.spellings), p.id, p) for p in wanted]
    scores = [one for one in scores if one[0] >= SAME]
    return max(scores)[2] if scores else None


def _index(documents: Iterable[IndexedDocument]) -> search.Index:
    """An index in memory that has the articles with these people."""
    index = search.open_index(":memory:")
    with index.writer() as writer:
        for one in documents:
            document = search.Document(
                one.id, one.title, one.body, language=one.language, people=one.people
            )
            writer.add(document)
    return index


def _joined(index: search.Index, articles: Sequence[Article]) -> tuple[list[str], list[str]]:
    """Rows with names of two persons, and persons with two rows, as lines."""
    owners: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for name, id in article.owners.items():
            owners[name].add(id)
    rows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    joined = []
    for person in index.people():
        here: dict[str, set[str]] = defaultdict(set)
        for spelling, _ in person.spellings:
            # A surname that two persons bear tells of neither.
            if len(owners[spelling]) == 1:
                here[next(iter(owners[spelling]))].add(spelling)
        for id, names in here.items():
            rows[id][person.id] |= names
        if len(here) > 1:
            joined.append(f"{person.id}: {_told(here)}")
    split = [f"{id}: {_told(one)}" for id, one in sorted(rows.items()) if len(one) > 1]
    return joined, split


def _told(names: Mapping[str, Iterable[str]]) -> str:
    return "; ".join(f"{id} = {', '.join(sorted(some))}" for id, some in sorted(names.items()))


def seeds_result(folder: Path) -> Result:
    """What a gold.json says of the persons of the articles beside it."""
    record = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    paths = [str(path) for path in sorted(folder.glob("*.txt"))]
    documents = _prepared(paths, None)["indexed"]
    alike = [tuple(names) for names in record["one_person"]]
    articles = []
    for id, found in documents.items():
        own = record["articles"][Path(id).name[:3]]
        wanted = tuple(
            Wanted(name, next((one for one in alike if name in one), (name,)), (name,))
            for name in own["people"]
        )
        never = tuple(own["not_people_of_the_story"])
        articles.append(Article(id, own["language"], found.people, wanted, never))
    count: Counter[str] = Counter()
    errors = []
    for article in articles:
        for kind, text in _judged(article):
            count[kind] += 1
            if kind not in ("gold", "right"):
                # The gold of the seeds is minimal: more persons may be true.
                told = "further" if kind == "false" else kind
                errors.append(f"{told:8} {article.id}  {text}")
    with _index(documents.values()) as index:
        wrong = list(_pairs(index, record))
    figures = {"articles": len(articles), **_scores(count), "pairs_wrong": len(wrong)}
    del figures["precision"]
    figures["further"] = figures.pop("false")
    return Result(figures, errors + wrong)


def _pairs(index: search.Index, record: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong of: these names are one person, these are two, these are offered."""
    for names in record["one_person"]:
        ids = {name: {person.id for person in index.people(name)} for name in names}
        if len(set().union(*ids.values())) != 1:
            yield f"one      {ids}"
    for one, other in record["two_people"]:
        if {p.id for p in index.people(one)} & {p.id for p in index.people(other)}:
            yield f"two      {one} and {other} are one row"
    for one, other in record["offer_to_merge_but_do_not_force"]:
        first, second = index.people(one), index.people(other)
        if {person.id for person in first} & {person.id for person in second}:
            yield f"offer    {one} and {other} are one row"
            continue
        doubts = {
            doubt.id
            for person in first
            if (details := index.person(person.id))
            for doubt in details.doubts
        }
        if not doubts & {person.id for person in second}:
            yield f"offer    {one} and {other} are not offered"


def main() -> None:
    """Prints the figures as a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=Path, help="a folder of articles with a gold.json")
    parser.add_argument("--only", help="stories whose names contain this")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = demo(options.only)
    if options.seeds:
        results["seeds"] = seeds_result(options.seeds)
    if options.json:
        figures = {name: one.figures for name, one in results.items()}
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for name, one in results.items():
        languages = one.figures.pop("languages", {})
        print(f"{name:10}", _row(one.figures))
        for language, figures in languages.items():
            print(f"  {language:8}", _row(figures))
        for line in one.errors if options.errors else ():
            print("   ", line)


def _row(figures: Mapping[str, Any]) -> str:
    return "  ".join(f"{name} {value}" for name, value in figures.items())


if __name__ == "__main__":
    main()
