"""Stop words are small words; content words are not among them."""

import pytest

from search.analysis import is_stop, script, tokenize
from search.analysis.stopwords import _words
from search.documents import LANGUAGES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the of and was not which they don't over"),
        ("ru", "и в на не что который был его еще чтобы"),
        ("uk", "і та що який був його ще щоб"),
        ("be", "і што які быў яго яшчэ каб"),
        ("de", "der und nicht dass wurde für"),
        ("fr", "le et est dans qu'il c'est"),
        ("es", "el y que está para"),
        ("pl", "i w nie że który był"),
    ],
)
def test_small_words_are_stop_words(language, words):
    assert all(is_stop(word, language) for word in words.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "us new said one two ten deal people government first last"),
        ("ru", "сделка год человек дело один новый первый"),
        ("uk", "угода рік людина новий"),
        ("be", "год чалавек выбары"),
        ("de", "jahr stadt neu"),
        ("fr", "an pays nouveau"),
        ("es", "año país nuevo"),
        ("pl", "rok kraj nowy"),
    ],
)
def test_words_that_carry_meaning_are_not(language, words):
    assert not any(is_stop(word, language) for word in words.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_hold_folded_single_tokens_in_the_script_of_the_language(language):
    expected = "cyrillic" if language in ("ru", "uk", "be") else "latin"
    for word in _words(language):
        assert [token.form for token in tokenize(word)] == [word]
        assert script(word) == expected


def test_an_unknown_language_has_none():
    assert not is_stop("the", "unknown")
