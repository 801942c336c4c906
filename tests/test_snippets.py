"""Snippets: which passages are shown, and what in them is marked."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import library, texts

import search
from search.analysis import tokenize
from search.snippets import LONGEST, PASSAGES, SHORT


def hit_of(body: str, query: str, **more: object) -> search.Hit:
    hits = texts(body, **more).search(query).hits
    assert len(hits) == 1
    return hits[0]


def marked(snippet: search.Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end, _ in snippet.ranges]


def shown(hit: search.Hit) -> list[str]:
    """Passages with their ranges in brackets."""
    found = []
    for snippet in hit.snippets:
        text = snippet.text
        for start, end, _ in reversed(snippet.ranges):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        found.append(text)
    return found


FILLER = (
    "Nothing else happened on that long and quiet day in the old town by the river, they said. "
)


def test_the_sentence_that_answers_is_shown() -> None:
    hit = hit_of(FILLER + "A deal about potash was signed in the morning. " + FILLER, "potash")
    assert shown(hit)[0].startswith("A deal about [potash] was signed in the morning.")


def test_ranges_point_to_matches() -> None:
    hit = hit_of("The deals were made. A deal is a deal.", "deal", language="en")
    pairs = [
        (snippet.text[start:end], hit.matches[number].via)
        for snippet in hit.snippets
        for start, end, number in snippet.ranges
    ]
    assert pairs == [("deals", "lemma"), ("deal", "same"), ("deal", "same")]
    assert [(m.query, m.found, m.language, m.weight) for m in hit.matches] == [
        ("deal", "deals", "en", 1.0), ("deal", "deal", "en", 1.0),
    ]  # fmt: skip


def test_a_rendering_says_that_it_is_one() -> None:
    hit = hit_of("Министры подписали соглашение о калии.", "agreement", language="ru")
    assert shown(hit) == ["Министры подписали [соглашение] о калии."]
    (match,) = hit.matches
    assert (match.query, match.found, match.language) == ("agreement", "соглашение", "ru")
    assert match.via == "lexicon"
    assert 0 < match.weight < 1


def test_a_name_in_another_script_says_how_it_was_found() -> None:
    body = "Вечером выступил Мурзавецкий, сказали в зале."
    named = hit_of(body, "Murzavetsky", language="ru")
    sounded = hit_of(body, "Murzavetsky", language="ru", people=())  # nobody, says the input
    for hit, via in ((named, "name"), (sounded, "transliteration")):
        assert shown(hit) == ["Вечером выступил [Мурзавецкий], сказали в зале."]
        assert {match.via for match in hit.matches} == {via}


def test_a_quoted_phrase_is_one_range() -> None:
    hit = hit_of("It was a big deal. Big, deal! A deal was big.", '"big deal"', language="en")
    assert [one for snippet in hit.snippets for one in marked(snippet)] == ["big deal", "Big, deal"]
    assert {match.via for match in hit.matches} == {"same"}


def test_a_phrase_of_the_lexicon_is_one_range_for_both_words() -> None:
    hit = hit_of("Это очень большое дело для всех.", "big deal", language="ru")
    assert shown(hit) == ["Это очень [большое дело] для всех."]
    assert hit.matches[0].query == "big deal"


def test_a_compound_is_one_range() -> None:
    hit = hit_of("Он улетел в Нью-Йорк утром.", "Нью-Йорк", language="ru")
    assert shown(hit) == ["Он улетел в [Нью-Йорк] утром."]


def test_near_words_are_marked_where_they_are_near() -> None:
    far = "word " * 30
    body = f"A deal here. {far}. The big and final deal came. {far}. It was big."
    hit = hit_of(body, '"big deal"~3', language="en")
    assert shown(hit) == ["The [big] and final [deal] came."] or marked(hit.snippets[0]) == [
        "big", "deal",
    ]  # fmt: skip
    assert sum(len(snippet.ranges) for snippet in hit.snippets) == 2


def test_title_words_are_marked_in_the_title_and_body_words_in_both() -> None:
    document = search.Document("a", "A deal", "The deal was big.", language="en")
    (plain,) = library([document]).search("deal").hits
    assert marked(plain.title) == ["deal"]
    assert shown(plain) == ["The [deal] was big."]
    (titled,) = library([document]).search("title:deal").hits
    assert marked(titled.title) == ["deal"]
    assert shown(titled) == ["The deal was big."]


def test_parts_of_words_are_marked() -> None:
    hit = hit_of("The dealers met Lukashenka and left.", "deal* Lukashenko~1", language="en")
    assert shown(hit) == ["The [dealers] met [Lukashenka] and left."]


def test_an_excluded_word_is_not_marked() -> None:
    index = texts("A deal. No war.", "A deal about war.", language="en")
    (hit,) = index.search('deal -"about war"').hits
    assert shown(hit) == ["A [deal]. No war."]


@pytest.mark.parametrize("body", ["", "...", "Short text without the word."])
def test_without_a_match_in_the_body_its_beginning_is_shown(body: str) -> None:
    document = search.Document("a", "The deal", body, language="en")
    (hit,) = library([document]).search("deal").hits
    assert [snippet.text for snippet in hit.snippets] == ([body] if body else [])


def test_the_beginning_is_whole_sentences_of_bounded_length() -> None:
    (hit,) = texts(FILLER * 20).search().hits
    (snippet,) = hit.snippets
    assert FILLER.strip() in snippet.text
    assert len(snippet.text) <= LONGEST
    assert snippet.text.endswith("said.")


def test_words_far_apart_get_a_passage_each_in_the_order_of_the_text() -> None:
    body = "Potash was sold abroad by rail. " + FILLER * 8 + "A deal was signed by the ministers."
    hit = hit_of(body, "deal potash", language="en")
    assert [marked(snippet) for snippet in hit.snippets] == [["Potash"], ["deal"]]


def test_a_sentence_with_all_words_is_preferred() -> None:
    body = "A deal. " + FILLER * 6 + "The potash deal was signed. " + FILLER * 6 + "Potash. Deal."
    hit = hit_of(body, "potash deal", language="en")
    assert ["potash", "deal"] in [marked(snippet) for snippet in hit.snippets]


def test_passages_of_neighbouring_short_sentences_do_not_overlap() -> None:
    hit = hit_of("One deal. Two potash. Three deal. Four potash.", "deal potash", language="en")
    spans = [(one.start, one.start + len(one.text)) for one in hit.snippets]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_a_long_sentence_is_shown_once_around_where_most_words_meet() -> None:
    body = "deal " + "and other words " * 60 + "deal on potash " + "with more words " * 60
    hit = hit_of(body, "deal potash", language="en")
    (snippet,) = hit.snippets
    assert marked(snippet) == ["deal", "potash"]
    assert len(snippet.text) <= LONGEST
    assert body[snippet.start :].startswith(snippet.text)
    assert body[snippet.start - 1].isspace()  # no word is cut


HALL = "with the ministers who had waited for him in the long hall since the early morning"


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        (f"He came from the U.S. Embassy in Minsk for a deal {HALL}. They left.", "He came"),
        (f"A. G. Petrov made a deal {HALL}. They left.", "A. G. Petrov"),
        (f"Then M. Petrov made a deal {HALL}. They left.", "Then M. Petrov"),
        ("«Сделки нет!» — сказал он громко, и все в зале замолчали надолго. Deal.", "Deal."),
        (f"Prices rose by 1.5 percent after the deal {HALL}. They left.", "Prices rose"),
        (f"No full stop here\nThe deal was signed {HALL}\nThey left", "The deal"),
        (f"“It is done.” The deal was signed {HALL}. They left.", "The deal"),
        (f"Is it done? The deal was signed {HALL}! They left.", "The deal"),
    ],
)
def test_sentences_begin_where_a_reader_sees_it(body: str, passage: str) -> None:
    hit = hit_of(body, '"deal"', language="en")
    (snippet,) = hit.snippets
    assert snippet.text.startswith(passage)
    assert "They left" not in snippet.text


def test_a_short_sentence_is_shown_with_the_next_of_its_paragraph() -> None:
    assert len("A deal.") < SHORT
    assert shown(hit_of("A deal. It was signed. Done.", "deal"))[0] == "A [deal]. It was signed."
    assert shown(hit_of("A deal.\nIt was signed.", "deal")) == ["A [deal]."]


def test_a_homograph_of_another_language_is_not_marked() -> None:
    body = "The minister will die for the deal, said the man.\nDas ist die Sache der Minister hier."
    index = library([search.Document("a", "", body, language="en")])
    spans = index.get("a").languages  # type: ignore[union-attr]
    assert [span.language for span in spans] == ["en", "de"]
    (hit,) = index.search("said").hits
    assert all("Sache" not in one.text for one in hit.snippets)


WORDS = st.sampled_from(
    ["deal", "Deals", "big", "potash", "дело", "Лёд", "U.S.", "16,500", "Лукaшенко", "п’ять", "it"]
)
STOPS = st.sampled_from([" ", " ", " ", ", ", ". ", "! ", "\n", " - "])
QUERIES = st.sampled_from(
    ["deal", "big deal", '"big deal"', '"deal potash"~2', "дело лед", "us 16500", "лукашенко",
     "de*", "deal OR дело", "п'ять", "title:big deal", "it"]
)  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(WORDS, STOPS), min_size=1, max_size=120))
    return "".join(word + stop for word, stop in parts)


@given(bodies(), bodies(), QUERIES)
def test_ranges_slice_back_to_words_in_order_and_without_overlap(
    title: str, body: str, query: str
) -> None:
    for hit in library([search.Document("a", title[:80], body)]).search(query).hits:
        text = hit.document.body
        assert len(hit.snippets) <= PASSAGES
        end = 0
        for snippet in hit.snippets:
            assert snippet.start >= end
            end = snippet.start + len(snippet.text)
            assert text[snippet.start : end] == snippet.text
        for snippet in (hit.title, *hit.snippets):
            place = 0
            borders = [(t.start, t.end) for t in tokenize(snippet.text)]
            for first, last, number in snippet.ranges:
                assert place <= first < last <= len(snippet.text)
                assert first in {start for start, _ in borders}
                assert last in {stop for _, stop in borders}
                assert 0 <= number < len(hit.matches)
                place = last
        assert hit.matches  # whoever is found is told why


def test_an_article_of_100_kb_has_short_snippets() -> None:
    hit = hit_of(FILLER * 1_200 + "The deal was signed. " + FILLER * 10, "deal", language="en")
    assert [marked(snippet) for snippet in hit.snippets] == [["deal"]]
    assert len(hit.snippets[0].text) <= LONGEST
