"""The foreign words that short queries mark in the articles they find, drawn for judging.

A *mark* is a place in the title or a passage of a hit that a match points to. Looked at are the
first `HITS` hits of each query in other languages than its own, and of their marks those that a
rendering, a name or a sound led to; a word that stands in the article as it was typed, and what
is found by the meaning of the whole, claim no translation.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.search_quality.collections import TITLE_LANGUAGES
from scripts.search_quality.pools import pool
from scripts.search_quality.short import Judged
from search.analysis import Analyzer
from search.lexicon import own_lexicon
from search.query.evidence import EVIDENCE, MEANING
from search.requests import Request
from search.results import Hit
from search.searcher import Searcher

HITS: Final = 5
MOST_OF_A_QUERY: Final = 3
LONGEST: Final = 60
AROUND: Final = 60
"""Code points of the context on either side."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as a reader sees it: `word` of the query, `found` in the article."""

    query: str
    source: str
    word: str
    found: str
    article: str
    language: str
    via: str
    weight: float
    context: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a judgement is kept under."""
        return self.query, self.word, self.found, self.article


WORDS: Final = EVIDENCE - {MEANING}
"""What leads from a word of a query to one of an article."""


def all_marks(
    data: Path, cache: Path | None, queries: Sequence[Judged], via: frozenset[str] = WORDS
) -> list[Shown]:
    """Every mark of some queries, each form of a word once an article.

    With `via` meaning the passages of hits that have no word of the query: there `word` is the
    whole query, and `found` the beginning of the passage.
    """
    with pool("short", data, cache) as articles:
        view = Searcher(
            articles.reader, Analyzer(), own_lexicon(), articles.registry, EVIDENCE,
            articles.encoder,
        )  # fmt: skip
        found = {one.key: one for query in queries for one in _marks(view, query, via)}
    return list(found.values())


def draw(marks: Iterable[Shown], most: int, seed: int) -> list[Shown]:
    """A sample: first one mark of each query, then a second, at last a third."""
    chance = random.Random(seed)  # noqa: S311 - a sample that can be drawn again
    by_query: dict[str, list[Shown]] = {}
    for one in marks:
        by_query.setdefault(one.query, []).append(one)
    groups = list(by_query.values())
    chance.shuffle(groups)
    for group in groups:
        chance.shuffle(group)
    rounds = (group[n] for n in range(MOST_OF_A_QUERY) for group in groups if n < len(group))
    return sorted((one for one, _ in zip(rounds, range(most), strict=False)), key=lambda s: s.key)


def _marks(view: Searcher, query: Judged, via: frozenset[str]) -> Iterator[Shown]:
    others = tuple(language for language in TITLE_LANGUAGES if language != query.language)
    request = Request(query.text, limit=HITS, facets=(), languages=others)
    for hit in view.search(request).hits:
        yield from _marks_of(hit, query, via)


def _marks_of(hit: Hit, query: Judged, via: frozenset[str]) -> Iterator[Shown]:
    for passage in (hit.title, *hit.snippets):
        for start, end, number in passage.ranges:
            match = hit.matches[number]
            if match.via in via:
                before = passage.text[max(0, start - AROUND) : start]
                after = passage.text[end : end + AROUND]
                yield Shown(
                    query.text, query.language, match.query,
                    " ".join(passage.text[start:end].split())[:LONGEST], hit.id,
                    passage.language, match.via, match.weight,
                    " ".join(f"{before}[{passage.text[start:end]}]{after}".split()),
                )  # fmt: skip
