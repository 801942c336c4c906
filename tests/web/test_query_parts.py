"""The query in its parts: dropping one leaves the others as they were."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

import search
from search.errors import QuerySyntaxError
from search.query.parser import parse
from web.params import State
from web.query_parts import corrections, parts


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("deal", []),
        ("big deal", ["big", "deal"]),
        ('"big deal"~3 -lang:ru', ['"big deal"~3', "-lang:ru"]),
        ("a OR b AND c", ["a", "b AND c"]),
        ("a AND b", ["a", "b"]),
        ("NOT big (a b) title:«на дно»", ["NOT big", "(a b)", "title:«на дно»"]),
        ("source:Post", ["source:Post"]),
    ],
)
def test_parts_are_what_a_reader_sees(query: str, expected: list[str]) -> None:
    assert [part.text for part in parts(State(q=query))] == expected


pieces = st.lists(
    st.sampled_from(['"a b"', "x", "-y", "OR", "AND", "NOT", "(p q)", "title:z", "«s t»~4", "w*"])
)


@settings(deadline=None)
@given(pieces)
def test_without_a_part_there_is_always_a_query(words: list[str]) -> None:
    query = " ".join(words)
    try:
        parse(query)
    except QuerySyntaxError:
        return
    for part in parts(State(q=query)):
        assert query[part.start : part.end] == part.text
        rest = dict(parse_qsl(urlsplit(part.drop_url).query)).get("q", "")
        parse(rest)
        assert len(rest) < len(query)


def test_a_misspelt_word_is_put_right_and_a_known_one_left(small: search.Index) -> None:
    def meant(query: str) -> list[str]:
        return [one.query for one in corrections(small.search(query), State(q=query))]

    assert meant("harvebt railway") == ["harvest railway"]
    assert meant("harvest railway") == []
    assert meant("xqzzzzzzzz") == []


def test_the_page_offers_the_correction_and_the_parts(reader: FlaskClient) -> None:
    page = reader.get("/search?q=harvebt+railway").get_data(as_text=True)
    assert 'href="/search?q=harvest+railway"><bdi>harvest railway</bdi>' in page
    assert 'href="/search?q=railway"><span class="hidden">Search without “harvebt”' in page
