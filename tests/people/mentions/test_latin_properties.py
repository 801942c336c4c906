"""Whatever the text, spans of Latin persons are in range, in order, and without overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.people.mentions import latin

LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "pl", "cs", "sl", "it", "unknown", ""])
# A row of words that are often beside names, in any order.
WORDS = st.sampled_from(
    ("Mr", ".", "Sen", "King", ",", "Jr", "I", "J.", "R.", "van", "de", "der", "bin", '"', "'", "’",
     "'s", "’s", "Anna", "Lee", "said", "(", "born", "1983", ")", "was", "a", "of", "the", "The",
     "Great", "town", "Smith's", "d'Or", "O'Neil", "USS", "B-25", "\n", "\t", "-", "–", "«", "»",
     "and", "y", "²", "٣", "½", "…", "St", "Ą", "ß", "İ", "im", "In")
)  # fmt: skip
ANYTHING = st.text(
    st.characters(codec=None, categories=None)
    | st.sampled_from("\x00\ud800\udfff\u202e\u05d0\u0627"),
    max_size=80,
)


def check(text: str, language: str, known: list[str]) -> None:
    end = 0
    for span in latin.spans(text, language, known):
        assert end <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        end = span.end


@given(ANYTHING, LANGUAGES, st.lists(ANYTHING, max_size=2))
def test_any_text_has_orderly_spans(text: str, language: str, known: list[str]) -> None:
    check(text, language, known)


@given(st.lists(WORDS, max_size=30).map(" ".join), LANGUAGES)
def test_any_row_of_name_like_words_has_orderly_spans(text: str, language: str) -> None:
    check(text, language, ["Anna Lee", "Smith"])


@pytest.mark.parametrize("text", ["Mr von The", "Mr van The Great came", "Sir de The"])
def test_a_particle_before_an_epithet_is_no_name(text: str) -> None:
    check(text, "en", [])


@given(st.lists(WORDS, max_size=30).map("".join), LANGUAGES)
def test_any_words_without_blanks_have_orderly_spans(text: str, language: str) -> None:
    check(text, language, [])


@pytest.mark.parametrize("piece", ["Anna ", "A. ", "de ", "Anna de ", '" ', "'s", "St. ", "(", "A"])
def test_long_monotonous_texts_come_to_an_end(piece: str) -> None:
    check(piece * 20_000, "en", [])
