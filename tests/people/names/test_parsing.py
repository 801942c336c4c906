"""Names are taken apart whatever their order and alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.people.names import keys, parse


@pytest.mark.parametrize(
    ("text", "given_name", "patronymic", "surname"),
    [
        ("Александр Лукашенко", "Александр", "", "Лукашенко"),
        ("Лукашенко Александр", "Александр", "", "Лукашенко"),
        ("Александр Григорьевич Лукашенко", "Александр", "Григорьевич", "Лукашенко"),
        ("Лукашенко Александр Григорьевич", "Александр", "Григорьевич", "Лукашенко"),
        ("Aliaksandr Ryhoravich LUKASHENKA", "Aliaksandr", "Ryhoravich", "LUKASHENKA"),
        ("Ганна Міхайлаўна Сакалоўская", "Ганна", "Міхайлаўна", "Сакалоўская"),
        ("Марія Юріївна Волконська", "Марія", "Юріївна", "Волконська"),
        ("Николай Васильевич Сергеевич", "Николай", "Васильевич", "Сергеевич"),
        ("Александр Гриневич", "Александр", "", "Гриневич"),
        ("Анна Сергеевна", "Анна", "Сергеевна", ""),
        ("LEE Chang Ho", "Chang Ho", "", "LEE"),
        ("Xi Jinping", "Jinping", "", "Xi"),
        ("Си Цзиньпин", "Цзиньпин", "", "Си"),
        ("Ким Чен Ын", "Чен Ын", "", "Ким"),
        ("Ван И", "И", "", "Ван"),
        ("Orbán Viktor", "Viktor", "", "Orbán"),
        ("Ursula von der Leyen", "Ursula", "", "von der Leyen"),
        ("George Walker Bush", "George", "", "Bush"),
        ("Лукашенко", "", "", "Лукашенко"),
        ("г-н Иван Петров", "Иван", "", "Петров"),
        ("Alexander (Alexandr) Grigorievich LUKASHENKO", "Alexander", "Grigorievich", "LUKASHENKO"),
        ("Dmitry «Goblin» Puchkov", "Dmitry", "", "Puchkov"),
        ("Роман Лепа / Роман Лепа", "Роман", "", "Лепа"),
    ],
)
def test_parts_of_a_name(text: str, given_name: str, patronymic: str, surname: str) -> None:
    name = parse(text)
    assert (name.given, name.patronymic, name.surname) == (given_name, patronymic, surname)


@pytest.mark.parametrize(
    ("text", "initials", "surname"),
    [
        ("А. Г. Лукашенко", ("А", "Г"), "Лукашенко"),
        ("А.Г.Лукашенко", ("А", "Г"), "Лукашенко"),
        ("Лукашенко А. Г.", ("А", "Г"), "Лукашенко"),
        ("Лукашенко А.Г.", ("А", "Г"), "Лукашенко"),
        ("J. R. R. Tolkien", ("J", "R", "R"), "Tolkien"),
        ("Дж. Байден", ("Дж",), "Байден"),
        ("Yu. Gagarin", ("Yu",), "Gagarin"),
    ],
)
def test_initials_are_kept_apart(text: str, initials: tuple[str, ...], surname: str) -> None:
    name = parse(text)
    assert (name.initials, name.surname, name.given) == (initials, surname, "")


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Сергей Тихановский", "m"),
        ("Светлана Тихановская", "f"),
        ("Тихановская", "f"),
        ("Тихановский", "m"),
        ("Tsikhanouskaya", "f"),
        ("Tsikhanouski", "m"),
        ("Лукашенко", ""),
        ("Коваль", ""),
        ("Anna Petrov", "f"),
        ("Никита Михалков", "m"),
        ("Саша Коваль", ""),
        ("Бекхан Ибрагимович Оздоев", "m"),
    ],
)
def test_gender_is_told_by_given_name_then_endings(text: str, gender: str) -> None:
    assert parse(text).gender == gender


@pytest.mark.parametrize(
    ("text", "generation"),
    [("Donald Trump Jr.", "jr"), ("Дональд Трамп-младший", ""), ("Дональд Трамп мл.", "jr"),
     ("George Bush Sr", "sr"), ("Donald Trump", "")],
)  # fmt: skip
def test_generation(text: str, generation: str) -> None:
    assert parse(text).generation == generation


@pytest.mark.parametrize(
    "spellings",
    [
        ("Тихановская", "Ціханоўская", "Sviatlana Tsikhanouskaya", "Tikhanovskaya"),
        ("Лукашенко", "Lukashenka", "Loukachenko", "Łukaszenka", "А. Г. Лукашенко"),
        ("Johnson", "Джонсон"),
        ("Ольшанский", "Olshanski"),
    ],
)
def test_spellings_share_a_key(spellings: tuple[str, ...]) -> None:
    for other in spellings[1:]:
        assert not keys(spellings[0]).isdisjoint(keys(other))


def test_other_surnames_share_no_key() -> None:
    assert keys("Тихановская").isdisjoint(keys("Лукашенко"))
    assert keys("Donald Trump").isdisjoint(keys("Джо Байден"))


@given(st.text(max_size=60))
def test_any_text_is_taken_apart(text: str) -> None:
    name = parse(text)
    assert name == parse(text)
    assert name.gender in ("m", "f", "")
    assert keys(text)


@given(st.text(alphabet="\x00\u202e\ud800\u05d0 .-'А", max_size=12))
def test_odd_characters_do_no_harm(text: str) -> None:
    assert isinstance(parse(text).text, str)
    assert keys(text)
