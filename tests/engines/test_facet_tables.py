"""Tables of facet values: what goes in by article comes out by article, over all segments."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.strings import StringTable, pack
from search.engines.embedded.tables import Table, end_to_end, regrouped, table_of
from search.engines.embedded.values import COARSE, Dates, Groups, Values, units_of
from search.partial_dates import bucket

# Up to twelve values an article: a line of a table holds eight.
ARTICLES = st.lists(st.lists(st.integers(1, 300), max_size=12, unique=True), max_size=12)
NAMES = st.lists(st.text("abв€", min_size=1, max_size=4), max_size=20, unique=True)


def table(articles: list[list[int]]) -> Table:
    numbers = [number for article in articles for number in article]
    return table_of(
        np.array([len(article) for article in articles], dtype="u1"),
        np.array(numbers, dtype=np.int64),
    )


def read(one: Table, rows: list[int]) -> tuple[Counter[int], int]:
    numbers, missing = one.numbers(np.array(rows, dtype=np.int64))
    return Counter(number for number in numbers.tolist() if number), missing


def strings(names: list[str]) -> StringTable:
    return StringTable(*pack(sorted(name.encode() for name in names)))


@given(ARTICLES, ARTICLES, st.data())
def test_a_table_gives_back_the_values_of_chosen_articles(
    first: list[list[int]], second: list[list[int]], data: st.DataObject
) -> None:
    both = [*first, *second]
    rows = sorted(data.draw(st.sets(st.integers(0, len(both) - 1)))) if both else []
    expected = Counter(number for row in rows for number in both[row])
    missing = sum(not both[row] for row in rows)
    joined = end_to_end([table(first), table(second)])
    assert read(joined, rows) == (expected, missing)
    for part, alone, begin in ((first, table(first), 0), (second, table(second), len(first))):
        cut = joined.part(begin, begin + len(part), alone)
        every = list(range(len(part)))
        assert read(cut, every) == read(alone, every)


@given(ARTICLES, st.integers(1, 5))
def test_an_article_counts_once_for_each_group(articles: list[list[int]], groups: int) -> None:
    group_of = np.array([0, *(number % groups + 1 for number in range(1, 301))])
    every = list(range(len(articles)))
    expected = Counter(group for article in articles for group in {n % groups + 1 for n in article})
    missing = sum(not article for article in articles)
    assert read(regrouped(table(articles), group_of), every) == (expected, missing)


@given(NAMES, NAMES, NAMES)
def test_values_have_one_number_in_all_segments(
    first: list[str], second: list[str], third: list[str]
) -> None:
    base = strings(first)
    values = Values(base)
    seen: dict[str, int] = {}
    for names, its in ((first, base), (second, strings(second)), (third, strings(third))):
        for name, number in zip(
            sorted(names, key=str.encode), values.numbers_of(its).tolist(), strict=True
        ):
            assert seen.setdefault(name, number) == number
            assert values.name(number) == name
            assert values.number(name) == number
            assert 0 < number < values.size
    numbers = np.array(sorted(seen.values()), dtype=np.int64)
    in_order = numbers[np.argsort(values.order(numbers))].tolist()
    assert [values.name(number) for number in in_order] == sorted(seen)
    assert values.number("nobody") is None


def test_groups_stand_for_their_values_and_others_for_themselves() -> None:
    values = Values(strings(["A. K", "Anna K", "Ivan B"]))
    groups = Groups(values, {"A. K": "anna", "Anna K": "anna"})
    assert [groups.name(number) for number in groups.of[1:].tolist()] == ["anna", "anna", "Ivan B"]
    assert groups.number("anna") == groups.of[1]
    assert groups.number("Anna K") is None


@pytest.mark.parametrize("level", ["year", "month", "day"])
@given(st.lists(st.integers(1, 3_652_059), min_size=1, max_size=8), st.integers(0, 400))
def test_dates_are_named_as_buckets_are(level, days: list[int], longer: int) -> None:
    pairs = [(day, min(day + longer, 3_652_059)) for day in days]
    units = units_of(np.array(pairs), level)
    dates = Dates(level, units)
    for pair, unit, number in zip(
        pairs, units.tolist(), dates.numbers_of(units).tolist(), strict=True
    ):
        assert number < dates.size
        if unit == COARSE:
            assert (bucket(pair, level), number) == (None, 1)
        else:
            assert dates.name(number) == bucket(pair, level)
