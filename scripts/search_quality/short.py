"""Queries of two and three words over whole news articles in eight languages.

Judged are 150: those of the bundled articles' gold, whose relevant articles are listed one by
one, and ours in short_queries.tsv, which an article answers in all its languages. nDCG@10 is over
all languages; `other` is over articles in other languages than the query's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from scripts.search_quality.asking import Ask, Settings, each_setting
from scripts.search_quality.collections import PAIR, TITLE_LANGUAGES
from scripts.search_quality.pools import pool
from search.demo import gold
from search.demo.measures import ndcg

_OURS: Final = Path(__file__).with_name("short_queries.tsv")


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the language of each article that it wants, by id."""

    text: str
    language: str
    relevant: dict[str, str]


def run(data: Path, cache: Path | None, settings: Settings, every: int = 1) -> dict[str, Any]:
    """nDCG@10 of all settings, by the language of the query."""
    asked = [*bundled(), *ours()]
    with pool("short", data, cache) as articles:
        found = each_setting(articles, asked, settings, every, table)
        return {"queries": len(asked), "articles": len(articles.reader), **found}


def table(ask: Ask, asked: list[Judged]) -> dict[str, Any]:
    """One setting."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        ids = ask(one.text)
        values[one.language].append(ndcg(ids, set(one.relevant), 10))
        others = [language for language in TITLE_LANGUAGES if language != one.language]
        foreign = {id for id, language in one.relevant.items() if language in others}
        if foreign:
            ids = ask(one.text, languages=others)
            values[f"{one.language} other"].append(ndcg(ids, foreign, 10))
    return {
        name: {"queries": len(some), "ndcg@10": round(fmean(some), 4)}
        for name, some in values.items()
    }


def bundled() -> Iterator[Judged]:
    """The queries of two and three words over the bundled articles."""
    truth = gold.load()
    for one in truth.queries:
        if one.language in PAIR and 2 <= len(one.query.split()) <= 3:
            relevant = {id: truth.articles[id].language for id in one.relevant}
            yield Judged(one.query, one.language, relevant)


def ours() -> Iterator[Judged]:
    """The queries of short_queries.tsv over ntrex."""
    lines = _OURS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    for language, query, ids in rows[1:]:
        relevant = {f"{one}/{id}": one for one in TITLE_LANGUAGES for id in ids.split()}
        yield Judged(query, language, relevant)
