"""What is marked for a rendering: forms of it, and not other words that share its stem."""

from __future__ import annotations

import pytest
from small import library

import search


def found(query: str, text: str, language: str) -> list[str]:
    """The words of the best passages that are marked as renderings."""
    index = library([search.Document("a", "", text, language=language, people=())])
    (hit,) = index.search(query).hits
    return [
        passage.text[start:end]
        for passage in hit.snippets
        for start, end, number in passage.ranges
        if hit.matches[number].via == "lexicon"
    ]


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        ("кубок", "fr", "La coupe fut gagnée en trois coups.", ["coupe"]),
        ("выборы", "de", "Die Wahlen waren knapp, sagt ein Wähler.", ["Wahlen"]),
        ("летучая мышь", "be", "Кожную ноч кажаны вылятаюць з гары.", ["кажаны"]),
        ("samples", "be", "Пробы ляжалі на стале. Канат прабіў шкло.", ["Пробы"]),
    ],
)
def test_another_word_with_the_stem_of_a_rendering_is_not_marked(
    query: str, language: str, text: str, marked: list[str]
) -> None:
    assert found(query, text, language) == marked


def test_an_article_with_such_a_word_alone_stays_a_hit_and_shows_no_match() -> None:
    index = library([search.Document("a", "", "Il a reçu trois coups.", language="fr", people=())])
    (hit,) = index.search("кубок").hits
    assert hit.matches == ()
    assert [snippet.ranges for snippet in hit.snippets] == [()]


def test_verbs_of_an_action_are_marked_for_its_noun() -> None:
    assert found("освобождение", "Вызваленых сустрэлі дома.", "be") == ["Вызваленых"]


def test_a_form_of_any_of_several_renderings_with_one_stem_is_marked() -> None:
    # attack is a noun and a verb, and so are atak and atakować, whose stem is one.
    assert found("attack", "Ataki ustały. Nikt nie atakował miasta.", "pl") == ["Ataki", "atakował"]
    assert found("атака", "Ataki ustały. Nikt nie atakował miasta.", "pl") == ["Ataki"]
