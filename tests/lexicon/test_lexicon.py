"""The lexicon: lines of concepts, and translations of stretches of a query."""

from __future__ import annotations

import pytest

from search.analysis import lemmatizer, tokenize
from search.lexicon import FULL, Lexicon, Rendering, Translation, own_lexicon, parse_lines

HEADER = "en\tru\tuk\tbe\tpos\tsense"
LINES = f"""\
{HEADER}
# A comment
deal | bargain ~0.5\tсделка | дело ~0.3\tугода\tздзелка\tnoun\tcontract

affair\tдело\tсправа\tсправа\tnoun\t
people\tлюди\tлюди\tлюдзі\tnoun\t
human rights\tправа человека\tправа людини\tправы чалавека\tphrase\t
"""


def lexicon() -> Lexicon:
    return Lexicon(parse_lines(LINES.splitlines(), "test.tsv"))


def translations(text: str, source: str, *targets: str) -> list[Translation]:
    forms = [token.form for token in tokenize(text)]
    readings = [frozenset(lemmatizer(source).lemmas(form)) for form in forms]
    return list(lexicon().translations(forms, readings, source, targets))


def shown(text: str, source: str, *targets: str) -> set[tuple[str, float]]:
    return {(" ".join(one.words), one.weight) for one in translations(text, source, *targets)}


def test_a_line_is_a_concept_with_weighted_renderings() -> None:
    first = lexicon().concepts[0]
    assert first.renderings["en"] == (Rendering("deal", 1.0), Rendering("bargain", 0.5))
    assert (first.part_of_speech, first.sense, first.origin) == ("noun", "contract", "test.tsv:3")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a\tб\tв\tг\tnoun", r"x.tsv:2 has 5 cells, not 6"),
        ("a ~x\tб\tв\tг\tnoun\t", r"x.tsv:2: 'x' is no weight"),
        ("a ~0\tб\tв\tг\tnoun\t", r"x.tsv:2: the weight 0 is not between 0 and 1"),
        ("a ~1.5\tб\tв\tг\tnoun\t", r"x.tsv:2: the weight 1.5 is not"),
        ("a ~nan\tб\tв\tг\tnoun\t", r"x.tsv:2: the weight nan is not"),
        ("a\t\tв\tг\tnoun\t", r"x.tsv:2: the alternative '' has no word"),
        ("a |\tб\tв\tг\tnoun\t", r"x.tsv:2: the alternative '' has no word"),
    ],
)
def test_a_line_of_another_form_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(parse_lines([HEADER, line], "x.tsv"))


def test_a_weight_is_that_of_both_renderings() -> None:
    assert shown("deal", "en", "ru") == {("сделка", FULL), ("дело", 0.24)}
    assert shown("bargain", "en", "ru") == {("сделка", 0.4), ("дело", 0.12)}


def test_pairs_work_both_ways_and_from_every_case() -> None:
    assert shown("сделками", "ru", "en", "be") == {
        ("deal", FULL), ("bargain", 0.4), ("здзелка", FULL),
    }  # fmt: skip
    assert shown("справы", "be", "en") == {("affair", FULL)}
    assert shown("людьми", "ru", "en") == {("people", FULL)}
    assert shown("дело", "ru", "en") == {("deal", 0.24), ("bargain", 0.12), ("affair", FULL)}


def test_a_phrase_translates_as_a_whole() -> None:
    (found,) = [one for one in translations("on human rights now", "en", "ru") if one.end > 1]
    assert (found.start, found.end, found.words) == (1, 3, ("права", "человека"))
    assert translations("human right", "en", "ru")  # by lemma
    assert not translations("human of rights", "en", "ru")
    assert not translations("human", "en", "ru")


def test_only_wanted_languages_and_never_the_own_one() -> None:
    assert translations("deal", "en") == []
    assert translations("deal", "en", "en") == []
    assert translations("deal", "en", "de") == []
    assert {one.language for one in translations("deal", "en", "en", "uk", "be")} == {"uk", "be"}
    assert translations("Deal", "de", "ru") == []


def test_our_own_lexicon_is_read_once() -> None:
    assert own_lexicon() is own_lexicon()
    assert len(own_lexicon().concepts) > 1_000
