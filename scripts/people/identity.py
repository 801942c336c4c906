"""Identity: are the mentions of one person one person of the registry, in every language?

The data are `slavicner_dev`: articles in six languages with person mentions and, for each, a
cross-lingual id; those that begin with PER count. Two ways to the raw values of an article:

* `found`: `search.people.mentions.find` reads the article; a mention of the story that
  touches one gold mention gets its id (one that touches several, the longest). Measured over
  these mentions; `share` says how many of the gold mentions they are.
* `gold`: the gold mentions themselves. The raw value of a person in an article is the
  longest of its lemmas there. So this measures the registry alone.

Figures: B-cubed precision, recall and F1 over mentions; `wrong` is the share of mentions in
a person of the registry most of whose mentions are somebody else's. The registry is that of
all articles in ru, uk and pl; for `bg`, `cs`, `sl` and `all six` that of all languages.

Retrieval: for each person with two articles or more in ru, uk and pl together, the articles
behind its facet row against the right ones. Its row is the person of the registry to which
most of its mentions belong (`own_row`; none found counts 0), or the one that its most frequent
full lemma leads to, of several the one with most articles (`by_name`). The best of all rows is
no measure: of a person in two articles another who is in the same two would do as well.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.analysis import languages
from search.documents import LANGUAGES, UNKNOWN
from search.people.mentions import find
from search.people.names import clean_name
from search.people.registry import Registry

MAIN = ("ru", "uk", "pl")
OTHER = ("bg", "cs", "sl")


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold mention: where it stands, its lemma, and whose it is."""

    start: int
    end: int
    lemma: str
    eid: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its gold mentions."""

    id: str
    language: str
    text: str
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A mention as the registry gets it: article, language, gold id, raw value."""

    article: str
    language: str
    eid: str
    value: str


@dataclass(frozen=True, slots=True)
class Query:
    """A person to be found: gold id, most frequent full lemma, the articles that name it."""

    eid: str
    name: str
    relevant: frozenset[str]


def run(data: Path, *, with_found: bool = True, with_other: bool = True) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    wanted = (*MAIN, *OTHER) if with_other else MAIN
    read = [one for one in articles(data) if one.language in wanted]
    queries = list(_relevant(data))
    figures: dict[str, Any] = {"gold": _figures(list(_by_gold(read)), {}, queries, wanted)}
    if with_found:
        values: dict[str, set[str]] = {}
        named = list(_by_finding(read, values))
        figures["found"] = _figures(named, values, queries, wanted)
        all_gold = sum(len(article.gold) for article in read)
        figures["found"]["share"] = round(len(named) / all_gold, 4)
    return figures


def _figures(
    named: list[Named],
    values: Mapping[str, set[str]],
    queries: Sequence[Query],
    wanted: Sequence[str],
) -> dict[str, Any]:
    """`values` are the raw values of each article, also those that touch no gold mention."""
    own: dict[str, set[str]] = defaultdict(set)
    for one in named:
        own[one.article].add(one.value)
    language_of = {one.article: one.language for one in named}
    whole = values or own
    main_values = {id: found for id, found in whole.items() if language_of.get(id, MAIN[0]) in MAIN}
    main = registry_of(main_values)
    figures: dict[str, Any] = {
        language: b_cubed(_pairs(named, main, [language])) for language in MAIN
    }
    figures["ru+uk+pl"] = b_cubed(_pairs(named, main, MAIN))
    figures["retrieval"] = _retrieval(main, main_values, named, queries)
    if set(wanted) > set(MAIN):
        everybody = registry_of(whole)
        for language in OTHER:
            figures[language] = b_cubed(_pairs(named, everybody, [language]))
        figures["all six"] = b_cubed(_pairs(named, everybody, wanted))
    return figures


# Reading


def articles(data: Path) -> Iterator[Article]:
    """All articles with the mentions of persons."""
    gold: dict[str, list[Gold]] = defaultdict(list)
    for row in _rows(data / "slavicner_dev" / "person_mentions.jsonl.xz"):
        if row["eid"].startswith("PER"):
            gold[row["doc"]].append(
                Gold(row["start"], row["end"], row["lemma"].strip(), row["eid"])
            )
    for row in _rows(data / "slavicner_dev" / "docs.jsonl.xz"):
        yield Article(row["id"], row["lang"], row["text"], tuple(gold[row["id"]]))


def _relevant(data: Path) -> Iterator[Query]:
    """Each person with two articles or more in MAIN."""
    for row in _rows(data / "slavicner_dev" / "person_queries.jsonl.xz"):
        if not row["eid"].startswith("PER"):
            continue
        ids = {id for language in MAIN for id in row["rel"].get(language, ())}
        lemmas: Counter[str] = Counter()
        for language in MAIN:
            for lemma, count in row["lemmas"].get(language, ()):
                lemmas[lemma.strip()] += count
        if len(ids) >= 2:
            ordered = sorted(lemmas, key=lambda one: (" " not in one, -lemmas[one], one))
            yield Query(row["eid"], ordered[0], frozenset(ids))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# Raw values


