"""What readers see on each page, and what they are told when an address is wrong."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from small import library

import search
import web
from web.links import document_url


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_the_start_page_tells_what_is_in_the_index(client: FlaskClient, demo: search.Index) -> None:
    text = page(client, "/")
    assert f"{len(demo)} articles" in text
    for name in ("English", "Russian", "Belarusian", "Ukrainian"):
        assert name in text
    assert "<svg" in text
    assert "<table>" in text
    assert text.count('class="hit"') == 5


def test_an_empty_index_says_how_to_fill_it() -> None:
    with search.open_index(":memory:") as index:
        client = web.create_app(index).test_client()
        assert "svodka index" in page(client, "/")
        assert "No articles found" in page(client, "/search?q=deal")


def test_a_foreign_hit_shows_the_pairing_and_its_source(client: FlaskClient) -> None:
    text = page(client, "/search?q=big+deal&lang=ru")
    assert re.search(r"big deal</bdi></q> → <b lang=\"ru\"><bdi>большое дело", text)
    assert "<small>lexicon</small>" in text
    assert 'title="big deal → большое дело (lexicon)">большое дело</mark>' in text


def test_a_hit_in_the_querys_own_language_needs_no_pairing(client: FlaskClient) -> None:
    text = page(client, "/search?q=big+deal&translate=0")
    assert "pairings" not in text
    assert '<mark class="m0">' in text


def test_the_number_of_results_is_the_only_status(client: FlaskClient) -> None:
    text = page(client, "/search?q=big+deal&lang=ru")
    total = client.get("/search.json?q=big+deal&lang=ru").get_json()["total"]
    assert re.findall(r'role="status">([^<]*)<', text) == [f"{total} articles found"]


def test_chips_remove_their_filter(client: FlaskClient) -> None:
    text = page(client, "/search?q=deal&lang=ru&from=2025-12&-source=Вестовой&page=1")
    chips = re.search(r'<ul class="chips".*?</ul>', text, re.DOTALL)
    assert chips is not None
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', chips[0])]
    assert links == [
        "/search?" + urlencode([("q", "deal"), ("from", "2025-12"), ("-source", "Вестовой")]),
        "/search?" + urlencode([("q", "deal"), ("lang", "ru"), ("-source", "Вестовой")]),
        "/search?q=deal&lang=ru&from=2025-12",
        "/search?q=deal",
    ]


def test_pages_follow_one_another_without_gap_or_repeat(
    client: FlaskClient, demo: search.Index
) -> None:
    seen: list[str] = []
    url: str | None = "/search?per_page=30"
    while url:
        text = page(client, url)
        seen += re.findall(r'<h2 class="title"><a href="([^"]*)"', text)
        following = re.search(r'rel="next" href="([^"]*)"', text)
        url = unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == len(demo)


def test_a_page_beyond_the_last_says_so(client: FlaskClient) -> None:
    assert "There are fewer pages" in page(client, "/search?q=deal&page=99")


def test_empty_fields_of_the_form_leave_the_address(client: FlaskClient) -> None:
    response = client.get("/search?q=deal&from=&to=&lang=ru")
    assert response.status_code == 302
    assert response.headers["Location"] == "/search?q=deal&lang=ru"


def test_an_article_shows_text_evidence_and_what_was_removed(
    client: FlaskClient, demo: search.Index
) -> None:
    hit = next(hit for hit in demo.search(limit=None) if len(hit.document.removed) > 3)
    text = page(client, document_url(hit.id))
    last = [line for line in hit.document.body.split("\n") if line.strip()][-1].strip()
    assert last in unescape(re.sub(r"<[^>]*>", "", text))
    assert '<details class="removed">' in text
    assert hit.document.removed[0].text.strip() in unescape(text)


def test_an_article_found_by_a_query_has_its_words_marked(
    client: FlaskClient, demo: search.Index
) -> None:
    hit = demo.search("big deal", languages=["ru"]).hits[0]
    text = page(client, document_url(hit.id) + "?q=big+deal")
    assert "<mark" in text
    assert 'href="/search?q=big+deal"' in text
    assert "<mark" not in page(client, document_url(hit.id))
    assert "<mark" not in page(client, document_url(hit.id) + "?q=%28")  # still readable


@pytest.mark.parametrize(
    "id",
    ["a/b c.txt", "https://x.example/a?b=c&d=%20#e", "/abs", "дело/сделка.txt", "a//b", "..",
     "a/../b", "a.json", "?", "%41", "a+b", "end/", " space ", "ünï", "search"],
)  # fmt: skip
def test_every_id_has_an_address(id: str) -> None:
    with search.open_index(":memory:") as index:
        with index.writer() as writer:
            writer.add(search.Document(id=id, title="Found me", body="Here."))
        client = web.create_app(index).test_client()
        assert "Found me" in page(client, document_url(id))
        assert (
            client.get(
                document_url(id) + ("&" if "?" in document_url(id) else "?") + "format=json"
            ).get_json()["id"]
            == id
        )


def test_people_are_found_by_any_spelling(client: FlaskClient, demo: search.Index) -> None:
    text = page(client, "/people?q=марлоу")
    assert "John Marlowe" in text
    assert "/people/john-marlowe" in text
    person = page(client, "/people/john-marlowe")
    for name, _ in demo.people("john-marlowe")[0].spellings:
        assert name in person


def test_a_name_leads_to_the_person(client: FlaskClient) -> None:
    response = client.get("/people/Джон Марлоу")
    assert response.headers["Location"] == "/people/john-marlowe"
    assert client.get("/people/nobody-at-all").status_code == 404


@pytest.mark.parametrize("query", ["(deal", '"big deal', "colour:red", "deal)"])
def test_a_query_error_points_at_the_character(client: FlaskClient, query: str) -> None:
    url = "?" + urlencode({"q": query})
    with pytest.raises(search.QuerySyntaxError) as caught:
        client.application.extensions["svodka"].search(query)
    position = caught.value.position
    text = page(client, "/search" + url, 400)
    shown = re.search(r'<p class="query"[^>]*><code>(.*?)</code>', text)
    assert shown is not None
    before, _, rest = unescape(shown[1]).partition('<mark class="bad">')
    assert before == query[:position]
    assert rest.startswith(query[position : position + 1] or "␣")
    assert 'value="' + query.replace('"', "&#34;") + '"' in text  # ready to be mended
    for kind in ("json", "csv", "atom"):
        problem = client.get(f"/search.{kind}{url}")
        assert (problem.status_code, problem.mimetype) == (400, "application/problem+json")
        assert problem.get_json()["position"] == position
        assert problem.get_json()["param"] == "q"


@pytest.mark.parametrize(
    ("address", "param"),
    [("sort=foo", "sort"), ("page=x", "page"), ("published=foo", "published"), ("lang=xx", "lang"),
     ("per_page=0", "per_page"), ("-mentioned=x", "-mentioned"), ("from=2026&to=2025", "from")],
)  # fmt: skip
def test_a_bad_parameter_is_refused_everywhere(
    client: FlaskClient, address: str, param: str
) -> None:
    assert param in page(client, f"/search?q=deal&{address}", 400)
    for kind in ("json", "csv", "atom"):
        problem = client.get(f"/search.{kind}?q=deal&{address}")
        assert (problem.status_code, problem.mimetype) == (400, "application/problem+json")
        record = problem.get_json()
        assert (record["code"], record["param"]) == ("bad-parameter", param)
        assert record["instance"] == f"/search.{kind}?q=deal&{address}"


def test_what_is_not_there_is_a_page_or_a_problem(client: FlaskClient) -> None:
    assert "Nothing is here" in page(client, "/nothing", 404)
    assert client.get("/nothing.json").mimetype == "application/problem+json"
    assert "Nothing is here" in page(client, "/documents/nothing.json", 404)


def test_an_unchanged_page_is_not_sent_again() -> None:
    with search.open_index(":memory:") as index:
        client = web.create_app(index).test_client()
        for url in ("/", "/search?q=deal", "/search.json?q=deal"):
            first = client.get(url)
            etag = first.headers["ETag"]
            assert etag.startswith('W/"')
            again = client.get(url, headers={"If-None-Match": etag})
            assert (again.status_code, again.data) == (304, b"")
            russian = {"If-None-Match": etag, "Accept-Language": "ru"}
            assert client.get(url, headers=russian).status_code == 200
        with index.writer() as writer:
            writer.add(search.Document(id="a", title="A deal", body="It is made."))
        assert client.get("/", headers={"If-None-Match": etag}).status_code == 200
        changed = client.get("/search.json?q=deal", headers={"If-None-Match": etag})
        assert changed.get_json()["total"] == 1


def test_who_has_but_the_time_of_a_page_need_not_get_it_again() -> None:
    with library() as index:
        client = web.create_app(index).test_client()
        first = client.get("/search?q=deal")
        told = first.headers["Last-Modified"]
        again = client.get("/search?q=deal", headers={"If-Modified-Since": told})
        assert (again.status_code, again.data) == (304, b"")
        earlier = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
        assert client.get("/search?q=deal", headers=earlier).status_code == 200
        both = {"If-Modified-Since": told, "If-None-Match": 'W/"another"'}
        assert client.get("/search?q=deal", headers=both).status_code == 200, "the tag counts"


def test_an_article_leads_to_related_ones_with_the_reason(client: FlaskClient) -> None:
    text = client.get("/documents/release-en-northgate").text
    section = text[text.index('<section class="related"') :]
    section = section[: section.index("</section>")]
    assert section.count("<li>") == 5
    assert 'href="/documents/01-release/meridian-finance.txt"' in section
    assert re.search(r"In both: <bdi[^>]*>[^<]+</bdi>, ", section), "persons, words and days"
    assert "Vaitsiakhouskaya" in section, "whom the other articles name too"


def test_the_start_page_tells_what_was_skipped_and_why(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{broken\n{worse\n", encoding="utf-8")
    (tmp_path / "<b>.txt").write_text("", encoding="utf-8")
    with library() as index:
        client = web.create_app(index).test_client()
        assert "skipped" not in client.get("/").text
        index.add_files([str(tmp_path)])
        text = client.get("/").text
        assert "3 inputs were skipped" in text
        assert "It is empty." in text
        assert "&lt;b&gt;.txt" in text
        assert "<b>.txt" not in text


def test_a_mistake_of_ours_is_told_without_its_details(
    client: FlaskClient, demo: search.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(type(demo), "search", fail)
    assert "secret" not in page(client, "/search?q=deal", 500)
    problem = client.get("/search.json?q=deal")
    assert (problem.status_code, problem.mimetype) == (500, "application/problem+json")
    assert "secret" not in problem.get_data(as_text=True)


def test_a_damaged_index_says_what_to_do(
    client: FlaskClient, demo: search.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise search.IndexDamaged("Run `svodka check`.")

    monkeypatch.setattr(type(demo), "search", fail)
    assert "svodka check" in page(client, "/search?q=deal", 503)
    assert client.get("/search.json").get_json()["code"] == "index"


def test_an_error_is_not_cached(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/search?sort=foo").headers


def test_a_piece_that_was_cut_is_shown_as_cut(demo: search.Index, client: FlaskClient) -> None:
    cut = next(
        piece.text.split()[0].strip(",.:;")
        for hit in demo.search("lang:en", limit=None)
        for piece in hit.document.removed
        if piece.reason == "subscription" and piece.text[:1].isalpha()
    )
    text = page(client, "/search?" + urlencode({"q": f"removed:{cut}"}))
    assert "Removed from the page: subscription offer" in text
    assert 'class="snippet cut"' in text
    assert "<mark" in text


def test_where_nothing_can_be_filtered_there_is_no_button_for_it(client: FlaskClient) -> None:
    assert "Apply filters" in page(client, "/search?q=deal")
    assert "Apply filters" not in page(client, "/search?q=zzzzqqq")
