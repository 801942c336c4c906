"""Odd and hostile texts: attribution never raises, invents nothing, and stays linear."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Removed
from search.sources.attribution import PageSigns, attribute, own_outlets, stated_authors

SCRAPS = st.sampled_from([
    "By ", "Reuters", "(AP)", " - ", "МИНСК, ", "18 декабря", "/ТАСС/", "сообщает ", "«", "»", "\n",
    "according to the ", "Anna Pop", "Автор: ", "; Editing by ", "© 2025 ", "@", "\x00", "\u202e",
    "\ud800", ".", ",", "l'", "ё", "агентство ",
])  # fmt: skip


@given(st.lists(SCRAPS | st.text(max_size=8), max_size=30), st.lists(SCRAPS, max_size=8))
def test_any_text_is_read_and_evidence_stands_in_it(body: list[str], cut: list[str]) -> None:
    text, line = "".join(body), "".join(cut)
    found = attribute("", text, (Removed(line, "byline"),), page=PageSigns(line, line[:20]))
    whole = " ".join(f"{text}\n{line}".split())
    assert set(found.evidence) <= {"source", "agency", "authors", "editors"}
    for words in found.evidence.values():
        assert all(" ".join(one.split()) in whole for one in words.split("; ")) or "; " in whole


@pytest.mark.parametrize(
    "unit",
    [
        "A", "Anna ", "By Anna Pop and ", "according to the ", "the news agency ", "(", "/",
        "1 1 1 ", "сообщает агентство ", "Reuters reported ", "«", "\n", "By Anna Pop\n", "l'",
        ", ", "A.",
        "МИНСК, ", "18 декабря ", "Reuters ", "Editing by ", "; ", "Фото: ", "А-", "© ", "| ",
    ],
)  # fmt: skip
def test_long_runs_of_one_thing_are_read(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    cut = (Removed(text[:100_000], "byline"), *(Removed(unit, "menu") for _ in range(2_000)))
    found = attribute("", text, cut)
    assert len(found.authors) < 100


@pytest.mark.parametrize(
    "line", ["Photo: A / River {}", "Anna Pop", "20.01.2026 13:47", "By Ann Pop"]
)
def test_pages_of_very_many_lines_are_read(line: str) -> None:
    cut = [Removed(line.format(number), "menu") for number in range(50_000)]
    mixed = [Removed(one.text, reason) for one in cut for reason in ("menu", "other articles")]
    assert attribute("", "It is done.", mixed).agency is None


def test_random_words_say_nothing() -> None:
    rng = random.Random(5)
    words = ["river", "harbour", "council", "vote", "dredge", "Monday", "Sulina", "ship"]
    for _ in range(50):
        text = " ".join(rng.choices(words, k=200)) + "."
        found = attribute("", text, ())
        assert (found.source, found.agency, found.authors, found.editors) == (None, None, (), ())


def test_headline_on_top_of_a_page_is_no_publisher() -> None:
    cut = (Removed("Big deal", "title"), Removed("News", "menu"))
    assert attribute("Big deal", "It is done.", cut, page=PageSigns("Big deal")).source is None


@pytest.mark.parametrize(
    ("page", "source"),
    [
        (PageSigns("Big deal | The Herald"), "The Herald"),
        (PageSigns("Big deal – Белта"), "BelTA"),
        (PageSigns("Big deal", address="https://www.belta.by/1"), "BelTA"),
        (PageSigns("LK-12", masthead="THE HERALD"), "The Herald"),
        (PageSigns("Big deal - what we know"), None),
    ],
)
def test_page_tells_its_publisher(page: PageSigns, source: str | None) -> None:
    cut = (Removed("The Herald", "menu"), Removed("News", "menu"))
    assert attribute("Big deal", "It is done.", cut, page=page).source == source


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (("RIVER LEDGER", "News", "© River Ledger, 2025"), "River Ledger"),
        (("RIVER LEDGER | news of the delta", "News"), "River Ledger"),
        (("Речной-Вестник. Портал", "Лента", "Фото: архив «Речного-Вестника»"), "Речной-Вестник"),
        (("THE RIVER LEDGER", "News", "© River Ledger, 2025"), "The River Ledger"),
        (("Портал «Река»", "Лента", "© Портал «Река», 2025"), "Портал «Река»"),
        (("«Река»", "Лента", "© «Река», 2025"), "Река"),
        (("Belta", "Лента"), "BelTA"),
        (("News", "News | Sport | Weather", "More news"), None),
        (("Главная | Спорт", "Новости"), None),
        (("Войти", "782"), None),
        (("Anna Pop", "17:30"), None),
    ],
)
def test_masthead_needs_to_be_said_again(lines: tuple[str, ...], source: str | None) -> None:
    cut = tuple(Removed(line, "menu") for line in lines)
    assert attribute("Big deal", "It is done.", cut).source == source


def test_chain_has_all_that_the_lead_cites_the_nearest_first() -> None:
    body = "The price rose, Interfax reported, citing Reuters and, according to BBC, fell."
    assert attribute("", body, ()).chain == ("Interfax", "Reuters", "BBC")


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        (["Jane Roe"], ("Jane Roe",)),
        (["By Jane Roe, Chief Correspondent"], ("Jane Roe",)),
        (["Jane Roe and Ion Marin"], ("Jane Roe", "Ion Marin")),
        (["Jane Roe", "Jane Roe", "Ion Marin"], ("Jane Roe", "Ion Marin")),
        (["jane.roe@post.example Jane Roe"], ("Jane Roe",)),
        (["Мандрык"], ("Мандрык",)),
        (["admin"], ()), (["Редакция"], ()), (["https://post.example/jane"], ()), (["@jane"], ()),
        (["post.example"], ()), (["River Post"], ()), (["Reuters"], ()), (["БелТА"], ()),
        ([""], ()),
    ],
)  # fmt: skip
def test_stated_authors_are_persons(stated: list[str], names: tuple[str, ...]) -> None:
    def is_outlet(name: str) -> bool:
        return own_outlets().find(name) is not None

    assert stated_authors(stated, is_outlet, site="River Post") == names


def test_one_name_beside_a_date_signs_and_several_comment() -> None:
    one = [Removed(text, "page furniture") for text in ("20.01.2026 13:47", "Анна Ли, Одесса")]
    more = [*one, Removed("Иван Ян", "page furniture"), Removed("20.01.2026 13:50", "time stamp")]
    assert attribute("", "Порт открыли.", one).authors == ("Анна Ли",)
    assert attribute("", "Порт открыли.", more).authors == ()
