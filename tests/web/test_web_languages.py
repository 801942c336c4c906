"""The page speaks the reader's language, with its plurals, months and names of languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.encoder_records import NO_VECTORS
from search.partial_dates import parse_iso
from search.results import Notice
from search.wanting import SOFTENED
from web import labels
from web.locale import SUPPORTED, choose, page_language

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("hl", "cookie", "accepted", "expected"),
    [
        ("ru", "uk", [("be", 1.0)], "ru"),
        ("xx", "uk", [("be", 1.0)], "uk"),
        (None, None, [("fr", 1.0), ("be-BY", 0.8), ("ru", 0.5)], "be"),
        (None, None, [("ru", 0.0)], "en"),
        (None, "nonsense", [], "en"),
        ("ru-RU", None, [], "ru"),
    ],
)
def test_the_address_wins_then_the_cookie_then_the_browser(
    hl: str | None, cookie: str | None, accepted: list[tuple[str, float]], expected: str
) -> None:
    assert choose(hl, cookie, accepted) == expected


def test_the_chosen_language_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="en" dir="ltr">' in client.get("/").get_data(as_text=True)
    client.get("/?hl=uk")
    assert '<html lang="uk" dir="ltr">' in client.get("/").get_data(as_text=True)


def test_accept_language_is_heard(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "de,ru;q=0.8,en;q=0.5"})
    assert '<html lang="ru"' in page.get_data(as_text=True)
    assert "Accept-Language" in page.headers["Vary"]


def test_interface_language_does_not_change_the_results(client: FlaskClient) -> None:
    found = [client.get(f"/search.json?q=big+deal&hl={hl}").get_json() for hl in SUPPORTED]
    assert len({str([hit["id"] for hit in one["hits"]]) for one in found}) == 1


def test_every_message_is_translated_and_compiled() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ["1 article found", "2 articles found", "5 articles found", "21 articles found"]),
        ("ru", ["Найдена 1 статья", "Найдено 2 статьи", "Найдено 5 статей", "Найдена 21 статья"]),
        ("uk", ["Знайдено 1 статтю", "Знайдено 2 статті", "Знайдено 5 статей",
                "Знайдено 21 статтю"]),
        ("be", ["Знойдзены 1 артыкул", "Знойдзена 2 артыкулы", "Знойдзена 5 артыкулаў",
                "Знойдзены 21 артыкул"]),
    ],
)  # fmt: skip
def test_plurals_are_those_of_the_language(code: str, expected: list[str]) -> None:
    speech = page_language(code)
    told = [
        speech.ngettext("%(num)s article found", "%(num)s articles found", count)
        for count in (1, 2, 5, 21)
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("en", "2025", "2025"),
        ("en", "2025-12", "December 2025"),
        ("en", "2025-12-18", "December 18, 2025"),
        ("ru", "2025-12-18", "18 декабря 2025"),
        ("ru", "2025-12", "Декабрь 2025"),
        ("uk", "2025-12", "Грудень 2025"),
        ("en", "2025-12-18T10:15+03:00", "December 18, 2025, 10:15"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(code: str, value: str, expected: str) -> None:
    moment = parse_iso(value)
    assert moment is not None
    assert page_language(code).date(moment).startswith(expected)


def test_languages_are_named_in_the_readers_language() -> None:
    assert page_language("en").language_name("be") == "Belarusian"
    assert page_language("ru").language_name("be") == "Белорусский"
    assert page_language("ru").language_name("unknown") == "Язык неизвестен"


def test_warnings_are_translated_by_their_code() -> None:
    ru = page_language("ru")
    relaxed = Notice("relaxed", "English", {"minimum": 2, "total": 3})
    assert "хотя бы 2" in labels.warning(ru, relaxed)
    assert "по смыслу" in labels.warning(ru, SOFTENED)
    assert labels.warning(page_language("en"), SOFTENED) == SOFTENED.message
    assert "нет векторов" in labels.warning(ru, NO_VECTORS)
    missing = Notice("no-such-value", "English", {"facet": "source", "value": "100 % <b>"})
    assert "«100 % <b>»" in labels.warning(ru, missing)
    assert labels.warning(ru, Notice("new-one", "As it is.")) == "As it is."


def test_a_warning_stands_on_the_page(client: FlaskClient) -> None:
    page = client.get("/search?source=Нигде&hl=ru").get_data(as_text=True)
    assert "Нет статей из источника «Нигде»." in page
