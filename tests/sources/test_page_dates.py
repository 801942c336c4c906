"""Which of a page's dates is that of its article, and which are of other things."""

from __future__ import annotations

from datetime import date

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.sources.metadata import Metadata, read_metadata

TODAY = date(2026, 2, 1)
PROSE = (
    "<p>" + "The council met in the old school and spoke of the bridge until noon. " * 4 + "</p>"
)
OTHER = "<p>Another 3 December 2019 in prose, long after the bridge was finished and painted.</p>"


def read(page: str, url: str | None = None) -> Metadata:
    return read_metadata(lxml.html.document_fromstring(f"<html>{page}</html>"), TODAY, url)


def value(page: str, url: str | None = None) -> str:
    return read(page, url).values.get("published", "unknown")


def article(line: str, *, above: str = "", below: str = "") -> str:
    return f"<body>{above}<h1>The bridge is open</h1>{line}{PROSE}{OTHER}{below}"


@pytest.mark.parametrize(
    "line",
    [
        "<p>18 December 2025</p>", "<div class=byline>By Ann Lee, 18 December 2025, 10:15</div>",
        "<span>Четверг, 18 декабря 2025 года</span>", "<p>Опубликовано: 18.12.2025 в 16:42</p>",
        "<p>18 de diciembre de 2025</p>", "<small>18/12/2025 - 04:30 - Photo: Ann Lee</small>",
        "<p>Thu, Dec 18, 2025</p>", "<a href=/x>18.12.2025</a><a href=/y>by Ann</a>",
        "<aside class=meta><p>18. Dez 2025</p></aside>", "<p>18 снежня 2025 года</p>",
        "<script>showDate('2025/12/18 01:43')</script>",
    ],
)  # fmt: skip
def test_line_by_the_headline_is_the_date(line: str) -> None:
    found = read(article(line))
    assert found.values["published"] == "2025-12-18"
    assert found.evidence["published"].startswith("line by the headline: ")
    assert 0.5 < found.confidence["published"] < 0.9


@pytest.mark.parametrize(
    "page",
    [
        article("", below="<div class=comments><p>Ann, 18 December 2025</p></div>"),
        article("", below="<div class=sidebar><h3>Other news</h3><p>18 December 2025</p></div>"),
        article("", below="<footer>© 2025 The Herald</footer>"),
        article("<p>Updated 18 December 2025</p>"),
        article("<p>Last edited: 18.12.2025</p>"),
        article("<p>18 December 2030</p>"),
        article("<p>The talks of 18 December 2025 " + "went on and on " * 20 + "</p>"),
        article("", above="<p>Thursday, 18 December 2025</p><nav>Menu</nav>" + "<p>x</p>" * 9),
        article("", below="<!-- served from cache 2025-12-18 10:00 -->"),
        article("", below="<time class=updated datetime=2025-12-18>"),
        article("<p>Modified 18 December 2025</p>"),
    ],
)
def test_other_dates_are_not_that_of_the_article(page: str) -> None:
    assert value(page) == "unknown"


def test_beginning_of_the_text_may_be_its_date() -> None:
    page = f"<body><h1>The bridge is open</h1><p>31. Oktober 2025. {PROSE[3:]}"
    assert value(page) == "2025-10-31"


def test_label_below_the_text_is_read() -> None:
    line = "<p>Dieser Beitrag wurde am Samstag, 3. Dezember 2011 um 9 Uhr veröffentlicht.</p>"
    assert value(article("", below="<p>x</p>" * 9 + line)) == "2011-12-03"


def test_address_is_read_from_the_page_or_from_where_it_came() -> None:
    link = '<link rel="canonical" href="https://x.org/2025/12/18/bridge">'
    assert value(link + article("")) == "2025-12-18"
    found = read(article(""), "https://x.org/2025/12/18/bridge")
    assert (found.values["published"], found.evidence["published"]) == (
        "2025-12-18", "address: /2025/12/18",
    )  # fmt: skip


def meta(value: str) -> str:
    return f'<meta property="article:published_time" content="{value}">'


def test_night_in_utc_is_the_day_that_the_page_prints() -> None:
    head = meta("2025-12-18T02:18:00Z")
    assert value(head + article("")) == "2025-12-18T02:18:00+00:00"
    assert value(head + article("<p>17 December 2025</p>")) == "2025-12-17"
    assert value(head + article("<p>18 December 2025</p>")) == "2025-12-18T02:18:00+00:00"
    assert value(head + article(""), "https://x.org/2025/12/17/a") == "2025-12-17"
    noon = meta("2025-12-18T12:18:00Z")
    assert value(noon + article("<p>17 December 2025</p>")) == "2025-12-18T12:18:00+00:00"


def test_same_moment_with_its_offset_is_preferred() -> None:
    time = '<time itemprop="datePublished" datetime="2025-12-17T21:18:00-05:00">x</time>'
    page = meta("2025-12-18T02:18:00Z") + article(time)
    assert value(page) == "2025-12-17T21:18:00-05:00"


def test_statements_that_agree_are_surer_than_one() -> None:
    one = read(meta("2025-12-18") + article(""))
    link = '<link rel="canonical" href="https://x.org/2025/12/18/bridge">'
    two = read(meta("2025-12-18") + link + article(""))
    assert one.confidence["published"] < two.confidence["published"] < 1


def test_broken_json_ld_is_read_where_it_is_plain() -> None:
    script = '<script type="application/ld+json">{"datePublished": "2025-12-18", }}</script>'
    found = read(script + article(""))
    assert (found.values["published"], found.evidence["published"]) == ("2025-12-18", "script")


def test_vague_meta_gives_way_to_the_line_by_the_headline() -> None:
    page = '<meta name="date" content="2025-12-25">' + article("<p>18.12.2025</p>")
    assert value(page) == "2025-12-18"


def test_order_of_numbers_is_that_of_the_page() -> None:
    line = "<p>05/06/2025</p>"
    assert value(article(line)) == "unknown"
    assert value(article(line, below="<p>x</p>" * 9 + "<p>26/10/2018</p>")) == "2025-06-05"


@pytest.mark.parametrize("count", [2, 5_000])
def test_marked_times_that_disagree_are_of_teasers(count: int) -> None:
    times = "".join(
        f"<time pubdate datetime=2025-12-{n % 28 + 1:02}>x</time>" for n in range(count)
    )
    assert value(article("", below=f"<div class=related>{times}</div>")) == "unknown"


parts = st.sampled_from(
    ["<p>", "</p>", "<h1>", "<time datetime='", "'>", "2025-12-18", "18.12.2025", "Posted on ",
     "<a>", "<div class=comments>", "</div>", "<script>x('2025-12-18')</script>", "<br>",
     "December", "\0"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(parts, min_size=1).map("".join))
def test_any_page_has_a_possible_date_or_none(page: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{page.replace(chr(0), '')}x</body></html>")
    found = read_metadata(tree, TODAY)
    assert found.values.get("published", "2026")[:10] <= "2026-02-02"