def _by_gold(read: Iterable[Article]) -> Iterator[Named]:
    for article in read:
        lemmas: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in article.gold:
            lemmas[mention.eid][mention.lemma] += 1
        for mention in article.gold:
            known = lemmas[mention.eid]
            value = max(known, key=lambda one: (_words(one), known[one], one))
            yield Named(article.id, article.language, mention.eid, clean_name(value))


def _words(lemma: str) -> int:
    """How full a name is; "Т. Мэй" tells no more than "Мэй" but for a letter."""
    return 1 if "." in lemma else len(lemma.split())


def _by_finding(read: Iterable[Article], values: dict[str, set[str]]) -> Iterator[Named]:
    """The found mentions that are gold; all raw values go into `values`."""
    for article in read:
        language = article.language if article.language in LANGUAGES else UNKNOWN
        spans = languages.spans(article.text, language)
        mentions = [m for m in find("", article.text, spans, language) if m.role == "story"]
        values[article.id] = {value for m in mentions if (value := clean_name(m.name))}
        for mention in mentions:
            touched = [g for g in article.gold if g.start < mention.end and mention.start < g.end]
            if touched:
                gold = max(touched, key=lambda g: (g.end - g.start, -g.start))
                yield Named(article.id, article.language, gold.eid, clean_name(mention.name))


class Together:
    """Who is named in the same articles, as the index tells it."""

    def __init__(self, values: Mapping[str, set[str]]) -> None:
        self._values = values
        self._articles: dict[str, list[str]] = defaultdict(list)
        for article, found in values.items():
            for value in found:
                self._articles[value].append(article)

    def companions(self, spelling: str) -> Mapping[str, int]:
        """The other values in the articles that have this one."""
        together = Counter(v for id in self._articles[spelling] for v in self._values[id])
        del together[spelling]
        return together


def registry_of(values: Mapping[str, set[str]]) -> Registry:
    """The registry of the raw values of articles."""
    counts = Counter(value for found in values.values() for value in found)
    return Registry.build(counts, company=Together(values))


# Measures


def _pairs(
    named: Iterable[Named], registry: Registry, wanted: Sequence[str]
) -> list[tuple[str, str]]:
    """Gold id and person of each mention in some languages."""
    groups = registry.groups
    return [(one.eid, groups.get(one.value, one.value)) for one in named if one.language in wanted]


def b_cubed(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """B-cubed precision, recall and F1, and the share of wrongly merged mentions."""
    both = Counter(pairs)
    gold = Counter(eid for eid, _ in pairs)
    persons = Counter(person for _, person in pairs)
    total = max(len(pairs), 1)
    precision = sum(n * n / persons[person] for (_, person), n in both.items()) / total
    recall = sum(n * n / gold[eid] for (eid, _), n in both.items()) / total
    largest: Counter[str] = Counter()
    for (_, person), count in both.items():
        largest[person] = max(largest[person], count)
    wrong = 1 - sum(largest.values()) / total if pairs else 0.0
    f1 = 2 * precision * recall / (precision + recall) if pairs else 0.0
    figures = {"precision": precision, "recall": recall, "f1": f1, "wrong": wrong}
    return {"mentions": len(pairs)} | {name: round(value, 4) for name, value in figures.items()}


def _retrieval(
    registry: Registry,
    values: Mapping[str, set[str]],
    named: Iterable[Named],
    queries: Sequence[Query],
) -> dict[str, float]:
    """Mean F1 of the articles behind facet rows."""
    behind: dict[str, set[str]] = defaultdict(set)
    for article, found in values.items():
        for value in found:
            if value in registry.groups:
                behind[registry.groups[value]].add(article)
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for one in named:
        if one.language in MAIN and one.value in registry.groups:
            rows[one.eid][registry.groups[one.value]] += 1
    own_row, by_name = [], []
    for query in queries:
        counted = rows[query.eid]
        own = max(counted, key=lambda row: (counted[row], row), default="")
        people = registry.find(query.name)
        chosen = max(people, key=lambda row: (len(behind[row]), row), default="")
        own_row.append(_f1(behind.get(own, set()), query.relevant))
        by_name.append(_f1(behind.get(chosen, set()), query.relevant))
    count = max(len(queries), 1)
    return {
        "persons": len(queries), "own_row": round(sum(own_row) / count, 4),
        "by_name": round(sum(by_name) / count, 4),
    }  # fmt: skip


def _f1(found: set[str], right: frozenset[str]) -> float:
    return 2 * len(found & right) / (len(found) + len(right)) if found or right else 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--gold", action="store_true", help="over gold mentions only")
    parser.add_argument("--main", action="store_true", help="only ru, uk and pl")
    options = parser.parse_args()
    figures = run(options.data, with_found=not options.gold, with_other=not options.main)
    for way, parts in figures.items():
        for name, values in parts.items():
            print(f"{way:<6} {name:<10} {values}")


if __name__ == "__main__":
    main()
