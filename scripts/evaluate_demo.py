#!/usr/bin/env python3
"""Searches the bundled articles with every judged query and prints how good the hits are.

    .venv/bin/python scripts/evaluate_demo.py               a table, and means per language
    .venv/bin/python scripts/evaluate_demo.py --json        the same as JSON
    .venv/bin/python scripts/evaluate_demo.py --outside     hits that nobody judged relevant
    .venv/bin/python scripts/evaluate_demo.py --index opensearch://localhost:9200/demo

Everything is measured twice: over all articles, and over those in other languages than the
query's (what a reader would miss without translation). docs/benchmarks/demo.json keeps the
last result: `--json > docs/benchmarks/demo.json`.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import search
from search.demo import ARTICLES, gold, measures
from search.documents import LANGUAGES

ALL, OTHER = "all languages", "other languages"
MEASURES = ("precision@5", "recall@10", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One judged query within one scope; `total` counts all hits, `relevant` all that should."""

    scope: str
    query: str
    language: str
    story: str
    total: int
    relevant: int
    first: int | None
    values: tuple[float, float, float]
    outside: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The fields as JSON values, measures rounded."""
        record = asdict(self)
        for name in ("scope", "values", "outside"):
            del record[name]
        return record | dict(zip(MEASURES, (round(one, 4) for one in self.values), strict=True))


def measured(
    index: search.Index, judged: gold.JudgedQuery, truth: gold.Gold, scope: str
) -> Outcome | None:
    """The outcome of one query; None when no article in scope could be right."""
    languages = [one for one in LANGUAGES if one != judged.language] if scope == OTHER else []
    relevant = {
        id for id in judged.relevant if not languages or truth.articles[id].language in languages
    }
    if not relevant:
        return None
    results = index.search(judged.query, languages=languages, facets=(), limit=10)
    ids = [hit.id for hit in results]
    return Outcome(
        scope,
        judged.query,
        judged.language,
        judged.story,
        results.total,
        len(relevant),
        next((place for place, id in enumerate(ids, start=1) if id in relevant), None),
        (
            measures.precision(ids, relevant, 5),
            measures.recall(ids, relevant, 10),
            measures.ndcg(ids, relevant, 10),
        ),
        tuple(id for id in ids if id not in relevant),
    )


def means(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """For each query language and for all the number of queries and the mean measures."""
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.language].append(outcome.values)
    rows = {language: groups[language] for language in LANGUAGES if language in groups}
    rows["all"] = [outcome.values for outcome in outcomes]
    return {
        name: {"queries": len(values)}
        | {
            measure: round(fmean(column), 4)
            for measure, column in zip(MEASURES, zip(*values, strict=True), strict=True)
        }
        for name, values in rows.items()
    }


def report(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """The table of each scope, line by line."""
    for scope, some in outcomes.items():
        yield f"{scope}: hits, relevant, first relevant, {', '.join(MEASURES)}"
        for one in some:
            numbers = "  ".join(f"{value:.3f}" for value in one.values)
            yield (
                f"  {one.language}  {one.query:32}  {one.total:4}  {one.relevant:3}"
                f"  {one.first or '-':>3}  {numbers}"
            )
        yield f"{scope}: means of {', '.join(MEASURES)}"
        for name, row in means(some).items():
            numbers = "  ".join(f"{row[measure]:.3f}" for measure in MEASURES)
            yield f"  {name:4} {row['queries']:4} queries  {numbers}"
        yield ""


def main() -> None:
    """Index, search, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--outside", action="store_true", help="print the hits outside the judgements"
    )
    parser.add_argument(
        "--index", metavar="PATH", help="make the index here, as opensearch://host:9200/demo"
    )
    chosen = parser.parse_args()
    truth = gold.load()
    # Not in memory: that engine goes through all words for every translation of a query.
    with (
        TemporaryDirectory() as folder,
        search.open_index(chosen.index or Path(folder, "index")) as index,
    ):
        index.add_files([str(ARTICLES)])
        outcomes = {
            scope: [
                outcome
                for judged in truth.queries
                if (outcome := measured(index, judged, truth, scope)) is not None
            ]
            for scope in (ALL, OTHER)
        }
    if chosen.json:
        record = {
            "articles": len(truth.articles),
            "scopes": {
                scope: {"means": means(some), "queries": [one.to_dict() for one in some]}
                for scope, some in outcomes.items()
            },
        }
        print(json.dumps(record, ensure_ascii=False, indent=1))
    elif chosen.outside:
        for one in outcomes[ALL]:
            print(f"{one.language}  {one.query} ({one.story}): {', '.join(one.outside) or '-'}")
    else:
        print("\n".join(report(outcomes)))


if __name__ == "__main__":
    main()
