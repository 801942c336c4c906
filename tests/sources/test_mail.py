"""Mails in files: parts, headers in all their encodings, and what is no mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.indexer import Given, prepare
from search.sources import Reading, read
from search.sources.mail import read_mail

TEXT = "The council of the town voted on Tuesday to rebuild the old bridge over the river."


def mail(data: bytes) -> Reading:
    return read_mail(data, origin="a.eml", file="/a.eml", id="a.eml", today=date(2026, 1, 10))


def document(data: bytes) -> Document:
    reading = mail(data)
    assert reading.document is not None, reading.skipped
    return indexed(reading)


def indexed(reading: Reading) -> Document:
    """The article as given, but with the text that the index keeps of it."""
    assert reading.document is not None
    kept, _ = prepare(Given(reading.document, reading.pasted, reading.evidence))
    return replace(reading.document, body=kept.body)


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def test_headers_are_the_metadata() -> None:
    made = message(
        Subject="Мост через реку", From="Анна Вебер <anna@river.example>",
        Date="Thu, 18 Dec 2025 10:15:00 +0300", Message_ID="<1@river.example>",
    )  # fmt: skip
    made.set_content(TEXT)
    reading = mail(made.as_bytes())
    one = indexed(reading)
    assert (one.id, one.title, one.body) == ("1@river.example", "Мост через реку", TEXT)
    assert (one.authors, one.published) == (("Анна Вебер",), "2025-12-18T10:15:00+03:00")
    assert reading.pasted
    assert reading.evidence["published"] == "mail header Date"


def test_the_text_part_wins_and_attachments_are_noted() -> None:
    made = message(Subject="S")
    made.set_content(TEXT)
    made.add_alternative(f"<p>{TEXT} HTML</p>", subtype="html")
    made.add_attachment(b"\x00" * 100, maintype="image", subtype="png", filename="bridge.png")
    reading = mail(made.as_bytes())
    assert indexed(reading).body == TEXT
    assert reading.warnings == ("What is attached was passed over: bridge.png.",)


def test_html_alone_is_read_as_a_page() -> None:
    made = message(Subject="S")
    made.set_content(f"<p>{TEXT}</p><p>Второй абзац.</p>", subtype="html", charset="koi8-r")
    one = document(made.as_bytes())
    assert one.title == "S"
    assert TEXT in one.body
    assert "Второй абзац." in one.body


def test_a_mail_without_an_id_has_that_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(b"Subject: S\r\n\r\nText of it.\r\n")
    (reading,) = read([str(tmp_path)])
    assert indexed(reading) == Document("x.eml", title="S", body="Text of it.")


def test_raw_bytes_in_headers_and_text_are_decoded() -> None:
    data = "Subject: Мост через реку восстановят\n\nСовет города решил.".encode("cp1251")
    assert document(data).title == "Мост через реку восстановят"
    assert document(data).body == "Совет города решил."


def test_flowed_lines_are_joined() -> None:
    data = f"Subject: S\nContent-Type: text/plain; format=flowed\n\nIn May, \n{TEXT}\n{TEXT}"
    assert document(data.encode()).body == f"In May, {TEXT}\n{TEXT}"


@pytest.mark.parametrize("when", ["yesterday", "Thu, 18 Dec 2031 10:15:00 GMT", "99 99 99", "1"])
def test_a_date_that_cannot_be_is_left_out_with_a_warning(when: str) -> None:
    reading = mail(f"Date: {when}\n\nText.".encode())
    assert reading.document is not None
    assert reading.document.published is None
    assert "left out" in reading.warnings[0]


def test_a_mail_inside_a_mail_is_an_attachment() -> None:
    inner = message(Subject="Inner")
    inner.set_content("Inner text.")
    made = message(Subject="Outer")
    made.set_content(TEXT)
    made.add_attachment(inner)
    assert document(made.as_bytes()).body == TEXT


def test_deep_nesting_ends() -> None:
    part: MIMEBase = MIMEText(TEXT)
    for _ in range(60):
        outer = MIMEMultipart()
        outer.attach(part)
        part = outer
    part["Subject"] = "S"
    reading = mail(part.as_bytes())
    assert reading.document is None
    assert any("too deeply" in warning for warning in reading.warnings)
    bomb = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(30_000)
    )
    assert "nests" in (mail(b"Subject: S\n" + bomb).skipped or "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is empty."),
        (b"Subject: S\n\n", "The mail has no text."),
        (b"Subject: S\nContent-Type: image/png\n\nabc", "The mail has no text."),
        (b"\nno header at all", "It has no headers of a mail."),
    ],
)
def test_what_is_no_mail_gives_a_reason(data: bytes, reason: str) -> None:
    assert mail(data).skipped == reason


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_reason(tail: bytes) -> None:
    for head in (b"", b"Subject: =?x?q?", b"From: ", b"Date: ", b"Content-Type: ", b"S: x\n\n"):
        reading = mail(head + tail)
        assert (reading.document is None) != (reading.skipped is None)
