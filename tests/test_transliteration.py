"""Spellings of one name sound alike; other names and words do not."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, keys_of, prefixes, script, similar, sound_key, sound_keys

NAMES = [
    line.split()
    for line in """
Лукашэнка Лукашенко Lukashenko Lukashenka Łukaszenka Loukachenko Lukaschenko
Путин Putin Poutine Путін Пуцін
Тихановская Tikhanovskaya Tsikhanouskaya Ціханоўская Tichanowskaja Cichanouska
Бабарико Babariko Babaryka Бабарыка
Зеленский Zelensky Zelenskyy Zelenskiy Зеленський
Minsk Минск Мінск
Kyiv Kiev Kiew Киев Київ
Trump Трамп
Macron Макрон
Байден Biden Байдэн
Янукович Yanukovych Janukowytsch Ianoukovitch Janukowycz
Шрёдер Schröder Schroeder
Хрущёв Khrushchev Chruschtschow Khrouchtchev Chruszczow
Горбачёв Gorbachev Gorbatschow Gorbatchev
Джонсон Johnson
Харьков Kharkiv Харків Charkiw Kharkov
Merkel Меркель
Статкевич Statkevich Statkiewicz Статкевіч
Колесникова Kolesnikova Kalesnikava Калеснікава
Бяляцкий Bialiatski Беляцкий
Орбан Orban Orbán
Эрдоган Erdogan Erdoğan
Лавров Lavrov Lawrow Лаўроў
Вашингтон Washington
""".strip().splitlines()
]
APART = [
    ("Тихонов", "Тихановский"), ("Minsk", "Pinsk"), ("deal", "дело"), ("party", "порт"),
    ("part", "порт"), ("Иран", "Ирак"), ("Iran", "Ирак"), ("Дуда", "Дада"), ("мир", "мера"),
    ("Petrov", "Петренко"), ("Коваль", "Kovalchuk"), ("Путин", "Распутин"),
    ("Trump", "Трампль"), ("Macron", "макароны"), ("Biden", "Бидон"),
]  # fmt: skip


@pytest.mark.parametrize("spellings", NAMES, ids=lambda spellings: fold(spellings[0]))
def test_spellings_of_one_name_are_similar(spellings):
    assert not [(a, b) for a, b in combinations(spellings, 2) if not similar(a, b)]


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_and_words_are_not_similar(one, other):
    assert not similar(one, other)


def test_different_names_of_the_table_are_not_similar():
    firsts = [spelling for spellings in NAMES for spelling in spellings]
    owner = {spelling: spellings[0] for spellings in NAMES for spelling in spellings}
    mixed = [(a, b) for a, b in combinations(firsts, 2) if owner[a] != owner[b] and similar(a, b)]
    assert not mixed


@pytest.mark.parametrize("spellings", NAMES, ids=lambda spellings: fold(spellings[0]))
def test_prefixes_lead_to_every_spelling(spellings):
    for one, other in permutations(map(fold, spellings), 2):
        assert other[:2] in prefixes(one, script(other))


@pytest.mark.parametrize(
    ("word", "wanted", "beginnings"),
    [
        ("лукашэнка", "cyrillic", ["лу"]),
        ("цiханоўская", "cyrillic", ["ти"]),
        ("Ходорковский", "latin", ["kh", "ho", "ch"]),
        ("Церковь", "latin", ["ts", "ce", "tz", "ze"]),
        ("Чехов", "latin", ["ch", "tc", "ts", "cz", "če"]),
        ("Шойгу", "latin", ["sh", "sc", "sz", "ch", "šo"]),
        ("Щедрин", "latin", ["sh", "sc", "sz", "ch"]),
        ("Жириновский", "latin", ["zh", "ji", "sc", "ży"]),
        ("Горький", "latin", ["go", "ho"]),
        ("Ельцин", "latin", ["ye", "el", "je", "ie"]),
        ("Эрдоган", "latin", ["er"]),
        ("Ёлкин", "latin", ["yo", "jo", "io", "el"]),
        ("Юрий", "latin", ["yu", "ju", "iu"]),
        ("Яшин", "latin", ["ya", "ja", "ia"]),
        ("Йосиф", "latin", ["yo", "jo"]),
        ("Вебер", "latin", ["ve", "we"]),
        ("Квебек", "latin", ["qu", "kv", "kw"]),
        ("Каллас", "latin", ["ka", "ca"]),
        ("Джонсон", "latin", ["jo", "dz"]),
        ("Ксения", "latin", ["ks", "xe"]),
        ("Charles", "cyrillic", ["ча", "ша", "ха"]),
        ("Johnson", "cyrillic", ["дж", "йо"]),
        ("Washington", "cyrillic", ["ва", "уа", "уо"]),
        ("Xavier", "cyrillic", ["кс", "ха"]),
    ],
)
def test_prefixes_hold_the_usual_renderings(word, wanted, beginnings):
    assert set(beginnings) <= set(prefixes(word, wanted))


def test_prefixes_stay_few_enough_to_scan():
    assert max(len(prefixes(spelling, "latin")) for names in NAMES for spelling in names) < 150


@given(st.text(max_size=20))
def test_keys_are_ascii_letters(word):
    key = sound_key(word)
    assert key == "" or (key.isascii() and key.isalpha() and key.islower())


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_has_no_direction(one, other):
    assert similar(one, other) == similar(other, one)


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў'", min_size=1, max_size=6))
def test_every_cyrillic_letter_has_prefixes(word):
    assert prefixes(word, "latin") or not fold(word).strip("'ьъ")
    assert prefixes(word, "cyrillic") or not fold(word).strip("'ьъ")


@given(st.lists(st.text("abcehijkouxszkчшщьъёеяюцхгw'ŭčŁ", max_size=9), max_size=6))
def test_keys_of_many_words_are_those_of_each(words: list[str]) -> None:
    assert list(keys_of(words)) == [sound_keys(word) for word in words]
