"""What comes from outside stays text, and only who may ask gets an answer."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

import search
import web
from search.results import Match, Snippet
from web.links import document_url, safe_link
from web.locale import page_language
from web.marking import marked

SCRIPT = "<script>alert(1)</script>"
OWN_SCRIPT = '<script type="module" src="/static/svodka.js"></script>'
QUOTE = "\"'><img src=x onerror=alert(1)>"
RTL = "\u202eexe.txt שלום"


@pytest.fixture(scope="module")
def hostile() -> Iterator[search.Index]:
    with search.open_index(":memory:") as index:
        with index.writer() as writer:
            writer.add(
                search.Document(
                    id=f"evil/{QUOTE}", title=f"{SCRIPT} deal {RTL}",
                    body=f"A deal {SCRIPT} was made. {QUOTE}\n{{{{ 7*7 }}}} {{% raw %}}",
                    url="javascript:alert(1)", source=f"{SCRIPT}{QUOTE}", agency=QUOTE,
                    authors=(SCRIPT,), people=("Eve " + SCRIPT, "Mallory Smith"),
                    language="en", published="2025-12-18",
                )
            )  # fmt: skip
        yield index


def all_pages(index: search.Index) -> Iterator[tuple[str, str]]:
    client = web.create_app(index).test_client()
    (hit,) = index.search("deal").hits
    people = [f"/people/{person.id}" for person in index.people()]
    for url in (
        "/", "/search", "/search?q=deal", "/search?q=<script>alert(1)</script>", "/people",
        f"/search?source={QUOTE}&-author={SCRIPT}", "/facets/source", "/facets/author",
        document_url(hit.id), document_url(hit.id) + "?q=deal", f"/search?q=({SCRIPT}",
        f"/search?sort={SCRIPT}", f"/{SCRIPT}", *people,
    ):  # fmt: skip
        yield url, client.get(url).get_data(as_text=True)


def test_no_markup_of_an_article_or_address_reaches_a_page(hostile: search.Index) -> None:
    for url, page in all_pages(hostile):
        assert page.count("<script") == page.count(OWN_SCRIPT) <= 1, url
        assert "<img" not in page, url
        assert "javascript:" not in re.sub(r"<bdi>.*?</bdi>", "", page), url
        assert " onerror=alert(1)>" not in page, url
        assert "style=" not in page, url


def test_the_text_is_shown_as_it_is(hostile: search.Index) -> None:
    (hit,) = hostile.search("deal").hits
    page = web.create_app(hostile).test_client().get(document_url(hit.id)).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }} {% raw %}" in page
    assert "<bdi>javascript:alert(1)</bdi>" in page  # told, but no link


def test_right_to_left_marks_stay_inside_their_title(hostile: search.Index) -> None:
    page = web.create_app(hostile).test_client().get("/search?q=deal").get_data(as_text=True)
    body = page.partition("<body")[2]
    assert "שלום" in body
    assert "שלום" not in re.sub(r"<bdi>.*?</bdi>", "", body)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "http://[", "file:///etc/passwd",
     "", None, " javascript:alert(1)", "mailto:a@b.example"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_no_path_turns_the_language_switch_into_a_way_out(client: FlaskClient) -> None:
    page = client.get("/x", environ_overrides={"PATH_INFO": "//evil.example/x"}).text
    assert 'href="//' not in page
    assert "hl=ru" in page


def test_bytes_that_are_no_text_do_no_harm(client: FlaskClient) -> None:
    for query in ("q=%ED%A0%80", "q=%ff%fe", "q=%00", "person=%ff&hl=%ff", "q=\u202e"):
        for path in ("/search", "/search.json", "/search.csv", "/search.atom", "/suggest"):
            assert client.get(f"{path}?{query}").status_code in {200, 400}, (path, query)


def test_links_that_leave_tell_nothing(client: FlaskClient) -> None:
    page = client.get("/search?q=big+deal").get_data(as_text=True)
    outside = re.findall(r"<a [^>]*href=\"https?://[^>]*>", page)
    assert outside
    assert all('rel="noopener noreferrer nofollow"' in link for link in outside)


@given(st.text(max_size=30), st.data())
def test_a_marked_text_unescapes_to_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    matches = (Match("<q>", '"f"', "ru", "lexicon", 1.0),)
    html = marked(Snippet(text, ((start, end, 0),)), matches, page_language("en"))
    assert html.count("<") == 2  # one mark
    bare = re.sub(r"<mark [^>]*>|</mark>", "", html)
    assert web_unescaped(bare) == text


def web_unescaped(text: str) -> str:
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'")):
        text = text.replace(escaped, plain)
    return text.replace("&amp;", "&")


@pytest.mark.parametrize("url", ["/", "/search?q=deal", "/nothing", "/search?sort=foo", "/healthz",
                                 "/static/style.css", "/search.json?q=("])  # fmt: skip
def test_every_answer_has_the_headers(client: FlaskClient, url: str) -> None:
    with client.get(url) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; style-src")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "",
                                  "127.0.0.1.evil.example", "[::1]"])  # fmt: skip
def test_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/search.json?q=deal", headers={"Host": host})
    assert response.status_code == 400
    assert response.get_json()["code"] == "bad-host"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:8000"])
def test_an_allowed_host_name_is_answered(demo: search.Index, host: str) -> None:
    app = web.create_app(demo, allowed_hosts=("127.0.0.1", "localhost", "::1"))
    assert app.test_client().get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    for url in ("/", "/search", "/documents/a", "/people/a"):
        assert client.open(url, method=method).status_code == 405


def test_head_is_answered_without_a_body(client: FlaskClient) -> None:
    response = client.head("/search?q=deal")
    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize("url", ["/search?q=deal", "/search.json?q=deal", "/static/svodka.js"])
def test_text_is_compressed_for_who_takes_it(client: FlaskClient, url: str) -> None:
    with client.get(url) as plain, client.get(url, headers={"Accept-Encoding": "gzip"}) as small:
        assert small.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert len(small.data) < len(plain.data)
        assert "Accept-Encoding" in plain.headers["Vary"]
        if url != "/search.json?q=deal":  # which tells how long it took
            told = re.compile(rb"Answered in \d+ ms")
            assert told.sub(b"", gzip.decompress(small.data)) == told.sub(b"", plain.data)
