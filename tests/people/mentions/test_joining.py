"""One chain per person within an article, named by the fullest nominative name."""

import pytest

from search.people.mentions import find
from search.people.mentions.joining import Found, join


def _names(language: str, *texts: str) -> list[str]:
    return [one.name for one in join([Found(text, language) for text in texts])]


def _chains(language: str, *texts: str) -> list[int]:
    return [one.chain for one in join([Found(text, language) for text in texts])]


SAME = [
    ("ru", ["Александр Лукашенко", "Лукашенко", "Лукашенко"]),
    ("ru", ["Александр Лукашенко", "А. Лукашенко", "Лукашенко А. Г."]),
    ("ru", ["Александр Григорьевич Лукашенко", "Александр Григорьевич", "Лукашенко"]),
    ("ru", ["А. Г. Лукашенко", "Александр Григорьевич"]),
    ("ru", ["Дональд Трамп", "Трампа", "Трампу", "Трампом", "Трампе"]),
    ("ru", ["Дональдом Трампом", "Дональда Трампа", "Трамп"]),
    ("ru", ["Дональд Трамп", "Donald Trump", "Trump"]),
    ("ru", ["Светлана Тихановская", "Тихановской", "Тихановскую"]),
    ("ru", ["Ангела Меркель", "Меркель", "Ангелы Меркель", "Ангелу"]),
    ("ru", ["Си Цзиньпин", "Си Цзиньпина", "Си"]),
    ("ru", ["Ким Чен Ын", "Ким Чен Ына", "Ким"]),
    ("ru", ["Лавров Сергей Викторович", "Сергей Лавров", "Лаврову"]),
    ("ru", ["Урсула фон дер Ляйен", "Урсулы фон дер Ляйен", "фон дер Ляйен"]),
    ("ru", ["Вера Иванова", "Иванову", "Веры Ивановой"]),
    ("uk", ["Володимир Зеленський", "Зеленського", "Зеленському", "Володимиром Зеленським"]),
    ("uk", ["Дмитро Кулеба", "Кулебі", "Дмитра Кулеби"]),
    ("uk", ["Юлія Тимошенко", "Тимошенко", "Юлією Тимошенко"]),
    ("be", ["Аляксандр Лукашэнка", "Лукашэнку", "Аляксандрам Лукашэнкам"]),
    ("be", ["Святлана Ціханоўская", "Ціханоўскай"]),
    ("en", ["Angela Merkel", "Merkel", "A. Merkel"]),
    ("en", ["Donald Trump", "Дональд Трамп", "Trump"]),
]


@pytest.mark.parametrize(("language", "texts"), SAME)
def test_mentions_of_one_person_share_a_chain(language: str, texts: list[str]) -> None:
    assert set(_chains(language, *texts)) == {0}


APART = [
    ("ru", ["Сергей Тихановский", "Светлана Тихановская"]),
    ("ru", ["Иван Петров", "Анна Петрова"]),
    ("ru", ["Иван Петров", "Сергей Петров"]),
    ("ru", ["Александр Лукашенко", "Виктор Лукашенко"]),
    ("ru", ["А. Иванов", "Б. Иванов"]),
    ("ru", ["Пётр Ильич Орлов", "Пётр Сергеевич Орлов"]),
    ("ru", ["Дональд Трамп", "Мелания Трамп"]),
    ("uk", ["Володимир Зеленський", "Олена Зеленська"]),
    ("en", ["Bill Clinton", "Hillary Clinton"]),
]


@pytest.mark.parametrize(("language", "texts"), APART)
def test_different_people_stay_apart(language: str, texts: list[str]) -> None:
    assert _chains(language, *texts) == list(range(len(texts)))


def test_surname_takes_the_gender_that_its_form_tells() -> None:
    names = _names(
        "ru", "Сергей Тихановский", "Светлана Тихановская", "Тихановского", "Тихановской"
    )
    assert names[2:] == ["Сергей Тихановский", "Светлана Тихановская"]


def test_surname_of_two_goes_to_the_one_named_last() -> None:
    assert _chains("ru", "Дональд Трамп", "Мелания Трамп", "Трамп") == [0, 1, 1]
    assert _chains("ru", "Мелания Трамп", "Дональд Трамп", "Трамп") == [0, 1, 1]


def test_surname_of_two_before_both_stays_its_own() -> None:
    assert _chains("ru", "Трамп", "Дональд Трамп", "Мелания Трамп") == [0, 1, 2]


def test_patronymic_that_is_a_surname_elsewhere_is_a_surname() -> None:
    texts = ["Роман Абрамович", "Абрамович", "Роман Протасов"]
    assert _chains("ru", *texts) == [0, 0, 1]


def test_surname_first_is_turned_round() -> None:
    assert _names("ru", "Лавров Сергей Викторович")[0] == "Сергей Викторович Лавров"


def test_initials_and_address_make_a_whole_name() -> None:
    names = _names("ru", "А. Г. Лукашенко", "Александр Григорьевич")
    assert names == ["Александр Григорьевич Лукашенко"] * 2


def test_nobody_gives_nothing() -> None:
    assert join([]) == []


NAMED = [
    ("ru", "Ждут Владимира Путина. У Путина есть план. Видели Путина.", {"Владимир Путин"}),
    ("ru", "Анна Орлова и портрет Павла Орлова. Орлов молчит.", {"Анна Орлова", "Павел Орлов"}),
    ("ru", "О Светлане Тихановской спорят. Тихановская молчит.", {"Светлана Тихановская"}),
    (
        "ru",
        "Сергей и Светлана Тихановские поженились.",
        {"Сергей Тихановский", "Светлана Тихановская"},
    ),
    ("ru", "Выступил Дональд Трамп (Donald Trump).", {"Дональд Трамп"}),
    ("uk", "З Володимиром Зеленським говорив Джо Байден.", {"Володимир Зеленський", "Джо Байден"}),
    ("en", "Angela Merkel spoke. Merkel left.", {"Angela Merkel"}),
]


@pytest.mark.parametrize(("language", "text", "names"), NAMED)
def test_article_names_each_person_once(language: str, text: str, names: set[str]) -> None:
    assert {mention.name for mention in find("", text, (), language)} == names


def test_surname_in_the_title_joins_the_name_in_the_body() -> None:
    found = find(
        "Тихановская приехала в Берлин",
        "Светлана Тихановская встретилась с канцлером Ангелой Меркель.",
        (),
        "ru",
    )
    assert [(one.part, one.name) for one in found] == [
        ("title", "Светлана Тихановская"),
        ("body", "Светлана Тихановская"),
        ("body", "Ангела Меркель"),
    ]


def test_verb_beside_a_surname_tells_who_it_is() -> None:
    text = "Иван Орлов и Анна Орлова приехали. Иван Орлов уехал. Орлова заявила протест."
    found = find("", text, (), "ru")
    assert found[-1].name == "Анна Орлова"
