"""Articles are cut into runs of whole sentences."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.encoders.passages import LONGEST, MOST, WIDTH, Passage, cut, texts

SENTENCE = "The harbour of the small town was closed for the whole winter. "


def test_passages_are_whole_sentences_of_about_one_width() -> None:
    body = SENTENCE * 20
    found = cut("Ice", body)
    assert len(found) > 3
    for one in found:
        assert body[one.start : one.end].startswith("The harbour")
        assert body[one.start : one.end].endswith("winter.")
        assert one.end - one.start <= WIDTH


def test_the_title_goes_with_each_passage() -> None:
    body = SENTENCE * 8
    found = texts("Ice  in\nport", body, cut("", body))
    assert len(found) == 2
    assert all(text.startswith("Ice in port. The harbour") for text in found)


def test_an_article_without_a_body_is_its_title_and_one_without_both_is_nothing() -> None:
    assert cut("Ice in port", " \n") == (Passage(0, 0),)
    assert texts("Ice in port", "", cut("Ice in port", "")) == ["Ice in port."]
    assert cut(" ", "") == ()


def test_initials_and_small_letters_end_no_sentence() -> None:
    body = "He paid 5 mln. roubles in all" + " and more" * 40 + ". Nobody knew."
    first, *_ = cut("", body)
    assert "mln. roubles" in body[first.start : first.end]


def test_text_without_full_stops_is_cut_at_spaces() -> None:
    body = "fish " * 1000
    found = cut("", body)
    assert all(one.end - one.start <= LONGEST for one in found)
    assert all(body[one.start : one.end].endswith("fish") for one in found)
    assert sum(one.end - one.start for one in found) > 4900


def test_of_a_book_the_beginning_alone_has_passages() -> None:
    assert len(cut("", SENTENCE * 5000)) == MOST


@given(st.text(), st.text(alphabet=st.sampled_from("аб .!?\nA1"), max_size=3000))
def test_passages_follow_each_other_and_hold_all_that_is_no_space(title: str, body: str) -> None:
    found = cut(title, body)
    assert all(a.end <= b.start for a, b in pairwise(found))
    held = "".join(body[one.start : one.end] for one in found)
    assert "".join(held.split()) == "".join(body.split())
    assert len(texts(title, body, found)) == len(found)
