"""Lines of a pasted page, and what a single line is by its form: a stamp, a breadcrumb, a name.

Nouns: a *stamp* is a time of day with or without a date ("16.10 20:44"), alone or before or
after another headline; a *label* is a word of the page's own on a line ("Share", «Войти»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

TITLE_LIMIT: Final = 200
"""A first line of so many characters or more is a paragraph, not a title."""
PATTERN_LIMIT: Final = 400
"""Lines longer than this are looked at by their length and beginning alone."""

_CLOSING: Final = "\"'»”’“)]›"
_BULLETS: Final = " \t\u00a0•·▪‣◦*–—-►▶"
_SEPARATORS: Final = re.compile(r"\s*[|·•→»›>]\s*|\s{2,}|\s+/\s+|\t")
_CRUMBS: Final = re.compile(r"\s+[>»›→/]\s+")
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
_DAY: Final = (
    r"(?:\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2}|"
    r"[^\W\d_]{3,11}\.? \d{1,2}(?:, \d{4})?|"
    r"\d{1,2}\.? (?:de )?[^\W\d_]{3,11}\.?(?:,? (?:de )?\d{4})?|"
    r"today|yesterday|сегодня|вчера|сьогодні|учора|вчора|сёння|heute|gestern|hoy|ayer|"
    r"aujourd'hui|hier|dziś|wczoraj)"
)
_AT: Final = r"(?:в |о |у |at |um |à |a las |g\. |godz\. )?"
_GLUE: Final = r"[ ,|–—·-]+"
_STAMP_ALONE: Final = re.compile(
    rf"{_DAY}(?: г(?:ода?|\.)?| року| года)?,?(?:{_GLUE}{_AT}{_CLOCK}(?: uhr)?)?|"
    rf"{_CLOCK}(?:{_GLUE}{_DAY})?"
)
_STAMP_FIRST: Final = re.compile(rf"(?:{_DAY},? )?{_CLOCK}(?:,? {_DAY})?[ ,|–—-]+\S.*")
_STAMP_LAST: Final = re.compile(rf".*\S[ ,|–—(-]+{_DAY},? {_CLOCK}\)?")
_HAS_YEAR_OR_CLOCK: Final = re.compile(
    r"\d:\d\d|\d{4}|\d[./]\d|[а-яіў]+ера|day|сёння|сегодня|сьогодні"
)
_DATED: Final = re.compile(
    r"\b\d{1,2}[./]\d{1,2}[./](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|"
    r"\b\d{1,2}\.? (?:de )?[^\W\d_]{3,11}\.?,? (?:de )?20\d\d\b|"
    r"\b[^\W\d_]{3,9}\.? \d{1,2}, 20\d\d\b"
)
_COUNTER: Final = re.compile(r"[\d\s.,+]+[kкmм]?")
_NAMES_SITE: Final = re.compile(
    r"(?:published by|©|\(c\)|copyright)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*(?P<a>[^.,|]{2,60})|"
    r"(?:фото|фота|photo|image source|image)\s?:[^/]{2,80}/\s*(?P<b>[^/]{2,60})",
    re.IGNORECASE,
)
_NAME_WORD: Final = re.compile(
    r"(?=[^\W\d_])[A-ZÀ-ÞĀ-ŽА-ЯЁІЇЄҐЎ](?:['’ʼ][^\W\d_])?[^\W\d_A-ZА-Я]*['’ʼ]?[^\W\d_]*"
    r"(?:-[^\W\d_]+)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: as given, with plain spaces and no bullet, and that in lower case."""

    raw: str
    text: str
    low: str

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip(_CLOSING)[-1:] in (".", "!", "?", "…", ":", ";")

    @property
    def is_stopped(self) -> bool:
        """Whether it ends in a full stop, as no title does."""
        return self.text.rstrip(_CLOSING).endswith((".", "。"))


def line_of(raw: str) -> Line:
    """The line of a given text without its line break."""
    text = " ".join(raw.split()).lstrip(_BULLETS)
    return Line(raw, text, text.lower())


def is_prose(line: Line) -> bool:
    """Whether a line is long enough, and ended, to be a sentence of an article."""
    return len(line.text) >= TITLE_LIMIT or (len(line.text) >= 70 and line.is_ended)


def looks_like_name(text: str) -> bool:
    """Whether a line is two or three capitalised words, as a signature is."""
    words = text.split(maxsplit=3)
    return 2 <= len(words) <= 3 and all(_NAME_WORD.fullmatch(word) for word in words)


def is_counter(line: Line) -> bool:
    """Whether a line is a number of views or comments: "312", "2.4K"."""
    return bool(_COUNTER.fullmatch(line.low)) and any(char.isdigit() for char in line.low)


def is_stamp(line: Line) -> bool:
    """Whether a line is a date with or without a time of day, or a time, and nothing else."""
    low = line.low.strip(" .:!…|·")
    return (
        len(low) < 60 and bool(_STAMP_ALONE.fullmatch(low)) and bool(_HAS_YEAR_OR_CLOCK.search(low))
    )


def has_date(line: Line) -> bool:
    """Whether a date with its year, or a time of day, stands somewhere on a line."""
    return bool(_DATED.search(line.low))


def is_stamped(line: Line) -> bool:
    """Whether a line is another headline with its stamp ("12.12 20:44 Суд продлил арест")."""
    if len(line.text) > TITLE_LIMIT or ":" not in line.text:
        return False
    return bool(_STAMP_FIRST.fullmatch(line.low) or _STAMP_LAST.fullmatch(line.low))


def pieces(line: Line) -> list[str]:
    """What separators or wide gaps part on a line: "News | Sport", "Share · Save"."""
    return [part for part in _SEPARATORS.split(line.raw.strip()) if part.strip()]


def is_label(line: Line) -> bool:
    """Whether a line is words of a menu and nothing else."""
    words = word_list("menu.txt")
    low = line.low.strip(" .:!…")
    if low in words:
        return True
    parts = [part.strip().lower() for part in pieces(line)]
    short = all(len(part.split()) <= 3 for part in parts)
    return len(parts) > 1 and short and any(part in words for part in parts)


def is_crumbs(line: Line) -> bool:
    """Whether a line is a path: "Home > Headlines > …", «Главная / Политика / …»."""
    parts = _CRUMBS.split(line.text)
    if len(parts) < 2 or any(len(part.split()) > 5 for part in parts[:-1]):
        return False
    first = parts[0].lower().split()
    homes = word_list("home.txt")
    home = " ".join(first) in homes or (bool(first) and first[-1] in homes)
    return home or len(re.findall(r"\s[>»›→]\s", line.text)) >= 2


def last_crumb(line: Line) -> str:
    """What a path leads to."""
    return _CRUMBS.split(line.low)[-1].rstrip(" .!")


def site_name(line: Line) -> str:
    """What the page calls itself on this line: after "Published by", "©" or a photographer."""
    match = _NAMES_SITE.match(line.text) if len(line.text) < TITLE_LIMIT else None
    if match is None:
        return ""
    name = (match["a"] or match["b"]).strip().lower()
    return name.removesuffix("all rights reserved").strip()


@cache
def word_list(name: str) -> frozenset[str]:
    """The lines of a word list in `data`, without its comments."""
    return frozenset(data_rows(name))


@cache
def data_rows(name: str) -> tuple[str, ...]:
    """The lines of a data file without comments and blank ones."""
    text = files("search.sources").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(row for row in text.splitlines() if row and not row.startswith("# "))
