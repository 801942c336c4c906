#!/usr/bin/env python3
"""How often the rendering of a word with the greatest weight is the one that a translator chose.

    .venv/bin/python scripts/evaluate_renderings.py --data DIR --index INDEX
    .venv/bin/python scripts/evaluate_renderings.py --data DIR --index INDEX --json FILE

Queries are two and three neighbouring content words of a sentence of news in English or Russian;
a rendering is right when it stands in the same sentence on the other side. A case is a word with
right and wrong renderings in the index. `top` is the share of cases whose heaviest rendering is
right (of several equally heavy ones, the right share), `right` the mean share of the weights that
right ones have. `better` and `worse` count the cases by `top` against the weights of the lexicon
alone. What coherence counts it counts in INDEX, which does not hold these texts.

Constants are chosen on wmt_news and checked on ntrex (`--texts ntrex`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.search_quality.collections import PAIR, lines
from search.analysis import Analyzer, is_stop, tokenize
from search.engines.base import IndexReader, counts_of
from search.indexes import open_engine
from search.lexicon import own_lexicon
from search.plan import Guise, Readings, Term
from search.query import coherence
from search.query.coherence import Compared
from search.query.evidence import LEXICON
from search.query.expansion import Expander
from search.query.parser import parse
from search.query.planner import Planner

TEXTS: Final = {
    "wmt": ["wmt_news/wmt21", "wmt_news/wmt22", "wmt_news/wmt23"],
    "ntrex": ["ntrex/docs"],
}
LENGTHS: Final = (2, 3)
SEED: Final = 7
VARIANTS: Final = [
    (common, together, smoothing, floor)
    for common in (0.0, 0.15)
    for together, smoothing in ((0.25, 5.0), (0.5, 2.0), (1.0, 0.5), (1.0, 2.0), (2.0, 1.0))
    for floor in (0.1, 0.2, 0.4)
]
"""Exponents of the number of articles and of the lift, smoothing, floor."""

Left = Callable[[Compared], Sequence[float]]
"""What is left of the weight of each rival."""


def _settings() -> dict[str, Left]:
    found: dict[str, Left] = {
        "sense": lambda one: [1.0] * len(one.seen),
        "coherence": coherence.shares_left,
        "frequency": _frequency,
    }
    for common, together, smoothing, floor in VARIANTS:
        name = f"n^{common:g} lift^{together:g} +{smoothing:g} floor {floor:g}"
        found[name] = partial(
            coherence.shares_left,
            common=common, together=together, smoothing=smoothing, floor=floor,
        )  # fmt: skip
    return found


def _frequency(one: Compared) -> list[float]:
    """The commoner the better, whatever the rest of the query is: what coherence has to beat."""
    best = max(seen.articles for seen in one.seen)
    return [max(coherence.FLOOR, (seen.articles / best) ** 0.15) for seen in one.seen]


@dataclass(frozen=True, slots=True)
class Case:
    """The rivals for one word of a query in the language of the other side."""

    source: str
    compared: Compared
    right: tuple[bool, ...]

    def judged(self, left: Left) -> tuple[float, float]:
        """Whether the heaviest rendering is right, and the share of weight of the right ones."""
        shares = left(self.compared)
        guises = self.compared.rivals.guises
        weights = [g.weight * share for g, share in zip(guises, shares, strict=True)]
        best = max(weights)
        heaviest = [r for w, r in zip(weights, self.right, strict=True) if w > best - 1e-9]
        of_right = sum(w for w, r in zip(weights, self.right, strict=True) if r)
        return fmean(heaviest), of_right / sum(weights)


class Sampler:
    """Draws queries from sentences and compares what their words become in an index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._analyzer = Analyzer()
        fields = {one: many for one, many in reader.fields().items() if one in PAIR}
        self._fields = lambda: fields
        self._count = partial(counts_of, reader)

    def cases(self, sentence: str, source: str, other: str, target: str, every: int,
              chance: random.Random) -> Iterator[Case]:  # fmt: skip
        """The cases of every so many queries of a sentence, whose other side is `other`."""
        forms = [one.form for one in tokenize(sentence) if one.kind == "word"]
        content = [form for form in forms if not is_stop(form, source)]
        there: set[tuple[str, str]] | None = None
        for length in LENGTHS:
            for start in range(len(content) - length + 1):
                if chance.random() * every >= 1:
                    continue
                there = there or self._terms(other, target)
                for one in self._compared(" ".join(content[start : start + length]), target):
                    right = tuple(_stands(guise, there) for guise in one.rivals.guises)
                    if len(set(right)) == 2:
                        yield Case(source, one, right)

    def _terms(self, text: str, language: str) -> set[tuple[str, str]]:
        return {
            term
            for token in tokenize(text)
            for term in self._analyzer.query_readings(token.form, (language,))
        }

    def _compared(self, query: str, target: str) -> Iterator[Compared]:
        evidence = frozenset({LEXICON})
        expander = Expander(self._analyzer, self._reader, own_lexicon(), None, evidence)
        planned = Planner(expander, lambda _facet, _value: frozenset()).plan(parse(query), query)
        for one in coherence.compared(planned.loose, self._fields, self._count):
            if one.rivals.language == target:
                yield one


