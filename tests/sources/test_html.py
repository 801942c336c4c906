"""Web pages: the article without its surroundings, or all visible text, or a reason."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import Document
from search.sources import html
from search.sources.html import read_html
from search.sources.readings import Reading

PARAGRAPHS = [
    "Во вторник совет города одобрил новый план застройки северного района, сказал мэр.",
    "Работы начнутся весной и продлятся два года, говорится в сообщении городской службы.",
    "Жители района выступали против плана и собрали четыре тысячи подписей за его отмену.",
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>План одобрен | Вестник</title>
<meta charset="utf-8"><meta property="og:site_name" content="Вестник">
<meta property="article:published_time" content="2025-12-18T10:15:00+03:00">
<link rel="canonical" href="https://vestnik.example/1"><meta name="author" content="Анна Петрова">
<style>p {{}}</style><script>var x = "<p>";</script></head><body>
<nav><a href="/">Главная</a> <a href="/n">Новости</a></nav>
<article><h1>План одобрен</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article>
<aside>Читайте также</aside><footer>Все права защищены</footer></body></html>"""


def read(page: str | bytes, today: date = date(2026, 1, 1)) -> Reading:
    data = page.encode() if isinstance(page, str) else page
    return read_html(data, origin="a.html", file="/a.html", id="a.html", today=today)


def test_page_becomes_an_article_with_its_evidence() -> None:
    reading = read(PAGE)
    assert reading.document == Document(
        id="a.html",
        title="План одобрен",
        body="\n".join(PARAGRAPHS),
        url="https://vestnik.example/1",
        source="Вестник",
        authors=("Анна Петрова",),
        published="2025-12-18T10:15:00+03:00",
    )
    assert reading.evidence == {
        "title": "h1",
        "url": "link rel=canonical",
        "source": "meta property og:site_name",
        "authors": "meta name author",
        "published": "meta property article:published_time",
    }
    assert reading.warnings == ()
    assert not reading.pasted


def test_what_was_dropped_from_a_page_is_told_with_reasons() -> None:
    page = html.article_of(PAGE)
    assert page.body == "\n".join(PARAGRAPHS)
    assert {piece.text: piece.reason for piece in page.removed} == {
        "Главная Новости": "page furniture",
        "План одобрен": "title repeated",
        "Читайте также": "other articles",
        "Все права защищены": "rights",
    }


def test_columns_laid_out_as_a_table_are_no_table_of_the_article() -> None:
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = html.article_of(
        "<html><head><title>План одобрен</title></head><body><table><tr><td>Вестник города</td>"
        "</tr><tr><td>Главная<br>Новости<br>Архив</td><td><h1>План одобрен</h1>"
        f"{text}</td><td>Читайте также<br>Мэр Лужин о бюджете</td></tr></table></body></html>"
    )
    assert page.body == "\n".join(PARAGRAPHS)
    assert {"text": "Мэр Лужин о бюджете", "reason": "other articles"} in [
        {"text": piece.text, "reason": piece.reason} for piece in page.removed
    ]


def test_language_of_the_page_is_not_believed() -> None:
    document = read(PAGE).document
    assert document is not None
    assert document.language is None


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_declared_charset_is_honoured(charset: str) -> None:
    reading = read(PAGE.replace('charset="utf-8"', f'charset="{charset}"').encode(charset))
    assert reading.document is not None
    assert reading.document.body == "\n".join(PARAGRAPHS)
    assert reading.warnings == ()


def test_false_charset_is_guessed_with_a_warning() -> None:
    reading = read(PAGE.encode("cp1251"))
    assert reading.document is not None
    assert reading.document.title == "План одобрен"
    assert "windows-1251" in reading.warnings[0]


def test_xml_declaration_does_no_harm() -> None:
    assert read('<?xml version="1.0" encoding="utf-8"?>\n' + PAGE).document == read(PAGE).document


def test_page_without_an_article_gives_its_visible_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_article_text", lambda _text: "")
    reading = read(
        "<body><nav>Menu</nav><div>One <b>bo</b>ld</div><p>Two</p>tail<script>x()</script>"
        "<form>Subscribe</form><ul><li>a<li>b</ul><footer>Rights</footer></body>"
    )
    assert reading.document is not None
    assert reading.document.body == "One bold\nTwo\ntail\na\nb"
    assert "visible text" in reading.warnings[0]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "It is empty."),
        ("  \n", "It is empty."),
        ("<html><body><script>x()</script></body></html>", "No text of an article"),
        ("<!-- only a comment -->", "No text of an article"),
        (b"%PDF-1.4", "PDF"),
    ],
)
def test_page_without_text_is_skipped(page: str | bytes, reason: str) -> None:
    assert reason in (read(page).skipped or "")


def test_failure_of_the_parser_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> str:
        raise RuntimeError

    monkeypatch.setattr(html, "_article_text", fail)
    assert read(PAGE).skipped == "The page cannot be parsed (RuntimeError)."


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "text",
        "<br>" * 120_000,
        "<" * 500_000,
        "<p>" + "word " * 1_000_000,
        "<table><tr><td>" * 3_000 + "x",
        "<title>" + " - a |" * 100_000,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>text",
        "<p title='" + "x" * 2_000_000 + "'>text",
    ],
)
def test_monstrous_page_ends(page: str) -> None:
    reading = read(page)
    assert (reading.document is None) == (reading.skipped is not None)


def test_libraries_stay_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read("<p>x")
        read("<html><body></body></html>")
    assert not [record for record in caplog.records if record.name.startswith("trafilatura")]


pieces = st.sampled_from(
    ["<p>", "</p>", "<html", ">", "<meta name=date content=", "'", '"', "<script>", "<!--", "-->",
     "<time datetime='2025-01-01'>", "text and words", "&#0;", "&#xd800;", "\0", "<svg>",
     "<![CDATA["]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(), st.lists(pieces).map(lambda parts: "".join(parts).encode())))
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    reading = read(data)
    assert (reading.document is None) == (reading.skipped is not None)
    assert not (reading.skipped or "").startswith("The page cannot be parsed")
