"""The tables of names are sound, and know the names of all languages."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from search.people.names.given import full_names, given_names, table_names
from search.people.names.patronymics import father
from search.people.names.pinyin import palladius
from search.people.names.sounds import rows
from search.people.names.tables import data_lines


@pytest.mark.parametrize(
    "forms",
    [
        ("Александр", "Alexander", "Аляксандр", "Oleksandr", "Aleksander", "Alexandre"),
        ("Сергей", "Сергій", "Сяргей", "Siarhei", "Serhii", "Siergiej"),
        ("Владимир", "Володимир", "Уладзімір", "Uladzimir", "Wladimir"),
        ("Пётр", "Петро", "Пятро", "Peter", "Pierre"),
        ("Мухаммед", "Mohammed", "Магомед", "Mehmet"),
        ("Элизабет", "Elizabeth", "Елизавета"),
    ],
)
def test_forms_of_one_name(forms: tuple[str, ...]) -> None:
    names = [{one.canonical for one in given_names(form)} for form in forms]
    assert set.intersection(*names)


def test_table_is_large_and_well_formed() -> None:
    lines = list(data_lines("given_names.tsv"))
    assert len({line.split("\t")[0] for line in lines}) >= 600
    for line in lines:
        canonical, sex, spellings, *irregular = line.split("\t")
        assert canonical
        assert sex in ("m", "f")
        assert len(irregular) <= 1
        for form in spellings.split("|"):
            assert form.strip() == form != ""
            assert not (re.search("[A-Za-z]", form) and re.search("[а-яА-Я]", form)), form


def test_nicknames_stand_for_names_of_the_table() -> None:
    canonicals = {line.split("\t")[0] for line in data_lines("given_names.tsv")}
    for line in data_lines("nicknames.tsv"):
        assert canonicals & set(line.split("\t")[1].split("|")), line
    assert full_names("Bill") == {"william", "wilhelm"}


def test_oblique_forms_are_known() -> None:
    assert [one.nominative for one in table_names("Сергеем")] == [False]
    assert {one.canonical for one in table_names("Льва")} == {"leo"}


@pytest.mark.parametrize(
    ("patronymic", "canonical"),
    [
        ("николаевич", "mikalai"), ("mikalaevich", "mikalai"), ("мікалаеўна", "mikalai"),
        ("ильич", "ilya"), ("львович", "leo"), ("петровна", "peter"), ("сергіївна", "sergey"),
        ("юрьевич", "yuri"), ("yuriyovych", "yuri"), ("рыгоравіч", "grzegorz"),
    ],
)  # fmt: skip
def test_father_is_found_in_the_patronymic(patronymic: str, canonical: str) -> None:
    assert canonical in father(patronymic).canonicals


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("lukashenko", "лукашенко"), ("khrushchev", "хрущёв"), ("jelzin", "ельцин"),
        ("poutine", "путин"), ("churchill", "черчилль"), ("trump", "трамп"), ("bush", "буш"),
        ("coale", "коул"), ("sarkozy", "саркози"), ("berlusconi", "берлускони"),
    ],
)  # fmt: skip
def test_one_of_the_readings_sounds_like_the_other_alphabet(latin: str, cyrillic: str) -> None:
    assert rows(cyrillic)[0].sounds in {row.sounds for row in rows(latin)} | {
        row.sounds.replace("é", "ö") for row in rows(latin)
    }


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("jinping", "цзиньпин"), ("enlai", "эньлай"), ("xiaoping", "сяопин"), ("zedong", "цзэдун")],
)
def test_pinyin_becomes_the_russian_spelling(latin: str, cyrillic: str) -> None:
    assert palladius(latin) == rows(cyrillic)[0].sounds


@pytest.mark.parametrize("word", ["smith", "путин", "", "schröder"])
def test_other_words_are_no_pinyin(word: str) -> None:
    assert palladius(word) == ""


def test_every_rule_of_the_orthographies_compiles() -> None:
    path = files("search.people").joinpath("data", "orthographies.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, pattern, _ = line.split("\t")
            re.compile(pattern.removeprefix("+"))
