"""Places, outlets, ships and common words that stand like a name are nobody; tables of our own."""

from __future__ import annotations

import pytest

from search.people.mentions import find, story_names


def names(text: str, language: str, title: str = "") -> list[str]:
    return list(dict.fromkeys(m.name for m in find(title, text, (), language)))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # after prepositions of place
        ("uk", "Судна спустилися з Кілії. Кілія чекала їх уранці.", []),
        ("uk", "Експортери з Добруджі виступили проти. Їх підтримав Іван Ткачук.", ["Іван Ткачук"]),
        ("uk", "Табір поставили біля Ромоданова, розповів Олег Савчук.", ["Олег Савчук"]),
        ("be", "Актрыса з Лунінца Юлія Сівец спявала.", ["Юлія Сівец"]),
        ("be", "Вада прыбывае на рацэ Шушвіца, кажа Алесь Грынкевіч.", ["Алесь Грынкевіч"]),
        ("ru", "Пошлину ввели для товаров из Наровии, Кестрии и Вельмарка.", []),
        # with somebody, or of somebody
        ("uk", "Міністр говорив із Савчуком. Олег Савчук відповів.", ["Олег Савчук"]),
        ("be", "Спрэчка з Грынкевічам скончылася.", ["Грынкевіч"]),
        # countries and towns by their looks
        ("ru", "Наровия отвергла обвинения. Министр Павел Зимин промолчал.", ["Павел Зимин"]),
        ("ru", "Выгода Верхнеграда понятна. Верхнеград ждёт.", []),
        ("ru", "Пересчёт на участках Слободинска изменил исход.", []),
        ("ru", "Лаврентий Берия пришёл. Берия молчал.", ["Лаврентий Берия"]),
        # datelines and their outlets
        ("uk", "ОДЕСА, 20 листопада (Дніпролінія) — Сім балкерів вийшли в море.", []),
        ("ru", "ЗАРЕЧЬЕ, 28 января. /Вестовой/. Суд отложил дело.", []),
        # headlines: adjectives, inhabitants, words with their sentence's capital
        ("be", "Рыжскі суд прызначыў адміністратара.", []),
        ("uk", "Ізмаїльчанка хоче врятувати авіакомпанію.", []),
        ("ru", "Морозильники отключили. Мороз в минус 27 справился.", []),
        ("be", "Касірка расказвае, што талераў няма.", []),
        ("be", "Адны ішлі галасаваць, другія стаялі.", []),
        # several of one name, and agencies
        ("be", "У Лугаўцы два Кавальчукі, і абое пры ўладзе.", []),
        ("ru", "Об этом сообщает Рейтер. Рейтер ссылается на полицию.", []),
        ("ru", "Премьер Путин приехал. Путин доволен.", ["Путин"]),
    ],
)
def test_cyrillic(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # ships: the article, the quotation marks
        ("en", "The convoy is led by the Captain Peter Hollis, a bulker built in 2009.", []),
        ("en", 'The crew of the "Akademik Irina Petrova" waved.', []),
        ("en", "Captain Peter Hollis said the crew was safe.", ["Peter Hollis"]),
        ("en", "They saw a parked jet with the name Peter Hollis on it.", []),
        ("de", "Er leitet die Expedition der „Akademik Irina Petrowa“.", []),
        # teams whose second word is a place of the article
        ("en", "They play in Verkhnegrad. Rubin Verkhnegrad sold him. Rubin will get 15%.", []),
        ("en", "He was born in Lincoln. Abraham Lincoln said so.", ["Abraham Lincoln"]),
        # words, works, compounds
        ("en", "His producer wanted Low Water at 104 minutes.", []),
        ("en", "The colonel’s Russian-language nameplate is gone.", []),
        ("en", "The group Open House says Narovia still holds prisoners.", []),
        # a place before a name
        ("en", "The student from Odessa Ksenia Shevchuk took the advice.", ["Ksenia Shevchuk"]),
        ("en", "In a lay-by outside Zalesie Mykola Hnatiuk offered a view.", ["Mykola Hnatiuk"]),
        ("en", "Its captain, Bjoern Haugen, described ridges.", ["Bjoern Haugen"]),
        # function words and titles
        ("de", "Außer Andrij Melnyk bietet niemand.", ["Andrij Melnyk"]),
        ("de", "Der Neffe von Staatspräsident Pawel Orlow schweigt.", ["Pawel Orlow"]),
        ("pl", "W sobotę dyrektor Srebrnej Czapli zgasił światło.", []),
        # other spellings of given names
        ("fr", "Serhiï Bondar commandait le premier navire.", ["Serhiï Bondar"]),
        ("pl", "Skazano Andrieja Morozowa. Morozow milczał.", ["Andriej Morozow"]),
    ],
)
def test_latin(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Партии Анны Орловой и Павла Орлова спорят. Орлова назвала цифру. Орлов отказался.",
         ["Анна Орлова", "Павел Орлов", "Анна Орлова", "Павел Орлов"]),
        ("en", "Colonel Aleh Staravoitau spoke. Oleg Starovoitov, as they spell him, left.",
         ["Aleh Staravoitau", "Aleh Staravoitau"]),
        ("pl", "Olga Morozowa przyszła. Morozow wyprowadził pieniądze, mówił sędzia.",
         ["Olga Morozowa", "Morozow"]),
        ("pl", "Producent Siarhiej Wajciechowicz prosił. Podzieli się z Wajciechowiczem.",
         ["Siarhiej Wajciechowicz", "Siarhiej Wajciechowicz"]),
        ("be", "Прыйшоў Павел Грынкевіч. Спрачаюцца з Грынкевічам-малодшым.",
         ["Павел Грынкевіч", "Павел Грынкевіч"]),
    ],
)  # fmt: skip
def test_who_is_who_in_families_and_spellings(
    language: str, text: str, expected: list[str]
) -> None:
    assert [m.name for m in find("", text, (), language)] == expected


def test_a_headline_in_the_genitive_is_the_husbands() -> None:
    body = "Ольга Морозова могла молчать. Андрей Морозов вёл две тетради. Морозова вздохнула."
    found = find("Две тетради Морозова: жена дала показания", body, (), "ru")
    assert found[0].name == "Андрей Морозов"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Продавщица Зоя слышит это от Петра Орлова.", ("Пётр Орлов",)),
        ("pl", "Mówi Halina, właścicielka baru.", ()),
        ("ru", "Папа Франциск молился.", ("Франциск",)),
        ("en", "King Charles met Rishi Sunak.", ("Charles", "Rishi Sunak")),
        ("ru", "Зоя Орлова ушла. Зоя вернулась.", ("Зоя Орлова",)),
        ("en", "By Jane Miller\n\nPeter Hollis said it was over.", ("Peter Hollis",)),
    ],
)
def test_the_facet_has_no_mere_given_names_and_no_authors(
    language: str, text: str, expected: tuple[str, ...]
) -> None:
    assert story_names(find("", text, (), language)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Нерея Сольчага, La Brújula del Norte. З іспанської переклав Ігор Савчук.",
        "Маеліс Кербра, «Ле Кур'є де Маре». З французької переклав Ігор Савчук.",
    ],
)
def test_who_signs_for_another_outlet_is_an_author(line: str) -> None:
    text = f"Рада ухвалила рішення, сказав Олег Ткачук.\n\n{line}"
    assert story_names(find("", text, (), "uk")) == ("Олег Ткачук",)
