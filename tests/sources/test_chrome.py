"""A pasted page loses what is page and keeps what is article."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sources.chrome import Cleaned, clean, looks_like_name
from search.sources.chrome.lines import line_of
from search.sources.chrome.signals import signs_of

PROSE = (
    "The harbour council of Sulina voted on Tuesday to dredge the northern channel before winter.",
    "Pilots had asked for the work since two barges touched ground there during the autumn storms.",
    "The bill of four million euros will be shared by the port, the county and the shipping lines.",
)
PAGE = "\n".join(
    (
        "The Delta Mirror",
        "News",
        "Sport",
        "Home > Ports > Council votes to dredge the channel",
        "Council votes to dredge the channel",
        "Published by The Delta Mirror",
        "Posted on March 4, 2025",
        "312",
        "Photo: Ana Pop / The Delta Mirror",
        "Council votes to dredge the channel",
        "",
        *PROSE,
        "",
        "(Reporting by Ana Pop; Editing by Dan Rusu)",
        "Read next",
        "04.03 18:20 Ferry timetable changes in spring",
        "04.03 16:05 Mayor opens a new library hall",
        "Leave a comment",
        "© 2025 The Delta Mirror. All rights reserved.",
    )
)


def reasons(page: Cleaned) -> dict[str, str]:
    return {piece.text.strip(): piece.reason for piece in page.removed}


def test_page_is_cut_down_to_its_paragraphs() -> None:
    page = clean(PAGE)
    assert page.title == "Council votes to dredge the channel"
    assert page.body.split("\n") == list(PROSE)


def test_every_removed_line_has_its_own_reason() -> None:
    found = reasons(clean(PAGE))
    assert found["News"] == "menu"
    assert found["312"] == "counter"
    assert found["Home > Ports > Council votes to dredge the channel"] == "breadcrumb"
    assert found["Photo: Ana Pop / The Delta Mirror"] == "picture credit"
    assert found["Council votes to dredge the channel"] == "title repeated"
    assert found["04.03 16:05 Mayor opens a new library hall"] == "other articles"
    assert found["Leave a comment"] == "comments"


def test_head_and_tail_tell_of_this_article_alone() -> None:
    page = clean(PAGE)
    assert "Posted on March 4, 2025" in page.head
    assert page.tail == ("(Reporting by Ana Pop; Editing by Dan Rusu)",)


def test_plain_article_is_left_as_it_is() -> None:
    text = "\n".join(PROSE)
    assert clean(text) == Cleaned("", text)


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Council votes to dredge", "Council votes to dredge"),
        ("Council votes to dredge.", ""),
        ("«Работать будем зимой».", ""),
        ("Who pays for the channel?", "Who pays for the channel?"),
        ("x" * 199, "x" * 199),
        ("x" * 200, ""),
    ],
)
def test_title_is_a_short_first_line_without_full_stop(first: str, title: str) -> None:
    page = clean("\n".join((first, *PROSE)))
    assert page.title == title
    assert page.body.startswith(PROSE[0] if title else first)


def test_menu_word_above_the_headline_is_no_title() -> None:
    assert (
        clean("Войти\nКанал углубят до зимы\n" + "\n".join(PROSE)).title == "Канал углубят до зимы"
    )


def test_marker_amid_paragraphs_takes_only_its_own_line() -> None:
    text = "\n".join((PROSE[0], "Читайте также: Паромы меняют расписание", *PROSE[1:]))
    page = clean(text)
    assert page.body.split("\n") == list(PROSE)
    assert len(page.removed) == 1


def test_paragraph_that_speaks_of_subscribing_stays() -> None:
    text = "\n".join((PROSE[0], "Subscribe or not, readers of the paper paid for it.", *PROSE[1:]))
    assert clean(text).body == text


def test_signature_before_the_foot_stays_for_attribution() -> None:
    page = clean("\n".join((*PROSE, "Глеб Ремизов", "Все права защищены")))
    assert page.body.endswith("Глеб Ремизов")


def test_line_that_invites_to_follow_is_cut_from_the_end() -> None:
    page = clean("\n".join((*PROSE, "за новостями города следите за нами ещё в .")))
    assert page.body == "\n".join(PROSE)


def test_page_of_furniture_alone_is_not_emptied() -> None:
    text = "News\nSport\nLogin\n© 2025 X. All rights reserved."
    page = clean(text)
    assert page.title or page.body


def test_news_ticker_keeps_its_lines() -> None:
    text = "Storm: what we know\n10:05 Port is closed\n10:40 Power cut\n11:15 Ferry is back"
    page = clean(text)
    assert page.title == "Storm: what we know"
    assert page.body.count("\n") == 2


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("Dmitry Bavin", True),
        ("Глеб Ремизов", True),
        ("Peter O'Brien", True),
        ("Соломія Гайдук", True),
        ("Another day", False),
        ("Новости", False),
        ("one two", False),
    ],
)
def test_signature_is_two_or_three_capitalised_words(line: str, is_name: bool) -> None:
    assert looks_like_name(line) is is_name


@given(st.lists(st.sampled_from([*PAGE.split("\n"), *PROSE, "", "  • 7", "x"]), max_size=30))
def test_no_line_is_lost_or_invented(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = clean(text)
    left = [page.title, *page.body.split("\n"), *(piece.text for piece in page.removed)]
    given_lines = Counter(line.strip(" •") for line in lines if line.strip())
    assert Counter(line.strip(" •") for line in left if line.strip()) == given_lines


@given(st.text(max_size=400))
def test_any_text_is_taken(text: str) -> None:
    page = clean(text)
    assert bool(page.title or page.body) == bool(text.strip()) or not text.split()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Read also: Why eggs stay dear this year", "see also"),
        ("Czytaj także: Dlaczego jajka nie stanieją", "see also"),
        ("Presenter: Ana Popovich", "staff"),
        ("Good morning Ana Popovich,", "page furniture"),
        ("Yours sincerely, Ana Popovich", "page furniture"),
    ],
)
def test_a_lead_and_a_name_tell_what_a_short_line_is(line: str, reason: str) -> None:
    found = signs_of(line_of(line), frozenset())
    assert found.weight >= 1.5
    assert found.reason == reason


@pytest.mark.parametrize(
    "line",
    [
        "The minister said: Read also what the law of 1999 has to say about it.",
        "Children, teachers and many of the parents, Ana Popovich said.",
    ],
)
def test_a_sentence_with_a_colon_or_a_name_is_prose(line: str) -> None:
    assert signs_of(line_of(line), frozenset()).weight < 0
