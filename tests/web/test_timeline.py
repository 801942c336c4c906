"""Histograms that one goes into: the level follows the window, and a bar keeps its promise."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

import search
from web import timeline
from web.charts import periods_between
from web.params import State


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State(), "published published:year"),
        (State(first="2025", last="2025"), "published"),
        (State(first="2025-12", last="2025-12"), "published:day"),
        (State(first="2025-12-18", last="2025-12-18"), "published:day"),
        (State(first="1990"), "published:year"),
        (State().with_values("published", ["2025-12"]), "published published:year"),
    ],
)
def test_the_level_follows_the_window(state: State, expected: str) -> None:
    asked = timeline.wanted(state)
    assert [name for name in asked if name.startswith("published")] == expected.split()


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("2023", "2025", 3), ("2024-11", "2025-02", 4), ("2024-02-28", "2024-03-01", 3)],
)
def test_no_period_is_left_out(first: str, last: str, count: int) -> None:
    periods = periods_between(first, last)
    assert (periods[0], periods[-1], len(periods)) == (first, last, count)


@pytest.mark.parametrize(
    "address", ["q=deal", "q=deal&from=2023&to=2023", "from=2023-01&to=2023-01", "to=2025-12-18",
                "mentioned=2019..2019", "from=2025-12-18&to=2025-12-18", "from=2031"],
)  # fmt: skip
def test_a_bar_gives_as_many_articles_as_it_says(
    reader: FlaskClient, small: search.Index, address: str
) -> None:
    page = reader.get(f"/search?{address}").get_data(as_text=True)
    bars = re.findall(r'<a href="([^"]*)" tabindex="-1"><title>[^<]*: ([\d,]+) article', page)
    for url, count in bars[:4]:
        json = unescape(url).replace("/search?", "/search.json?")
        assert reader.get(json).get_json()["total"] == int(count), url


def test_the_way_out_leads_through_year_and_month(reader: FlaskClient) -> None:
    page = reader.get("/search?from=2025-12-18&to=2025-12-18").get_data(as_text=True)
    trail = re.search(r'<nav class="trail".*?</nav>', page, re.DOTALL)
    assert trail is not None
    assert re.findall(r">([^<>]+)</a>", trail[0]) == [
        "All dates", "2025", "December 2025", "December 18, 2025",
    ]  # fmt: skip
    assert page.count('class="bar chosen"') == 1
