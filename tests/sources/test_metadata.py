"""What a page states of its article: which of several statements wins, and what is no date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sources.attribution import page_signs
from search.sources.metadata import Metadata, read_metadata
from search.sources.page_dates import moment_of


def read(page: str) -> Metadata:
    return read_metadata(lxml.html.document_fromstring(f"<html>{page}</html>"), date(2026, 1, 1))


def json_ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Deal &amp; no deal",
    "author": [{"@type": "Person", "name": "Anna Petrova"}, "Ben Cole"],
    "publisher": {"@type": "Organization", "name": "The Herald"},
    "datePublished": "2025-12-18",
}


@pytest.mark.parametrize(
    "value",
    [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]},
     {"@type": "WebPage", "mainEntity": ARTICLE},
     {**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]}],
)  # fmt: skip
def test_json_ld_is_read_in_all_its_shapes(value: Any) -> None:
    found = read(json_ld(value) + "<title>Other</title>")
    assert found.values == {
        "title": "Deal & no deal", "source": "The Herald", "published": "2025-12-18",
    }  # fmt: skip
    assert found.authors == ("Anna Petrova", "Ben Cole")
    assert found.evidence["published"] == "JSON-LD datePublished"


def test_json_ld_of_the_canonical_address_is_the_article() -> None:
    other = {**ARTICLE, "headline": "Teaser", "url": "https://x.org/2"}
    mine = {**ARTICLE, "mainEntityOfPage": {"@id": "https://x.org/1"}}
    page = '<link rel="canonical" href="https://x.org/1">' + json_ld([other, mine])
    assert read(page).values["title"] == "Deal & no deal"


def test_broken_json_ld_is_ignored() -> None:
    page = '<script type="application/ld+json">{"@type": </script>' + json_ld(ARTICLE)
    assert read(page).values["title"] == "Deal & no deal"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:title" content="T - The Herald">', "T"),
        ("<title>The Herald :: T</title>", "T"),
        ("<title>T – part two | Other</title><h1>T – part two</h1><h1>x</h1>", "T – part two"),
        ("<title>Jean-Luc wins | Other</title>", "Jean-Luc wins | Other"),
    ],
)
def test_title_loses_the_name_of_its_site(head: str, expected: str) -> None:
    site = '<meta property="og:site_name" content="The Herald">'
    assert read(site + head).values["title"] == expected


@pytest.mark.parametrize(
    "name", ["https://x.org/anna", "/anna", "herald.example", "admin", "The Herald", "x@y.org"]
)
def test_what_is_no_person_is_no_author(name: str) -> None:
    site = '<meta property="og:site_name" content="The Herald">'
    assert read(f'{site}<meta name="author" content="{name}">').authors == ()


def test_organisation_is_no_author() -> None:
    author = {"@type": "Organization", "name": "Newsroom"}
    assert read(json_ld({**ARTICLE, "author": author})).authors == ()


def test_author_is_found_in_markup() -> None:
    assert read('<body><a rel="author" href="/a">Anna  Petrova</a>').authors == ("Anna Petrova",)
    many = "".join(f'<a rel="author" href="/{n}">Name {n}</a>' for n in range(9))
    assert read(f"<body>{many}").authors == ()


def test_address_is_absolute_or_none() -> None:
    assert read('<link rel="canonical" href="/1">').values == {}
    assert read('<link rel="canonical" href="javascript:x">').values == {}
    page = '<base href="https://x.org/"><link rel="canonical" href="/1">'
    assert read(page).values["url"] == "https://x.org/1"


@pytest.mark.parametrize(
    ("page", "evidence"),
    [
        ('<meta name="date" content="2025-12-18">', "meta name date"),
        ('<meta name="DC.date.issued" content="2025-12-18">', "meta name DC.date.issued"),
        ('<meta itemprop="datePublished" content="2025-12-18">', "meta itemprop datePublished"),
        ('<body><time itemprop="datePublished" datetime="2025-12-18">', "itemprop datePublished"),
        ('<body><time pubdate datetime="2025-12-18">', "time pubdate"),
        ('<body><article><time datetime="2025-12-18">', "time inside the article"),
    ],
)
def test_date_is_found_in_metadata(page: str, evidence: str) -> None:
    found = read(page)
    assert (found.values["published"], found.evidence["published"]) == ("2025-12-18", evidence)


@pytest.mark.parametrize(
    "page",
    [
        '<meta property="article:modified_time" content="2025-12-18">',
        '<body><time datetime="2025-12-18">outside',
        '<body><article><time class="updated" datetime="2025-12-18">',
        '<body><article><time datetime="2025-12-18">a<time datetime="2025-12-17">b',
        "<body><article>18 December 2025",
        '<meta name="date" content="1970-01-01T00:00:00Z">',
        '<meta name="date" content="soon">',
        '<meta name="date" content="03/04/2025">',
    ],
)
def test_what_states_no_publication_is_no_date(page: str) -> None:
    found = read(page)
    assert "published" not in found.values
    assert found.warnings == []


def test_date_in_the_future_is_left_out_with_a_warning() -> None:
    page = '<meta name="{}" content="{}">'
    found = read(page.format("pubdate", "2026-01-03") + page.format("date", "2025-12-18"))
    assert found.values["published"] == "2025-12-18"
    assert "2026-01-03" in found.warnings[0]
    assert read(page.format("date", "2026-01-02")).values["published"] == "2026-01-02"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-18T10:15:00.000Z", "2025-12-18T10:15:00+00:00"),
        ("2025-12-18T10:15+03", "2025-12-18T10:15:00+03:00"),
        ("2025-12-18 10:15:00 UTC", "2025-12-18T10:15:00+00:00"),
        ("Thu, 18 Dec 2025 10:15:00 GMT", "2025-12-18T10:15:00+00:00"),
        ("18.12.2025 10:15", "2025-12-18"),
        ("2025/12/18", "2025-12-18"),
        ("20251218", "2025-12-18"),
        ("2025-12", "2025-12"),
        ("31.02.2025", None),
        ("1766016000", None),
        ("Decorum", None),
        ("", None),
    ],
)
def test_forms_of_dates(text: str, expected: str | None) -> None:
    moment = moment_of(text)
    assert (None if moment is None else str(moment)) == expected


@given(st.text() | st.text("0123456789-:/.TZ+ Dec,"))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or moment.days is not None


def test_big_letters_below_the_name_of_a_page_are_its_title() -> None:
    page = (
        "<html><title>The Lighthouse - No. 12</title><body><table><tr><td><font size=6>"
        "The Lighthouse</font><tr><td><font size=5>Lamp of the pier is lit</font>"
        "<tr><td><font size=2>The keeper lit the lamp on Friday for the first time.</font></table>"
    )
    tree = lxml.html.document_fromstring(page)
    signs = page_signs(tree)
    assert (signs.masthead, signs.headline) == ("The Lighthouse", "Lamp of the pier is lit")
    found = read_metadata(tree, date(2026, 1, 1), headline=signs.headline)
    assert found.values["title"] == "Lamp of the pier is lit"
    assert found.evidence["title"] == "big letters below the name of the page"
