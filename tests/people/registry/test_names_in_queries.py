"""Which words of a query are taken for the name of a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small import library

import search
from search.people.registry.rendering import Renderings

SPELLINGS = ("Viktar Babaryka", "Виктор Бабарико", "Ann Reed")


@pytest.fixture(scope="module")
def names() -> Iterator[Renderings]:
    articles = [
        search.Document(str(n), "", "News.", language="en", people=(one,))
        for n, one in enumerate(SPELLINGS)
    ]
    with library(articles) as index:
        yield Renderings(index._roster.registry(index._engine.reader()))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("Viktar Babaryka", {0, 1}),
        ("viktar babaryka", {0, 1}),
        ("viktar babaryka 2025", {0, 1}),
        ("Viktar babaryka", {0, 1}),
        ("police arrest Viktar Babaryka in Minsk", {2, 3}),
        ("Police arrest Viktar Babaryka", {2, 3}),
        ("2025 viktar babaryka", {1, 2}),
    ],
)
def test_a_full_name_is_found_however_it_is_written(
    names: Renderings, query: str, named: set[int]
) -> None:
    assert {one.at for one in names.named_words(query.split(), ())} >= named


def test_a_number_is_no_part_of_a_name(names: Renderings) -> None:
    assert {one.at for one in names.named_words(["viktar", "babaryka", "2025"], ())} == {0, 1}


def test_where_names_have_capitals_words_without_are_none(names: Renderings) -> None:
    assert not names.named_words(["ann", "reed", "of", "Minsk"], ())
    assert {one.at for one in names.named_words(["ann", "reed", "of", "minsk"], ())} == {0, 1}
