"""What is near a query, what it is worth, and what is a hit by its meaning alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from worlds import analyzed

from search import meaning
from search import plan as p
from search.documents import IndexedDocument
from search.encoders.fake import FakeEncoder
from search.encoding import vectors_of
from search.engines.base import Near
from search.engines.memory import MemoryEngine
from search.meaning import (
    LIKELY,
    MOST,
    OF_EACH,
    UNLIKELY,
    WEIGHT,
    Calibration,
    near,
    pair_of,
    passage_of,
    preferring,
    shown,
    weighed,
)
from search.partial_dates import UNKNOWN_DATE
from search.results import Match, Snippet
from search.snippets import Excerpt

ENCODER = FakeEncoder(
    [("harbour", "порт"), ("frozen", "замерз"), ("ferry", "паром"), ("cake", "торт")]
)
BODIES = {
    "ru": "Порт замерз. Паром стоит.",
    "en": "Harbour frozen. Ferry waits.",
    "cake": "Cake recipes with plums for autumn evenings.",
    "none": "",
}


def article(id: str, body: str, language: str) -> IndexedDocument:
    return IndexedDocument(id, "", body, None, language, None, None, published=UNKNOWN_DATE)


def engine_of(bodies: dict[str, str]) -> MemoryEngine:
    documents = [article(id, body, "ru" if id == "ru" else "en") for id, body in bodies.items()]
    engine = MemoryEngine()
    with engine.writer() as writer:
        for document, own in zip(documents, vectors_of(ENCODER, documents), strict=True):
            language = (document.language or "",)
            writer.add(analyzed(document.id, [], ["deal"], vectors=own, language=language))
    return engine


def test_articles_that_say_it_in_other_words_are_near() -> None:
    found = near("frozen harbour ferry", ["en"], engine_of(BODIES).reader(), ENCODER)
    scores = dict(found.scores.scores)
    assert {"ru", "en"} <= scores.keys()
    assert scores["ru"] > 10
    assert scores.get("cake", 0) < scores["ru"] / 2
    assert "none" not in found.passages
    assert {id for id, _ in found.admitted.scores} == {"ru", "en"}
    assert found.admitted.via == found.scores.via == "meaning"


@pytest.mark.parametrize("query", ["", " \n"])
def test_an_empty_query_is_near_to_nothing(query: str) -> None:
    assert near(query, ["en"], engine_of(BODIES).reader(), ENCODER) == meaning.NOTHING


def test_without_vectors_or_encoder_nothing_is_near() -> None:
    reader = engine_of({"none": ""}).reader()
    assert near("ferry", ["en"], reader, ENCODER) == meaning.NOTHING
    assert near("ferry", ["en"], engine_of(BODIES).reader(), None) == meaning.NOTHING
    other = FakeEncoder(dimensions=32)
    assert near("ferry", ["en"], engine_of(BODIES).reader(), other) == meaning.NOTHING


def test_a_query_without_a_known_language_is_answered_too() -> None:
    found = near("frozen harbour ferry", [], engine_of(BODIES).reader(), ENCODER)
    assert {id for id, _ in found.admitted.scores} == {"ru", "en"}


def test_no_query_admits_more_than_a_few_dozen() -> None:
    everything = [Near(f"{n:03}", 0, 0.9 - n / 10_000) for n in range(300)]
    found = weighed(everything, ["en"] * 300, "en", "nobody's")
    assert len(found.admitted.scores) == MOST
    assert found.admitted.scores[0][0] == "000"
    assert len(found.scores.scores) == 300


def test_the_nearest_of_each_language_are_kept_where_any_is_likely_at_all() -> None:
    below = 0.2  # for UNKNOWN a similarity of 0.3 says nothing either way
    english = [Near(f"e{n:02}", 0, 0.55 - n / 1_000) for n in range(30)]
    polish = [Near(f"p{n}", 0, 0.25 - n / 1_000) for n in range(3)]
    far = [Near("far", 0, below - 0.1)]
    languages = ["en"] * 30 + ["pl"] * 3 + ["de"]
    found = weighed([*english, *polish, *far], languages, "en", "nobody's")
    kept = [id for id, _ in found.nearest.scores]
    assert [id for id in kept if id[0] == "e"] == [f"e{n:02}" for n in range(OF_EACH)]
    assert {"p0", "p1", "p2"} <= set(kept)
    assert "far" not in kept
    assert not found.admitted.scores  # the threshold of the strict is far higher


def test_the_threshold_is_that_of_the_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {("en", "ru"): Calibration(0.3, 0.2, 50), ("*", "*"): Calibration(0.5, 0.3, 50)}
    monkeypatch.setattr(meaning, "calibrations", lambda _: pairs)
    both = [Near("ru", 1, 0.4), Near("uk", 2, 0.4)]
    found = weighed(both, ["ru", "uk"], "en", "any")
    likely, doubtful = (WEIGHT * (evidence + UNLIKELY) for evidence in (10, 5))
    assert found.admitted.scores == (("ru", likely),)
    assert found.scores.scores == (("ru", likely), ("uk", doubtful))
    assert {id: number for id, (number, _) in found.passages.items()} == {"ru": 1, "uk": 2}
    assert {id: score for id, (_, score) in found.passages.items()} == dict(found.scores.scores)


def test_what_is_hardly_near_is_no_reason_to_show(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {("*", "*"): Calibration(0.9, 0.5, 50)}
    monkeypatch.setattr(meaning, "calibrations", lambda _: pairs)
    evidence = {"likely": LIKELY + 1, "even": 0, "doubtful": -4, "far": -6}
    near_ones = [Near(id, 3, 0.5 + logit / 50) for id, logit in evidence.items()]
    found = weighed(near_ones, ["ru"] * 4, "en", "any")
    assert found.passages.keys() == {"likely", "even", "doubtful"}
    assert {id for id, _ in found.nearest.scores} == {"likely", "even", "doubtful"}
    assert {id for id, _ in found.likely.scores} == {"likely"}
    assert found.showing(found.likely).passages.keys() == {"likely"}
    assert {id for id, _ in found.scores.scores} == evidence.keys()


def test_pairs_fall_back_to_those_like_them() -> None:
    own, other, special = (Calibration(n, 0.2, 50) for n in (0.5, 0.4, 0.3))
    pairs = {("*", "="): own, ("*", "*"): other, ("en", "ru"): special}
    assert pair_of(pairs, "en", "ru") is special
    assert pair_of(pairs, "uk", "uk") is own
    assert pair_of(pairs, "uk", "en") is other
    assert pair_of({}, "en", "en") is meaning.UNKNOWN


@pytest.mark.parametrize("encoder", ["e5", "use"])
def test_packaged_encoders_are_calibrated(encoder: str) -> None:
    pairs = meaning.calibrations(encoder)
    assert {("en", "ru"), ("ru", "en"), ("*", "="), ("*", "*")} <= pairs.keys()
    for one in pairs.values():
        assert 0 < one.zero < one.threshold < 1
        assert one.score(one.zero - 0.4) == 0
        assert one.score(one.zero - 0.1) < one.score(one.zero) == WEIGHT * UNLIKELY
        scores = [one.score(n / 10) for n in range(11)]
        assert all(a <= b for a, b in pairwise(scores))


def test_what_is_near_is_admitted_once_and_within_what_is_fixed() -> None:
    reader = engine_of(BODIES).reader()
    found = near("frozen harbour ferry", ["en"], reader, ENCODER)
    words = p.Word("cake", (p.Guise(p.Term("exact", "nowhere")),))
    results = reader.search(p.Plan(preferring(words, (words,), (), found)))
    scores = dict(found.scores.scores)
    assert {hit.id: hit.score for hit in results.hits} == {id: scores[id] for id in ("ru", "en")}
    russian = p.FacetIs("language", frozenset({"ru"}))
    results = reader.search(p.Plan(preferring(words, (words,), (russian,), found)))
    assert [hit.id for hit in results.hits] == ["ru"]
    assert preferring(words, (words,), (), meaning.NOTHING) is words


def test_the_words_of_what_is_near_count_as_those_of_other_hits_do() -> None:
    reader = engine_of(BODIES).reader()
    found = near("frozen harbour ferry", ["en"], reader, ENCODER)
    all_have = p.Word("deal", (p.Guise(p.Term("exact", "deal")),))
    none_has = p.Word("cake", (p.Guise(p.Term("exact", "nowhere")),))
    alone = {hit.id: hit.score for hit in reader.search(p.Plan(all_have)).hits}
    scores = dict(found.scores.scores)
    both = (all_have, none_has)
    query = preferring(p.And(both), both, (), found)
    for hit in reader.search(p.Plan(query)).hits:
        assert hit.score == pytest.approx(alone[hit.id] + scores[hit.id])
    widely = preferring(all_have, (all_have,), (), found, found.nearest)
    for hit in reader.search(p.Plan(widely)).hits:  # what matches by both is not counted twice
        assert hit.score == pytest.approx(alone[hit.id] + scores.get(hit.id, 0))


def test_a_hit_by_meaning_shows_its_passage() -> None:
    body = BODIES["ru"]
    document = article("ru", body, "ru")
    nothing = Excerpt(Snippet(""), (Snippet(body),), ())
    found = near("frozen harbour ferry", ["en"], engine_of(BODIES).reader(), ENCODER)
    excerpt = shown(document, nothing, "frozen harbour ferry", found)
    (match,) = excerpt.matches
    assert (match.via, match.found, match.language) == ("meaning", body, "ru")
    assert match.weight == dict(found.scores.scores)["ru"]
    (snippet,) = excerpt.passages
    assert snippet.text == body
    assert snippet.ranges == ((0, len(body), 0),)
    by_word = Excerpt(Snippet(""), (), (Match("a", "b", "ru", "lexicon", 1.0),))
    assert shown(document, by_word, "q", found) is by_word
    assert shown(article("far", body, "ru"), nothing, "q", found) is nothing


def test_a_passage_is_found_again_by_its_number() -> None:
    body = " ".join(f"Sentence number {n} tells about the old ferry." for n in range(30))
    document = article("a", body, "en")
    second = passage_of(document, 1)
    assert second is not None
    assert body[second.start : second.end].startswith("Sentence number")
    assert second.start > 0
    assert passage_of(document, 99) is None
