#!/usr/bin/env python3
"""How often the rendering of a word with the greatest weight is the one that a translator chose.

    .venv/bin/python scripts/evaluate_renderings.py --data DIR --index INDEX
    .venv/bin/python scripts/evaluate_renderings.py --data DIR --index INDEX --json FILE

Queries are one to four neighbouring content words of a sentence of news in English or Russian;
a rendering is right when it stands in the same sentence on the other side. A case is a word with
right and wrong renderings in the index. `top` is the share of cases whose heaviest rendering is
right (of several equally heavy ones, the right share), `right` the mean share of the weights that
right ones have. `better` and `worse` count the cases by `top` against the weights of the lexicon
alone. What coherence counts it counts in INDEX, which does not hold these texts.

With vectors in INDEX the same cases are measured three times: by the sense weights, by the context
of a rendering (the other words of the query), and by the articles near to the query's vector. Cases
with one word have no context. Constants are chosen on wmt_news and checked on ntrex.
"""

from __future__ import annotations

import argparse
import json
import random
import re
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
from search.encoders import Encoder, open_encoder
from search.engines.base import IndexReader, counts_of
from search.indexes import encoder_of, open_engine
from search.lexicon import own_lexicon
from search.meaning import near
from search.plan import Guise, Readings, Term
from search.query import coherence
from search.query.coherence import Coherence, Compared
from search.query.evidence import LEXICON
from search.query.expansion import Expander
from search.query.parser import parse
from search.query.planner import Planner

TEXTS: Final = {
    "wmt": ["wmt_news/wmt21", "wmt_news/wmt22", "wmt_news/wmt23"],
    "ntrex": ["ntrex/docs"],
}
LENGTHS: Final = (1, 2, 3, 4)
SEED: Final = 7
VARIANTS: Final = [
    (common, together, smoothing, floor)
    for common in (0.0, 0.15, 0.3)
    for together in (0.5, 1.0, 2.0)
    for smoothing in (0.5, 1.0, 2.0)
    for floor in (0.1, 0.2)
]
"""Exponents of the number of articles and of the lift, smoothing, floor."""

Left = Callable[[Compared], Sequence[float]]
"""What is left of the weight of each rival."""


def _settings() -> dict[str, Left]:
    found: dict[str, Left] = {
        "sense": lambda one: [1.0] * len(one.seen),
        "frequency": _frequency,
        "as built": coherence.shares_left,
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
    words: int
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
    """Draws queries from sentences and compares what their words become in an index.

    With an encoder by what is near to the query, else by the rest of its words.
    """

    def __init__(self, reader: IndexReader, encoder: Encoder | None) -> None:
        self._reader = reader
        self._analyzer = Analyzer()
        fields = {one: many for one, many in reader.fields().items() if one in PAIR}
        self._coherence = Coherence(lambda: fields, partial(counts_of, reader))
        self._encoder = encoder

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
                query = " ".join(content[start : start + length])
                for one in self._compared(query, source, target):
                    right = tuple(_stands(guise, there) for guise in one.rivals.guises)
                    if len(set(right)) == 2:
                        yield Case(source, length, one, right)

    def _terms(self, text: str, language: str) -> set[tuple[str, str]]:
        return {
            term
            for token in tokenize(text)
            for term in self._analyzer.query_readings(token.form, (language,))
        }

    def _compared(self, query: str, source: str, target: str) -> Iterator[Compared]:
        evidence = frozenset({LEXICON})
        expander = Expander(self._analyzer, self._reader, own_lexicon(), None, evidence)
        planned = Planner(expander, lambda _facet, _value: frozenset()).plan(parse(query), query)
        nearest = near(query, [source], self._reader, self._encoder).by_language
        for one in self._coherence.compared(planned.loose, nearest):
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


def all_cases(data: Path, texts: str, sampler: Sampler, every: int) -> list[Case]:
    """The cases of a collection, both ways."""
    chance = random.Random(SEED)  # noqa: S311 - draws a sample
    found: list[Case] = []
    for article, _ in sides(data, texts):
        for source, target in (PAIR, PAIR[::-1]):
            for sentence, other in zip(article[source], article[target], strict=True):
                found += sampler.cases(sentence, source, other, target, every, chance)
    return found


def table(cases: Sequence[Case], left: Left) -> dict[str, Any]:
    """The measures of one setting, by direction and by the number of words."""
    found: dict[str, Any] = {}
    for source, target in (PAIR, PAIR[::-1]):
        own = [one for one in cases if one.source == source]
        for name, lengths in (("1 word", (1,)), ("2 and 3 words", (2, 3)), ("4 words", (4,))):
            some = [one for one in own if one.words in lengths]
            if not some:
                continue
            before = [one.judged(lambda rivals: [1.0] * len(rivals.seen))[0] for one in some]
            judged = [one.judged(left) for one in some]
            now = [top for top, _ in judged]
            found.setdefault(name, {})[f"{source}→{target}"] = {
                "cases": len(some),
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
    setting = encoder_of(options.index)
    companies = {"context": Sampler(reader, None)}
    if setting:
        companies["near"] = Sampler(reader, open_encoder(setting))
    figures: dict[str, Any] = {"articles": len(reader), "every": options.every}
    for texts in options.texts or list(TEXTS):
        for company, sampler in companies.items():
            cases = all_cases(options.data, texts, sampler, options.every)
            print(texts, company, len(cases))
            for name, left in _settings().items():
                found = table(cases, left)
                figures.setdefault(texts, {}).setdefault(company, {})[name] = found
                for words, ways in found.items():
                    print(f"{name:<32} {words:<14}", _row(ways), flush=True)
    engine.close()
    if options.json:
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        options.json.write_text(_a_line_each(text) + "\n", encoding="utf-8")


def _a_line_each(text: str) -> str:
    """JSON with each innermost object on one line."""
    return re.sub(r"\{[^{}]*\}", lambda found: " ".join(found[0].split()), text)


def _row(figures: Mapping[str, Mapping[str, float]]) -> str:
    return "   ".join(
        f"{way} top {one['top']:.3f} right {one['right']:.3f} +{one['better']} -{one['worse']}"
        for way, one in figures.items()
    )


if __name__ == "__main__":
    main()
