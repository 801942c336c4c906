"""Any text at all: nothing raises, and what is found lies in the text."""

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import LanguageSpan
from search.people.mentions import cyrillic, find
from search.people.mentions.tagger import tagger
from search.people.mentions.words import words

_PIECES = st.sampled_from(
    ["Александр", "Лукашенко", "А.", "Ціханоўская", "Зеленський", "Trump", "Donald", " ", "\n",
     ".", ",", "«", "»", "(", ")", "и", "улица", "Фото:", "/", "Reuters", "аль-", "-", "\x00",
     "\ud800", "\u200f", "שלום", "مرحبا", "Ким", "Чен", "Ын", "’", "ё", "\u0301", "1", "И", "By"]
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=30).map("".join),
    st.lists(_PIECES, max_size=30).map(" ".join),
    st.text(max_size=80),
    st.text(st.characters(min_codepoint=0x400, max_codepoint=0x52F), max_size=40),
)
_LANGUAGES = st.sampled_from(["ru", "uk", "be", "en", "pl", "unknown"])


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _LANGUAGES)
def test_spans_are_sorted_apart_and_in_range(text: str, language: str) -> None:
    last = 0
    for span in cyrillic.spans(text, language):
        assert last <= span.start < span.end <= len(text)
        last = span.end


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _TEXTS, _LANGUAGES, st.lists(st.integers(0, 100), max_size=6))
def test_mentions_slice_back(title: str, body: str, language: str, cuts: list[int]) -> None:
    ends = sorted(min(cut, len(body)) for cut in cuts)
    spans = [
        LanguageSpan(start, end, one)
        for start, end, one in zip(
            ends, ends[1:], ["ru", "en", "uk", "be", "unknown"], strict=False
        )
    ]
    found = find(title, body, spans, language)
    places = [(one.part == "body", one.start, one.end) for one in found]
    assert places == sorted(places)
    for one in found:
        source = title if one.part == "title" else body
        assert source[one.start : one.end] == one.text
        assert one.name
    by_name = {one.name for one in found}
    assert len(by_name) <= len(found)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_words_slice_back(text: str) -> None:
    assert all(text[word.start : word.end] == word.text for word in words(text))


def test_long_text_is_cut_without_losing_a_name() -> None:
    text = "Вчера Александр Лукашенко приехал в Минск. " * 700
    found = cyrillic.spans(text, "ru")
    assert len(found) == 700


def test_pieces_have_the_scores_of_the_whole() -> None:
    line = ("Вчера Александр Лукашенко приехал в Минск . " * 300).split()
    whole = tagger()._piece(line)
    assert abs(tagger().scores(line) - whole).max() < 1e-3


def test_recogniser_loads_once_in_many_threads() -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(id(tagger()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1


def test_threads_find_what_one_thread_finds() -> None:
    texts = [f"Вчера Иван Петров и Анна Орлова приехали. {'Да. ' * n}" for n in range(8)]
    alone = [find("", text, (), "ru") for text in texts]
    together: dict[int, object] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.update({n: find("", texts[n], (), "ru")}))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n] for n in range(8)] == alone
