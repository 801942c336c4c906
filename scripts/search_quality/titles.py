"""The title of an article as a query for its version in another language.

Restricted to the other language; R@1 between English and each of the others, both ways.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.search_quality.asking import Ask, Settings, asker, mrr, rank, sampled, share, times
from scripts.search_quality.collections import TITLE_LANGUAGES, Question, titles
from scripts.search_quality.pools import pool


def run(data: Path, cache: Path | None, settings: Settings, every: int = 1) -> dict[str, Any]:
    """The tables of all settings."""
    with pool("titles", data, cache) as articles:
        asked = titles(data)
        found = {}
        for name, evidence in settings.items():
            took: list[float] = []
            some = sampled(asked, name, every)
            found[name] = table(asker(articles, evidence, took), some)
            found[name]["queries"] = len(some)
            found[name]["time"] = times(took)
        count = len(articles.reader)
    return {"titles": len(asked), "articles": count, **found}


def table(ask: Ask, asked: list[Question]) -> dict[str, Any]:
    """One setting."""
    others = TITLE_LANGUAGES[1:]
    ranks: dict[str, list[int | None]] = {
        name: [] for other in others for name in (f"en→{other}", f"{other}→en")
    }
    for one in asked:
        for target in others if one.language == "en" else ("en",):
            ids = ask(one.text, languages=[target])
            ranks[f"{one.language}→{target}"].append(rank(ids, f"{target}/{one.about}"))
    return {
        name: {"r@1": share(some, 1), "r@10": share(some, 10), "mrr": mrr(some)}
        for name, some in ranks.items()
    }
