"""The list of people and the page of one, in all formats and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from small import library, news

import search
import web
from search.people.names.reasons import CODES
from search.people.registry import Joining
from web import reasons
from web.locale import page_language

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def index() -> Iterator[search.Index]:
    together = [
        search.Document(
            f"t-{n}", f"Meeting {n}", "They met.", language="en", source="Post",
            published=f"2025-{n:02}-03",
            people=("Maria Novak", "Peter Hall", "Clara Stone", "Oscar Blum"),
        )
        for n in range(1, 4)
    ]  # fmt: skip
    hostile = search.Document(
        "evil", f"{SCRIPT} שלום", "Text.", language="en", source=SCRIPT,
        people=(f"Eve {SCRIPT}", "דוד כהן", "Maria Novak"),
    )  # fmt: skip
    with library([*news(), *together, hostile]) as opened:
        yield opened


@pytest.fixture
def client(index: search.Index) -> FlaskClient:
    return web.create_app(index).test_client()


def test_people_are_listed_by_articles_under_the_name_of_the_language(client: FlaskClient) -> None:
    for hl, label in (("en", "Alexander Lukashenko"), ("ru", "Александр Лукашенко"),
                      ("be", "Аляксандр Лукашэнка")):  # fmt: skip
        text = unescape(client.get(f"/people?hl={hl}").text)
        row = next(row for row in text.split("<tr>") if "/people/alexander-lukashenko" in row)
        assert f"<bdi>{label}</bdi></a></th>" in row
        assert row.count('class="spelling"') == 2  # the other two
    counts = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', text)]
    assert counts == sorted(counts, reverse=True)


def test_the_list_is_searched_in_any_spelling(client: FlaskClient) -> None:
    text = client.get("/people?q=лукашэ&hl=en").text
    assert "/people/alexander-lukashenko" in text
    assert "/people/john-reed" not in text


def test_a_person_has_spellings_with_evidence(client: FlaskClient) -> None:
    text = unescape(client.get("/people/alexander-lukashenko?hl=ru").text)
    table = text.partition('class="wide spellings"')[2].partition("</table>")[0]
    assert table.count('<th scope="row">') == 3
    assert "Белорусский" in table
    assert "То же имя, что" in table
    assert "таблице имён" in table
    assert "/documents/be-talks" in table
    assert "as " not in table


def test_a_person_has_company_and_a_drawing_of_it(client: FlaskClient) -> None:
    text = client.get("/people/peter-hall").text
    listed = text.partition('class="together"')[2].partition("<figure>")[0]
    drawn = text.partition('class="network"')[2].partition("</svg>")[0]
    for id in ("clara-stone", "maria-novak", "oscar-blum"):
        assert f'href="/people/{id}"' in listed
        assert f'href="/people/{id}"' in drawn
    assert drawn.count('class="chord"') == 3
    both = unescape(re.findall(r'class="count" href="([^"]*)"', listed)[0])
    assert client.get(both.replace("/search?", "/search.json?")).get_json()["total"] == 3


def test_months_lead_to_the_articles(client: FlaskClient) -> None:
    text = client.get("/people/peter-hall").text
    assert "/search?person=peter-hall&amp;published=2025-02" in text
    found = client.get("/search.json?person=peter-hall&published=2025-02").get_json()
    assert found["total"] == 1


def test_an_unknown_person_is_404_and_a_name_leads_on(client: FlaskClient) -> None:
    assert client.get("/people/nobody-at-all").status_code == 404
    answer = client.get("/people/nobody-at-all.json")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert client.get("/people/John Reed").headers["Location"] == "/people/john-reed"
    assert client.get("/people/John Reed.json").headers["Location"] == "/people/john-reed.json"
    assert client.get("/people/Лукашенко").headers["Location"].startswith("/people?q=")


def test_the_same_addresses_give_json(client: FlaskClient, index: search.Index) -> None:
    listed = client.get("/people.json?q=лукаш").get_json()
    assert listed["total"] == 2
    row = next(one for one in listed["people"] if one["id"] == "alexander-lukashenko")
    assert row["labels"]["be"] == "Аляксандр Лукашэнка"
    assert {"text": "Аляксандр Лукашэнка", "count": 1, "languages": {"be": 1}} in row["spellings"]
    details = index.person("alexander-lukashenko")
    assert details is not None
    assert client.get("/people/alexander-lukashenko.json").get_json() == details.to_dict()


def test_nothing_hostile_gets_out_of_its_place(client: FlaskClient, index: search.Index) -> None:
    for url in ("/people", *(f"/people/{one.id}" for one in index.people()), f"/people?q={SCRIPT}"):
        text = client.get(url).text
        assert text.count("<script") == 1, url  # our own
        assert "style=" not in text
        assert "דוד" not in re.sub(
            r"<(bdi|title|text)\b[^>]*>.*?</\1>", "", text.partition("<h1")[2]
        )


def test_without_editable_no_form_changes_anything(client: FlaskClient) -> None:
    text = client.get("/people/alexander-lukashenko").text
    assert 'method="post"' not in text
    assert "checkbox" not in text.partition("<main")[2].partition("</main>")[0]


def test_a_facet_row_opens_to_its_spellings(client: FlaskClient) -> None:
    text = unescape(client.get("/search?hl=en").text)
    row = next(one for one in text.split("<li") if 'value="alexander-lukashenko"' in one)
    assert '<bdi lang="en">Alexander Lukashenko</bdi>' in row
    assert re.search(
        r"<dt><bdi lang=\"be\">Аляксандр Лукашэнка</bdi></dt><dd><small>Belarusian", row
    )


@pytest.mark.parametrize("code", ["en", "ru", "uk", "be"])
def test_every_reason_has_a_message(code: str) -> None:
    speech = page_language(code)
    for reason, english in CODES.items():
        values = tuple("XY"[: english.count("{")])
        told = reasons.reason(speech, reason, values)
        assert told
        assert "%" not in told
        assert all(value in told for value in values)
    for kind in ("seed", "names", "only", "company", "decision"):
        assert reasons.joined(speech, Joining(kind, "Ann 100%"))
