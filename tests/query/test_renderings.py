"""Which renderings a query gets where words share a stem, a spelling or a rare reading."""

from __future__ import annotations

import pytest

from search.analysis import Analyzer, tokenize
from search.lexicon import Lexicon, parse_lines
from search.plan import Guise
from search.query.renderings import Renderer
from search.query.words import QueryWord

LINES = """\
en\tru\tuk\tbe\tpos\tsense
industry\tпромышленность\tпромисловість\tпрамысловасць\tnoun\t
industrious\tусердный\tстаранний\tстаранны\tadj\t
evacuation\tэвакуация\tевакуація\tэвакуацыя\tnoun\t
evacuate\tэвакуировать\tевакуювати\tэвакуяваць\tverb\t
publisher\tиздатель\tвидавець\tвыдавец\tnoun\t
publish\tопубликовать\tопублікувати\tапублікаваць\tverb\t
permit\tразрешение\tдозвіл\tдазвол\tnoun\t
permit\tпозволить\tдозволити\tдазволіць\tverb\t
work\tработа\tробота\tпраца\tnoun\t
field\tполе\tполе\tполе\tnoun\t
floor\tпол\tпідлога\tпадлога\tnoun\t
wine\tвино\tвино\tвіно\tnoun\t
fault\tвина\tвина\tвіна\tnoun\t
hunt\tохотиться\tполювати\tпаляваць\tverb\t
wing\tкрыло\tкрило\tкрыло\tnoun\t
choice | candidate ~0.5\tвыбор | кандидат ~0.5\tвибір\tвыбар\tnoun\t
"""


def guises(query: str, language: str) -> dict[str, Guise]:
    """What the words of a query become in one language, by word."""
    lexicon = Lexicon(parse_lines(LINES.splitlines(), "test.tsv"))
    words = [QueryWord(text, tuple(tokenize(text))) for text in query.split()]
    found = Renderer(Analyzer(), lexicon, (language,)).rendered(words, "all")
    return {getattr(one.guise.leaf, "text", ""): one.guise for one in found}


def rendered(query: str, language: str) -> set[str]:
    return set(guises(query, language))


def test_another_word_of_the_same_english_stem_is_none_of_its_renderings() -> None:
    assert rendered("industry", "ru") == {"промышленность"}
    assert rendered("industries", "ru") == {"промышленность"}


def test_a_verb_of_the_same_action_stays_with_less_weight() -> None:
    assert rendered("evacuation", "ru") == {"эвакуация", "эвакуировать"}


def test_who_does_something_is_not_what_is_done() -> None:
    assert rendered("publisher", "ru") == {"издатель"}


@pytest.mark.parametrize(("query", "english"), [("поле", "field"), ("вино", "wine")])
def test_a_dictionary_form_comes_before_rare_readings_and_neighbours(
    query: str, english: str
) -> None:
    assert rendered(query, "en") == {english}


def test_an_entry_stands_for_its_dictionary_form_alone() -> None:
    # крыло may be a past tense of крыть, and крытое comes of крыть.
    assert rendered("крытое", "en") == set()


def test_a_word_of_a_short_query_is_a_noun_where_it_can_be_one() -> None:
    noun, verb = (guises("work permit", "ru")[word] for word in ("разрешение", "позволить"))
    assert noun.weight > verb.weight > 0
    assert (noun.is_shown, verb.is_shown) == (True, False)
    alone = guises("permit", "ru")
    assert alone["разрешение"].weight == alone["позволить"].weight
    assert alone["позволить"].is_shown


def test_what_is_rare_on_both_sides_is_no_rendering() -> None:
    assert rendered("candidate", "be") == {"выбар"}
    assert "кандидат" not in rendered("candidate", "ru")