def _stands(guise: Guise, there: set[tuple[str, str]]) -> bool:
    leaf = guise.leaf
    assert isinstance(leaf, Term | Readings), "rivals are single words"
    terms = leaf.terms if isinstance(leaf, Readings) else (leaf,)
    return any((term.field, term.text) in there for term in terms)


def sides(data: Path, texts: str) -> Iterator[tuple[dict[str, list[str]], str]]:
    """The sentences of each article by language, as many in each, and its id."""
    for name in TEXTS[texts]:
        english = {one["id"]: one["sentences"] for one in lines(data, f"{name}.en")}
        for one in lines(data, f"{name}.ru"):
            yield {"en": english[one["id"]], "ru": one["sentences"]}, one["id"]


def all_cases(data: Path, texts: str, reader: IndexReader, every: int) -> list[Case]:
    """The cases of a collection, both ways."""
    chance = random.Random(SEED)  # noqa: S311 - draws a sample
    sampler = Sampler(reader)
    found: list[Case] = []
    for article, _ in sides(data, texts):
        for source, target in (PAIR, PAIR[::-1]):
            for sentence, other in zip(article[source], article[target], strict=True):
                found += sampler.cases(sentence, source, other, target, every, chance)
    return found


def table(cases: Sequence[Case], left: Left) -> dict[str, Any]:
    """The measures of one setting, by direction."""
    found: dict[str, Any] = {}
    for source, target in (PAIR, PAIR[::-1]):
        some = [one for one in cases if one.source == source]
        before = [one.judged(lambda rivals: [1.0] * len(rivals.seen))[0] for one in some]
        judged = [one.judged(left) for one in some]
        now = [top for top, _ in judged]
        found[f"{source}→{target}"] = {
            "top": round(fmean(now), 4),
            "right": round(fmean(share for _, share in judged), 4),
            "better": sum(b > a for a, b in zip(before, now, strict=True)),
            "worse": sum(b < a for a, b in zip(before, now, strict=True)),
        }
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--index", type=Path, required=True, help="an index of other news")
    parser.add_argument("--texts", choices=list(TEXTS), action="append", help="default: all")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="every Nth query")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    engine = open_engine(options.index, create=False, check_analysis=True)
    reader = engine.reader()
    figures: dict[str, Any] = {"articles": len(reader), "every": options.every}
    for texts in options.texts or list(TEXTS):
        cases = all_cases(options.data, texts, reader, options.every)
        ways = {f"{a}→{b}": sum(one.source == a for one in cases) for a, b in (PAIR, PAIR[::-1])}
        figures[texts] = {"cases": ways}
        print(texts, ways)
        for name, left in _settings().items():
            figures[texts][name] = table(cases, left)
            print(f"{name:<28}", _row(figures[texts][name]), flush=True)
    engine.close()
    if options.json:
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


def _row(figures: Mapping[str, Mapping[str, float]]) -> str:
    return "   ".join(
        f"{way} top {one['top']:.3f} right {one['right']:.3f} +{one['better']} -{one['worse']}"
        for way, one in figures.items()
    )


if __name__ == "__main__":
    main()
