"""A pairing of words can be switched off for a search, and on again."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from small import library

import search
import web
from web.params import State, parse

HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture(scope="module")
def page() -> FlaskClient:
    index = library([
        search.Document("sale", "Сделка", "Банк продал завод: сделка закрыта.", language="ru"),
        search.Document("both", "Соглашение", "Это соглашение. Сделка закрыта.", language="ru"),
        search.Document("en", "A deal", "The bank signed a deal.", language="en"),
    ])  # fmt: skip
    return web.create_app(index).test_client()


def links(text: str, around: str) -> list[str]:
    """The addresses of links that tell of `around`, in the order of the page."""
    found = re.findall(r"<a [^>]*>.*?</a>", text, re.DOTALL)
    return [unescape(HREF.findall(one)[0]) for one in found if around in unescape(one)]


def test_a_pairing_is_switched_off_by_its_link_and_on_again_by_its_chip(page: FlaskClient) -> None:
    text = page.get("/search?q=deal").text
    off = links(text, "Do not take “deal” for “Сделка”")[0]
    assert off == "/search?q=deal&without=deal%3A%D0%A1%D0%B4%D0%B5%D0%BB%D0%BA%D0%B0"
    without = page.get(off).text
    assert "2 articles found" in without
    assert "/documents/sale" not in without
    (on,) = links(without, "deal → Сделка")
    assert on == "/search?q=deal"


def test_the_other_formats_and_the_article_follow(page: FlaskClient) -> None:
    off = "q=deal&without=deal:сделка"
    record = page.get(f"/search.json?{off}").get_json()
    assert [hit["id"] for hit in record["hits"]] == ["en", "both"] or record["total"] == 2
    assert "sale" not in page.get(f"/search.csv?{off}").text
    assert "<mark" in page.get("/documents/sale?q=deal").text
    assert "<mark" not in page.get(f"/documents/sale?{off}").text


def test_another_query_in_the_same_form_drops_pairings_that_it_has_not(page: FlaskClient) -> None:
    text = page.get("/search?q=bank&without=deal:сделка").text
    assert "Switched off" not in text
    assert "anyway" not in text
    warned = page.get("/search.json?q=bank&without=deal:сделка").get_json()["warnings"]
    assert len(warned) == 1


@pytest.mark.parametrize("wrong", ["deal", ":", "deal:", ":сделка", " : "])
def test_what_is_no_pairing_is_refused(page: FlaskClient, wrong: str) -> None:
    response = page.get("/search.json", query_string={"q": "deal", "without": wrong})
    assert (response.status_code, response.get_json()["param"]) == (400, "without")


WORDS = st.text(
    st.characters(exclude_characters=":", exclude_categories=["Cs", "Cc", "Z"]), min_size=1
)


@given(WORDS, WORDS, st.booleans())
def test_switching_off_and_on_again_leads_back(query: str, found: str, translate: bool) -> None:
    state = State(q="deal", translate=translate)
    off = state.paired(query, found, on=False)
    assert parse(off.pairs()) == off
    assert off.paired(query, found, on=True) == state
    assert off.without() == state
