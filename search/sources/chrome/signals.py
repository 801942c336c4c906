"""What speaks for a line being page and not article, as a sum with its reasons.

Each signal has a weight in the unit of a natural logarithm, as one would bet: +3 is twenty to
one for page; prose weighs against. Weights were set by hand and checked on made-up pages.
Where a line stands and what is beside it is not weighed here but in `path`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from search.sources.chrome.lines import (
    PATTERN_LIMIT,
    TITLE_LIMIT,
    Line,
    data_rows,
    has_date,
    is_counter,
    is_crumbs,
    is_label,
    is_prose,
    is_stamp,
    is_stamped,
    line_of,
    looks_like_name,
    pieces,
    word_list,
)

OTHERS: Final = "other articles"

_PLACE_WEIGHT: Final = {"any": 5.0, "edge": 3.5, "end": 4.5, "foreign": 4.5}
_PLACE_INSET: Final = {"any": 0.0, "edge": 2.0, "end": 2.0, "foreign": 2.0}
"""What it costs to take a line out of the middle of an article."""
_PROSE: Final = ((300, -7.0), (200, -6.0), (110, -4.0), (70, -3.0), (40, -1.5), (0, -0.7))
_UNENDED: Final = ((300, -5.0), (200, -4.0), (120, -1.5), (0, 0.0))
_WORDS_LIMIT: Final = 6.0
_FEW_WORDS: Final = 22
_CALL: Final = 3.0
"""The words of a call: "Subscribe … and receive …"."""
_ELSEWHERE: Final = frozenset({OTHERS, "see also"})
_LEAD: Final = 120
"""Code points of a line that names somebody, or begins with what it is."""
_LEAD_WORDS: Final = 4
_GREETING: Final = 6
_LONG_INSET: Final = 3.0
"""Whole paragraphs are hardly ever page in the middle of an article."""

_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
_PHONE: Final = re.compile(r"\+\d[\d ()-]{7,18}\d|\(\d{3,5}\) ?\d[\d -]{4,10}\d")
_URL: Final = re.compile(r"(?:https?://|www\.|t\.me/)\S{1,300}")
_HANDLE: Final = re.compile(r"(?<![\w.])@\w{3,40}")
_HASHTAG: Final = re.compile(r"(?<!\S)#[^\W\d_][\w-]{1,60}")
_TICKER: Final = re.compile(r"(?<!\S)[+−-]\d{1,3}[.,]\d{1,3} ?%|[+−-]\d{1,2} ?°")
_PICTURE: Final = re.compile(
    r"(?:^|[.;(] ?)(?:photo|picture|image|foto|zdjęcie|zdj|fot|crédit|crédito|bild|фото|фота|"
    r"фотограф|архивное фото|архівне фото|архіўнае фота|иллюстрация|ілюстрація|credit)"
    r"(?: ?[:©]|\. ?(?=[A-ZŁŚŻ])| by )[^.!?]{2,60}\)?$|\([^()]{3,50}/[^()]{2,30}\)\.?$",
    re.IGNORECASE,
)
_REACTIONS: Final = re.compile(r"(?:[^\w\s]{1,3} ?\d[\d.,]{0,6}[kк]?\s*){1,8}(?:\d{1,2}:\d{2})?")
_ORDINAL: Final = re.compile(r"#\d{1,6}\b|№ ?\d{1,6}$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for page: `weight`, the strongest `reason`, and what follows from it.

    `inset` is what it costs to take the line out of an article's middle; `section` says that
    what follows is page too ("Read next"), `foreign` that it is about others or by readers.
    """

    weight: float
    reason: str = ""
    inset: float = 0.0
    section: bool = False
    foreign: bool = False


def signs_of(line: Line, sites: frozenset[str]) -> Signs:
    """All that a line says by itself."""
    found = _whole_line(line, sites)
    found += _inside(line)
    place: tuple[str, str] | None = _place(line)
    lead = _lead(line)
    if place is None and lead is not None and (led := _place(lead)) and led[1] in _ELSEWHERE:
        place = ("any", "see also")
    talk, spoken = _talk(line)
    if lead is not None:
        talk, spoken = max((talk, spoken), _talk(lead), key=lambda one: one[1])
    form = _form(line) * (1 - min(1.0, spoken / _WORDS_LIMIT))
    if place is None and (heading := _heading(line, talk)):
        place = ("foreign", heading)
    if place is None:  # a pattern is made of the same words
        found += [(weight, reason, 1.0) for reason, weight in talk]
    if place is not None:
        where, reason = place
        found.append((_PLACE_WEIGHT[where], reason, _PLACE_INSET[where]))
    long = _LONG_INSET if len(line.text) >= TITLE_LIMIT else 0.0
    if not found:
        return Signs(form, "", 1.0 + long)
    strongest = max(found, key=lambda one: one[0])
    weight = sum(one[0] for one in found if one[0] < 3) + max(
        (one[0] for one in found if one[0] >= 3), default=0.0
    )
    return Signs(
        weight=weight + form,
        reason=place[1] if place else (strongest[1] if strongest[0] >= 1 else ""),
        inset=(_PLACE_INSET[place[0]] if place else strongest[2]) + long + _shy(line, spoken),
        section=place is not None and place[0] in ("end", "foreign"),
        foreign=place is not None and place[0] == "foreign",
    )


