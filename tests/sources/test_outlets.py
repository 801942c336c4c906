"""Spellings of one outlet are one value; what only resembles an outlet is none."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sources.attribution import Outlet, OutletError, Outlets, outlets_of, own_outlets


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("BelTA", "BelTA"), ("Belta", "BelTA"), ("БелТА", "BelTA"), ("БЕЛТА", "BelTA"),
        ("Белтой", "BelTA"), ("Белту", "BelTA"), ("Belty", "BelTA"), ("Beltą", "BelTA"),
        ("«БелТА»", "BelTA"), ("агентство «Белта»", "BelTA"), ("Belta news agency", "BelTA"),
        ("Рейтер", "Reuters"), ("Рэйтэр", "Reuters"), ("the Reuters news agency", "Reuters"),
        ("Reutersa", "Reuters"), ("РИА Новости", "RIA Novosti"), ("РИА «Новости»", "RIA Novosti"),
        ("RIA", "RIA Novosti"), ("РИА Новостей", "RIA Novosti"), ("Укринформом", "Ukrinform"),
        ("Укрінформу", "Ukrinform"), ("Интерфакс-Украина", "Interfax-Ukraine"),
        ("Интерфакса", "Interfax"), ("ТАССом", "TASS"), ("PAP-u", "PAP"), ("AFP's", "AFP"),
        ("l'AFP", "AFP"), ("Известиям", "Izvestia"), ("«Известиями»", "Izvestia"),
        ("Коммерсанта", "Kommersant"), ("Новой газетой", "Novaya Gazeta"),
        ("Новая газета Европа", "Novaya Gazeta Europe"), ("Gazety Wyborczej", "Gazeta Wyborcza"),
        ("Українською правдою", "Ukrainska Pravda"), ("dem Spiegel", "Der Spiegel"),
        ("the Guardian", "The Guardian"), ("New York Times", "The New York Times"),
        ("Звязды", "Zviazda"), ("agencja PAP", "PAP"), ("Nachrichtenagentur dpa", "dpa"),
    ],
)  # fmt: skip
def test_spellings_cases_and_quotes_find_the_entry(spelling: str, name: str) -> None:
    assert own_outlets().canonical(spelling) == name


@pytest.mark.parametrize(
    "text",
    [
        "Reuters Institute", "Associated Press v. Meridian", "BBC Symphony Orchestra", "Belt",
        "улица Телеграф", "Telegraph", "Times", "Правдин", "Northgate", "", "«»", "a" * 5000,
        "Interfaxing", "Известный",
    ],
)  # fmt: skip
def test_lookalikes_are_no_outlets(text: str) -> None:
    assert own_outlets().find(text) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.belta.by/politics/1", "BelTA"), ("https://eng.belta.by/x", "BelTA"),
        ("tass.ru", "TASS"), ("https://edition.cnn.com/2025/a.html", "CNN"),
        ("https://nottass.ru", None), ("https://example.org/tass.ru", None), ("http://[", None),
    ],
)  # fmt: skip
def test_host_tells_the_outlet(address: str, name: str | None) -> None:
    found = own_outlets().of_host(address)
    assert (found.name if found else None) == name


def test_table_is_large_and_has_no_spelling_or_host_twice() -> None:
    rows = list(own_outlets())
    assert len(rows) >= 350
    names = Counter(
        name.casefold()
        for row in rows
        for name in {row.name.casefold()}.union(spelling.casefold() for spelling in row.spellings)
    )
    assert [name for name, count in names.items() if count > 1] == []
    hosts = Counter(host for row in rows for host in row.hosts)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_every_spelling_of_the_table_finds_its_own_row() -> None:
    table = own_outlets()
    for row in table:
        for spelling in (row.name, *row.spellings):
            found = table.find(spelling)
            assert found is not None
            assert found.name == row.name, spelling


def test_user_adds_outlets_and_spellings(tmp_path: Path) -> None:
    file = tmp_path / "outlets.tsv"
    file.write_text(
        "# mine\nRiver News\tsite\tLV\tРечные новости|Upes ziņas\triver.example\n"
        "Reuters (London)\tagency\tGB\tReuters\n",
        encoding="utf-8",
    )
    table = own_outlets().extended(file)
    assert table.canonical("Речных новостей") == "River News"
    assert table.canonical("Reuters") == "Reuters (London)"
    assert table.of_host("https://www.river.example/1") == Outlet(
        "River News", "site", "LV", ("Речные новости", "Upes ziņas"), ("river.example",)
    )
    assert own_outlets().canonical("Reuters") == "Reuters"


@pytest.mark.parametrize("row", ["River News\tblog", "\tsite", "River News"])
def test_row_that_is_none_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "outlets.tsv"
    file.write_text(f"# mine\n{row}\n", encoding="utf-8")
    with pytest.raises(OutletError, match="line 2"):
        own_outlets().extended(file)
    with pytest.raises(OutletError, match="cannot be read"):
        own_outlets().extended(tmp_path / "nothing.tsv")


@given(st.text(max_size=60), st.integers(0, 60))
def test_match_is_a_stretch_of_the_text(text: str, start: int) -> None:
    found = own_outlets().at(text, min(start, len(text)))
    assert found is None or 0 <= start <= found.start < found.end <= len(text)


def test_names_without_a_table_stay_as_they_are() -> None:
    assert Outlets(()).canonical("  Delta   Review ") == "Delta Review"


def test_file_in_the_folder_of_an_index_is_read_again_when_it_changes(tmp_path: Path) -> None:
    assert outlets_of(tmp_path) is own_outlets()
    file = tmp_path / "outlets.tsv"
    file.write_text("River News\tsite\tLV\tUpes\n", encoding="utf-8")
    assert outlets_of(tmp_path).canonical("Upes") == "River News"
    assert outlets_of(tmp_path) is outlets_of(tmp_path)
    file.write_text("Delta News\tsite\tLV\tUpes\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert outlets_of(tmp_path).canonical("Upes") == "Delta News"
