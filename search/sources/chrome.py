"""Takes the page away from around a pasted article: menus, counters, credits, other headlines.

A pasted page is a list of lines. Lines of prose are the article and mark where it begins
and ends; above the first and below the last of them, short lines are judged by what they
say (`data/menu.txt`, `data/chrome_patterns.tsv`). Nouns: a *marker* is a line after which
the article is over ("All rights reserved", «Читайте также»); a *stamp* is a time of day
with or without a date in front of another headline ("16.10 20:44").

Nothing is thrown away: `removed` has the exact lines, in order, each with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from search.documents import Removed

TITLE_LIMIT: Final = 200
"""A first line of so many characters or more is a paragraph, not a title."""
KEEP: Final = 0.4
"""The share of the characters in long lines that must stay, or nothing is removed."""
_LONG: Final = 80
_TAIL_PROSE: Final = 0.25
"""The share of prose lines below a marker above which it was no marker."""

_CLOSING: Final = "\"'»”’“)]›"
_BULLETS: Final = " \t\u00a0•·▪‣◦*–—-►▶"
_SEPARATORS: Final = re.compile(r"\s*[|·•→»›>]\s*|\s{2,}|\s+/\s+|\t")
_CRUMBS: Final = re.compile(r"\s+[>»›→/]\s+")
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
_DAY: Final = (
    r"(?:\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2}|[^\W\d_]{3,9}\.? \d{1,2}(?:, \d{4})?|"
    r"\d{1,2} [^\W\d_]{3,9}\.?(?: \d{4})?|today|yesterday|сегодня|вчера|сьогодні|учора|вчора|сёння)"
)
_STAMP_ALONE: Final = re.compile(rf"{_DAY},? (?:в |о |у |at )?{_CLOCK}|{_CLOCK}(?:,? {_DAY})?")
_STAMP_FIRST: Final = re.compile(rf"(?:{_DAY},? )?{_CLOCK}(?:,? {_DAY})?[ ,|–—-]+\S.*")
_STAMP_LAST: Final = re.compile(rf".*\S[ ,|–—(-]+{_DAY},? {_CLOCK}\)?")
_COUNTER: Final = re.compile(r"[\d\s.,+]+[kкmм]?")
_NAMES_SITE: Final = re.compile(
    r"(?:published by|©|\(c\)|copyright)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*(?P<a>[^.,|]{2,60})|"
    r"(?:фото|фота|photo|image source|image)\s?:[^/]{2,80}/\s*(?P<b>[^/]{2,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article without its page.

    `head` are the lines above the first paragraph and `tail` those below the last that may
    still tell of this article (not of others, and no comments): dates are looked for there.
    """

    title: str
    body: str
    removed: tuple[Removed, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: as given, with plain spaces and no bullet, and that in lower case."""

    raw: str
    text: str
    low: str


def clean(text: str) -> Cleaned:
    """Split pasted text into title, body and what belongs to the page around them."""
    lines = [_line(raw) for raw in text.split("\n")]
    reasons = _Page(lines).reasons()
    title_at = _title_at(lines, reasons)
    if _loses_too_much(lines, reasons):
        reasons = {}
        title_at = _title_at(lines, reasons)
    title = lines[title_at].text if title_at is not None else ""
    kept = [i for i, line in enumerate(lines) if i not in reasons and i != title_at]
    body_at = [i for i in kept if lines[i].text]
    first, last = (body_at[0], body_at[-1]) if body_at else (len(lines), len(lines))
    foreign = [i for i, (_, own) in reasons.items() if own and i > last]
    end = min(foreign, default=len(lines))
    return Cleaned(
        title=title,
        body=_joined([lines[i].raw for i in kept]),
        removed=tuple(Removed(lines[i].raw, reasons[i][0]) for i in sorted(reasons)),
        head=tuple(line.text for line in lines[:first] if line.text),
        tail=tuple(line.text for line in lines[last + 1 : end] if line.text),
    )


def _line(raw: str) -> _Line:
    text = " ".join(raw.split()).lstrip(_BULLETS)
    return _Line(raw, text or "", text.lower())


def _joined(lines: list[str]) -> str:
    """The lines as text, with at most one blank line in a row and none at the ends."""
    return re.sub(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+", "\n\n", "\n".join(lines)).strip()


class _Page:
    """The reasons for which lines of one page are removed, found from outside inwards.

    A reason is a pair: the words, and whether what stands there is of others (comments,
    headlines of other articles).
    """

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.sites = _site_names(lines)
        self.found: dict[int, tuple[str, bool]] = {}
        self.prose = [i for i, line in enumerate(lines) if _is_prose(line)]

    def reasons(self) -> dict[int, tuple[str, bool]]:
        """Which lines go, and why."""
        title = self._printed_twice()
        end = self._end_of_article(title[0] if title else -1)
        self._mark_tail(end)
        start = self._first_prose(title[-1] if title else -1)
        self._mark_head(title, min(start, end))
        last = max((i for i in self.prose if i < end), default=-1)
        for i, line in enumerate(self.lines[:end]):
            if i in self.found or not line.text:
                continue
            places = ("any", "edge") if i > last >= 0 else ("any",)
            reason = _pattern(line, places) or (_label(line, self.sites) if i > last >= 0 else "")
            if reason:
                self.found[i] = (reason, False)
        return self.found

    def _printed_twice(self) -> list[int]:
        """Where a headline stands that is printed more than once, or ends a breadcrumb line."""
        stop = next((i for i in self.prose if self.lines[i].text.endswith(".")), len(self.lines))
        places: dict[str, list[int]] = {}
        for i, line in enumerate(self.lines[:stop]):
            if len(line.text) < TITLE_LIMIT and " " in line.text and not self._furniture(line):
                places.setdefault(line.low.rstrip(" .!"), []).append(i)
        crumbs = {low for line in self.lines[:stop] if (low := _last_crumb(line))}
        twice = [at for low, at in places.items() if len(at) > 1 or low in crumbs]
        return max(twice, key=lambda at: (len(self.lines[at[0]].text), -at[0]), default=[])

    def _furniture(self, line: _Line) -> str:
        """The reason why a line above the article is none of it, or ""."""
        return _crumbs(line) or _pattern(line, ("any", "edge")) or _label(line, self.sites)

    def _first_prose(self, after: int) -> int:
        return next((i for i in self.prose if i > after and i not in self.found), len(self.lines))

    def _mark_head(self, title: list[int], start: int) -> None:
        """Marks what stands above the first paragraph."""
        lines = self.lines
        first, last = (title[0], title[-1]) if title else (-1, -1)
        runs = self._menu_runs(start) if self.prose else set()
        for i in range(start):
            line = lines[i]
            if not line.text or i == first:
                continue
            if i in title:
                reason = "title repeated"
            else:
                reason = self._furniture(line) or ("menu" if i in runs else "")
                # Between two printings of the headline there is nothing but page.
                if not reason and i < last and len(line.text) < _LONG:
                    reason = _pattern(line, ("end", "foreign")) or "page furniture"
            if reason:
                self.found[i] = (reason, False)
        self._mark_banners(title, start)

    def _mark_banners(self, title: list[int], start: int) -> None:
        """Marks "Subscribe now …" above the article, unless it is the only title there is."""
        left = [i for i in range(start) if self.lines[i].text and i not in self.found]
        for i in left:
            reason = _pattern(self.lines[i], ("end", "foreign"))
            if reason and i not in title and len(left) > 1:
                self.found[i] = (reason, False)
                left = [other for other in left if other != i]

    def _menu_runs(self, start: int) -> set[int]:
        """Lines in runs of three or more that are a few words each, without punctuation."""
        found: set[int] = set()
        run: list[int] = []
        for i in range(start + 1):
            line = self.lines[i] if i < start else None
            if line is not None and _is_menu_like(line.text):
                run.append(i)
                continue
            # The last of a run may be a short headline: "World / Sport / Fire in Riga".
            sure = [j for j in run if j != run[-1] or line is not None]
            found.update(sure if len(run) > 3 or len(sure) > 2 else ())
            run = []
        return found

    def _end_of_article(self, title: int) -> int:
        """The first marker below which there is hardly any prose; else the number of lines."""
        for i in range(title + 1, len(self.lines)):
            line = self.lines[i]
            if not line.text:
                continue
            marker = _pattern(line, ("end", "foreign"))
            if (marker or self._begins_stamps(i)) and self._is_over(i):
                return i if marker else self._heading_of(i)
        return len(self.lines)

    def _begins_stamps(self, at: int) -> bool:
        """Whether stamped headlines begin here: this line has a stamp and another follows."""
        if not self.prose or at < self.prose[0] or not _stamp(self.lines[at]):
            return False
        return any(_stamp(line) for line in self.lines[at + 1 : at + 6])

    def _heading_of(self, at: int) -> int:
        """The line above stamped headlines that names them ("Read next"), else `at`."""
        above = next((i for i in range(at - 1, -1, -1) if self.lines[i].text), at)
        text = self.lines[above].text
        heading = len(text) < 40 and text[-1] not in ".!?…)" and not looks_like_name(text)
        return above if heading and above not in self.prose else at

    def _is_over(self, at: int) -> bool:
        """Whether the lines from `at` on are a page's foot and not an article's."""
        rest = [line for line in self.lines[at:] if line.text]
        before = sum(len(line.text) for line in self.lines[:at])
        if not self.prose:
            return sum(len(line.text) for line in rest) < 0.3 * before
        prose = [line for line in rest if _is_paragraph(line)]
        above = sum(len(self.lines[i].text) for i in self.prose if i < at)
        below = sum(len(line.text) for line in prose)
        return above > 0 and len(prose) <= _TAIL_PROSE * len(rest) and below <= 0.3 * above

    def _mark_tail(self, end: int) -> None:
        """Marks everything from the marker on, each part with the reason of its own marker."""
        reason, foreign = "other articles", True
        for i in range(end, len(self.lines)):
            line = self.lines[i]
            if not line.text:
                continue
            for place in ("end", "foreign"):
                if own := _pattern(line, (place,)):
                    reason, foreign = own, (foreign and i > end) or place == "foreign"
                    break
            own = _label(line, self.sites) or _pattern(line, ("any", "edge")) or reason
            self.found[i] = (own if not _pattern(line, ("end", "foreign")) else reason, foreign)


def looks_like_name(text: str) -> bool:
    """Whether a line is two or three capitalised words, as a signature is."""
    words = text.split()
    return 2 <= len(words) <= 3 and all(_NAME_WORD.fullmatch(word) for word in words)


_NAME_WORD: Final = re.compile(
    r"(?=[^\W\d_])[A-ZÀ-ÞĀ-ŽА-ЯЁІЇЄҐЎ](?:['’ʼ][^\W\d_])?[^\W\d_A-ZА-Я]*['’ʼ]?[^\W\d_]*"
    r"(?:-[^\W\d_]+)?"
)


def _title_at(lines: list[_Line], reasons: dict[int, tuple[str, bool]]) -> int | None:
    """Where the title stands: the first line that stays, if short and no sentence."""
    for i, line in enumerate(lines):
        if line.text and i not in reasons:
            stop = line.text.rstrip(_CLOSING).endswith((".", "。"))
            return None if stop or len(line.text) >= TITLE_LIMIT else i
    return None


def _loses_too_much(lines: list[_Line], reasons: dict[int, tuple[str, bool]]) -> bool:
    """Whether removing would leave less than `KEEP` of the long lines, or nothing at all."""
    sizes = {i: len(line.text) for i, line in enumerate(lines) if line.text}
    long = {i: size for i, size in sizes.items() if size >= _LONG}
    weighed = long or sizes
    stays = sum(size for i, size in weighed.items() if i not in reasons)
    return bool(reasons) and stays < (KEEP if long else KEEP / 2) * sum(weighed.values())


def _is_prose(line: _Line) -> bool:
    """Whether a line is a paragraph or at least a whole sentence of an article."""
    text = line.text
    if len(text) < 70 or _pattern(line, ("any", "edge")) or _stamp(line):
        return False
    ended = text.rstrip(_CLOSING)[-1:] in (".", "!", "?", "…", ":")
    return len(text) >= TITLE_LIMIT or ended


def _is_paragraph(line: _Line) -> bool:
    """Prose that is longer than a headline can be."""
    return _is_prose(line) and len(line.text) >= 140 and not _pattern(line, ("end", "foreign"))


def _is_menu_like(text: str) -> bool:
    words = text.split()
    return bool(words) and len(words) <= 3 and len(text) <= 30 and text[-1] not in ".,!?;:…"


def _crumbs(line: _Line) -> str:
    """The reason for "Home > Headlines > …", «Главная / Политика / …», else ""."""
    parts = _CRUMBS.split(line.text)
    if len(parts) < 2 or any(len(part.split()) > 5 for part in parts[:-1]):
        return ""
    first = parts[0].lower().split()
    homes = _words("home.txt")
    home = " ".join(first) in homes or (bool(first) and first[-1] in homes)
    arrows = len(re.findall(r"\s[>»›→]\s", line.text))
    return "breadcrumb" if home or arrows >= 2 else ""


def _last_crumb(line: _Line) -> str:
    return _CRUMBS.split(line.low)[-1].rstrip(" .!") if _crumbs(line) else ""


def _label(line: _Line, sites: frozenset[str]) -> str:
    """The reason for a line that is only a label, a counter, a stamp or the site's name."""
    low = line.low.strip(" .:!…")
    if _COUNTER.fullmatch(line.low) and any(char.isdigit() for char in low):
        return "counter"
    if _STAMP_ALONE.fullmatch(low):
        return "time stamp"
    if low in sites:
        return "site name"
    words = _words("menu.txt")
    parts = [part for part in _SEPARATORS.split(line.raw.strip().lower()) if part.strip()]
    short = all(len(part.split()) <= 3 for part in parts)
    if low in words or (len(parts) > 1 and short and any(part in words for part in parts)):
        return "menu"
    return ""


def _stamp(line: _Line) -> bool:
    """Whether a line is a stamp, or a headline with one ("12.12 20:44 Суд продлил арест")."""
    if len(line.text) > TITLE_LIMIT:
        return False
    patterns = (_STAMP_ALONE, _STAMP_FIRST, _STAMP_LAST)
    return any(pattern.fullmatch(line.low) for pattern in patterns)


def _site_names(lines: list[_Line]) -> frozenset[str]:
    """What the page calls itself: after "Published by", "©" or the photographer's name."""
    names = Counter(
        (match["a"] or match["b"]).strip().lower()
        for line in lines
        if len(line.text) < TITLE_LIMIT and (match := _NAMES_SITE.match(line.text))
    )
    return frozenset(name.removesuffix("all rights reserved").strip() for name in names)


@cache
def _words(name: str) -> frozenset[str]:
    """The lines of a word list in `data`, without its comments."""
    text = files("search.sources").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _patterns(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Reason and pattern of each row of `data/chrome_patterns.tsv` for one place."""
    text = files("search.sources").joinpath("data", "chrome_patterns.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("# "))
    return tuple((reason, re.compile(pattern)) for where, reason, pattern in rows if where == place)


def _pattern(line: _Line, places: tuple[str, ...]) -> str:
    """The reason of the first pattern that is the whole line, or ""."""
    if len(line.low) > 400:
        return ""
    for place in places:
        for reason, pattern in _patterns(place):
            if pattern.fullmatch(line.low):
                return reason
    return ""
