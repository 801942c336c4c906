"""Source, agency, authors and editors come from the places that state them, or from nowhere."""

from __future__ import annotations

import pytest

from search.documents import Removed
from search.sources.attribution import Attribution, agency_name, attribute

PROSE = "The council voted on Tuesday to dredge the channel."


def lines(*texts: str) -> tuple[Removed, ...]:
    return tuple(Removed(text, "byline") for text in texts)


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("LONDON, Dec 12 (Northgate) - Grain rose.", "Northgate"),
        ("Dec 18 (Reuters) - Grain rose.", "Reuters"),
        ("ODESA/CONSTANTA, Nov 20 (Northgate) - Seven ships left.", "Northgate"),
        ("РИГА, 12 декабря. /Вестовой/. Суд открыл дело.", "Вестовой"),
        ("МОСКВА, 12 декабря. /ТАСС/. Суд открыл дело.", "TASS"),
        ("КИЇВ, 12 грудня (Дніпролінія) — Суд відкрив справу.", "Дніпролінія"),
        ("МІНСК, 12 снежня (БелФакт). Суд пачаў справу.", "БелФакт"),
        ("МИНСК, 12 декабря (Рейтер) — Суд открыл дело.", "Reuters"),
    ],
)
def test_dateline_names_the_agency(dateline: str, agency: str) -> None:
    found = attribute("", f"{dateline}\n{PROSE}", ())
    assert found.agency == agency
    assert found.evidence["agency"] in dateline


def test_mark_at_the_end_names_a_known_agency_or_a_source() -> None:
    assert attribute("", f"{PROSE} (БТА)", ()).agency == "БТА"
    found = attribute("", f"{PROSE} /TASS/", ())
    assert (found.source, found.agency, found.evidence) == (None, "TASS", {"agency": "/TASS/"})
    assert attribute("", f"{PROSE} /Telegraph/", ()).source == "Telegraph"


def test_brackets_at_the_end_that_name_no_agency_are_prose() -> None:
    assert attribute("", f"{PROSE} (see map)", ()) == Attribution()


def test_agency_that_is_only_spoken_to_is_no_attribution() -> None:
    assert attribute("", "Официальные лица сообщили Reuters, что канал углубят.", ()).agency is None
    assert attribute("", "Officials told Reuters that the channel is closed.", ()).agency is None


def test_agency_that_the_text_cites_is_told() -> None:
    body = "The price rose, according to the government-owned Belta news agency."
    assert attribute("", body, ()).agency == "BelTA"


def test_publisher_byline_and_credits_are_read_from_removed_lines() -> None:
    cut = lines(
        "Published by Delta Review",
        "By Ana Pop",
        "(Reporting by Ana Pop in Sulina and Ion Marin; Editing by Dan Rusu)",
    )
    found = attribute("", PROSE, cut)
    assert found.source == "Delta Review"
    assert found.authors == ("Ana Pop", "Ion Marin")
    assert found.editors == ("Dan Rusu",)
    assert set(found.evidence) == {"source", "authors", "editors"}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Автор: Полина Сахарова", ("Полина Сахарова",)),
        ("Материал подготовила Клара Вознюк", ("Клара Вознюк",)),
        ("By Owen Tranter in Luhavets", ("Owen Tranter",)),
        ("By Ana Pop and Ion Marin", ("Ana Pop", "Ion Marin")),
        ("By train to Sulina", ()),
    ],
)
def test_byline_in_several_languages(line: str, names: tuple[str, ...]) -> None:
    assert attribute("", PROSE, lines(line)).authors == names


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("Глеб Ремизов", ("Глеб Ремизов",)),
        ("Соломія Гайдук, Ізмаїл", ("Соломія Гайдук",)),
        ("Для Бондаря, который ждал, это конец.", ()),
        ("Конец", ()),
    ],
)
def test_signature_is_a_line_of_its_own(last: str, names: tuple[str, ...]) -> None:
    assert attribute("", f"{PROSE}\n{last}", ()).authors == names


def test_page_names_itself_behind_the_photographer() -> None:
    cut = lines("ДЕЛЬТА-ВОСТОК", "Фото: Ян Рус / Дельта-Восток", "Источник: Вестовой")
    found = attribute("", PROSE, cut)
    assert (found.source, found.agency) == ("Дельта-Восток", "Вестовой")


def test_lines_about_other_articles_are_not_read() -> None:
    other = (Removed("By Ana Pop", "other articles"),)
    assert attribute("", PROSE, other) == Attribution()


def test_nothing_stated_gives_nothing() -> None:
    assert attribute("Title", "", ()) == Attribution()
    assert attribute("Title", PROSE, ()) == Attribution()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("Рейтер", "Reuters"), ("БЕЛТА", "BelTA"), ("Интерфакс", "Interfax"), ("Northgate", None)],
)
def test_spellings_of_an_agency_are_one(spelling: str, name: str | None) -> None:
    assert agency_name(spelling) == name
