"""Feeds and pages by address, from a local server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_site import Site, site

from search.sources import Reading, discover, read
from search.sources.addresses import FULL_LIMIT, Visits, Web
from search.sources.fetching import Fetcher

TEXT = "The council of the town voted on Tuesday to rebuild the old bridge over the river. " * 3
PAGE = (
    f"<html><head><title>Bridge</title></head><body><article><p>{TEXT}</p></article></body></html>"
)


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as here:
        yield here


def web(path: Path | None = None, *, full: bool = False) -> Web:
    fetcher = Fetcher(allow_private=True, timeout=5.0, pause=0.0)
    return Web(fetcher, Visits(path), full)


def feed(*links: str, text: str = "A teaser.") -> str:
    items = "".join(
        f"<item><title>T{n}</title><link>{link}</link><description>{text}</description></item>"
        for n, link in enumerate(links)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
    )


def bodies(readings: list[Reading]) -> list[str | None]:
    return [one.document.body if one.document else None for one in readings]


def test_a_feed_gives_its_entries_and_says_what_is_missing(server: Site) -> None:
    url = server.says("/feed", feed("/a", "/b"), Content_Type="text/xml")
    first, second = web().read(url)
    assert first.document is not None
    assert first.document.id == f"{server.address}/a"  # relative to the feed
    assert (first.origin, first.file) == (f"{url}:1", url)
    assert "2 of 2 entries hold a summary only" in first.warnings[0]
    assert not second.warnings


def test_a_page_is_an_article_under_the_address_that_was_named(server: Site) -> None:
    server.says("/b", PAGE, Content_Type="text/html")
    url = server.says("/a", status=301, Location="/b")
    (one,) = web().read(url)
    assert one.document is not None
    assert (one.document.id, one.document.url) == (url, f"{server.address}/b")
    assert one.document.title == "Bridge"


def test_the_charset_of_the_server_counts(server: Site) -> None:
    text = "<p>Совет города решил восстановить старый мост через реку весной.</p>"
    url = server.says("/a", text.encode("koi8-r"), Content_Type="text/html; charset=KOI8-R")
    (one,) = web().read(url)
    assert one.document is not None
    assert "Совет города" in one.document.body
    wrong = server.says("/b", text.encode("cp1251"), Content_Type="text/html; charset=utf-8")
    (one,) = web().read(wrong)
    assert one.document is not None
    assert "Совет города" in one.document.body


def test_what_has_not_changed_is_not_got_again(server: Site, tmp_path: Path) -> None:
    kept = tmp_path / ".feeds.json"
    url = server.says(
        "/feed", feed("/a"), ETag='"1"', Last_Modified="Thu, 18 Dec 2025 10:00:00 GMT"
    )
    first = web(kept)
    assert len(list(first.read(url))) == 1
    assert not kept.exists()  # only what is in the index may be passed over
    first.visits.save()
    server.says("/feed", status=304)
    again = web(kept)
    assert list(again.read(url)) == []
    assert (again.unchanged, again.unchanged_articles) == ([url], 1)
    asked = server.asked[-1][1]
    assert asked["If-None-Match"] == '"1"'
    assert asked["If-Modified-Since"] == "Thu, 18 Dec 2025 10:00:00 GMT"
    list(web(kept, full=True).read(url))
    assert "If-None-Match" not in server.asked[-1][1]  # the pages were not got then


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"a": 1}', "\x00", '{"URL": {"etag": 5}}', '{"URL": {"articles": []}}', "[" * 9999],
)
def test_a_broken_record_of_visits_is_no_harm(server: Site, tmp_path: Path, text: str) -> None:
    kept = tmp_path / ".feeds.json"
    url = server.says("/feed", feed("/a"), ETag='"1"')
    kept.write_text(text.replace("URL", url))
    here = web(kept)
    assert len(list(here.read(url))) == 1
    here.visits.save()
    assert json.loads(kept.read_text())[url] == {"etag": '"1"', "articles": "1"}


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason"),
    [
        (404, "x", "text/html", "404 (Not Found)"),
        (500, "x", "text/html", "500 (Internal Server Error)"),
        (200, "", "text/html", "It is empty."),
        (200, "x", "image/png", "image/png"),
        (200, "<?xml version='1.0'?><rss><channel/></rss>", "text/xml", "no entries"),
        (200, "<?xml version='1.0'?><opml/>", "text/xml", "no feed and no page"),
        (200, "\x00\x01\x02\x03" * 99, "text/html", "binary"),
    ],
)
def test_what_gives_no_article_gives_a_reason(
    server: Site, status: int, body: str, kind: str, reason: str
) -> None:
    here = web()
    (one,) = here.read(server.says("/a", body, status=status, Content_Type=kind, ETag='"1"'))
    assert reason in (one.skipped or "")
    assert here.visits._new == {}


def test_full_gets_the_pages_of_summaries(server: Site) -> None:
    server.says("/a", PAGE, Content_Type="text/html")
    server.says("/robots.txt", "User-agent: *\nDisallow: /secret")
    url = server.says("/feed", feed("/a", "/gone", "/secret"))
    whole, gone, secret = web(full=True).read(url)
    assert whole.document is not None
    assert (whole.document.id, whole.document.title) == (f"{server.address}/a", "T0")
    assert whole.document.body == TEXT.strip()
    assert bodies([gone, secret]) == ["T1\nA teaser.", "T2\nA teaser."]
    assert "404" in gone.warnings[-1]
    assert "robots.txt" in secret.warnings[-1]


def test_full_gets_so_many_pages_and_no_more(server: Site) -> None:
    count = FULL_LIMIT + 5
    url = server.says("/feed", feed(*(f"/{n}" for n in range(count))))
    readings = list(web(full=True).read(url))
    assert len(readings) == count
    assert len(server.asked) == FULL_LIMIT + 2  # with robots.txt and the feed
    assert "50 pages" in readings[-1].warnings[-1]


def test_one_bad_address_never_stops_the_rest(server: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    url = server.says("/a", PAGE, Content_Type="text/html")
    found = discover(["ftp://h.example/", f"{server.address}/gone", url, url, str(tmp_path)])
    object.__setattr__(found, "web", web())
    readings = list(read(found))
    assert [one.document is not None for one in readings] == [False, False, True, True]
    assert "Only http and https" in (readings[0].skipped or "")
    # What was read from an address has no file that could vanish.
    assert found.vanished([url, f"{server.address}/gone"]) == set()


def test_without_leave_this_machine_is_not_asked(server: Site) -> None:
    (one,) = read([f"{server.address}/a"])
    assert "private network" in (one.skipped or "")
    assert server.asked == []
