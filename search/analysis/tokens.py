"""Cuts text into tokens: the words and numbers that can be searched for.

A `Token` remembers where it stood, so that snippets can mark it later. Its `form` is the
exact form under which it is indexed: lower case, е for ё, one kind of apostrophe, no stress
marks, and the look-alike letters of the other script put right (`fold`).

What is one word is decided here once, for articles and queries alike:

* a hyphen separates words (Нью-Йорк → нью, йорк; COVID-19 → covid, 19);
* an apostrophe between letters belongs to the word (п'ять, O'Brien, l'accord), but the
  English possessive does not (Trump's → trump);
* single letters with dots are one word without them (U.S. → us, С.Ш.А. → сша);
* numbers lose their thousands separators and have a decimal point (16,500 → 16500;
  86,82 → 86.82); what has more separators is several numbers (18.12.2025 → 18, 12, 2025);
* letters and digits that touch are one word (5G → 5g, Су57 → су57).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["word", "number"]
Script = Literal["latin", "cyrillic", "other", "none"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: `text == source[start:end]`, offsets in code points."""

    text: str
    form: str
    start: int
    end: int
    kind: Kind


# U+02BC is a letter to Unicode and an apostrophe to Ukrainians (сімʼя), so it is cut out of
# the letters. Marks that ride on letters are stress, a decomposed breve (й as two code
# points), the soft hyphen and the joiners.
_APOSTROPHES: Final = "'’ʼ‘`´"
_CHAR: Final = r"[^\W_\u02bc]"
_LETTER: Final = r"[^\W\d_\u02bc]"
_MARK: Final = r"[\u0300-\u036f\u00ad\u200c\u200d\u2060]"
_RUN: Final = rf"{_CHAR}++(?:{_MARK}++{_CHAR}*+)*+"
# Both the Latin s and the Cyrillic dze that looks like it end an English possessive.
_POSSESSIVE: Final = rf"[{_APOSTROPHES}][sSѕЅ]{_MARK}*+(?!{_CHAR})"
_SEPARATORS: Final = ".,\u00a0\u202f\u2009"

# Every repetition is possessive: the regex never tries a second way through the same
# characters, so 200,000 of "'" or "1," cost one pass.
_TOKEN: Final = re.compile(
    rf"(?P<dotted>(?:{_LETTER}\.){{2,}}+(?:{_LETTER}(?!{_CHAR}|{_MARK}))?+)"
    rf"|(?P<number>\d++(?:[{_SEPARATORS}]\d++)++)"
    rf"|(?P<word>{_RUN}(?:(?!{_POSSESSIVE})"
    rf"[{_APOSTROPHES}](?={_LETTER}){_RUN})*+)(?:{_POSSESSIVE})?+"
)
_NUMBER_PARTS: Final = re.compile(rf"(\d+)([{_SEPARATORS}]?)")
_SAFE_ASCII: Final = re.compile(r"[a-z0-9']*")

_LATIN: Final = re.compile(
    "[a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"
)
_CYRILLIC: Final = re.compile("[\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f]")

# Letters that look alike, as pairs Latin-Cyrillic. Capitals have pairs that small letters
# have not: B is read as В, b is not.
_SMALL: Final = "aа cс eе oо pр xх yу iі jј sѕ kк mм tт áа éе óо ýу ĸк"
_CAPITAL: Final = "AА BВ CС EЕ HН IІ JЈ KК MМ OО PР SЅ TТ XХ YУ ÁА ÉЕ ÓО ÝУ ËЁ ÏЇ"
_PAIRS: Final = [(pair[0], pair[1]) for pair in f"{_SMALL} {_CAPITAL} ëё ïї".split()]
_TO_CYRILLIC: Final = {ord(latin): cyrillic for latin, cyrillic in _PAIRS}
# The plain letter wins over the accented one on the way back: а → a, not á.
_TO_LATIN: Final = {
    ord(cyrillic): chr(latin) for latin, cyrillic in reversed(_TO_CYRILLIC.items())
} | {ord("к"): "k"}

