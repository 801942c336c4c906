"""Articles and queries go through the same analysis and meet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import search.analysis
from search.analysis import Analyzer, spans
from search.analysis.analyzers import BODY_GAP, is_number
from search.documents import EXACT, LANGUAGES, NUMBER, PLAIN, LanguageSpan, Posting
from search.ranking import TITLE_WEIGHT

ANALYZER = Analyzer()


def whole(text, language):
    return (LanguageSpan(0, len(text), language),)


def terms(body, language, title="", title_language="unknown"):
    found = ANALYZER.analyze(title, body, whole(body, language), title_language)
    return {(posting.field, posting.text) for posting in found.postings}


def test_each_token_has_its_exact_form_and_its_readings_at_one_position():
    found = ANALYZER.analyze("Крупная сделка", "Стали", whole("Стали", "ru"), "ru")
    first = 2 + BODY_GAP
    assert set(found.postings) == {
        Posting(EXACT, "крупная", 0, "крупная"),
        Posting("ru", "крупный", 0, "крупная"),
        Posting(EXACT, "сделка", 1, "сделка"),
        Posting("ru", "сделка", 1, "сделка"),
        Posting(EXACT, "стали", first, "стали"),
        Posting("ru", "стать", first, "стали"),
        Posting("ru", "сталь", first, "стали"),
    }
    assert len(found.postings) == 7


def test_lengths_count_tokens_and_weigh_the_title():
    found = ANALYZER.analyze("one two", "three four five", whole("three four five", "en"), "en")
    assert found.title_length == 2
    assert found.length == 3 + 2 * TITLE_WEIGHT


def test_positions_below_the_title_length_are_the_titles():
    found = ANALYZER.analyze("one two", "three", whole("three", "en"), "en")
    title = {p.form for p in found.postings if p.position < found.title_length}
    assert title == {"one", "two"}


def test_no_title_and_no_body_give_no_terms():
    assert ANALYZER.analyze("", "", (), "unknown").postings.columns == {}
    assert ANALYZER.analyze("", "", (), "unknown").length == 0


def test_numbers_have_a_field_of_their_own():
    assert terms("16,500 and 86,82", "en") >= {(NUMBER, "16500"), (NUMBER, "86.82")}
    assert ("en", "16500") not in terms("16,500", "en")


def test_a_word_of_another_script_is_read_in_a_language_of_the_article():
    body = "Сделка Reuters\nRozmowa o umowie\n"
    two = (LanguageSpan(0, 15, "ru"), LanguageSpan(15, len(body), "pl"))
    found = ANALYZER.analyze("", body, two, "ru")
    assert {p.field for p in found.postings if p.form == "reuters"} == {EXACT, "pl"}


@pytest.mark.parametrize(
    ("body", "language", "field"),
    [("reuters", "ru", "en"), ("сделка", "de", "ru"), ("сделка", "unknown", PLAIN),
     ("北京", "en", PLAIN), ("ministri", "unknown", PLAIN)],
)  # fmt: skip
def test_words_without_a_language_of_their_own(body, language, field):
    assert {name for name, _ in terms(body, language)} == {EXACT, field}


def test_query_readings_pass_over_languages_of_another_script():
    readings = ANALYZER.query_readings("сделку", ("ru", "en", "uk"))
    assert ("ru", "сделка") in readings
    assert (PLAIN, "сделку") in readings
    assert not [field for field, _ in readings if field == "en"]


def test_query_readings_of_a_number():
    assert ANALYZER.query_readings("86.82", LANGUAGES) == ((NUMBER, "86.82"),)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("2025", True), ("86.82", True), ("5g", False), ("us", False), ("²", False), ("", False)],
)
def test_numbers_are_known_by_their_form(form, expected):
    assert is_number(form) is expected


TEXT = st.text(alphabet="абвєіўыМThedз'’-., 12\n北", max_size=60) | st.text(max_size=40)


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from((*LANGUAGES, "unknown")))
def test_every_term_of_an_article_is_found_by_its_own_form(title, body, language):
    found = ANALYZER.analyze(title, body, spans(body, language), language)
    for posting in found.postings:
        if posting.field != EXACT:
            readings = ANALYZER.query_readings(posting.form, LANGUAGES)
            assert (posting.field, posting.text) in readings


@settings(deadline=None)
@given(TEXT)
def test_terms_hold_no_whitespace_and_are_not_empty(body):
    for posting in ANALYZER.analyze("", body, spans(body), "unknown").postings:
        assert posting.text
        assert not any(map(str.isspace, posting.text))


def test_fingerprint_names_the_dictionaries():
    assert "pymorphy3-dicts-ru" in ANALYZER.fingerprint()
    assert ANALYZER.fingerprint() == Analyzer().fingerprint()


def test_the_public_names_are_these():
    assert search.analysis.__all__ == [
        "Analysis", "Analyzer", "Lemmatizer", "Token", "fold", "identify",
        "is_stop", "keys_of", "lemmatizer", "main_language", "near_keys", "prefixes",
        "removed_terms", "script", "script_languages", "similar", "sound_key", "sound_keys",
        "spans", "tokenize",
    ]  # fmt: skip


def test_a_digit_with_a_stress_mark_is_a_number():
    found = ANALYZER.analyze("", "0\u0301 баллов", (), "ru")
    assert ("num", "0") in {(posting.field, posting.text) for posting in found.postings}
