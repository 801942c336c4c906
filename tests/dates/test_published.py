"""The date of publication comes from the page's own words, or is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import from_address, from_dateline, of_text, published
from search.dates.published import order_of, stated_anyhow

TODAY = date(2026, 2, 1)


def value(*lines: str) -> str:
    return str(published(lines, today=TODAY))


@pytest.mark.parametrize(
    "line",
    [
        "Posted on December 18, 2025", "Published: 18.12.2025", "date 2025-12-18 Home > News",
        "Published on Thursday, December 18, 2025", "«Опубликовано 18 декабря 2025 года»",
        "Опубликовано: 18.12.2025 в 16:42", "Опубліковано 18 грудня 2025 року",
        "Апублікавана 18 снежня 2025 года", "Veröffentlicht am 18. Dezember 2025",
        "Publié le 18 décembre 2025", "Opublikowano: 18 grudnia 2025", "18.12.2025, 11:20",
        "Thursday, 18 December 2025", "Дата: 18 декабря 2025 г.", "December 18, 2025 4:10 PM",
    ],
)  # fmt: skip
def test_page_states_its_day(line: str) -> None:
    assert value("News", line) == "2025-12-18"


@pytest.mark.parametrize(
    "line",
    [
        "16.10 20:44", "16.10.2025 20:44 Headline of another article", "© 2025 The Mirror",
        "Updated December 19, 2025", "Posted on December 18", "Posted on December 18, 2030",
        "He was posted to Minsk, and on 18 December 2025 he left.", "782",
    ],
)  # fmt: skip
def test_other_lines_state_nothing(line: str) -> None:
    assert value(line) == "unknown"


def test_lines_that_disagree_cancel_each_other() -> None:
    assert value("Published 18.12.2025", "Published 19.12.2025") == "unknown"


def test_label_counts_before_a_bare_date() -> None:
    assert value("19.12.2025", "Posted on December 18, 2025") == "2025-12-18"


def test_evidence_is_the_statement() -> None:
    lines = ["date 2025-12-18 Home > News", "Posted on December 18, 2025"]
    assert published(lines, today=TODAY).evidence == "Posted on December 18, 2025"


def test_month_alone_has_the_precision_of_a_month() -> None:
    found = published(["Published December 2025"], today=TODAY)
    assert (found.value, found.precision) == ("2025-12", "month")


def test_day_of_today_is_not_the_future() -> None:
    assert value("Published 01.02.2026") == "2026-02-01"
    assert value("Published 02.02.2026") == "unknown"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.org/2025/12/18/title", "2025-12-18"),
        ("https://x.org/news/2025/12/8/", "2025-12-08"),
        ("https://x.org/news/20251218/title?rss=1", "2025-12-18"),
        ("https://x.org/a-2025-12-18.html", "2025-12-18"),
        ("https://x.org/18-12-2025/a.html", "2025-12-18"),
        ("https://x.org/2025/12/title", "unknown"),
        ("https://x.org/2025/13/18/", "unknown"),
        ("https://x.org/2031/12/18/title", "unknown"),
        ("https://x.org/120251218120908039/title", "unknown"),
        ("https://x.org/1812/12/18/borodino", "unknown"),
        ("", "unknown"),
    ],
)
def test_address_tells_the_day(url: str, expected: str) -> None:
    assert str(from_address(url, today=TODAY).date) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("МИНСК, 18 декабря. /Вести/. Мост открыт. Фото от 16.12.2025.", "2025-12-18"),
        ("RIGA, Dec 18 (Wire) - It rained, as it had on 12 December 2025.", "2025-12-18"),
        ("КИЇВ, 2 січня (Лінія) — Дощ. Оновлено 30.12.2025", "2026-01-02"),
        ("МИНСК, 18 декабря. /Вести/. Мост открыт.", "unknown"),
        ("МИНСК, 18 декабря. /Вести/. Мост строили с 3 мая 2019 года.", "unknown"),
        ("Мост открыли 18 декабря, а начали 16.12.2025.", "unknown"),
        ("The Riga bridge opened on 18 December 2025.", "unknown"),
        ("", "unknown"),
    ],
)
def test_dateline_tells_the_day_where_the_text_has_its_year(body: str, expected: str) -> None:
    assert str(from_dateline(body, today=TODAY).date) == expected


def test_address_counts_before_the_dateline() -> None:
    body = "RIGA, Dec 18 (Wire) - It rained on 17 December 2025."
    assert of_text(body, "https://x.org/2025/12/19/a", today=TODAY).value == "2025-12-19"
    assert of_text(body, None, today=TODAY).value == "2025-12-18"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("28 Juin 2019", "2019-06-28"), ("26 Okt 2018", "2018-10-26"),
        ("15 ottobre 2020", "2020-10-15"), ("15 octubre, 2020", "2020-10-15"),
        ("Outubro 15, 2020", "2020-10-15"), ("15 октомври 2020", "2020-10-15"),
        ("2020年7月3日", "2020-07-03"), ("2020. 3. 4.", "2020-03-04"),
        ("١٥ أكتوبر ٢٠٢٠", "2020-10-15"), ("26.10.18", "2018-10-26"), ("26/10/18", "2018-10-26"),
        ("05/06/2020", ""), ("version 2.10.1", ""),
    ],
)  # fmt: skip
def test_header_of_a_page_is_read_in_any_language(line: str, expected: str) -> None:
    assert "".join(one.value for one in stated_anyhow(line)[:1]) == expected


def test_order_of_day_and_month_is_told_by_another_date_of_the_page() -> None:
    assert order_of(["05/06/2020", "26/10/2018"]) is True
    assert order_of(["05/06/2020", "10/26/2018"]) is False
    assert order_of(["05/06/2020"]) is None
    assert order_of(["26/10/2018", "10/26/2018"]) is None
    assert stated_anyhow("05/06/2020", day_first=True)[0].value == "2020-06-05"
    assert stated_anyhow("05/06/2020", day_first=False)[0].value == "2020-05-06"


@given(st.text(max_size=200), st.text("0123456789/.-:?=& ", max_size=60))
def test_any_text_is_a_date_or_none(text: str, url: str) -> None:
    for found in (from_address(url, today=TODAY), from_dateline(text, today=TODAY)):
        assert found.date.value is None or found.date.days is not None
    assert all(one.start < one.end for one in stated_anyhow(text))
    published([text], today=TODAY)
