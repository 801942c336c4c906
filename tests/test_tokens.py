"""What is one word, where it stands, and what its exact form is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokens import fold, script, tokenize

ADVERSARIAL = st.text(
    alphabet="aAsSıЁёйіïкĸВ'’ʼ`-.,1٣² \u00a0\u0301\u0306\u00ad\u200dʼ_İßﬁ", max_size=60
)
TEXTS = st.one_of(st.text(max_size=80), ADVERSARIAL)


def forms(text):
    return [token.form for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Нью-Йорк", "нью йорк"),
        ("Су-57", "су 57"),
        ("COVID-19", "covid 19"),
        ("п'ять сім'я сім’я сімʼя", "п'ять сім'я сім'я сім'я"),
        ("O'Brien d'Estaing l’accord", "o'brien d'estaing l'accord"),
        ("Trump's and Trump’s", "trump and trump"),
        ("workers' 'quoted'", "workers quoted"),
        ("don't", "don't"),
        ("U.S. U.K. U.S.A. U.S.A", "us uk usa usa"),
        ("С.Ш.А.", "сша"),
        ("U.S.-led", "us led"),
        ("А. С. Пушкин", "а с пушкин"),
        ("D.C.Comics", "dc comics"),
        ("16,500 1.200.000", "16500 1200000"),
        ("16\u00a0500 16\u202f500 16\u2009500", "16500 16500 16500"),
        ("16 500", "16 500"),
        ("86,82 86.82 86.82%", "86.82 86.82 86.82"),
        ("1.234,56 1,234.56", "1234.56 1234.56"),
        ("0.125 2025,100", "0.125 2025.100"),
        ("18.12.2025 2025-12-18 20:44", "18 12 2025 2025 12 18 20 44"),
        ("1,2,3", "1 2 3"),
        ("2020-х", "2020 х"),
        ("5G Су57 1st", "5g су57 1st"),
        ("3.5mm", "3.5 mm"),
        ("٣٤", "34"),
        ("x_y @foo #bar 😀", "x y foo bar"),
        ("Αθήνα القاهرة 北京", "αθήνα القاهرة 北京"),
        ("Ле\u0301нин со\u00adюз Ёлка", "ленин союз елка"),
        ("и\u0306", "й"),
        ("", ""),
    ],
)
def test_text_is_cut_into_these_forms(text, expected):
    assert forms(text) == expected.split()


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Лукaшенко", "лукашенко"),  # Latin a
        ("Trumр", "trump"),  # Cyrillic р
        ("Кoсoвo", "косово"),  # Latin o
        ("BАЛЮТА", "валюта"),  # Latin B
        ("Mинск", "минск"),  # Latin M
        ("Бабариĸо", "бабарико"),  # U+0138
        ("Мiнск", "мінск"),  # Latin i
        ("caр", "cap"),  # look-alikes alone: the script of most letters, here Latin c and a
        ("cа", "са"),  # a tie is read as Cyrillic
        ("Шрёдер", "шредер"),
        ("café", "café"),
        ("straße", "straße"),
        ("İstanbul", "istanbul"),
        ("5G", "5g"),
    ],
)
def test_fold_gives_the_exact_form(word, folded):
    assert fold(word) == folded


def test_pure_words_keep_their_letters():
    assert fold("cope") == "cope"
    assert fold("соре") == "соре"
    assert fold("cope") != fold("соре")


def test_kinds_are_told_apart():
    kinds = [(token.form, token.kind) for token in tokenize("5G 2025 16,500 год")]
    assert kinds == [("5g", "word"), ("2025", "number"), ("16500", "number"), ("год", "word")]


def test_token_spans_the_letters_and_dots_but_not_the_possessive():
    text = "The U.S. and Trump's men"
    assert [text[token.start : token.end] for token in tokenize(text)] == [
        "The", "U.S.", "and", "Trump", "men",
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["a", "'", "-", "1,", "a.", "a'", "'s", "1.", "a\u0301", "1"])
def test_long_runs_of_one_pattern_come_to_an_end(unit):
    text = unit * (200_000 // len(unit))
    tokens = tokenize(text)
    assert len(tokens) <= len(text)


@given(TEXTS)
def test_offsets_slice_back_to_the_text_in_order_without_overlap(text):
    end = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert end <= token.start < token.end
        end = token.end


@given(TEXTS)
def test_forms_are_not_empty_and_hold_no_whitespace(text):
    for token in tokenize(text):
        assert token.form
        assert not any(map(str.isspace, token.form))


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_the_form_of_a_token_is_a_token_of_that_form(text):
    for token in tokenize(text):
        assert forms(token.form) == [token.form]


@given(st.text(alphabet="АБВГЁЙабвгёйїґўéüłABCabc", min_size=1, max_size=20))
def test_composed_and_decomposed_text_give_the_same_forms(text):
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("trump", "latin"), ("łukaszenka", "latin"), ("лукашенко", "cyrillic"),
        ("ўрад", "cyrillic"), ("αθήνα", "other"), ("北京", "other"), ("2025", "none"),
        ("86.82", "none"), ("5g", "latin"), ("су57", "cyrillic"), ("", "none"),
    ],
)  # fmt: skip
def test_script_of_a_form(form, expected):
    assert script(form) == expected
