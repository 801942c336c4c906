"""The tables of Latin names and words are well formed."""

from __future__ import annotations

from importlib.resources import files

import pytest

from search.people.mentions.latin_tables import LANGUAGES, Words, flags, stem, words


def rows(file: str) -> list[list[str]]:
    text = files("search.people.mentions").joinpath("data", file).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def test_names_are_lower_case_sorted_and_flagged() -> None:
    table = rows("latin_names.tsv")
    names = [name for name, _ in table]
    assert names == sorted(set(names))
    assert all(name == name.lower() and " " not in name for name in names)
    assert all(set(marks) <= set("gswp") and set(marks) & set("gs") for _, marks in table)


def test_words_have_a_known_kind_and_known_languages() -> None:
    for kind, languages, members in rows("latin_words.tsv"):
        assert kind in Words.__dataclass_fields__
        assert set(languages.split()) <= {*LANGUAGES, "*"}
        assert members == members.lower()
        assert members.split()


@pytest.mark.parametrize("language", [*LANGUAGES, "it", ""])
def test_every_language_has_words_of_the_common_kinds(language: str) -> None:
    table = words(language)
    assert {"mr", "dr"} <= table.title
    assert "university" in table.no
    assert table.plain


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Giovanni", "en", "g"),
        ("Grace", "en", "gsw"),
        ("Jean-Claude", "fr", "g"),
        ("Donaldem", "pl", "g"),
        ("Jeremy’ego", "pl", "g"),
        ("Tehran", "en", ""),
    ],
)
def test_flags_tell_what_a_word_is(word: str, language: str, expected: str) -> None:
    assert set(expected) <= set(flags(word, language))
    assert bool(flags(word, language)) == bool(expected)


def test_the_cases_of_a_surname_have_one_stem() -> None:
    assert len({stem(word, "pl") for word in ("Tusk", "Tuska", "Tuskowi", "Tuskiem")}) == 1
    assert len({stem(word, "cs") for word in ("Babiš", "Babiše", "Babišem", "Babišovi")}) == 1
    assert stem("Tuska", "en") != stem("Tusk", "en")
