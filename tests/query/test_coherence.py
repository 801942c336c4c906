"""Renderings that go together in an index keep their weight, the others lose some of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from small import counts, library

import search
from search import encoding, meaning
from search.analysis import Analyzer
from search.encoders.fake import FakeEncoder
from search.lexicon import own_lexicon
from search.meaning import Calibration
from search.plan import And, Given, Guise, Node, Or, Phrase, Readings, Term, Word
from search.query.coherence import (
    FLOOR,
    MOST_COUNTS,
    MOST_NEAR,
    Coherence,
    Compared,
    Count,
    Nearest,
    Rivals,
    Seen,
    shares_left,
)
from search.query.evidence import COHERENCE, EVIDENCE, MEANING
from search.requests import Request
from search.searcher import Searcher


def fields() -> dict[str, int]:
    return {"en": 40, "ru": 100, "be": 20}


TEXTS: dict[str, int] = {
    "попытка спасение": 20, "попытка": 15, "заявка": 30, "заявка тендер": 10, "спасение": 5,
    "ставка процент": 10, "ставка": 10,
}  # fmt: skip
"""Articles by their words, with how many there are of each."""


def number_with(node: Node) -> int:
    return sum(many for text, many in TEXTS.items() if has(text.split(), node))


def has(words: Sequence[str], node: Node) -> bool:
    if isinstance(node, And):
        return all(has(words, child) for child in node.children)
    if isinstance(node, Or):
        return any(has(words, child) for child in node.children)
    assert isinstance(node, Word)
    leaves = [guise.leaf for guise in node.guises]
    return any(
        term.text in words
        for leaf in leaves
        for term in (leaf.terms if isinstance(leaf, Readings) else (leaf,))
        if isinstance(term, Term)
    )


def weighed(words: Sequence[Node], count: Count, nearest: Nearest = ()) -> tuple[Node, ...]:
    return Coherence(fields, count).weighed(tuple(words), nearest)


class Counter:
    """Counts articles of TEXTS, and how many counts were asked for."""

    def __init__(self) -> None:
        self.asked: list[Node] = []

    def __call__(self, nodes: Sequence[Node]) -> list[int]:
        self.asked += nodes
        return [number_with(node) for node in nodes]


def russian(text: str, weight: float = 0.8, covers: str = "") -> Guise:
    return Guise(Term("ru", text), weight, "lexicon", covers)


RESCUE = Word("rescue", (Guise(Term("en", "rescu")), russian("спасение")))
BID = Word(
    "bid", (Guise(Term("en", "bid")), russian("заявка", 0.5), russian("попытка", 0.5))
)  # fmt: skip


def weights(word: Node) -> dict[str, float]:
    assert isinstance(word, Word)
    return {g.leaf.text: g.weight for g in word.guises if isinstance(g.leaf, Term)}


def shown(word: Node) -> set[str]:
    assert isinstance(word, Word)
    return {g.leaf.text for g in word.guises if g.is_shown and isinstance(g.leaf, Term)}


def test_what_stands_beside_the_rest_of_the_query_keeps_its_weight() -> None:
    rescue, bid = weighed((RESCUE, BID), Counter())
    assert rescue == RESCUE
    found = weights(bid)
    assert (found["bid"], found["попытка"]) == (1, 0.5)
    assert 0.5 * FLOOR <= found["заявка"] < 0.25


def test_another_query_prefers_another_rendering() -> None:
    tender = Word("tender", (russian("тендер"),))
    (bid, _) = weighed((BID, tender), Counter())
    assert weights(bid)["заявка"] == 0.5 > weights(bid)["попытка"]


@pytest.mark.parametrize("together", [0, 1, 10, 1000])
@pytest.mark.parametrize("articles", [1, 1000, 100_000])
def test_no_weight_rises_and_none_falls_below_the_floor(together: int, articles: int) -> None:
    rivals = Rivals(0, "ru", (russian("заявка"), russian("попытка")), (Term("ru", "спасение"),))
    seen = (Seen(articles, min(together, articles)), Seen(50, 5))
    left = shares_left(Compared(rivals, seen, 0.01))
    assert max(left) == 1
    assert min(left) >= FLOOR


def test_little_evidence_changes_little() -> None:
    rivals = Rivals(0, "ru", (russian("заявка"), russian("попытка")), (Term("ru", "спасение"),))
    few = shares_left(Compared(rivals, (Seen(4, 0), Seen(4, 1)), 0.1))
    many = shares_left(Compared(rivals, (Seen(400, 0), Seen(400, 100)), 0.1))
    assert many[0] < few[0] < 1


@pytest.mark.parametrize(
    "words",
    [
        (BID,),
        (RESCUE, Word("bid", (russian("попытка"),))),
        (BID, Word("2025", (Guise(Term("num", "2025")),))),
        (BID, *[Word(str(n), (russian("спасение"),)) for n in range(4)]),
    ],
    ids=["one word", "no rivals", "no context", "many words"],
)
def test_nothing_is_counted_and_changed_for(words: tuple[Node, ...]) -> None:
    counter = Counter()
    assert weighed(words, counter) == words
    assert not counter.asked


def test_phrases_and_what_is_no_rendering_keep_their_weight() -> None:
    phrase = Guise(Phrase(((Term("ru", "конкурсный"),), (Term("ru", "заявка"),))), 0.8, "lexicon")
    whole = russian("заявка", 0.6, covers="rescue bid")
    named = Guise(Term("ru", "бид"), 0.7, "transliteration")
    word = Word("bid", (phrase, named, *BID.guises))
    (_, bid) = weighed((RESCUE, word), Counter())
    assert isinstance(bid, Word)
    assert {phrase, named} <= set(bid.guises)
    (_, covered) = weighed((RESCUE, Word("bid", (whole, *BID.guises))), Counter())
    assert isinstance(covered, Word)
    assert whole in covered.guises


def test_readings_of_a_rendering_are_one_rival() -> None:
    both = Guise(Readings((Term("ru", "ставка"), Term("ru", "ставок"))), 0.5, "lexicon")
    percent = Word("percent", (russian("процент"),))
    (bid, _) = weighed((Word("bid", (*BID.guises, both)), percent), Counter())
    assert isinstance(bid, Word)
    assert bid.guises[-1] == both
    assert weights(bid)["попытка"] < 0.5


def test_a_rendering_of_both_words_is_no_context_of_itself() -> None:
    trial = Word("trial", (russian("попытка"), russian("спасение")))
    (bid, _) = weighed((BID, trial), Counter())
    assert weights(bid)["попытка"] == 0.5 > weights(bid)["заявка"]


def test_the_languages_of_most_articles_are_counted_and_no_more_than_a_few_pairs() -> None:
    def many(language: str, of: str) -> tuple[Guise, ...]:
        return tuple(Guise(Term(language, f"{of}{n}"), 0.8, "lexicon") for n in range(10))

    asked: list[Node] = []

    def count(nodes: Sequence[Node]) -> list[int]:
        asked.extend(nodes)
        return [7 if isinstance(node, And) else 100 for node in nodes]

    words = [Word(w, (*many("be", w), *many("ru", w), *many("uk", w))) for w in ("one", "two")]
    Coherence(lambda: {"be": 10, "ru": 1000, "uk": 20}, count).weighed(tuple(words))
    pairs = [node for node in asked if isinstance(node, And)]
    assert 0 < len(pairs) <= MOST_COUNTS
    assert {field_of(node) for node in pairs} == {"ru"}


def field_of(node: Node) -> str:
    while not isinstance(node, Word):
        assert isinstance(node, And | Or)
        node = node.children[0]
    return node.guises[0].leaf.field


# What is near to the query


NEAR = (("ru", tuple(f"{n}" for n in range(60))),)
"""The nearest articles of an index, by language."""


def count_near(near_with: dict[str, int]) -> tuple[Count, list[Given]]:
    """Counts of renderings: 100 articles each, and so many of those that are near."""
    asked: list[Given] = []

    def count(nodes: Sequence[Node]) -> list[int]:
        found = []
        for node in nodes:
            if isinstance(node, And):
                word, given = node.children
                assert isinstance(word, Word)
                assert isinstance(given, Given)
                asked.append(given)
                leaf = word.guises[0].leaf
                assert isinstance(leaf, Term)
                found.append(near_with[leaf.text])
            else:
                found.append(100)
        return found

    return count, asked


def test_what_stands_in_the_nearest_articles_keeps_its_weight() -> None:
    count, asked = count_near({"попытка": 9, "заявка": 0})
    coherence = Coherence(lambda: {"ru": 10_000}, count)
    (bid,) = coherence.weighed((BID,), NEAR)
    assert weights(bid)["попытка"] == 0.5
    assert weights(bid)["заявка"] < 0.25
    assert {len(given.scores) for given in asked} == {MOST_NEAR}


def test_what_is_seldom_near_is_not_shown_as_a_translation() -> None:
    count, _ = count_near({"попытка": 9, "заявка": 0})
    (bid,) = Coherence(lambda: {"ru": 10_000}, count).weighed((BID,), NEAR)
    assert shown(bid) == {"bid", "попытка"}
    count, _ = count_near({"попытка": 9, "заявка": 8})
    (bid,) = Coherence(lambda: {"ru": 10_000}, count).weighed((BID,), NEAR)
    assert shown(bid) == {"bid", "попытка", "заявка"}
    (_, bid) = weighed((RESCUE, BID), Counter())
    assert shown(bid) == {"bid", "попытка", "заявка"}  # the rest of a query says less


def test_of_a_small_index_few_articles_are_near() -> None:
    count, asked = count_near({"попытка": 1, "заявка": 0})
    Coherence(lambda: {"ru": 100}, count).weighed((BID,), NEAR)
    assert {tuple(id for id, _ in given.scores) for given in asked} == {NEAR[0][1][:10]}


def test_a_language_without_near_articles_goes_by_the_context() -> None:
    near = (("en", ("1", "2")), ("be", ("3",)))
    assert weighed((RESCUE, BID), Counter(), near) == weighed((RESCUE, BID), Counter())
    assert weighed((BID,), Counter(), near) == (BID,)


def test_the_last_queries_are_remembered() -> None:
    counter = Counter()
    coherence = Coherence(fields, counter)
    first = coherence.weighed((RESCUE, BID))
    many = len(counter.asked)
    assert coherence.weighed((RESCUE, BID)) == first
    assert len(counter.asked) == many > 0


# In an index

RUSSIAN = {
    "Попытка спасения экипажа удалась к вечеру.": 12,
    "Попытка была последней.": 3,
    "Заявка подана в мэрию, чиновники молчат.": 12,
    "Спасение экипажа заняло час, заявка на катер опоздала.": 1,
}


@pytest.fixture(scope="module")
def index() -> Iterator[search.Index]:
    texts = [text for text, many in RUSSIAN.items() for _ in range(many)]
    articles = [
        search.Document(f"ru{n}", "", text, language="ru", source=("Курьер", "Вечер")[n % 2])
        for n, text in enumerate(texts)
    ]
    articles.append(search.Document("en", "", "A bid to rescue the crew.", language="en"))
    opened = library(articles)
    yield opened
    opened.close()


@pytest.fixture
def ask(index: search.Index) -> Callable[[str, frozenset[str]], search.Results]:
    def of(query: str, evidence: frozenset[str]) -> search.Results:
        view = Searcher(
            index._engine.reader(), Analyzer(), own_lexicon(), index._roster.registry, evidence
        )
        return view.search(Request(query, limit=100, facets=("source",)))

    return of


def line_of(results: search.Results, term: str) -> str:
    return next(line.strip() for line in results.plan.splitlines() if f"{term}  weight" in line)


Ask = Callable[[str, frozenset[str]], search.Results]


def test_the_plan_shows_the_weights_by_which_articles_score(ask: Ask) -> None:
    without = ask("rescue bid", EVIDENCE - {COHERENCE})
    found = ask("rescue bid", EVIDENCE)
    assert line_of(found, "ru:попытка") == line_of(without, "ru:попытка")
    assert line_of(found, "ru:заявка") != line_of(without, "ru:заявка")
    assert line_of(found, "ru:заявка").endswith("via lexicon")


def test_the_same_articles_are_hits_and_those_that_fit_score_more(ask: Ask) -> None:
    without = {hit.id: hit.score for hit in ask("rescue bid", EVIDENCE - {COHERENCE})}
    found = {hit.id: hit.score for hit in ask("rescue bid", EVIDENCE)}
    assert found.keys() == without.keys()
    assert "ru27" in found  # the one with заявка
    assert found["ru27"] / found["ru0"] < without["ru27"] / without["ru0"]


@pytest.mark.parametrize("query", ["bid", "rescue", "попытка", '"rescue bid"', "bid -rescue"])
def test_a_query_of_one_plain_word_is_untouched(ask: Ask, query: str) -> None:
    assert ask(query, EVIDENCE).plan == ask(query, EVIDENCE - {COHERENCE}).plan


def test_without_translation_nothing_is_weighed(index: search.Index) -> None:
    plan = index.search("rescue bid", translate=False).plan
    assert "lexicon" not in plan
    assert "ru:" not in plan


def test_weights_do_not_depend_on_filters_and_counts_are_what_a_filter_gives(
    index: search.Index,
) -> None:
    everything = index.search("rescue bid", limit=None)
    scores = {hit.id: hit.score for hit in everything}
    for source, many in counts(index, "source", "rescue bid").items():
        filtered = index.search("rescue bid", sources=[source], limit=None)
        assert filtered.total == many
        assert {hit.id: hit.score for hit in filtered}.items() <= scores.items()


def test_meaning_and_coherence_are_switched_apart() -> None:
    assert {COHERENCE, MEANING} <= EVIDENCE


# In an index with vectors


@pytest.fixture
def near_to_rescues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[search.Index]:
    """An index of 200 articles; what is near to "bid" by its vector speaks of спасение."""
    encoder = FakeEncoder([("bid", "спасения")])
    monkeypatch.setattr(encoding, "open_encoder", lambda _: encoder)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    texts = ["Попытка спасения"] * 10 + ["Заявка совета"] * 30 + ["Погода ясная"] * 160
    with search.open_index(tmp_path / "index", meaning=True) as index:
        with index.writer() as writer:
            for n, text in enumerate(texts):
                writer.add(search.Document(f"ru{n}", "", f"{text} {n}", language="ru"))
        yield index


def test_the_vector_of_a_query_weighs_the_renderings_of_its_one_word(
    near_to_rescues: search.Index,
) -> None:
    found = near_to_rescues.search("bid", limit=None)
    words_alone = near_to_rescues.search("bid", limit=None, meaning=False)
    assert line_of(found, "ru:попытка") == line_of(words_alone, "ru:попытка")
    assert line_of(found, "ru:заявка") != line_of(words_alone, "ru:заявка")
    assert {hit.id for hit in words_alone} <= {hit.id for hit in found}


def test_filters_do_not_change_the_weights_by_a_vector(near_to_rescues: search.Index) -> None:
    scores = {hit.id: hit.score for hit in near_to_rescues.search("bid", limit=None)}
    filtered = near_to_rescues.search("bid", languages=["ru"], limit=5)
    assert {hit.id: hit.score for hit in filtered}.items() <= scores.items()


def test_a_hit_by_words_that_are_not_shown_claims_no_nearness(
    near_to_rescues: search.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = {("*", "*"): Calibration(threshold=2.0, zero=3.0, slope=1.0)}
    monkeypatch.setattr(meaning, "calibrations", lambda _: doubtful)
    hits = {hit.id: hit for hit in near_to_rescues.search("bid", limit=None)}
    assert [match.found for match in hits["ru0"].matches] == ["Попытка"]
    assert not hits["ru10"].matches  # Заявка
