"""The plan as a value: what it says of itself."""

from __future__ import annotations

import pytest

from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    FacetRequest,
    Filter,
    Given,
    Guise,
    Leaf,
    Not,
    Nothing,
    Or,
    Phrase,
    Plan,
    Prefer,
    Readings,
    Term,
    Word,
    describe,
    describe_leaf,
    scoring,
    words,
)


def word(text: str) -> Word:
    return Word(text, (Guise(Term("en", text)),))


def test_words_are_those_that_can_make_an_article_match() -> None:
    a, b, c, d = (word(text) for text in "abcd")
    tree = And((a, Or((b, AtLeast((c, Everything()), 1))), Not(d), FacetIs("source", frozenset())))
    assert list(words(tree)) == [a, b, c]
    assert list(words(Nothing())) == []


@pytest.mark.parametrize(
    ("leaf", "text"),
    [
        (Term("ru", "сделка"), "ru:сделка"),
        (Term("ru", "сделка", "title"), "title ru:сделка"),
        (Readings((Term("ru", "стать"), Term("ru", "сталь"))), "ru:стать|сталь"),
        (Readings((Term("ru", "а", "title"), Term("ru", "б", "title"))), "title ru:а|б"),
        (Phrase(((Term("ru", "а"), Term("ru", "б")), (Term("ru", "в"),))), "ru:[а|б в]"),
        (Phrase(((Term("exact", "a", "title"),),), 3), "title exact:[a]~3"),
    ],
)
def test_a_leaf_is_told_in_one_line(leaf: Leaf, text: str) -> None:
    assert describe_leaf(leaf) == text
    assert leaf.field == text.removeprefix("title ").partition(":")[0]


def test_a_plan_is_told_as_an_outline() -> None:
    plan = Plan(
        And((
            Word("deal", (Guise(Term("en", "deal")), Guise(Term("ru", "дело"), 0.24, "lexicon"))),
            AtLeast((word("a"), Or((Everything(), Nothing()))), 1),
            Not(FacetMissing("person")),
            DateWithin("published", 1, 31),
        )),
        (
            Filter("source", FacetIs("source", frozenset({"Post", "Courier"}))),
            Filter("person", Not(FacetIs("person", frozenset())), sideways=False),
        ),
        (FacetRequest("person"), FacetRequest("published", None, "year")),
        "newest", None, 5,
    )  # fmt: skip
    assert describe(plan).splitlines() == [
        "sort newest, limit None, offset 5",
        "query",
        "  and",
        "    word deal",
        "      en:deal  weight 1 via lemma",
        "      ru:дело  weight 0.24 via lexicon",
        "    at least 1 of",
        "      word a",
        "        en:a  weight 1 via lemma",
        "      or",
        "        everything",
        "        nothing",
        "    not",
        "      person is unknown",
        "    published within days 1 to 31",
        "filter source",
        "  source is Courier or Post",
        "filter person (exclusion)",
        "  not",
        "    person is nothing",
        "count person, limit 20",
        "count published by year, limit None",
    ]


def test_words_of_a_preference_follow_those_that_match() -> None:
    a, b, c = (word(text) for text in "abc")
    near = Given((("x", 2.0),))
    tree = Prefer(Or((a, near)), (And((b, c)), near))
    assert list(words(tree)) == [a, b, c]
    assert list(scoring(tree)) == [a, near, b, c, near]
    assert list(scoring(Not(tree))) == []


def test_an_outline_tells_what_is_given_and_what_is_preferred() -> None:
    plan = Plan(Prefer(word("a"), (Given((("x", 2.0), ("y", 0.25))), Given((), "reader"))))
    assert describe(plan).splitlines()[2:] == [
        "  prefer",
        "    word a",
        "      en:a  weight 1 via lemma",
        "    extras",
        "      given by meaning: 2 articles, scores 0.250 to 2.000",
        "      given by reader: none",
    ]


def test_equality_is_meaning() -> None:
    one = Plan(word("a"), facets=(FacetRequest("person", groups={"A": "a"}),))
    same = Plan(word("a"), facets=(FacetRequest("person", groups={"A": "a"}),))
    assert one == same
    assert hash(one) == hash(same)
    assert one != Plan(word("a"), facets=(FacetRequest("person", groups={"A": "b"}),))
