"""A word of a known phrase means what the phrase says, in an article as in a query."""

from __future__ import annotations

import pytest
from small import library

import search
from search.lexicon import Lexicon, parse_lines
from search.lexicon.around import PhrasesAround

LINES = """\
en	ru	pl	pos
big | great	большой | великий ~0.7	wielki	adj
Great Britain	Великобритания	Wielka Brytania	name
deal	сделка	umowa	noun
case	дело	sprawa	noun
affairs	дела	sprawy	noun
foreign affairs	иностранные дела	sprawy zagraniczne	phrase
Korea	Корея	Korea	name
North Korea	Северная Корея | КНДР	Korea Północna	name
South Korea	Южная Корея	Korea Południowa	name
rate	ставка | курс ~0.5	stopa	noun
bid	ставка ~0.7 | заявка	oferta	noun
interest rate	процентная ставка	stopa procentowa	phrase
election | vote	выборы	wybory	noun
presidential election	президентские выборы	wybory prezydenckie	phrase
ice | ices ~0.3	лёд	lód	noun
ice floe	льдина	kra	phrase
border	граница	granica	noun
on the verge	на границе | на грани	na granicy	phrase
"""
LEXICON = Lexicon(parse_lines(LINES.splitlines(), "test.tsv"))


def misleads(asked: str, word: str, text: str, language: str) -> bool:
    """Whether the word in brackets misleads who asks."""
    before, _, rest = text.partition("[")
    found, _, after = rest.partition("]")
    around = PhrasesAround(LEXICON, asked)
    end = len(before) + len(found)
    return around.misleads(before + found + after, len(before), end, language, word)


@pytest.mark.parametrize(
    ("asked", "word", "text", "language"),
    [
        ("big deal", "big", "Tak powiedziała [Wielka] Brytania.", "pl"),
        ("court case", "case", "Министр иностранных [дел] молчит.", "ru"),
        ("rescue bid", "bid", "Банк поднял процентную [ставку] до осени.", "ru"),
    ],
)
def test_a_word_of_a_phrase_that_means_something_else_misleads(
    asked: str, word: str, text: str, language: str
) -> None:
    assert misleads(asked, word, text, language)


@pytest.mark.parametrize(
    ("asked", "word", "text", "language"),
    [
        ("foreign affairs", "affairs", "Министр иностранных [дел] молчит.", "ru"),
        ("rate cut", "rate", "Банк поднял процентную [ставку] до осени.", "ru"),
        ("rescue bid", "bid", "Банк поднял [ставку] до осени.", "ru"),
        ("rescue bid", "bid", "Назвали процентную. [Ставку] снизили.", "ru"),
        ("vote", "vote", "На президентских [выборах] было тихо.", "ru"),
        ("Korea", "Korea", "Это сказала Южная [Корея] вчера.", "ru"),
        ("льды", "льды", "They stood on an [ice] floe.", "en"),
        ("border", "border", "Машины стоят на [границе] стран.", "ru"),
    ],
    ids=[
        "the phrase has the word", "the phrase has it in its middle", "no phrase",
        "a full stop between", "a synonym by which it is translated", "a name with the word",
        "a compound hides its parts", "a phrase with a small word",
    ],
)  # fmt: skip
def test_a_word_that_means_what_is_asked_for_does_not(
    asked: str, word: str, text: str, language: str
) -> None:
    assert not misleads(asked, word, text, language)


def test_of_two_names_with_a_word_only_the_one_that_is_asked_for_counts() -> None:
    south, north = "Сказала Южная [Корея] вчера.", "Сказала Северная [Корея] вчера."
    assert misleads("North Korea", "Korea", south, "ru")
    assert not misleads("North Korea", "Korea", north, "ru")


def test_words_are_not_cut_where_the_surroundings_end() -> None:
    far = "процентную" + " " * 75 + "[ставку]"
    assert not misleads("bid", "bid", "непроцентную" + " " * 70 + "[ставку]", "ru")
    assert misleads("bid", "bid", far.replace(" " * 75, " " * 5), "ru")


def test_hits_stay_and_lose_a_mark() -> None:
    ministry = "Министерство иностранных дел молчит третий день."
    court = "Судья закрыла дело за один день."
    articles = [
        search.Document("ministry", "", ministry, language="ru"),
        search.Document("court", "", court, language="ru"),
    ]
    with library(articles) as index:
        hits = {hit.id: hit for hit in index.search("case", meaning=False)}
        assert hits.keys() == {"ministry", "court"}
        assert [match.found for match in hits["court"].matches] == ["дело"]
        assert not hits["ministry"].matches
        assert ministry in hits["ministry"].snippets[0].text
