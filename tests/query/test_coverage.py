"""Which articles have enough of the words of a query to be hits."""

from __future__ import annotations

from collections.abc import Mapping

from search.plan import AtLeast, Guise, Node, Term, Word
from search.query.coverage import by_language

WORDS = ("panthers", "defense", "many", "points", "surrender")
FREQUENCIES = {
    ("en", "panthers"): 3, ("en", "defense"): 20, ("en", "many"): 900, ("en", "points"): 60,
    ("ru", "пантера"): 2, ("ru", "защита"): 20,
}  # fmt: skip
RUSSIAN = {"panthers": "пантера", "defense": "защита", "many": "много"}


class FakeVocabulary:
    """A thousand articles in English, five hundred in Russian."""

    def document_frequency(self, field: str, text: str) -> int:
        return FREQUENCIES.get((field, text), 0)

    def fields(self) -> Mapping[str, int]:
        return {"en": 1000, "ru": 500, "exact": 1500}


def word(text: str) -> Word:
    guises = [Guise(Term("en", text))]
    if text in RUSSIAN:
        guises.append(Guise(Term("ru", RUSSIAN[text]), 0.8, "lexicon"))
    return Word(text, tuple(guises))


def test_words_are_counted_in_each_language_by_itself_and_the_rare_have_more_votes() -> None:
    english, russian = by_language([word(text) for text in WORDS], FakeVocabulary())
    assert [one.text for one, _ in english.known] == ["panthers", "defense", "many", "points"]
    votes = {one.text: votes for one, votes in english.known}
    assert votes["panthers"] > votes["points"] > votes["many"]
    assert [one.text for one, _ in russian.known] == ["panthers", "defense"]
    assert {guise.leaf.field for one, _ in russian.known for guise in one.guises} == {"ru"}
    assert not russian.has_all


def test_most_is_near_to_what_the_best_article_has() -> None:
    (english, _) = by_language([word(text) for text in WORDS], FakeVocabulary())
    ballot = sum(votes for _, votes in english.known)

    def best_has(most_votes: int) -> AtLeast | None:
        return english.most(lambda node: _minimum(node) <= most_votes)

    great, small = best_has(ballot), best_has(ballot // 2)
    assert great is not None
    assert small is not None
    assert great.minimum > small.minimum > 1
    assert best_has(1) is None


def test_where_an_article_has_all_words_a_language_need_not_be_softened() -> None:
    (english, _) = by_language([word("panthers"), word("defense")], FakeVocabulary())
    assert english.most(lambda _: True) is None


def _minimum(node: Node) -> int:
    return node.minimum if isinstance(node, AtLeast) else 10**6
