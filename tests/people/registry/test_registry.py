"""The registry joins the spellings of a person, keeps people apart, and finds them by name."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.people import Registry

COUNTS = {
    "Alexander Grinevich": 5, "Александр Гриневич": 4, "Александра Гриневича": 2, "Гриневич": 9,
    "Siarhei Vaitsiakhouski": 2, "Сергей Войтеховский": 3, "Войтеховского": 2,
    "Sviatlana Vaitsiakhouskaya": 1, "Светлана Войтеховская": 1, "Vaitsiakhouskaya": 1,
    "Donald Trump": 5, "Дональдом Трампом": 1, "Трамп": 3, "Трампу": 1, "Д. Трамп": 1,
    "Ivan Bondar": 2, "Сергей Бондарь": 2, "Бондарь": 1, "John Coale": 1, "John Cole": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.build(COUNTS)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Alexander Grinevich", "Александр Гриневич", "Александра Гриневича", "Гриневич"),
        ("Siarhei Vaitsiakhouski", "Сергей Войтеховский", "Войтеховского"),
        ("Sviatlana Vaitsiakhouskaya", "Светлана Войтеховская", "Vaitsiakhouskaya"),
        ("Donald Trump", "Дональдом Трампом", "Трамп", "Трампу", "Д. Трамп"),
    ],
)
def test_spellings_of_a_person_are_one_group(
    registry: Registry, spellings: tuple[str, ...]
) -> None:
    assert len({registry.groups[one] for one in spellings}) == 1


def test_husband_wife_and_namesakes_stay_apart(registry: Registry) -> None:
    groups = registry.groups
    assert groups["Сергей Войтеховский"] != groups["Светлана Войтеховская"]
    assert groups["John Coale"] != groups["John Cole"]
    assert len({groups["Ivan Bondar"], groups["Сергей Бондарь"], groups["Бондарь"]}) == 3


def test_id_is_the_latin_spelling_and_label_the_most_frequent_full_one(registry: Registry) -> None:
    person = registry.persons["alexander-grinevich"]
    assert person.label == "Alexander Grinevich"
    assert person.spellings[0] == ("Гриневич", 9)


def test_id_without_latin_spelling_is_transliterated() -> None:
    assert list(Registry.build({"Глеб Ремизов": 1}).persons) == ["gleb-remizov"]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("alexander-grinevich", ["alexander-grinevich"]),
        ("гриневича", ["alexander-grinevich"]),
        ("Аляксандр Грыневіч", ["alexander-grinevich"]),
        ("А. Гриневич", ["alexander-grinevich"]),
        ("Войтеховская", ["sviatlana-vaitsiakhouskaya"]),
        ("trump", ["donald-trump"]),
        ("Nobody Atall", []),
        ("", []),
    ],
)
def test_person_is_found_by_any_name(registry: Registry, name: str, ids: list[str]) -> None:
    assert list(registry.find(name)) == ids


def test_surname_finds_all_who_bear_it(registry: Registry) -> None:
    bearers = {registry.groups[one] for one in ("Ivan Bondar", "Сергей Бондарь", "Бондарь")}
    assert set(registry.find("Bondar")) == bearers


def test_form_that_may_be_his_or_hers_joins_neither() -> None:
    groups = Registry.build({"Павел Кирсанов": 2, "Анна Кирсанова": 2, "Кирсанову": 1}).groups
    assert len(set(groups.values())) == 3


class Neighbours:
    """A company as an index tells it, of three persons who are named everywhere."""

    def __init__(self, of: dict[str, list[str]]) -> None:
        self._of = of

    def companions(self, spelling: str) -> dict[str, int]:
        return dict.fromkeys(self._of.get(spelling, []), 2)


def test_company_tells_which_bearer_a_surname_means() -> None:
    here = ["Anna Holm", "Петр Зайцев", "Olga Reut"]
    there = ["Max Frey", "Ines Roth", "Udo Kern"]
    counts = {"Ivan Bondar": 4, "Сергей Бондарь": 4, "Бондарь": 3}
    company = Neighbours({"Ivan Bondar": there, "Сергей Бондарь": here, "Бондарь": here})
    groups = Registry.build(counts, company=company).groups
    assert groups["Бондарь"] == groups["Сергей Бондарь"] != groups["Ivan Bondar"]
    both = Neighbours({"Ivan Bondar": here, "Сергей Бондарь": here, "Бондарь": here})
    assert len(set(Registry.build(counts, company=both).groups.values())) == 3


def test_one_odd_spelling_does_not_keep_a_person_apart() -> None:
    names = ("Тереза Мэй", "Тереза Мей", "Theresa May", "Тереза Май")
    groups = Registry.build(dict.fromkeys(names, 1)).groups
    assert len({groups[name] for name in names[:3]}) == 1


def test_case_forms_of_names_in_no_table_join_the_nominative() -> None:
    counts = dict.fromkeys(("Асма Джахан", "Асмой Джахан", "Vilhar Tusk", "Vilhara Tuska"), 1)
    groups = Registry.build(counts).groups
    assert groups["Асма Джахан"] == groups["Асмой Джахан"] != groups["Vilhar Tusk"]
    assert groups["Vilhar Tusk"] == groups["Vilhara Tuska"]
    she = Registry.build({"Roberta Brown": 1, "Robert Brown": 1}).groups
    assert she["Roberta Brown"] != she["Robert Brown"]


def test_like_ids_get_numbers() -> None:
    persons = Registry.build({"Zoe Li": 3, "Zoé Lie": 1, "Zoe-Li": 1}).persons
    assert len(persons) == len({person.id for person in persons.values()})


@settings(deadline=None)
@given(st.integers())
def test_order_of_arrival_does_not_matter(seed: int) -> None:
    items = list(COUNTS.items())
    random.Random(seed).shuffle(items)
    one, other = Registry.build(dict(items)), Registry.build(COUNTS)
    assert (one.persons, one.groups) == (other.persons, other.groups)


@given(st.dictionaries(st.text(max_size=20), st.integers(1, 9), max_size=12))
def test_every_spelling_belongs_to_exactly_one_person(counts: dict[str, int]) -> None:
    registry = Registry.build(counts)
    listed = [spelling for one in registry.persons.values() for spelling, _ in one.spellings]
    assert sorted(listed) == sorted(registry.groups)
    for spelling, person_id in registry.groups.items():  # an id comes before a spelling
        assert person_id in registry.find(spelling) or spelling in registry.persons


@pytest.mark.parametrize(
    ("nominative", "other", "bent"),
    [
        ("Donald Tusk", "Дональд Туск", "Donalda Tuska"),
        ("Robert Peston", "Роберт Пестон", "Roberta Pestona"),
        ("Leo Varadkar", "Лео Варадкар", "Leo Varadkara"),
        ("Angela Merkel", "Ангела Меркель", "Angeli Merkel"),
    ],
)
def test_a_bent_form_joins_the_person_in_both_alphabets(
    nominative: str, other: str, bent: str
) -> None:
    groups = Registry.build({nominative: 3, other: 3, bent: 1}).groups
    assert groups[nominative] == groups[other] == groups[bent]


def test_her_name_is_no_bent_form_of_his() -> None:
    groups = Registry.build({"Alexander Smirnov": 2, "Alexandra Smirnova": 2}).groups
    assert groups["Alexander Smirnov"] != groups["Alexandra Smirnova"]


def test_surnames_a_little_apart_are_one_in_two_alphabets_and_two_in_one() -> None:
    groups = Registry.build({"Willie Walsh": 2, "Уилли Уэлш": 2, "Willie Welsh": 1}).groups
    assert groups["Willie Walsh"] != groups["Willie Welsh"]
    alone = Registry.build({"Willie Walsh": 2, "Уилли Уэлш": 2}).groups
    assert alone["Willie Walsh"] == alone["Уилли Уэлш"]


def test_letters_of_two_alphabets_in_a_word_and_missing_marks_part_nobody() -> None:
    groups = Registry.build(
        {"Cергей Громов": 1, "Сергей Громов": 1, "Danuta Hübner": 1, "Danuta Hubner": 1}
    ).groups
    assert groups["Cергей Громов"] == groups["Сергей Громов"]
    assert groups["Danuta Hübner"] == groups["Danuta Hubner"]


def test_a_full_name_finds_who_is_known_by_the_surname_alone() -> None:
    registry = Registry.build({"Кирсанова": 2, "Павел Громов": 1})
    assert registry.find("Анна Кирсанова") == (registry.groups["Кирсанова"],)
    assert registry.find("Павел Кирсанов") == ()


def test_a_name_is_found_with_an_office_before_it() -> None:
    registry = Registry.build({"Andrzej Duda": 2})
    assert registry.find("prezydent Duda") == registry.find("Duda") != ()


def test_nobody_is_found_by_a_name_that_is_merely_like_another() -> None:
    assert Registry.build({"John Coale": 1}).find("John Cole") == ()
