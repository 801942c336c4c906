"""Addresses and states are two ways to write the same."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import TEXT_FACETS
from search.errors import ParameterError
from web.params import FACET_PARAMS, PARAMETERS, State, parse, published_filter

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
dates = st.sampled_from(["2024", "2025-12", "2025-12-18", "2025-10..2025-12", "..2025", "unknown"])


@st.composite
def states(draw: st.DrawFn) -> State:
    state = State(
        q=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        first=draw(st.sampled_from(["", "2023", "2024-02"])),
        last=draw(st.sampled_from(["", "2025", "2025-12-31"])),
        sort=draw(st.sampled_from(["relevance", "newest", "oldest"])),
        translate=draw(st.booleans()),
        facets=tuple(draw(st.lists(st.sampled_from(["person", "published:year"]), unique=True))),
        per_page=draw(st.integers(1, 100)),
        explain=draw(st.booleans()),
        hl=draw(st.sampled_from(["", "ru"])),
    )
    for facet in FACET_PARAMS:
        values = texts if facet in TEXT_FACETS else dates
        state = state.with_values(facet, draw(st.lists(values, max_size=3)))
        state = state.with_excluded(facet, draw(st.lists(values, max_size=2)))
    return state.page(draw(st.integers(1, 100_000)))


@given(states())
def test_a_state_survives_its_address(state: State) -> None:
    pairs = parse_qsl(state.to_query(), keep_blank_values=True)
    assert parse(pairs) == state


@given(states(), st.randoms())
def test_the_order_of_an_address_does_not_matter(state: State, random: object) -> None:
    pairs = [pair for pair in state.pairs() if pair[0] != "facet"]
    random.shuffle(pairs)  # type: ignore[attr-defined]
    facets = [pair for pair in state.pairs() if pair[0] == "facet"]
    assert parse(pairs + facets).to_query() == state.to_query()


@given(states(), st.sampled_from(sorted(FACET_PARAMS)), texts)
def test_toggling_twice_changes_only_page_and_range(state: State, facet: str, value: str) -> None:
    back = state.toggled(facet, value).toggled(facet, value)
    expected = state.page(1)
    if facet == "published":
        expected = expected.without("from", "to")
    assert back == expected


@given(states())
def test_names_stand_in_the_order_of_the_table(state: State) -> None:
    order = [parameter.name for parameter in PARAMETERS]
    places = [order.index(name) for name, _ in state.pairs()]
    assert places == sorted(places)


def test_repeated_keys_are_all_kept_and_unknown_ones_ignored() -> None:
    state = parse([("person", "b"), ("person", "a"), ("utm_source", "x"), ("-lang", "ru")])
    assert state.values_of("person") == ("a", "b")
    assert state.excluded_of("language") == ("ru",)
    assert state.to_query() == "person=a&person=b&-lang=ru"


def test_empty_values_of_a_form_are_as_if_not_sent() -> None:
    assert parse([("q", ""), ("from", ""), ("page", "")]) == State()


def test_toggling_drops_the_page() -> None:
    assert State(q="a").page(3).toggled("source", "x").number == 1


def test_toggling_a_month_drops_the_range() -> None:
    state = parse([("from", "2025-12-10"), ("to", "2025-12-20")]).toggled("published", "2025-12")
    assert state.to_query() == "published=2025-12"


def test_excluding_a_chosen_value_unchooses_it() -> None:
    state = parse([("source", "x")]).excluding("source", "x")
    assert (state.values_of("source"), state.excluded_of("source")) == ((), ("x",))
    assert state.excluding("source", "x") == State()


def test_without_a_filter_leaves_the_others() -> None:
    state = parse([("q", "a"), ("source", "x"), ("lang", "ru"), ("from", "2025")])
    assert state.without("source").to_query() == "q=a&lang=ru&from=2025"
    assert state.without() == State(q="a")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sort", "foo"), ("page", "x"), ("page", "0"), ("page", "-1"), ("page", "٣"),
        ("page", "1000000"), ("per_page", "101"), ("per_page", "1e3"), ("published", "foo"),
        ("-published", "2025-13"), ("mentioned", "18.12.2025"), ("from", "soon"),
        ("to", "2025-02-30"), ("translate", "yes"), ("facet", "colour"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_names_its_parameter(name: str, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse([(name, value)])
    assert caught.value.param == name


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ParameterError, match="lies after"):
        parse([("from", "2026"), ("to", "2025")])


@pytest.mark.parametrize(
    ("values", "first", "last", "expected"),
    [
        ((), "", "", []),
        (("2025-12",), "", "", ["2025-12"]),
        ((), "2025", "", ("2025", None)),
        (("2025-12",), "2025-12-18", "", ["2025-12-18..2025-12-31"]),
        (("2025-12",), "2025", "2025", ["2025-12"]),
        (("2025-11", "2025-12"), "2025-12", "", ["2025-12"]),
        (("2025-10..2026-02",), "2025-12", "2026", ["2025-12-01..2026-02-28"]),
    ],
)
def test_months_and_range_must_both_hold(
    values: tuple[str, ...], first: str, last: str, expected: object
) -> None:
    assert published_filter(values, first, last) == expected
