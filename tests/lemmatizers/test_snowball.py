"""English, German, French and Spanish words meet under their stems."""

import pytest

from search.analysis import fold, lemmatizer
from search.analysis.lemmatizers.suffixes import irregular


def meet(language, *forms):
    readings = {lemmatizer(language).lemmas(fold(form)) for form in forms}
    return len(readings) == 1


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "negotiate negotiates negotiated negotiating negotiation"),
        ("en", "sanction sanctions sanctioned"),
        ("en", "go goes went gone going"),
        ("en", "say says said saying"),
        ("en", "man men"),
        ("en", "child children"),
        ("en", "crisis crises"),
        ("en", "spokeswoman spokeswomen"),
        ("en", "lead leads led leading"),
        ("de", "Straße Strasse Straßen"),
        ("de", "Haus Häuser"),
        ("de", "Verhandlung Verhandlungen"),
        ("fr", "accord l'accord accords d'accord"),
        ("fr", "l’élection élections qu'élection"),
        ("es", "elección elecciones"),
        ("es", "sanción sanciones"),
    ],
)
def test_forms_of_one_word_meet(language, forms):
    assert meet(language, *forms.split())


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "us", "use"), ("en", "people", "person"), ("en", "deal", "dale"),
        ("en", "saw", "see"), ("en", "found", "find"),
        ("de", "Staat", "Stadt"), ("fr", "poisson", "poison"), ("es", "pero", "perro"),
    ],
)  # fmt: skip
def test_different_words_keep_apart(language, one, other):
    assert not meet(language, one, other)


def test_short_english_words_are_not_stemmed():
    assert lemmatizer("en").lemmas("his") == ("his",)
    assert lemmatizer("en").lemmas("us") == ("us",)


def test_irregular_words_lead_to_a_word_that_is_not_irregular_itself():
    table = irregular("en")
    assert len(table) > 150
    assert not {word for word in table.values() if table.get(word, word) != word}


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("form", ["l'", "5g", "a" * 200, "сделка", "²", "o'brien", "'"])
def test_odd_forms_have_a_reading(language, form):
    assert all(lemmatizer(language).lemmas(form))


@pytest.mark.parametrize(
    ("language", "small", "word"),
    [
        ("es", "para", "París"),
        ("es", "como", "comida"),
        ("es", "solo", "sol"),
        ("de", "sich", "Sicherheit"),
        ("de", "seit", "Seite"),
        ("de", "wegen", "Weg"),
        ("fr", "comme", "commis"),
        ("fr", "telle", "télé"),
        ("fr", "serait", "série"),
    ],
)
def test_a_small_word_has_no_stem_that_a_long_one_could_share(
    language: str, small: str, word: str
) -> None:
    assert not meet(language, small, word)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("es", "estado estados"),
        ("fr", "point points"),
        ("fr", "avion avions"),
        ("de", "ganz ganze"),
    ],
)
def test_a_small_word_that_is_also_a_long_one_keeps_its_forms(language: str, forms: str) -> None:
    assert meet(language, *forms.split())


def test_a_small_word_meets_itself_in_every_writing() -> None:
    assert meet("fr", "été", "l'été")
    assert meet("de", "daß", "dass")
    assert meet("de", "Für", "für")
