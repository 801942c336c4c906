"""Encodings are found by their letters, binary data is refused, text comes out clean."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import InputError
from search.sources.decoding import (
    binary_reason,
    clean,
    clean_line,
    declared_charset,
    decode,
    guess,
)

RUSSIAN = "Во вторник правительство одобрило бюджет на следующий год, сообщил пресс-секретарь."
UKRAINIAN = "У вівторок уряд схвалив бюджет на наступний рік, повідомила його речниця Їжакевич."
BELARUSIAN = "У аўторак урад ухваліў бюджэт на наступны год, паведаміў яго прадстаўнік."
GERMAN = "Am Dienstag beschloß die Regierung über höhere Zölle für Öl und Käse zu verhandeln."
FRENCH = "Mardi, le président a été reçu à l'hôtel de ville où il a présenté son œuvre à l'élève."
POLISH = "We wtorek rząd przyjął budżet na przyszły rok, powiedział rzecznik Józef Żółć."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN.upper(), "windows-1251"),
        (RUSSIAN.upper(), "koi8-r"),
        (UKRAINIAN, "windows-1251"),
        (BELARUSIAN, "windows-1251"),
        (GERMAN, "windows-1252"),
        (FRENCH, "windows-1252"),
        (POLISH, "windows-1250"),
        (POLISH, "iso8859-2"),
        ("¿Quién empuñó la espada?", "windows-1252"),
        ("Attaque à Nantes", "windows-1252"),
        ("Śnieg: zając zmienia kolor na biały", "windows-1250"),
        ("“It's a café,” he said.", "windows-1252"),
        ("He said: “No” – and left", "windows-1252"),
        ("«Нет», — сказал он", "windows-1251"),
    ],
)
def test_text_comes_back_from_a_guessed_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding.replace("windows-", "cp")))
    assert decoded.text == text
    assert decoded.warning is not None
    assert decoded.encoding in decoded.warning


def test_ukrainian_koi8_is_told_from_the_russian_one() -> None:
    assert decode(UKRAINIAN.encode("koi8_u")).text == UKRAINIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_guess(encoding: str) -> None:
    decoded = decode(RUSSIAN.encode(encoding))
    assert (decoded.text, decoded.warning) == (RUSSIAN, None)


def test_big_endian_utf16_is_read_by_its_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be")).text == RUSSIAN


def test_damaged_utf8_stays_utf8() -> None:
    data = RUSSIAN.encode() + b"\xd0"
    decoded = decode(data)
    assert decoded.text == RUSSIAN + "\ufffd"
    assert "UTF-8" in (decoded.warning or "")


def test_declared_charset_is_honoured_without_a_warning() -> None:
    decoded = decode("Größe, Żółć".encode("iso8859-2", "replace"), declared="ISO-8859-2")
    assert (decoded.encoding, decoded.warning) == ("iso8859-2", None)


def test_false_declaration_gives_way_to_valid_utf8() -> None:
    assert decode(RUSSIAN.encode(), declared="windows-1251").text == RUSSIAN


@pytest.mark.parametrize(
    "name", ["punycode", "unicode_escape", "hex", "rot13", "nonsense", "utf-8"]
)
def test_declared_codec_that_is_no_charset_is_ignored(name: str) -> None:
    assert decode(RUSSIAN.encode("cp1251"), declared=name).text == RUSSIAN


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<META content='text/html; charset=KOI8-R'>", "KOI8-R"),
        (b'<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        (b"<p>no charset here", None),
    ],
)
def test_charset_of_a_page_is_found(page: bytes, expected: str | None) -> None:
    assert declared_charset(page) == expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"MZ\x90\x00\x03\x00", "program"),
        (b"\x00" * 100, "binary"),
        (bytes(range(256)) * 10, "binary"),
    ],
)
def test_binary_data_is_named(data: bytes, name: str) -> None:
    assert name in (binary_reason(data) or "")
    with pytest.raises(InputError):
        decode(data)


@pytest.mark.parametrize("text", [b"MZ is a short name", b"RIFF raff", b"", b"a\tb\r\n\x0c"])
def test_text_that_begins_like_a_magic_number_is_text(text: bytes) -> None:
    assert binary_reason(text) is None


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(InputError):
        guess(bytes(range(128, 256)) * 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("Лука\u00adшенко", "Лукашенко"),
        ("\ufeffde\u200bal\u2060", "deal"),
        ("a\x00b\x07c\td", "abc d"),
        ("и\u0306", "й"),
        ("x\ud800y", "x\ufffdy"),
        ("\ud83d\ude00", "😀"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("во\u200dда", "вода"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_clean_line_has_one_line() -> None:
    assert clean_line(" a\n\tb\u00a0 c ") == "a b c"


anything = st.text(
    st.one_of(st.characters(), st.sampled_from("\u200d\u200c\u00ad\r\n\t\0\ud800\udc00e\u0301"))
)


@given(anything)
def test_clean_is_idempotent_and_leaves_nothing_invisible(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in cleaned)
    cleaned.encode()


@given(st.binary())
def test_decode_gives_text_or_says_why_not(data: bytes) -> None:
    try:
        clean(decode(data).text).encode()
    except InputError as error:
        assert str(error).endswith(".")  # noqa: PT017 -- both outcomes are right


@given(st.text())
def test_utf8_round_trips(text: str) -> None:
    data = text.encode("utf-8", "replace")
    if binary_reason(data) is None and not text.startswith("\ufeff"):
        assert decode(data).text == data.decode()
