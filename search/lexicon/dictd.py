"""Dictionaries in the form of dictd (FreeDict, Mueller and many others), read as pairings.

Two files: NAME.index has lines of headword, offset and length, the numbers in base 64; NAME.dict
(or NAME.dict.dz, which gzip reads) has the articles that they point at. An article is written for
people, so reading it is careful rather than complete: what stands in brackets, labels, examples
and cross references is left out, and an alternative is taken only when it is one to three words
in the letters of the target language. Earlier senses and alternatives weigh more.
Source: the manual page of dictd(8), "Database format".
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from search.errors import InputError

MAX_BYTES: Final = 256 * 1024 * 1024
"""Of the unpacked articles; the largest of FreeDict has 95 MB."""
MAX_ALTERNATIVES: Final = 8
MAX_WORDS: Final = 3
_DIGITS: Final = {
    letter: value
    for value, letter in enumerate(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    )
}
_CYRILLIC: Final = frozenset({"ru", "uk", "be"})
_LETTERS: Final = {True: "Ѐ-ӿ", False: "A-Za-zÀ-ɏ"}
_ASIDE: Final = re.compile(r"\[[^][]*\]|\([^()]*\)|<[^<>]*>|\{[^{}]*\}|(?<!\w)/[^/\n]*/")
_LABEL: Final = re.compile(r"_?\b\w{1,8}\.(?=\s)|_\w+\.?", re.UNICODE)
_SENSE: Final = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}[.)>]|_[IVX]+)(?=\s|$)", re.MULTILINE)
_REFERENCE: Final = re.compile(
    r'^\s*(?:"|see:|see also|Synonyms?:|Antonyms?:|Note:).*$', re.M | re.I
)


def is_dictd(path: Path) -> bool:
    """Whether a path names one of the files of such a dictionary."""
    return path.name.endswith((".index", ".dict", ".dict.dz"))


def languages_in(name: str) -> tuple[str, str] | None:
    """The languages that the name of a FreeDict file tells: `freedict-eng-rus.dict.dz`."""
    codes = {"eng": "en", "rus": "ru", "ukr": "uk", "bel": "be", "deu": "de", "fra": "fr",
             "spa": "es", "pol": "pl"}  # fmt: skip
    found = re.search(r"(?:^|[-_])([a-z]{3})-([a-z]{3})(?=\.|$)", name)
    if found is None or not {found[1], found[2]} <= codes.keys():
        return None
    return codes[found[1]], codes[found[2]]


def read(path: Path, source: str, target: str) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Each headword with its alternatives and their weights, in the order of the index.

    Headwords in other letters than those of `source` and articles without a usable alternative
    are left out. InputError where a file is missing or is no dictionary.
    """
    stem = re.sub(r"\.(index|dict|dict\.dz)$", "", path.name)
    articles = _articles(path.parent, stem)
    own = _shape(source)
    for headword, start, length in _index(path.parent / f"{stem}.index"):
        if headword.startswith(("00", "00-")) or not own.fullmatch(headword):
            continue
        if start + length > len(articles):
            raise InputError(f"{stem}.index points beyond the end of its articles.")
        text = articles[start : start + length].decode("utf-8", "replace")
        if alternatives := alternatives_of(text, target):
            yield headword, alternatives


def alternatives_of(article: str, target: str) -> list[tuple[str, float]]:
    """The renderings in one article, best first, each once, with weights up to 1."""
    _, _, body = article.partition("\n")
    body = _REFERENCE.sub("", body)
    shape, found = _shape(target), dict[str, float]()
    senses = [one for one in _SENSE.split(body) if one and one.strip()]
    number = 0
    for sense in senses:
        plain = _ASIDE.sub(" ", _ASIDE.sub(" ", sense))
        plain = _LABEL.sub(" ", plain)
        taken = 0
        # An indented line goes on with the alternative that was wrapped before it (Mueller);
        # one at the margin begins another (FreeDict).
        for part in re.split(r"[,;\n]", re.sub(r"\s*\n\s+", " ", plain)):
            text = " ".join(part.split()).strip(" .:!?*~\"'")
            if not shape.fullmatch(text) or len(text.split()) > MAX_WORDS or text in found:
                continue
            found[text] = max(0.2, round(1 / ((1 + 0.3 * number) * (1 + 0.15 * taken)), 2))
            taken += 1
        number += bool(taken)
    best = sorted(found.items(), key=lambda one: -one[1])
    return best[:MAX_ALTERNATIVES]


def _shape(language: str) -> re.Pattern[str]:
    letters = _LETTERS[language in _CYRILLIC]
    return re.compile(rf"[{letters}][{letters}'’ -]*")


def _index(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) < 3:
                    continue
                yield cells[0], _number(cells[1], path), _number(cells[2], path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}). A dictionary of dictd is two files, "
            "NAME.index and NAME.dict.dz, side by side."
        ) from error


def _number(text: str, path: Path) -> int:
    value = 0
    for letter in text:
        if letter not in _DIGITS:
            raise InputError(f"{path} is no index of a dictionary: {text[:20]!r} is no number.")
        value = value * 64 + _DIGITS[letter]
    return value


def _articles(folder: Path, stem: str) -> bytes:
    for ending, opened in ((".dict.dz", gzip.open), (".dict", open)):
        path = folder / (stem + ending)
        if not path.exists():
            continue
        try:
            with opened(path, "rb") as file:
                articles: bytes = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{path} cannot be unpacked ({error}).") from error
        if len(articles) > MAX_BYTES:
            raise InputError(f"{path} has more than {MAX_BYTES >> 20} MB of articles.")
        return articles
    raise InputError(f"There is no {stem}.dict.dz or {stem}.dict in {folder}.")
