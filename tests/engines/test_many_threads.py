"""Many threads may search one open index while it changes: each sees one commit, whole."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from worlds import PEOPLE, SOURCES, WORDS, analyzed

from search import plan as p
from search.engines.base import EngineResults
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine, MemoryReader

THREADS = 8
COMMITS = 10
ARTICLES = 20


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def _plans() -> list[p.Plan]:
    def word(*texts: str, weight: float = 1.0) -> p.Word:
        fields = {"deal": "en", "big": "en", "2025": "num"}
        terms = (p.Term(fields.get(text, "ru"), text) for text in texts)
        return p.Word(texts[0], tuple(p.Guise(term, weight) for term in terms))

    big_deal = p.Phrase(((p.Term("en", "big"),), (p.Term("en", "deal"),)))
    near = p.Phrase(big_deal.slots, 2)
    groups = {"Anna K": "anna", "A. K": "anna", "Анна К": "anna"}
    facets = (
        p.FacetRequest("person", 2),
        p.FacetRequest("person", groups=groups),
        p.FacetRequest("source"),
        p.FacetRequest("published", None, "month"),
    )
    nodes: list[p.Node] = [
        word("deal"),
        word("минск"),
        p.Or((word("deal"), word("минск", weight=0.4), word("2025"))),
        p.And((word("deal"), word("big"))),
        p.AtLeast((word("deal"), word("big"), word("2025")), 2),
        word("deal", "минск", "санкция", weight=0.7),
        p.Word("phrase", (p.Guise(big_deal), p.Guise(near, 0.5))),
        p.And((p.Everything(), p.Not(word("deal")))),
    ]
    filters = (p.Filter("source", p.FacetIs("source", frozenset(SOURCES[:1]))),)
    return [
        p.Plan(node, filters if number % 3 == 0 else (), facets, sort, 5)
        for number, node in enumerate(nodes)
        for sort in ("relevance", "newest")
    ]


def _commit(engine: EmbeddedEngine | MemoryEngine, number: int) -> None:
    draw = random.Random(number)
    with engine.writer() as writer:
        for _ in range(ARTICLES):
            writer.add(
                analyzed(
                    f"a{draw.randrange(120)}",
                    draw.choices(WORDS, k=2),
                    draw.choices(WORDS, k=9),
                    published=f"2025-{draw.randrange(1, 13):02}",
                    person=tuple(draw.sample(PEOPLE, draw.randrange(4))),
                    source=(draw.choice(SOURCES),),
                )
            )
        writer.delete(f"a{draw.randrange(120)}")


def test_answers_during_commits_are_those_of_their_revision(tmp_path: Path) -> None:
    engine, memory = EmbeddedEngine(tmp_path, create=True), MemoryEngine()
    plans = _plans()
    over = threading.Event()

    def ask(seed: int) -> list[tuple[str, int, EngineResults]]:
        draw = random.Random(seed)
        found: list[tuple[str, int, EngineResults]] = []
        last = False
        while not last:
            last = over.is_set()
            reader = engine.reader()
            chosen = draw.sample(range(len(plans)), 6)
            found += [(reader.revision, number, reader.search(plans[number])) for number in chosen]
        return found

    specification: dict[str, MemoryReader] = {engine.reader().revision: memory.reader()}
    with ThreadPoolExecutor(THREADS) as pool:
        asking = [pool.submit(ask, seed) for seed in range(THREADS)]
        try:
            for number in range(COMMITS):
                _commit(engine, number)
                _commit(memory, number)
                specification[engine.reader().revision] = memory.reader()
        finally:
            over.set()
    answers = [answer for one in asking for answer in one.result()]
    expected: dict[tuple[str, int], EngineResults] = {}
    for revision, number, found in answers:
        if (revision, number) not in expected:
            expected[revision, number] = specification[revision].search(plans[number])
        assert found == expected[revision, number], (revision, plans[number])
    assert len({revision for revision, _, _ in answers}) > 1
