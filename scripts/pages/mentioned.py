"""Dates that texts name, against the gold of the bundled articles and of other judged folders.

`demo` counts the dates of the gold that were found, the mentions of what the gold calls
unresolvable that were resolved all the same, and the dates found beside the gold (which is
minimal: more may be true). Publication is the gold's, so that only the text is judged.
`seeds`: text files with a `gold.json`. `speed`: articles a second, one core.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search.analysis import spans
from search.dates import mentioned, mentions
from search.demo import ARTICLES, gold
from search.documents import IndexedDocument
from search.indexer import Given, prepare
from search.partial_dates import UNKNOWN_DATE, date_of
from search.sources import read

_ROUNDS = 3


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    found: dict[str, Any] = {"demo": demo()}
    folder = next((one for one in (data / "seeds", data.parent / "seeds") if one.is_dir()), None)
    if folder is not None:
        found["seeds"] = seeds(folder)
    return found


def demo() -> dict[str, Any]:
    """The bundled articles."""
    articles = gold.load().articles
    named = right = resolved = beside = 0
    missed: list[str] = []
    seconds = 0.0
    documents = list(_completed(ARTICLES))
    for document in documents:
        truth = articles[document.id]
        published = date_of(truth.published.value) if truth.published else UNKNOWN_DATE
        languages = document.languages or spans(document.body)
        began = time.perf_counter()
        for _ in range(_ROUNDS):
            found = mentions(document.body, published, languages)
        seconds += time.perf_counter() - began
        values = {one.value for mention in found for one in mention.dates}
        stretches = [" ".join(document.body[m.start : m.end].split()) for m in found]
        named += len(truth.dates)
        right += sum(one.value in values for one in truth.dates)
        missed += [f"{truth.id}: {one.text}" for one in truth.dates if one.value not in values]
        resolved += sum(text in stretches for text in truth.dates_unresolved)
        beside += len(values - {one.value for one in truth.dates})
    return {
        "articles": len(documents),
        "dates in gold": named,
        "found": right,
        "share found": round(right / named, 4),
        "found beside the gold": beside,
        "unresolvable but resolved": resolved,
        "articles/s": round(_ROUNDS * len(documents) / seconds),
        "missed": missed,
    }


def seeds(folder: Path) -> dict[str, Any]:
    """Text files whose names begin with the keys of `gold.json`."""
    record = json.loads((folder / "gold.json").read_text("utf-8"))["articles"]
    missed: list[str] = []
    published_right = named = 0
    for document in _completed(folder):
        truth = record.get(document.id[:3])
        if truth is None:
            continue
        found = {str(one)[:10] for one in mentioned(document.body, document.published)}
        named += len(truth["dates_mentioned"])
        missed += [f"{document.id}: {one}" for one in truth["dates_mentioned"] if one not in found]
        said = str(document.published)[:10]
        published_right += said == (truth["published"] or "unknown")
    return {
        "published right": f"{published_right} of {len(record)}",
        "dates found": f"{named - len(missed)} of {named}",
        "missed": missed,
    }


def _completed(folder: Path) -> Iterator[IndexedDocument]:
    """The articles of a folder as the indexer completes them."""
    for reading in read([str(folder)]):
        if reading.document is not None:
            given = Given(reading.document, reading.pasted, reading.evidence, reading.origin)
            yield prepare(given)[0]
