"""What is kept of terms is bounded, goes with its segment, and changes no answer."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from worlds import analyzed

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.term_cache import TermCache, TermPostings
from search.plan import And, Guise, Leaf, Phrase, Plan, Term, Word


def postings(count: int) -> TermPostings:
    return TermPostings(0, count, np.arange(count, dtype=np.int32), np.ones(count, dtype="u1"))


def test_what_was_unused_longest_goes_first():
    size = postings(100).size
    cache = TermCache(size * 10)
    for number in range(10):
        cache.put(("s", "en", b"%d" % number), postings(100))
    assert cache.used == size * 10
    cache.get(("s", "en", b"0"))
    cache.put(("s", "en", b"new"), postings(100))
    assert cache.used == size * 10
    assert cache.get(("s", "en", b"1")) is None
    assert cache.get(("s", "en", b"0")) is not None


def test_a_term_that_would_take_the_place_of_all_others_is_not_kept():
    cache = TermCache(100_000)
    cache.put(("s", "en", b"large"), postings(10_000))
    assert cache.used == 0
    assert cache.get(("s", "en", b"large")) is None


def test_a_term_of_which_more_is_known_is_counted_anew():
    cache = TermCache(100_000)
    one = postings(100)
    cache.put(("s", "en", b"a"), one)
    before = cache.used
    one.places = np.arange(101, dtype=np.int32), np.zeros(200, dtype="u2")
    cache.put(("s", "en", b"a"), one)
    assert cache.used == before + 404 + 400


def test_terms_of_other_segments_are_let_go():
    cache = TermCache(100_000)
    for segment in "ab":
        cache.put((segment, "en", b"word"), postings(10))
    cache.keep({"b"})
    assert cache.get(("a", "en", b"word")) is None
    assert cache.used == postings(10).size


def word(leaf: Leaf) -> Word:
    return Word("w", (Guise(leaf),))


def term(text: str) -> Term:
    return Term("und", text)


LEAVES = (
    term("river"), term("bank"), term("absent"), Term("und", "bank", "title"),
    Phrase(((term("river"),), (term("bank"),))),
    Phrase(((term("bank"),), (term("bank"), term("river")), (term("mill"),))),
    Phrase(((term("mill"),), (term("river"),)), slop=2),
)  # fmt: skip
PLANS = [Plan(word(leaf)) for leaf in LEAVES] + [Plan(And((word(LEAVES[0]), word(LEAVES[4]))))]


@pytest.mark.parametrize("limit", [0, 20_000, 1 << 20])
def test_answers_are_those_of_an_engine_that_keeps_nothing(tmp_path, limit):
    draw = random.Random(limit)
    plain = EmbeddedEngine(tmp_path, create=True, term_cache=0)
    keeping = EmbeddedEngine(tmp_path, term_cache=limit)
    for batch in range(3):
        with plain.writer() as writer:
            for number in range(150):
                texts = draw.choices(("river", "bank", "mill", "the"), k=draw.randrange(2, 30))
                writer.add(analyzed(f"{batch}-{number}", texts[:2], texts[2:]))
            if batch:
                writer.delete(f"{batch - 1}-{draw.randrange(150)}")
        for plan in [*PLANS, *reversed(PLANS)]:
            assert keeping.reader().search(plan) == plain.reader().search(plan)
    cache = keeping._opened.cache
    assert 0 <= cache.used <= limit
    assert (cache.used > 0) == (limit > 0)
    plain.merge()
    for plan in PLANS:
        assert keeping.reader().search(plan) == plain.reader().search(plan)
    segments = {segment.entry.segid for segment in keeping.reader().segments}
    assert {key[0] for key in cache._terms} <= segments


def test_many_threads_may_keep_and_let_go_at_once():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns between any two steps
    cache, one = TermCache(1 << 20), postings(4)

    def use(step: int) -> int:
        for turn in range(4_000):
            key = (str(turn % 5), "en", b"%d" % (turn * step % 300))
            if cache.get(key) is None:
                cache.put(key, one)
            if turn % 50 == 0:
                cache.keep({"1", "2", "3"})
        return step

    try:
        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(use, (1, 7, 11))) == [1, 7, 11]
    finally:
        sys.setswitchinterval(interval)
    cache.keep(set())
    assert cache.used == 0
