"""The data files of the lexicon, line by line: cells, alphabets, weights, doubles, analysis."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources

import pytest

from search import documents
from search.analysis import lemmatizer, tokenize
from search.lexicon import LANGUAGES, Concept, Lexicon, own_lexicon, parse_lines

FOLDER = resources.files("search.lexicon") / "data"
NAMES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".tsv"))
PARTS_OF_SPEECH = {"noun", "verb", "adj", "adv", "name", "phrase"}
LATIN = re.compile(r"[A-Za-zÀ-ž0-9][A-Za-zÀ-ž0-9 .,'&/+-]*")
CYRILLIC = {
    "ru": "а-яёА-ЯЁ",
    "uk": "а-щьюяґєіїА-ЩЬЮЯҐЄІЇ",
    "be": "а-зй-шы-яёіўА-ЗЙ-ШЫ-ЯЁІЎ",
}


@cache
def concepts(name: str) -> tuple[Concept, ...]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(parse_lines(lines, name))


def test_there_are_data_files() -> None:
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_file_has_a_header_and_says_whose_it_is(name: str) -> None:
    header, comment, *_ = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    *columns, pos, sense = header.split("	")
    assert (pos, sense) == ("pos", "sense")
    assert columns[:2] == ["en", "ru"]
    assert [one for one in documents.LANGUAGES if one in columns] == columns
    assert comment.startswith("# ")
    assert "own" in comment or "Svodka" in comment


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_tidy(name: str) -> None:
    for concept in concepts(name):
        assert concept.part_of_speech in PARTS_OF_SPEECH, concept.origin
        assert concept.sense == concept.sense.strip(), concept.origin
        for language, renderings in concept.renderings.items():
            texts = [one.text for one in renderings]
            assert len(set(texts)) == len(texts), (concept.origin, texts)
            weights = [one.weight for one in renderings]
            assert max(weights) >= 0.5, (concept.origin, language)
            for one in renderings:
                assert one.text == " ".join(one.text.split()), concept.origin
                assert one.weight == round(one.weight, 2) >= 0.1, (concept.origin, one)


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_written_in_the_alphabet_of_their_language(name: str) -> None:
    for concept in concepts(name):
        for language, renderings in concept.renderings.items():
            for one in renderings:
                if language not in CYRILLIC or LATIN.fullmatch(one.text):  # G7, COVID-19
                    assert LATIN.fullmatch(one.text), (concept.origin, one.text)
                    continue
                shape = rf"[{CYRILLIC[language]}0-9' .-]+"
                assert re.fullmatch(shape, one.text), (concept.origin, language, one.text)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_can_be_analysed(name: str) -> None:
    for concept in concepts(name):
        for language, renderings in concept.renderings.items():
            for one in renderings:
                for token in tokenize(one.text):
                    assert all(lemmatizer(language).lemmas(token.form)), (concept.origin, one.text)


def test_no_line_stands_twice() -> None:
    lines = [
        (tuple(concept.renderings.get(language) for language in LANGUAGES), concept.part_of_speech)
        for name in NAMES
        for concept in concepts(name)
    ]
    assert [line for line, number in Counter(lines).items() if number > 1] == []


@pytest.mark.parametrize("source", documents.LANGUAGES)
def test_every_rendering_is_found_by_its_own_words(source: str) -> None:
    lexicon: Lexicon = own_lexicon()
    for concept in lexicon.concepts:
        targets = [language for language in concept.renderings if language != source]
        for one in concept.renderings.get(source, ()):
            forms = [token.form for token in tokenize(one.text)]
            readings = [frozenset(lemmatizer(source).lemmas(form)) for form in forms]
            found = {
                (translation.language, translation.words)
                for translation in lexicon.translations(forms, readings, source, targets)
                if (translation.start, translation.end) == (0, len(forms))
            }
            for language in targets:
                words = tuple(
                    token.form for token in tokenize(concept.renderings[language][0].text)
                )
                assert (language, words) in found, (concept.origin, one.text)
