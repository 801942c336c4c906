"""Kinds of page chrome: whole pages in several languages, and pages that want to do harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.sources.chrome import clean, reason_of

TITLE = "Тоннель под рекой откроют весной"
BODY = (
    "Тоннель под рекой в Озёрске откроют в апреле, сообщила во вторник служба городских дорог.",
    "Стройка шла шесть лет и стоила вдвое дороже, чем обещали: помешали плывуны и старые сваи.",
    "Проезд будет бесплатным для жителей обоих берегов, остальные заплатят за тоннель у въезда.",
)


def page(*lines: str) -> str:
    return "\n".join(lines)


def test_comments_below_the_text_go_with_the_names_of_their_authors() -> None:
    cleaned = clean(
        page(
            TITLE,
            *BODY,
            "Комментарии (2)",
            "Ефим Бочаров",
            "12.03.2025 10:41",
            "Ездил там вчера, ничего ещё не готово, и на апрель я бы не рассчитывал.",
            "Ответить",
            "Лада",
            "12.03.2025 11:02",
            "Посмотрим.",
            "Ответить",
        )
    )
    assert cleaned.title == TITLE
    assert cleaned.body == "\n".join(BODY)
    assert {piece.text: piece.reason for piece in cleaned.removed}["Ефим Бочаров"] == "comments"


def test_headlines_without_stamps_go_with_the_heading_above_them() -> None:
    heads = ("Мэр Пётр Лужин о бюджете", "Где купить ёлку", "Почему опоздал автобус")
    cleaned = clean(page(TITLE, *BODY, "Вам может быть интересно", *heads, "© Озёрск сегодня"))
    assert cleaned.body == "\n".join(BODY)
    assert [piece.reason for piece in cleaned.removed][1:4] == ["other articles"] * 3


def test_invitation_amid_paragraphs_goes_and_the_rest_of_the_article_stays() -> None:
    call = "Підпишіться на ранкову розсилку й отримуйте найважливіше на свою пошту."
    cleaned = clean(page(TITLE, BODY[0], call, *BODY[1:]))
    assert cleaned.body == "\n".join(BODY)
    assert [piece.reason for piece in cleaned.removed] == ["subscription"]


def test_frame_in_another_language_goes() -> None:
    cleaned = clean(
        page(
            "Sign in",
            "World",
            "Sport",
            TITLE,
            "Image: Zoe Harker / The Quay",
            *BODY,
            "No part of this website may be reproduced without permission.",
            "Share",
            "Most read",
            "Dockers vote for a strike",
            "Bridge closed",
            "Contact us",
        )
    )
    assert cleaned.title == TITLE
    assert cleaned.body == "\n".join(BODY)


def test_cookie_notice_of_whole_sentences_goes_from_the_top() -> None:
    notice = (
        "Wir und unsere Partner verwenden Cookies, um Inhalte und Anzeigen zu personalisieren. "
        "Ihre Einwilligung können Sie in den Datenschutzeinstellungen widerrufen."
    )
    body = (
        "Der Tunnel unter dem Fluss soll im April eröffnet werden, teilte das Bauamt mit.",
        "Der Bau dauerte sechs Jahre und kostete doppelt so viel, wie die Firma versprochen hatte.",
    )
    cleaned = clean(page(notice, "Alle akzeptieren", "Tunnel öffnet im April", *body))
    assert cleaned.title == "Tunnel öffnet im April"
    assert cleaned.body == "\n".join(body)


def test_several_facts_about_the_article_on_one_line_are_page() -> None:
    cleaned = clean(page("Tunnel opens", "By Zoe Harker · March 4, 2025 · 3 min read", *BODY))
    assert "Harker" not in cleaned.body
    assert cleaned.head[-1] == "By Zoe Harker · March 4, 2025 · 3 min read"


@pytest.mark.parametrize(
    "line",
    [
        "A court ruled that the law on cookies and privacy breaks the constitution of the state.",
        "«Подписывать договор никто не хотел», — сказал министр после встречи с профсоюзом.",
        "What happened next",
        "“Nobody read the comments,” she said.",
        "Он добавил: «Читайте газеты».",
        "5 марта 2025 года в 10:20 въезд перекрыли.",
    ],
)
def test_lines_of_an_article_stay(line: str) -> None:
    text = page(BODY[0], line, *BODY[1:])
    assert clean(text).body == text


def test_quotation_in_another_script_stays() -> None:
    quote = "“We have opened bigger tunnels with smaller speeches,” the engineer told reporters."
    text = page(BODY[0], quote, *BODY[1:])
    assert clean(text).body == text


def test_short_story_under_a_heap_of_chrome_is_not_emptied() -> None:
    cleaned = clean(page("Menu", "Login", TITLE, BODY[0], "Share", "Contact us", "Privacy policy"))
    assert (cleaned.title, cleaned.body) == (TITLE, BODY[0])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Фото: Анна Пахомова / Озёрск сегодня", "picture credit"),
        ("© 2025 Озёрск сегодня", "rights"),
        ("Tagi: polityka, regiony", "tags"),
        ("Some words", "page furniture"),
    ],
)
def test_reason_of_a_piece_that_was_dropped_by_others(text: str, reason: str) -> None:
    assert reason_of(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "a\n" * 300_000,
        "\n" * 500_000,
        "16.10 20:44 Headline\n" * 20_000,
        "مرحبا بالعالم\n" * 20_000,
        "\0\n" * 100_000,
        "\ud800 x\n" * 50_000,
        ("a@" * 199 + "\n") * 1_000,
        ("(" * 399 + "\n") * 1_000,
        ("By " + "Ab " * 130 + "\n") * 1_000,
        ("a / " * 95 + "\n") * 1_000,
        "\t" * 500_000,
    ],
)
def test_monstrous_text_ends_and_loses_nothing(text: str) -> None:
    cleaned = clean(text)
    left = sum(map(len, (cleaned.title, cleaned.body, *(p.text for p in cleaned.removed))))
    assert left > 0 or not text.strip()


LINES = st.sampled_from(
    [
        "Menu",
        "Login",
        TITLE,
        *BODY,
        "12.03.2025 10:41",
        "Комментарии (2)",
        "Read also",
        "Лада",
        "3",
        "© 2025 X",
        "Home > News > x",
        "see a@b.example",
        "",
        " • ",
        "\u202e",
        "Photo: A B / C D",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=40))
def test_article_of_a_page_is_never_emptied(lines: list[str]) -> None:
    cleaned = clean("\n".join(lines))
    assert bool(cleaned.title or cleaned.body.strip()) or not "".join(lines).strip(" •")
    if BODY[1] in lines:
        assert cleaned.title or len(cleaned.body) >= 40
