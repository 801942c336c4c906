"""Spellings of one name share a key; those of two people do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.people import clean_name, name_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Анна Кравцова", "Ганна Краўцова", "Anna Kravtsova", "Анны Кравцовой", "Анною Кравцовою"),
        ("Николай Гнатюк", "Микола Гнатюк", "Mykola Hnatiuk", "Николаем Гнатюком"),
        ("Александр Гриневич", "Aliaksandr Hrynevich", "Аляксандр Грыневіч", "Oleksandr Hrynevych"),
        ("Сергей Войтеховский", "Сяргей Вайцяхоўскі", "Siarhei Vaitsiakhouski",
         "Сергея Войтеховского", "Сергієм Войтеховським", "Sergei Voitekhovsky"),
        ("Светлана Войтеховская", "Sviatlana Vaitsiakhouskaya", "Светланой Войтеховской"),
        ("Виктор Бабенко", "Віктар Бабенка", "Viktar Babenka", "Бабенко Виктор"),
        ("Alexander Lukashenko", "Alexandre Loukachenko", "Aleksander Łukaszenka"),
        ("John Marlowe", "John Marlow", "Джон Марлоу", "Джоном Марлоу"),
        ("Иван Петрович Громов", "Иван Громов", "Ivan P. Gromov"),
        ("Tatsiana Lahun", "Татьяна Логун", "Тетяна Логун"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert {name_key(one) for one in spellings} == {name_key(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сергей Войтеховский", "Светлана Войтеховская"),
        ("Vaitsiakhouski", "Vaitsiakhouskaya"),
        ("Павел Кирсанов", "Анна Кирсанова"),
        ("John Coale", "John Cole"),
        ("Иван Бондарь", "Сергей Бондарь"),
        ("Иван Бондарь", "Иван Бондаренко"),
        ("Андрей Коваль", "Андрей Ковалёв"),
        ("Максим Кравченко", "Максим Кривченко"),
        ("Alexander Smirnov", "Alexandra Smirnova"),
        ("Олег Минин", "Олег Манин"),
    ],
)
def test_two_people_keep_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [
        (" Mr.  John\u00a0Marlowe ", "John Marlowe"),
        ("г-н «Иван Петров»", "Иван Петров"),
        ("Trump's", "Trump"),
        ("Dr O’Brien", "O'Brien"),
        ("Президент", "Президент"),
        ("", ""),
    ],
)
def test_name_is_freed_of_titles_and_quotes(given_text: str, clean: str) -> None:
    assert clean_name(given_text) == clean


@given(st.text(max_size=40))
def test_any_text_has_a_key(text: str) -> None:
    assert name_key(text) == name_key(text)
    assert clean_name(clean_name(text)) == clean_name(clean_name(clean_name(text)))
