"""From the nodes of a query to the matching part of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from search.analysis import Analyzer
from search.errors import QuerySyntaxError, QueryTooCostly
from search.partial_dates import interval
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Word,
    words,
)
from search.query.expansion import Expander
from search.query.parser import parse
from search.query.planned import Planned
from search.query.planner import MAX_EXPANSION, MAX_NEAR, MAX_PARTS, Planner, date_range

FORMS = ("dea", "deal", "dealer", "dear", "делo", "минск", "о'брайен", "us")


class FakeVocabulary:
    """An index of English and Russian articles with few words."""

    def __init__(self, forms: tuple[str, ...] = FORMS) -> None:
        self._forms = sorted(forms)

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        return (f for f in self._forms if field == "exact" and f.startswith(prefix))

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        return (f for f in self.terms(field, "") if Levenshtein.distance(text, f) <= distance)

    def document_frequency(self, field: str, text: str) -> int:
        return 1

    def fields(self) -> Mapping[str, int]:
        return {"en": 1, "ru": 1, "exact": 2}


def lookup(facet: str, value: str) -> frozenset[str]:
    known = {"Post", "Курьер", "ru", "en"}
    return frozenset(raw for raw in known if raw.lower() == value.lower())


def planned(query: str, vocabulary: FakeVocabulary | None = None) -> Planned:
    planner = Planner(Expander(Analyzer(), vocabulary or FakeVocabulary(), None), lookup)
    return planner.plan(parse(query), query)


def outline(node: Node) -> str:
    """A plan in one line: words as they were written."""
    if isinstance(node, Word):
        return node.text
    if isinstance(node, And | Or):
        joiner = " & " if isinstance(node, And) else " | "
        return "(" + joiner.join(outline(child) for child in node.children) + ")"
    if isinstance(node, Not):
        return "!" + outline(node.child)
    if isinstance(node, FacetIs):
        return f"{node.facet}={','.join(sorted(node.values))}"
    if isinstance(node, FacetMissing):
        return f"{node.facet}=?"
    return type(node).__name__


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "Everything"),
        ("*", "Everything"),
        ("deal", "deal"),
        ("«deal»,", "deal"),
        ("big deal", "(big & deal)"),
        ("big - deal ...", "(big & deal)"),
        ("big OR deal", "(big | deal)"),
        ("big -deal", "(big & !deal)"),
        ("-deal", "!deal"),
        ("-(big deal)", "!(big & deal)"),
        ("minsk (big OR deal)", "(minsk & (big | deal))"),
        ('minsk "big deal"', "(minsk & big deal)"),
        ("source:post deal", "(deal & source=Post)"),
        ("-source:post", "!source=Post"),
        ("lang:RU", "language=ru"),
        ("lang:unknown", "language=unknown"),
        ("person:unknown", "person=?"),
        ("person:Unknown", "person=?"),
        ('source:"unknown"', "source="),
        ("published:unknown", "published=?"),
        ("mentioned:unknown", "mentioned=?"),
        ("removed:deals", "deals"),
        ("deal removed:(the OR -menu)", "(deal & (the | !menu))"),
    ],
)
def test_query_is_planned_as(query: str, expected: str) -> None:
    assert outline(planned(query).strict) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("the deal of the year", "(deal & year)"),
        ("о сделке и о мире", "(сделке & мире)"),
        ('the "big deal"', "big deal"),
        ("the deal* of", "deal*"),
        ("the (big OR deal)", "(big | deal)"),
        ("the title:deal", "deal"),
        ("the -deal of big", "(big & !deal)"),
        ("the big OR the deal", "(big | deal)"),
        ("to be or not to be", "(to & be & or & not & to & be)"),
        ("the lang:en", "(the & language=en)"),
        ("-the", "!the"),
        ("title:the", "the"),
    ],
)
def test_stop_words_are_wanted_only_where_there_is_nothing_else(query: str, expected: str) -> None:
    assert outline(planned(query).strict) == expected


def test_plain_words_are_loose_and_all_else_is_fixed() -> None:
    plan = planned('big deal "in minsk" lang:ru -war potash')
    assert [outline(node) for node in plan.loose] == ["big", "deal", "potash"]
    assert [outline(node) for node in plan.fixed] == ["in minsk", "language=ru", "!war"]
    fewer = plan.at_least(2)
    assert isinstance(fewer, And)
    assert fewer.children == (AtLeast(plan.loose, 2), *plan.fixed)


def test_a_quotation_wants_the_forms_as_they_stand_stop_words_too() -> None:
    (word,) = words(planned('"The Deals"~4').strict)
    leaf = word.guises[0].leaf
    assert leaf == Phrase(((Term("exact", "the"),), (Term("exact", "deals"),)), 4)
    assert word.text == "The Deals"


def forms_of(query: str) -> list[str]:
    (word,) = words(planned(query).strict)
    return [guise.leaf.text for guise in word.guises if isinstance(guise.leaf, Term)]


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("dea*", ["dea", "deal", "dealer", "dear"]),
        ("DEA*,", ["dea", "deal", "dealer", "dear"]),
        ("dea*r", ["dealer", "dear"]),
        ("de*l*r", ["dealer"]),
        ("de*ea*r*", []),
        ("мин*", ["минск"]),
        ("О’Бр*", ["о'брайен"]),
        ("ми\u0301н*", ["минск"]),
        ("deal~1", ["deal", "dea", "dear"]),
        ("daal~", ["deal"]),
        ("xyz~1", []),
    ],
)
def test_a_part_of_a_word_stands_for_forms_of_the_index(query: str, forms: list[str]) -> None:
    assert sorted(forms_of(query)) == sorted(forms)


@given(st.text("ab*", min_size=2, max_size=8), st.lists(st.text("ab", max_size=6), max_size=8))
def test_a_wildcard_means_any_letters(pattern: str, forms: list[str]) -> None:
    import fnmatch  # the meaning, told by others

    written = "aa" + pattern.rstrip("*") + "*"
    found = forms_of_index(written, tuple({f"aa{form}" for form in forms}))
    assert found == sorted(f"aa{f}" for f in set(forms) if fnmatch.fnmatchcase(f"aa{f}", written))


def forms_of_index(query: str, forms: tuple[str, ...]) -> list[str]:
    (word,) = words(planned(query, FakeVocabulary(forms)).strict)
    return sorted(guise.leaf.text for guise in word.guises if isinstance(guise.leaf, Term))


def test_a_wildcard_with_many_stars_is_decided_at_once() -> None:
    assert forms_of_index("aa" + "*a" * 1_900 + "*b", ("a" * 3_000,)) == []
    assert forms_of_index("aa" + "*a" * 30 + "*b", ("a" * 3_000,)) == []


def test_a_wildcard_for_too_many_words_is_too_costly() -> None:
    many = tuple(f"deal{n}" for n in range(MAX_EXPANSION + 1))
    with pytest.raises(QueryTooCostly) as raised:
        planned("big deal*", FakeVocabulary(many))
    assert raised.value.position == 4
    assert "more letters" in raised.value.hint
    planned("big deal*", FakeVocabulary(many[1:]))


@pytest.mark.parametrize(
    ("query", "position", "hint"),
    [
        ("...", 0, "letters or numbers"),
        ("- ! ?", 0, "letters or numbers"),
        ("big OR ...", 7, "letters or numbers"),
        ("-...", 1, "letters or numbers"),
        ("big title:...", 10, "letters or numbers"),
        ("big OR (... ,)", 8, "letters or numbers"),
        ('big ""', 4, "Write words in it"),
        ('big "..."', 4, "Write words in it"),
        ("for-eign*", 0, "without punctuation"),
        ("U.S*", 0, "without punctuation"),
        ("deal_*", 0, "without punctuation"),
        ("Нью-Йорк~1", 0, "one word"),
        ("big ...~1", 4, "one word"),
        ("lang:xx", 0, "Languages are en, ru"),
        ("big published:yesterday", 4, "published:2025-12"),
        ("published:2025-13", 0, "published:2025-12"),
        ("published:2025-12..2025-10", 0, "published:2025-12"),
        ("published:..", 0, "published:2025-12"),
        ("mentioned:2025...2026", 0, "mentioned:2025-12"),
        ("mentioned:2025-12-18T10:15", 0, "mentioned:2025-12"),
    ],
)
def test_what_cannot_be_planned_is_an_error_with_a_place_and_a_hint(
    query: str, position: int, hint: str
) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        planned(query)
    assert (raised.value.position, raised.value.query) == (position, query)
    assert hint in raised.value.hint


def test_too_many_words_near_each_other_are_too_costly() -> None:
    with pytest.raises(QueryTooCostly) as raised:
        planned('a "' + "big " * (MAX_NEAR + 1) + '"~3')
    assert raised.value.position == 2
    assert raised.value.hint
    planned('a "' + "big " * MAX_NEAR + '"~3')
    planned('"' + "big " * 900 + '"')


def test_too_many_words_in_one_are_too_costly() -> None:
    with pytest.raises(QueryTooCostly) as raised:
        planned("big " + "-".join(["deal"] * (MAX_PARTS + 1)))
    assert raised.value.position == 4
    assert raised.value.hint
    planned("-".join(["deal"] * MAX_PARTS))


def test_a_value_that_no_article_has_is_a_notice() -> None:
    plan = planned('source:"unknown" agency:Tass deal')
    assert [notice.code for notice in plan.notices] == ["no-such-value"] * 2
    assert plan.notices[1].values == {"facet": "agency", "value": "Tass"}
    assert "Tass" in str(plan.notices[1])


def days(first: str, last: str) -> tuple[int, int]:
    begin, end = interval(first), interval(last)
    assert begin is not None
    assert end is not None
    return begin[0], end[1]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12-18", "2025-12-18", "2025-12-18"),
        ("2025-10..2025-12", "2025-10-01", "2025-12-31"),
        ("2024..2025-01-05", "2024-01-01", "2025-01-05"),
        ("2025-10..", "2025-10-01", "9999-12-31"),
        ("..2025-10", "0001-01-01", "2025-10-31"),
    ],
)
def test_date_range(text: str, first: str, last: str) -> None:
    assert date_range("published", text) == DateWithin("published", *days(first, last))


@given(st.text("0123456789-. T", max_size=24))
def test_a_date_range_is_ordered_or_no_range(text: str) -> None:
    try:
        found = date_range("mentioned", text)
    except ValueError:
        return
    assert found.first <= found.last


@given(st.text(st.sampled_from("ab1 -\"«»()*~:.'иё\u0301\ud800_"), max_size=30))
def test_any_query_is_a_plan_or_a_syntax_error(query: str) -> None:
    try:
        plan = planned(query)
    except QuerySyntaxError as error:
        place = error.position
    else:
        assert isinstance(plan.strict, Everything) or plan.loose or plan.fixed
        place = 0
    assert 0 <= place <= len(query)
