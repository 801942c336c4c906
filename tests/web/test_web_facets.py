"""Counts hold: following a link gives exactly the number that stood beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

import search
from search.documents import FACETS
from web.params import parse


def get(client: FlaskClient, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


ALL = "&".join(f"facet={facet}" for facet in FACETS)


@pytest.mark.parametrize(
    "address",
    [
        ALL, f"q=big+deal&{ALL}", f"q=санкции&translate=0&lang=ru&lang=uk&{ALL}",
        "q=deal&-lang=en&sort=newest&page=2&per_page=1&facet=person&facet=published",
        "from=2025-12&to=2026-01&facet=published&facet=source",
    ],
)  # fmt: skip
def test_every_toggle_gives_the_count_shown(
    client: FlaskClient, demo: search.Index, address: str
) -> None:
    found = get(client, f"/search.json?{address}")
    for facet, counts in found["facets"].items():
        assert counts["values"], facet
        if any(value["selected"] for value in counts["values"]):
            continue  # a sibling of a chosen value is added to it
        for value in counts["values"]:
            asked = parse(parse_qsl(urlsplit(value["toggle_url"]).query)).request()
            assert demo.search(**asked | {"limit": 0}, facets=()).total == value["count"], value
        assert get(client, value["toggle_url"])["total"] == value["count"], value


def test_choosing_a_sibling_adds_articles_and_unchoosing_takes_them_away(
    client: FlaskClient,
) -> None:
    one = get(client, "/search.json?lang=ru")
    values = {value["id"]: value for value in one["facets"]["language"]["values"]}
    assert values["ru"]["selected"]
    assert values["en"]["count"] > 0  # counted as if Russian were not chosen
    both = get(client, values["en"]["toggle_url"])
    assert both["total"] == one["total"] + values["en"]["count"]
    none = get(client, values["ru"]["toggle_url"])
    assert none["total"] == len(client.application.extensions["svodka"])


def test_the_unknown_bucket_gives_what_is_missing(client: FlaskClient) -> None:
    found = get(client, f"/search.json?q=deal&{ALL}")
    params = {"language": "lang"}
    for facet, counts in found["facets"].items():
        name = params.get(facet, facet)
        total = get(client, f"/search.json?q=deal&{name}=unknown")["total"]
        assert total == counts["missing"], facet


def test_a_name_in_any_spelling_is_the_person_and_can_be_unticked(client: FlaskClient) -> None:
    found = get(client, "/search.json?" + urlencode({"person": "Джон Марлоу"}))
    (chosen,) = (v for v in found["facets"]["person"]["values"] if v["selected"])
    assert found["total"] == chosen["count"] > 0
    assert get(client, chosen["toggle_url"])["total"] > found["total"]


def test_the_form_has_a_real_box_for_every_value(client: FlaskClient) -> None:
    page = client.get("/search?lang=ru").get_data(as_text=True)
    assert '<input type="checkbox" name="lang" value="ru" form="search" checked>' in page
    assert '<input type="checkbox" name="lang" value="en" form="search">' in page
    assert "<legend>Languages</legend>" in page
    assert 'name="agency" value="unknown"' in page


def test_months_and_range_both_hold(client: FlaskClient) -> None:
    december = get(client, "/search.json?published=2025-12")["total"]
    late = get(client, "/search.json?published=2025-12&from=2025-12-18")["total"]
    same = get(client, "/search.json?from=2025-12-18&to=2025-12-31")["total"]
    assert 0 < late == same < december
    assert get(client, "/search.json?published=2025-12&from=2026")["total"] == 0


def test_a_facet_can_be_searched_inside(client: FlaskClient, demo: search.Index) -> None:
    found = get(client, "/facets/person.json?contains=марлоу")
    assert [v["id"] for v in found["values"]] == [
        v.id for v in demo.facet_values("person", "марлоу").values
    ]
    assert found["values"][0]["toggle_url"].startswith("/search.json?person=")
    page = client.get("/facets/person?contains=марлоу&lang=ru").get_data(as_text=True)
    assert page.count('type="checkbox"') >= 1
    assert 'name="lang" value="ru"' in page  # the rest of the search is kept


def test_no_facet_of_that_name_is_not_found(client: FlaskClient) -> None:
    assert client.get("/facets/colour").status_code == 404
    assert client.get("/facets/colour.json").mimetype == "application/problem+json"
