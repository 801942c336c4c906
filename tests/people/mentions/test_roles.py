"""Persons of the story, authors and photographers are kept apart."""

import pytest

from search.people.mentions import find
from search.people.mentions.roles import credit, is_signature

STORY = "Президент Александр Лукашенко прибыл в Минск.\nТам его ждали журналисты.\n"
ENGLISH = "President Alexander Lukashenko arrived in Minsk.\nReporters waited there.\n"

CASES = [
    ("ru", STORY + "Автор: Анна Сидорова", "Анна Сидорова", "author"),
    ("ru", STORY + "Текст: Анна Сидорова, Иван Петров", "Иван Петров", "author"),
    ("ru", STORY + "Подготовила Анна Сидорова", "Анна Сидорова", "author"),
    ("ru", STORY + "Редактор: Олег Ветров", "Олег Ветров", "author"),
    ("ru", STORY + "Перевод: Ольга Зайцева", "Ольга Зайцева", "author"),
    ("ru", STORY + "Фото: Иван Петров / ТАСС", "Иван Петров", "photo"),
    ("ru", STORY + "Фото: Иван Петров, Сергей Орлов", "Сергей Орлов", "photo"),
    ("ru", STORY + "© Иван Петров", "Иван Петров", "photo"),
    ("ru", STORY + "Фото Ивана Петрова", "Ивана Петрова", "photo"),
    ("ru", STORY + "Фото: Александр Лукашенко осматривает завод.", "Александр Лукашенко", "story"),
    ("ru", STORY + "Об этом рассказал Иван Петров.", "Иван Петров", "story"),
    ("ru", STORY + "Анна Сидорова, Reuters", "Анна Сидорова", "author"),
    ("uk", "Зустріч відбулася у Києві.\nАвтор: Оксана Мельник", "Оксана Мельник", "author"),
    ("uk", "Зустріч відбулася у Києві.\nФото: Андрій Шевчук", "Андрій Шевчук", "photo"),
    ("uk", "Зустріч відбулася у Києві.\nПідготував Андрій Шевчук", "Андрій Шевчук", "author"),
    ("be", "Сустрэча адбылася ў Мінску.\nТэкст: Алесь Пілецкі", "Алесь Пілецкі", "author"),
    ("be", "Сустрэча адбылася ў Мінску.\nФота: Сяргей Балай", "Сяргей Балай", "photo"),
    ("en", "By Jane Miller\n" + ENGLISH, "Jane Miller", "author"),
    ("en", "By Jane Miller and Peter Brown\n" + ENGLISH, "Peter Brown", "author"),
    (
        "en",
        ENGLISH + "(Reporting by Andrei Makarov in Minsk; Editing by William Clark)",
        "Andrei Makarov",
        "author",
    ),
    (
        "en",
        ENGLISH + "(Reporting by Andrei Makarov in Minsk; Editing by William Clark)",
        "William Clark",
        "author",
    ),
    ("en", ENGLISH + "Photo: Sergei Brown/Reuters", "Sergei Brown", "photo"),
    ("en", ENGLISH + "Additional reporting by Mary Jones", "Mary Jones", "author"),
    ("en", ENGLISH + "The film by Peter Brown won.", "Peter Brown", "story"),
]


@pytest.mark.parametrize(("language", "body", "name", "role"), CASES)
def test_role_of_a_name(language: str, body: str, name: str, role: str) -> None:
    roles = {one.text: one.role for one in find("", body, (), language)}
    assert roles.get(name) == role


@pytest.mark.parametrize("case", range(5))
def test_person_of_the_story_stays_one(case: int) -> None:
    _, body, _, _ = CASES[case]
    roles = {one.text: one.role for one in find("", body, (), "ru")}
    assert roles["Александр Лукашенко"] == "story"


def test_credit_tells_its_cue() -> None:
    text = "Фото: Иван Петров / ТАСС"
    assert credit(text, 6, 17) == ("photo", "after “Фото:”")


def test_slash_and_agency_make_a_credit() -> None:
    text = "Площадь в Минске. Иван Петров/Reuters"
    assert credit(text, 18, 29).role == "photo"


def test_sentence_that_begins_with_by_is_no_byline() -> None:
    text = "By Friday Boris Johnson had lost the vote."
    assert credit(text, 10, 23).role == "story"


def test_signature_is_a_line_of_its_own_near_an_end() -> None:
    text = "Анна Сидорова\nТекст статьи длинный.\nИ ещё.\nИван Петров\nИ ещё строка.\nКонец статьи."
    at = text.index("Иван")
    assert is_signature(text, 0, 13)
    assert not is_signature(text, at, at + 11)


def test_whole_text_is_no_signature() -> None:
    assert not is_signature("Иван Петров", 0, 11)
