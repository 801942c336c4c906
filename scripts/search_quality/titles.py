"""The title of an article as a query for its version in another language.

Restricted to the other language; R@1 between English and each of the others, both ways.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.search_quality.asking import Ask, Settings, each_setting, mrr, rank, share
from scripts.search_quality.collections import TITLE_LANGUAGES, Question, titles
from scripts.search_quality.pools import pool


def run(data: Path, cache: Path | None, settings: Settings, every: int = 1) -> dict[str, Any]:
    """The tables of all settings."""
    with pool("titles", data, cache) as articles:
        asked = titles(data)
        found = each_setting(articles, asked, settings, every, table)
        return {"titles": len(asked), "articles": len(articles.reader), **found}


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
