"""Which forms are of a word, and which belong to another word with the same stem."""

from __future__ import annotations

import re

import pytest

from search.analysis.paradigms import LANGUAGES, may_be_form

FORMS = {
    ("de", "noun"): {
        "wahl": "wahl wahlen", "haus": "hauses häuser häusern", "krankenhaus": "krankenhäuser",
        "verhandlung": "verhandlungen", "abgeordneter": "abgeordnete abgeordneten",
        "ministerin": "ministerinnen", "straße": "straßen strassen",
    },
    ("de", "adj"): {"groß": "große großer", "jung": "jüngere jüngsten"},
    ("de", "verb"): {"wählen": "wählt wählte wählend", "fordern": "fordert forderten"},
    ("fr", "noun"): {
        "coupe": "coupe coupes", "coup": "coups", "journal": "journaux", "élection": "l'élection",
        "directeur": "directrice directeurs", "président": "présidente", "match": "matches",
    },
    ("fr", "adj"): {"nouveau": "nouvelle nouvelles", "heureux": "heureuse heureusement"},
    ("fr", "verb"): {
        "appeler": "appelle appelée s'appelait", "renforcer": "renforçait", "espérer": "espère",
        "libérer": "libéré libération",
    },
    ("es", "noun"): {
        "caso": "casos", "luz": "luces", "reunión": "reuniones", "orden": "órdenes",
        "abogado": "abogada abogados",
        "liberación": "liberaciones liberado liberaron",
    },
    ("es", "adj"): {"bueno": "buena buen", "rápido": "rápida rápidamente"},
    ("es", "verb"): {"pedir": "pedirlo pedido", "lanzar": "lanzó lanzarlas lanzándolo"},
    ("pl", "noun"): {
        "ręka": "ręką rękami rąk", "sędzia": "sędziego sędziów", "wybory": "wyborów wyborach",
        "praga": "pradze", "aresztowanie": "aresztowano aresztowań",
    },
    ("pl", "adj"): {"brytyjski": "brytyjscy brytyjską", "trudny": "trudno trudnych"},
    ("pl", "verb"): {"aresztować": "aresztowano aresztuje aresztowany"},
    ("be", "noun"): {
        "вада": "воды вадою", "кот": "ката каты", "прага": "празе", "страх": "страсе",
        "паказ": "паказе",
        "дзесяцігоддзе": "дзесяцігоддзя дзесяцігоддзямі", "кажан": "кажаны кажаноў",
        "прысяжныя": "прысяжнымі", "вызваленне": "вызвалення вызваленых",
        "хлопец": "хлопца хлопцы",
    },
    ("be", "adj"): {"малады": "маладога маладая", "апошні": "апошняю"},
    ("be", "verb"): {"вызваліць": "вызвалілі вызвалены вызваляе", "вітацца": "віталіся вітаюцца"},
}  # fmt: skip

OTHERS = {
    ("de", "noun"): {"wahl": "wähler", "einigung": "einige einiger", "lage": "lag"},
    ("de", "name"): {"ostern": "osten"},
    ("fr", "noun"): {"coupe": "coup coups", "coup": "coupe", "crise": "cris", "côté": "côte"},
    ("fr", "name"): {"crimée": "crime crimes", "gaza": "gaz"},
    ("es", "noun"): {"caso": "casa casado", "publicación": "público", "muerte": "muerto"},
    ("es", "name"): {"viena": "viene", "parís": "pares"},
    ("pl", "noun"): {"media": "medali", "maj": "mają", "muzyk": "muzykę"},
    ("pl", "name"): {"gaza": "gazu"},
    ("be", "noun"): {"кажан": "кожны кожную", "проба": "прабіў", "ток": "так такая"},
    ("be", "name"): {"дума": "думала", "тога": "таго", "наса": "нас"},
}


def pairs(table: dict[tuple[str, str], dict[str, str]]) -> list[tuple[str, str, str, str]]:
    return [
        (language, kind, word, form)
        for (language, kind), words in table.items()
        for word, forms in words.items()
        for form in forms.split()
    ]


@pytest.mark.parametrize(("language", "kind", "word", "form"), pairs(FORMS))
def test_inflected_forms_are_of_their_word(language: str, kind: str, word: str, form: str) -> None:
    assert may_be_form(form, word, kind, language)


@pytest.mark.parametrize(("language", "kind", "word", "form"), pairs(OTHERS))
def test_other_words_with_the_stem_are_not(language: str, kind: str, word: str, form: str) -> None:
    assert not may_be_form(form, word, kind, language)


def test_nothing_is_doubted_where_nothing_is_known() -> None:
    assert may_be_form("coups", "coupe", "", "fr")  # a dictionary that tells no part of speech
    assert may_be_form("судов", "суд", "noun", "ru")  # has readings from a dictionary
    assert may_be_form("policies", "police", "noun", "en")


def test_every_row_of_a_table_has_kinds_that_the_lexicon_knows_and_its_own_ending() -> None:
    from search.analysis.lemmatizers.suffixes import data_lines

    for language in LANGUAGES:
        for line in data_lines(f"paradigms.{language}.txt"):
            kinds, endings, ends = line.split("\t")
            assert set(kinds.split(",")) <= {"noun", "name", "adj", "adv", "verb"}, line
            assert all(re.fullmatch(r"-|[^\W\d_]+", one) for one in endings.split(",")), line
            assert all(re.fullmatch(r"-|[^\W\d_]+", one) for one in ends.split()), line
