"""Pairings of words that a reader switches off."""

from __future__ import annotations

import pytest
from small import ids, library

import search
from search.plan import Guise, Not, Or, Phrase, Term, Word
from search.query.pairings import Pairing, Switches

OWN = Guise(Term("en", "deal"))
SALE = Guise(Term("ru", "сделка"), 0.8, "lexicon")
PHRASE = Guise(
    Phrase(((Term("ru", "большой"),), (Term("ru", "дело"),))), 0.8, "lexicon", covers="big deal"
)
DEAL = Word("deal", (OWN, SALE, PHRASE))


def forms(field: str, text: str) -> tuple[str, ...]:
    known = {"сделка": ("сделка", "сделки"), "большой": ("большое",), "дело": ("дела", "дело")}
    return known.get(text, (text,))


def without(*pairs: tuple[str, str]) -> Switches:
    return Switches([Pairing(*pair) for pair in pairs], forms)


@pytest.mark.parametrize("found", ["сделка", "Сделки", "«сделка»"])
def test_any_form_of_the_word_switches_its_pairing_off(found: str) -> None:
    switches = without(("Deal", found))
    assert switches.without(DEAL) == Word("deal", (OWN, PHRASE))
    assert switches.unused == ()


def test_a_phrase_is_switched_off_for_the_words_that_it_covers_together() -> None:
    assert without(("big deal", "большого дела")).without(DEAL) == DEAL, "no such form here"
    assert without(("big deal", "большое дело")).without(DEAL) == Word("deal", (OWN, SALE))
    assert without(("deal", "большое дело")).without(DEAL) == DEAL


def test_the_word_itself_stays() -> None:
    switches = without(("deal", "deal"))
    assert switches.without(DEAL) == DEAL
    assert switches.unused == (Pairing("deal", "deal"),)


def test_a_pairing_is_off_wherever_the_word_stands() -> None:
    left = Word("deal", (OWN, PHRASE))
    node = Or((DEAL, Not(DEAL)))
    assert without(("deal", "сделка")).without(node) == Or((left, Not(left)))


@pytest.fixture(scope="module")
def index() -> search.Index:
    return library([
        search.Document("sale", "Сделка", "Банк продал завод: сделка закрыта.", language="ru"),
        search.Document("both", "Соглашение", "Это соглашение. Сделка закрыта.", language="ru"),
        search.Document("en", "A deal", "The bank signed a deal.", language="en"),
    ])  # fmt: skip


def test_an_article_that_has_only_that_pairing_is_found_no_more(index: search.Index) -> None:
    assert ids(index, "deal") == ["both", "en", "sale"]
    results = index.search("deal", without=[("deal", "сделка")])
    assert sorted(hit.id for hit in results) == ["both", "en"]
    assert all(match.found.lower() != "сделка" for hit in results for match in hit.matches)


def test_facets_are_counted_without_the_pairing(index: search.Index) -> None:
    counts = index.facet_values("language", query="deal", without=[("deal", "сделка")])
    assert {value.id: value.count for value in counts.values} == {"en": 1, "ru": 1}


def test_a_pairing_that_there_is_not_is_told(index: search.Index) -> None:
    results = index.search("deal", without=[("deal", "погода")])
    assert [one.code for one in results.warnings] == ["no-such-pairing"]
    assert not index.search("deal", translate=False, without=[("deal", "сделка")]).warnings


@pytest.mark.parametrize("wrong", [["deal"], [("deal",)], [("deal", "")], [("deal", 1)]])
def test_what_is_no_pair_is_refused(index: search.Index, wrong: list[object]) -> None:
    with pytest.raises(search.ParameterError) as error:
        index.search("deal", without=wrong)  # type: ignore[arg-type]
    assert error.value.param == "without"