def _whole_line(line: Line, sites: frozenset[str]) -> list[tuple[float, str, float]]:
    """Signals of what a short line is as a whole: weight, reason, cost as an inset."""
    found: list[tuple[float, str, float]] = []
    if len(line.text) >= TITLE_LIMIT:
        return found
    if is_counter(line):
        found.append((4.0, "counter", 2.0))
    elif is_stamp(line):
        found.append((4.0, "time stamp", 2.5))
    elif line.low.strip(" .:!…") in sites:
        found.append((4.0, "site name", 1.0))
    elif is_label(line):
        found.append((4.0, "menu", 2.0))
    elif is_crumbs(line):
        found.append((5.0, "breadcrumb", 1.0))
    elif is_stamped(line):
        found.append((3.0, OTHERS, 2.5))
    elif _REACTIONS.fullmatch(line.low) and not line.low[0].isalnum():
        found.append((4.0, "counter", 1.0))
    else:
        found += _in_pieces(line)
    return found


def _in_pieces(line: Line) -> list[tuple[float, str, float]]:
    """Signals of a line of several short pieces, or of a word or two."""
    parts = pieces(line)
    if len(parts) > 1 and len(line.text) < 160 and (reasons := list(map(_of_piece, parts))):
        reason = next(filter(None, reasons), "")
        if reason:
            return [(3.5, reason, 2.0)]
    if line.is_ended:
        return []
    if len(parts) > 2 and all(len(part.split()) <= 4 for part in parts):
        return [(2.5, "menu", 1.5)]
    words = line.text.split()
    if len(words) <= 3 and len(line.text) <= 34 and not looks_like_name(line.text):
        return [(0.6, "", 2.0)]
    return []


def _shy(line: Line, spoken: float) -> float:
    """What a whole sentence that does not speak to the reader costs more as an inset.

    "Subscribe or not, readers of the paper paid for it." may well be the article's.
    """
    words = _WORD.findall(line.low[:PATTERN_LIMIT])
    whole = line.is_stopped and len(pieces(line)) == 1  # "By Ana Pop · 4 March · 3 min." is none
    sentence = len(words) > 5 and whole and spoken < _CALL and "?" not in line.text
    return 1.5 if sentence and _reader_words().isdisjoint(words) else 0.0


def _is_credit(text: str) -> bool:
    """Whether a caption ends in who took the picture: "The harbour. / Ana Pop"."""
    before, _, last = text.rpartition(" / ")
    return looks_like_name(last) or looks_like_name(" ".join(before.split()[-2:]))


def _of_piece(text: str) -> str:
    """The reason why a piece of a line such as "By Ana Pop · 4 March 2025 · 3 min" is page."""
    piece = line_of(text)
    if is_stamp(piece) or is_counter(piece):
        return "date line"
    place = _place(piece)
    return place[1] if place else ""


def _inside(line: Line) -> list[tuple[float, str, float]]:
    """Signals of what stands somewhere on a line: addresses, tags, rates, picture credits."""
    found: list[tuple[float, str, float]] = []
    if len(line.text) > PATTERN_LIMIT:
        return found
    text = line.text
    if url := _URL.search(text):
        found.append((4.0 if len(url[0]) > 0.6 * len(text) else 1.0, "link", 1.0))
    if _ADDRESS.search(text):
        found.append((2.5, "contacts", 1.0))
    elif _HANDLE.search(text):
        found.append((1.5, "subscription", 0.5))
    if _PHONE.search(text):
        found.append((2.5, "contacts", 1.0))
    if tags := _HASHTAG.findall(text):
        found.append((min(4.0, 1.5 * len(tags)), "tags", 1.0))
    if rates := _TICKER.findall(text):
        found.append((min(4.0, 1.5 * len(rates) + (2.0 if len(text) < 60 else 0)), "rates", 1.5))
    return found + _of_short(line)


def _of_short(line: Line) -> list[tuple[float, str, float]]:
    """Signals that only count on a short line: picture credits, dates, figures."""
    found: list[tuple[float, str, float]] = []
    text = line.text
    letters = len(_LETTER.findall(text))
    if _names_staff(line):
        found.append((2.5, "staff", 1.0))
    if _greets(line):
        found.append((2.5, "page furniture", 1.0))
    elif _signs_off(line):
        found.append((1.5, "page furniture", 1.0))
    if len(text) < TITLE_LIMIT and _PICTURE.search(text):
        found.append((3.5, "picture credit", 0.0))
    elif len(text) < TITLE_LIMIT and " / " in text and _is_credit(text):
        found.append((2.5, "picture credit", 0.5))
    if len(text) < 90 and not line.is_ended and has_date(line) and not is_stamp(line):
        found.append((1.5, "date line", 1.5))
    if "©" in text:
        found.append((3.0, "rights", 1.5))
    if len(text) < 80 and _ORDINAL.search(text):
        found.append((1.5, "counter", 1.0))
    if len(text) < 80 and letters * 2 < len(text.replace(" ", "")) and not line.is_ended:
        found.append((1.2, "counter", 2.0))
    return found


