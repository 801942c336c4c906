"""The language of each block of mixed pages: accuracy over blocks of 40 characters or more.

A page has six to twelve blocks, sentences or paragraphs, of two to five languages: the eight
that are analysed (articles of `ntrex`), and Czech, Bulgarian and Slovene (`slavicner_dev`),
which are right as "unknown". A block is right when most of its characters are. `titles` is
the share of the articles' titles whose language is found alone, and with that of the text.
"""

from __future__ import annotations

import json
import lzma
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import Any

from scripts.pages.chrome import articles
from search.analysis import identify, spans
from search.documents import LANGUAGES, UNKNOWN, LanguageSpan

_OTHERS = ("cs", "bg", "sl")
_PAGES = 400
_SHORTEST = 40


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    blocks = _blocks(data)
    rng = Random(5)  # noqa: S311 -- no secret, the same pages each time
    right, all_of, wrong = Counter[str](), Counter[str](), defaultdict[str, Counter[str]](Counter)
    seconds, size = 0.0, 0
    for _ in range(_PAGES):
        chosen = rng.sample(sorted(blocks), rng.randint(2, 5))
        page = [
            (one := rng.choice(chosen), rng.choice(blocks[one])) for _ in range(rng.randint(6, 12))
        ]
        text = "\n".join(block for _, block in page)
        began = time.perf_counter()
        found = spans(text)
        seconds, size = seconds + time.perf_counter() - began, size + len(text)
        start = 0
        for language, block in page:
            truth = language if language in LANGUAGES else UNKNOWN
            if len(block) >= _SHORTEST:
                said = _most(found, start, start + len(block))
                all_of[language] += 1
                right[language] += said == truth
                if said != truth:
                    wrong[language][said] += 1
            start += len(block) + 1
    return {
        "blocks": all_of.total(),
        "accuracy": round(right.total() / all_of.total(), 4),
        "by_language": {one: round(right[one] / all_of[one], 4) for one in sorted(all_of)},
        "taken_for": {one: dict(found) for one, found in wrong.items()},
        "titles": _titles(data),
        "characters_per_second": round(size / seconds),
    }


def _blocks(data: Path) -> dict[str, list[str]]:
    """Sentences and paragraphs by language."""
    blocks: dict[str, list[str]] = {}
    for language in LANGUAGES:
        blocks[language] = [block for _, body in articles(data, language) for block in body]
    with lzma.open(data / "slavicner_dev" / "docs.jsonl.xz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["lang"] in _OTHERS:
                lines = [" ".join(line.split()) for line in row["text"].split("\n")]
                blocks.setdefault(row["lang"], []).extend(line for line in lines if line)
    return blocks


def _most(found: tuple[LanguageSpan, ...], start: int, end: int) -> str:
    """The language of most characters of a stretch."""
    sizes: Counter[str] = Counter()
    for span in found:
        sizes[span.language] += max(0, min(end, span.end) - max(start, span.start))
    return sizes.most_common(1)[0][0]


def _titles(data: Path) -> dict[str, dict[str, float]]:
    """Share of titles whose language is found, alone and in an article."""
    figures = {}
    for language in LANGUAGES:
        rows = list(articles(data, language))
        alone = sum(identify(title) == language for title, _ in rows)
        inside = sum(spans(title, language)[0].language == language for title, _ in rows)
        figures[language] = {
            "alone": round(alone / len(rows), 3), "in_article": round(inside / len(rows), 3)
        }  # fmt: skip
    return figures
