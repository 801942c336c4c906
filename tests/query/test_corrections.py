"""Did you mean: words that no article has, put right."""

from __future__ import annotations

import json

import pytest

import search
from tests.small import texts


@pytest.fixture(scope="module")
def index() -> search.Index:
    return texts(
        "The president opened the harvest fair.",
        "Президент открыл ярмарку, прозвучал гимн.",
        "Президент сказал hello всем гостям ярмарки.",
        "The harvest was late this year.",
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ghtpbltyn", "президент"),
        ("Ghtpbltyn", "президент"),
        ("руддщ", "hello"),
        ("harvset", "harvest"),
        ("harvest presidnet", "harvest president"),
        ("ghtpbltyn ubvy", "президент гимн"),
    ],
)
def test_a_word_that_no_article_has_is_put_right(
    index: search.Index, query: str, meant: str
) -> None:
    results = index.search(query)
    assert results.corrections == (meant,)
    assert index.search(results.corrections[0]).total


@pytest.mark.parametrize(
    "query", ["harvest", "президент", "the", "", "xqzzzzzz", "2025", '"harvset"', "harvset*", "hav"]
)
def test_a_word_that_is_there_or_like_no_other_is_left(index: search.Index, query: str) -> None:
    assert index.search(query).corrections == ()


def test_filters_play_no_part(index: search.Index) -> None:
    assert index.search("harvset", languages=["ru"]).corrections == ("harvest",)


def test_a_correction_is_in_the_json(index: search.Index) -> None:
    record = json.loads(json.dumps(index.search("harvset").to_dict()))
    assert record["did_you_mean"] == ["harvest"]
    assert "did_you_mean" not in index.search("harvest").to_dict()