_SIMPLER: Final = {ord("ё"): "е", ord("ѐ"): "е", ord("ѝ"): "и"} | {
    ord(mark): "'" for mark in _APOSTROPHES
}


def tokenize(text: str) -> list[Token]:
    """The words and numbers of a text, in order and without overlap."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            word = match["word"]
            kind: Kind = "number" if word.isdecimal() else "word"
            tokens.append(Token(word, fold(word), match.start(), match.end("word"), kind))
        elif match.lastgroup == "number":
            tokens.extend(_numbers(match[0], match.start()))
        else:
            dotted = match[0]
            form = fold(dotted.replace(".", ""))
            tokens.append(Token(dotted, form, match.start(), match.end(), "word"))
    return tokens


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The exact form of a word: what two spellings of the same word have in common.

    Лукaшенко with a Latin a → лукашенко, Шрёдер → шредер, сім’я → сім'я. Folding twice
    changes nothing more.
    """
    if word.isascii():
        lowered = word.lower()
        if _SAFE_ASCII.fullmatch(lowered):
            return lowered
    # The Turkish capital İ becomes two code points in lower case, one of them a mark.
    composed = unicodedata.normalize("NFC", word).replace("İ", "I")
    lowered = _unmixed(composed).lower().translate(_SIMPLER)
    # What is neither letter, digit nor apostrophe is dropped: stress marks, soft hyphens, and
    # marks of other alphabets that composition has split off (Hebrew, Devanagari).
    kept = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in lowered
        if char.isalnum() or char == "'"
    )
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=200_000)
def script(form: str) -> Script:
    """The script of most letters of a form; "none" when it has no letters."""
    if form.isascii():
        return "latin" if any(map(str.isalpha, form)) else "none"
    latin, cyrillic = len(_LATIN.findall(form)), len(_CYRILLIC.findall(form))
    other = sum(map(str.isalpha, form)) - latin - cyrillic
    if latin == cyrillic == other == 0:
        return "none"
    if other > max(latin, cyrillic):
        return "other"
    return "latin" if latin > cyrillic else "cyrillic"


def _unmixed(word: str) -> str:
    """A word in one script, where look-alike letters are all that mixes it."""
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    sure_latin = sum(ord(letter) not in _TO_CYRILLIC for letter in latin)
    sure_cyrillic = sum(ord(letter) not in _TO_LATIN for letter in cyrillic)
    if sure_latin == sure_cyrillic == 0:
        to_latin = len(latin) > len(cyrillic)
    else:
        to_latin = sure_latin > sure_cyrillic
    return word.translate(_TO_LATIN if to_latin else _TO_CYRILLIC)


def _numbers(run: str, start: int) -> Iterator[Token]:
    """The numbers of digits joined by separators: one, or as many as there are groups."""
    parts = _NUMBER_PARTS.findall(run)
    value = _single_number(parts)
    if value is not None:
        yield Token(run, fold_digits(value), start, start + len(run), "number")
        return
    for digits, separator in parts:
        end = start + len(digits)
        yield Token(digits, fold_digits(digits), start, end, "number")
        start = end + len(separator)


def _single_number(parts: list[tuple[str, str]]) -> str | None:
    """The number that groups of digits and separators write, or None when they write several.

    A leading 0 rules out thousands: 0.125 is a fraction, 16.500 sixteen thousand.
    """
    whole, separator = parts[0]
    thousands = separator
    place = 1
    if len(whole) <= 3 and fold_digits(whole[0]) != "0":
        while place < len(parts) and len(parts[place][0]) == 3 and separator == thousands:
            whole += parts[place][0]
            separator = parts[place][1]
            place += 1
    if place == len(parts):
        return whole
    decimal = separator in (".", ",") and (place == 1 or separator != thousands)
    if place == len(parts) - 1 and decimal:
        return f"{whole}.{parts[place][0]}"
    return None


def fold_digits(digits: str) -> str:
    """Decimal digits of any alphabet as ASCII; the decimal point is kept."""
    if digits.isascii():
        return digits
    return "".join(char if char == "." else str(unicodedata.decimal(char)) for char in digits)
