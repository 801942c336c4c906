"""Merging, splitting and undoing from the page, and who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from small import library
from werkzeug.test import TestResponse

import search
import web
from web.forgery import COOKIE

PAGE = "/people/alexander-lukashenko"
WRITES = (f"{PAGE}/merge", f"{PAGE}/split", "/people/undo")


@pytest.fixture
def index() -> Iterator[search.Index]:
    with library() as opened:
        yield opened


@pytest.fixture
def client(index: search.Index) -> FlaskClient:
    return web.create_app(index, editable=True).test_client()


def token(client: FlaskClient, path: str = PAGE) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get(path).text)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **data: str | list[str]) -> TestResponse:
    return client.post(path, data={"token": token(client), **data})


def merged(client: FlaskClient) -> str:
    """Merge two persons; the mark that an undo must name."""
    answer = post(client, f"{PAGE}/merge", other="john-reed", note=" the  envoy ")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{PAGE}?done=merge"
    found = re.search(r'name="decision" value="(\w+)"', client.get(f"{PAGE}?done=merge").text)
    assert found
    return found[1]


def test_two_persons_are_merged_and_the_merge_is_undone(
    client: FlaskClient, index: search.Index
) -> None:
    mark = merged(client)
    text = client.get(f"{PAGE}?done=merge").text
    assert re.search(r'class="done" role="status">.*These spellings are one person now', text)
    assert "the envoy" in text
    assert len(index.people("john-reed")[0].spellings) == 4
    answer = client.get("/people/john-reed")
    assert (answer.status_code, answer.headers["Location"]) == (301, PAGE)

    answer = post(client, "/people/undo", decision=mark, person="alexander-lukashenko")
    assert answer.headers["Location"] == f"{PAGE}?done=undo"
    assert "The last decision was undone." in client.get(f"{PAGE}?done=undo").text
    assert client.get("/people/john-reed").status_code == 200
    assert post(client, "/people/undo", decision=mark).status_code == 409


def test_spellings_are_split_off(client: FlaskClient, index: search.Index) -> None:
    answer = post(client, f"{PAGE}/split", spelling=["Аляксандр Лукашэнка"])
    assert answer.headers["Location"] == f"{PAGE}?done=split"
    assert "Those spellings are another person now." in client.get(f"{PAGE}?done=split").text
    assert len(index.people("alexander-lukashenko")[0].spellings) == 2


def test_a_decision_is_seen_at_once_by_whoever_has_the_page(client: FlaskClient) -> None:
    client.get("/people")
    before = client.get("/people").headers["ETag"]
    assert client.get("/people", headers={"If-None-Match": before}).status_code == 304
    merged(client)
    assert client.get("/people", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("path", WRITES)
def test_without_a_token_nothing_is_changed(
    client: FlaskClient, index: search.Index, path: str
) -> None:
    data = {"other": "john-reed", "spelling": "Аляксандр Лукашэнка"}
    good = token(client)
    other = web.create_app(index, editable=True).test_client()
    strange = token(other)
    for wrong in ({}, {"token": ""}, {"token": good[:-1]}, {"token": strange}, {"token": "ё"}):
        assert client.post(path, data={**data, **wrong}).status_code == 403
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(path, data={**data, "token": good}, headers=headers).status_code == 403
    client.delete_cookie(COOKIE)
    assert client.post(path, data={**data, "token": good}).status_code == 403
    client.set_cookie(COOKIE, "x" * 43)
    assert client.post(path, data={**data, "token": good}).status_code == 403
    assert index.export_people() == ""


@pytest.mark.parametrize("path", WRITES)
def test_a_server_that_only_reads_refuses(index: search.Index, path: str) -> None:
    client = web.create_app(index).test_client()
    answer = client.post(path, data={"other": "john-reed"})
    assert answer.status_code == 403
    assert "svodka serve --editable" in answer.text
    answer = client.post(path, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert COOKIE not in str(answer.headers)
    assert "Set-Cookie" not in client.get("/people").headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    sent = client.get(PAGE).headers["Set-Cookie"]
    assert sent.startswith(f"{COOKIE}=")
    assert "HttpOnly" in sent
    assert "SameSite=Strict" in sent
    assert "Set-Cookie" not in client.get(PAGE).headers


def test_another_host_cannot_write(client: FlaskClient, index: search.Index) -> None:
    data = {"token": token(client), "other": "john-reed"}
    answer = client.post(f"{PAGE}/merge", data=data, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert index.export_people() == ""


@pytest.mark.parametrize(
    ("other", "told"),
    [("", "Write who else"), ("Nobody Here", "Nobody else here is called"),
     ("alexander-lukashenko", "Nobody else here"), ("<script>", "&lt;script&gt;")],
)  # fmt: skip
def test_a_merge_with_nobody_tells_why(client: FlaskClient, other: str, told: str) -> None:
    answer = post(client, f"{PAGE}/merge", other=other)
    assert answer.status_code == 400
    assert told in answer.text.partition('role="alert"')[2].partition("</div>")[0]


def test_a_name_that_fits_several_offers_them(client: FlaskClient) -> None:
    answer = post(client, "/people/john-reed/merge", other="Лукашенко")
    assert answer.status_code == 400
    offered = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert offered.count('name="other"') == 2


@pytest.mark.parametrize(
    "chosen",
    [[], ["Nobody"],
     ["Alexander Lukashenko", "Александр Лукашенко", "Аляксандр Лукашэнка"]],
)  # fmt: skip
def test_a_split_of_none_or_all_tells_why(client: FlaskClient, chosen: list[str]) -> None:
    answer = post(client, f"{PAGE}/split", spelling=chosen)
    assert answer.status_code == 400
    assert "Tick some of the spellings" in answer.text


def test_nobody_can_be_merged_with_a_person_that_is_not_there(client: FlaskClient) -> None:
    assert post(client, "/people/nobody/merge", other="john-reed").status_code == 404
    assert client.get(f"{PAGE}/merge").status_code == 404
    assert client.put(f"{PAGE}/merge").status_code == 405


def test_while_somebody_writes_the_page_says_so(client: FlaskClient, index: search.Index) -> None:
    good = token(client)
    with index.writer():
        answer = client.post(f"{PAGE}/merge", data={"token": good, "other": "john-reed"})
    assert answer.status_code == 503
    assert "Articles are being indexed just now" in answer.text


@pytest.mark.browser
def test_a_reader_splits_merges_and_undoes_without_a_mouse_or_script(
    editable_site: str, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(editable_site + PAGE)
    page.get_by_role("checkbox", name="Аляксандр Лукашэнка").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Make the ticked ones another person").focus()
    page.keyboard.press("Enter")
    told = page.get_by_role("status").inner_text()
    assert told.endswith("Those spellings are another person now.")
    assert page.get_by_role("checkbox").count() == 2

    page.get_by_role("button", name="Undo").press("Enter")
    assert page.get_by_role("status").inner_text().endswith("The last decision was undone.")
    assert page.get_by_role("checkbox").count() == 3

    page.get_by_label("The other name or id").fill("Ірына Лукашэнка")
    page.get_by_label("The other name or id").press("Enter")
    assert page.get_by_role("checkbox").count() == 4
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_people_are_decided(
    editable_site: str, browser: Any, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # axe is put into the page as a script, which our own policy rightly forbids.
    context = browser.new_context(color_scheme=scheme, locale="en-GB", bypass_csp=True)
    page = context.new_page()
    page.goto(editable_site + PAGE)
    page.get_by_label("The other name or id").fill("Nobody Here")
    page.get_by_label("The other name or id").press("Enter")
    page.get_by_role("alert").wait_for()
    found = axe.Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()
