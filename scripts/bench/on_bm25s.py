"""bm25s: scores computed ahead, kept in sparse arrays. Words only, no totals, no facets."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import bm25s

from bench.adapters import TOP, Found
from bench.corpus import Article
from bench.queries import Query


class Engine:
    """bm25s with numpy."""

    packages = ("bm25s",)
    sources: tuple[str, ...] = ()
    note = "Top 10 of words alone: no total, no facets, 40 words unweighted; never syncs a file."

    def create(self, folder: Path) -> None:
        """It indexes all at once, so words are gathered."""
        self._folder = folder
        self._texts: list[list[str]] = []
        self._ids: list[str] = []

    def prepare(self, articles: Sequence[Article]) -> list[tuple[str, list[str]]]:
        """Lists of words."""
        return [(one.id, [*one.title, *one.body]) for one in articles]

    def add(self, prepared: Sequence[tuple[str, list[str]]]) -> None:
        """Gather."""
        self._ids += [id for id, _ in prepared]
        self._texts += [texts for _, texts in prepared]

    def finish(self) -> None:
        """Index and save."""
        engine = bm25s.BM25(k1=1.2, b=0.75)
        engine.index(self._texts, show_progress=False)
        engine.save(str(self._folder), show_progress=False)
        (self._folder / "ids.json").write_text(json.dumps(self._ids))

    def open(self, folder: Path) -> None:
        """Scores are memory-mapped; its vocabulary is a dict."""
        self._engine = bm25s.BM25.load(str(folder), mmap=True)
        self._ids = json.loads((folder / "ids.json").read_text())

    def top10(self, query: Query) -> Found | None:
        """Words, any of them."""
        if query.kind not in ("word", "or"):
            return None
        words = [[text for _, text, _ in query.terms]]
        numbers, scores = self._engine.retrieve(words, k=TOP, show_progress=False)
        pairs = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
        return Found(None, tuple(self._ids[n] for n, _ in itertools.takewhile(_is_hit, pairs)))

    def faceted(self, query: Query) -> Found | None:
        """It has none."""
        del query
        return None

    def commit_one(self, article: Article) -> Callable[[], None]:
        """It cannot add."""
        raise NotImplementedError(article.id)

    def segments(self) -> int | None:
        """One."""
        return None

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """None."""
        return {}


def _is_hit(pair: tuple[int, float]) -> bool:
    return pair[1] > 0
