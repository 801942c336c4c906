"""Natural questions and the passages that answer them, English and Russian.

`en→en` and `ru→ru` are restricted to passages of the question's language, `en→ru` and `ru→en` to
the other one. `mixed` asks for both at once: `own` and `other` are the shares of questions whose
passage is among the first ten in the question's language, and in the other one; `first` is the
share where the first of the two is the own one (language alone should not decide it).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.search_quality.asking import Ask, Settings, each_setting, mrr, rank, share
from scripts.search_quality.collections import PAIR, Question, questions
from scripts.search_quality.pools import pool


def run(data: Path, cache: Path | None, settings: Settings, every: int = 1) -> dict[str, Any]:
    """The tables of all settings."""
    with pool("questions", data, cache) as articles:
        asked = questions(data)
        found = each_setting(articles, asked, settings, every, table)
        return {"questions": len(asked), "articles": len(articles.reader), **found}


def table(ask: Ask, asked: list[Question]) -> dict[str, Any]:
    """One setting: each direction, and both languages in one list."""
    rows: dict[str, Any] = {}
    for source, other in (PAIR, PAIR[::-1]):
        places: dict[str, list[int | None]] = {name: [] for name in ("own", "other", *PAIR)}
        for one in asked:
            if one.language != source:
                continue
            # All that is asked of one question in a row: its vector is remembered.
            both = ask(one.text)
            places["own"].append(rank(both, f"{source}/{one.about}"))
            places["other"].append(rank(both, f"{other}/{one.about}"))
            for target in PAIR:
                ids = ask(one.text, languages=[target])
                places[target].append(rank(ids, f"{target}/{one.about}"))
        monolingual = mrr(places[source])
        for target in (source, other):
            row = {"mrr": mrr(places[target]), "r@10": share(places[target], 10)}
            row["of_monolingual"] = round(row["mrr"] / monolingual, 4) if monolingual else 0.0
            rows[f"{source}→{target}"] = row
        rows[f"{source} mixed"] = mixed(places["own"], places["other"])
    return rows


def mixed(own: list[int | None], other: list[int | None]) -> dict[str, float]:
    """The shares of one list for both languages."""
    before = [
        mine is not None and (there is None or mine < there)
        for mine, there in zip(own, other, strict=True)
    ]
    return {
        "own": share(own, 10),
        "other": share(other, 10),
        "own_first": round(sum(before) / len(before), 4),
    }