def _names_staff(line: Line) -> bool:
    """Whether a line is a word or two and a name: "Presenter: Ana Pop", "Sound: Ana Pop, Riga"."""
    lead, colon, rest = line.text[:_LEAD].partition(": ")
    name = rest.partition(",")[0]
    few = lead.count(" ") < 2 and not any(char.isdigit() for char in lead)
    return bool(colon) and few and len(line.text) < _LEAD and looks_like_name(name)


def _greets(line: Line) -> bool:
    """Whether a line speaks to somebody by name: "Hello Ana Pop,", "Dear Ana Pop!"."""
    words = line.text[:-1].split()
    return (
        line.text[-1:] in (",", "!")
        and 2 < len(words) <= _GREETING
        and len(line.text) < _LEAD
        and looks_like_name(" ".join(words[-2:]))
    )


def _signs_off(line: Line) -> bool:
    """Whether a line is a few words and, behind a comma, a name: "Yours sincerely, Ana Pop"."""
    words, comma, name = line.text.rpartition(", ")
    return bool(comma) and words.count(" ") < _LEAD_WORDS and looks_like_name(name)


def _talk(line: Line) -> tuple[list[tuple[str, float]], float]:
    """The words that pages say to readers: weights by reason, and their sum.

    A long paragraph counts as much as its thickest part could; without a word that speaks to
    the reader, half: an article on a law about cookies says "cookies", but hardly "we".
    """
    if len(line.text) > 2 * PATTERN_LIMIT:
        return [], 0.0
    words = _WORD.findall(line.low)
    by_reason: dict[str, float] = {}
    seen: set[str] = set()
    beginnings, lengths = _beginnings()
    for word in words:
        for size in lengths:
            start = word[:size]
            if start in beginnings and start not in seen:
                seen.add(start)
                reason, weight = beginnings[start]
                by_reason[reason] = by_reason.get(reason, 0.0) + weight
                break
    if not by_reason:
        return [], 0.0
    scale = min(1.0, _FEW_WORDS / len(words))
    if len(words) > 16 and "rights" not in by_reason and _reader_words().isdisjoint(words):
        scale /= 2
    total = sum(by_reason.values())
    scale *= min(1.0, _WORDS_LIMIT / (total * scale))
    return [(reason, weight * scale) for reason, weight in by_reason.items()], total * scale


def _lead(line: Line) -> Line | None:
    """The words before a colon, which speak for all of a line: "Read also: Ferries stay away"."""
    lead, colon, rest = line.text[:_LEAD].partition(":")
    if not colon or not rest.startswith(" ") or lead.count(" ") >= _LEAD_WORDS or line.is_stopped:
        return None
    return line_of(lead)


def _heading(line: Line, talk: list[tuple[str, float]]) -> str:
    """What a heading of a few words announces: comments or other articles ("Latest comments")."""
    if len(line.text) > 45 or line.text[-1:] in ".!?;," or line.text.count(" ") > 3:
        return ""
    reasons = {reason for reason, _ in talk}
    return next((one for one in ("comments", OTHERS) if one in reasons), "")


def _form(line: Line) -> float:
    """What length and punctuation say: the longer a sentence, the surer it is the article's."""
    table = _PROSE if line.is_ended else _UNENDED
    return next(weight for length, weight in table if len(line.text) >= length)


def _place(line: Line) -> tuple[str, str] | None:
    """Place and reason of the first pattern that is the whole line."""
    if len(line.low) > PATTERN_LIMIT:
        return None
    for where, reason, pattern in _patterns():
        if pattern.fullmatch(line.low):
            return where, reason
    return None


def is_signature(line: Line) -> bool:
    """Whether a line may be the name of who wrote or said what stands beside it."""
    return not is_prose(line) and looks_like_name(line.text)


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Place, reason and pattern of each row of `data/chrome_patterns.tsv`."""
    rows = (row.split("\t") for row in data_rows("chrome_patterns.tsv"))
    found = [(where, reason, re.compile(pattern)) for where, reason, pattern in rows]
    order = ["end", "foreign", "any", "edge"]
    return tuple(sorted(found, key=lambda row: order.index(row[0])))


@cache
def _beginnings() -> tuple[dict[str, tuple[str, float]], tuple[int, ...]]:
    """Beginnings of words with reason and weight, and their lengths, the longest first."""
    found: dict[str, tuple[str, float]] = {}
    for row in data_rows("chrome_words.tsv"):
        reason, weight, starts = row.split("\t")
        for start in starts.split():
            found[start] = (reason, float(weight))
    return found, tuple(sorted({len(start) for start in found}, reverse=True))


@cache
def _reader_words() -> frozenset[str]:
    return frozenset(" ".join(word_list("chrome_address.txt")).split())
