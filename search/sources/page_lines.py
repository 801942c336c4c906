"""The date of publication in the lines that a page prints around its article.

Below the headline first, then above it, at the beginning of the text, in a line with a label
("Veröffentlicht am …"), and beside the text. Menus, comments and other headlines do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from search.dates.published import is_possible, may_state, of_line, order_of, stated_anyhow
from search.partial_dates import PartialDate
from search.sources.decoding import clean_line
from search.sources.page_blocks import Block

HEADLINE: Final = "line by the headline"
_LABELLED: Final = "labelled line"
_BY_TEXT: Final = "line by the text"
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")
_HEAD_BLOCKS: Final = 8
"""Blocks between a headline and its text, or above it, where the date may stand."""
_TAIL_BLOCKS: Final = 4
_LINE: Final = 140
_LABELLED_LINE: Final = 500
_PROSE: Final = 160
_MANY: Final = 500
_OPENING: Final = 20
_MARKS: Final = frozenset(".–—:-|)/")
_TOP: Final = 5
"""Above this block of a page stands the date of today, if any."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A date that a page states, where, in which words, and what that is worth."""

    date: PartialDate
    where: str
    worth: float

    @property
    def day(self) -> str:
        """The day, month or year without the time."""
        return str(self.date)[:10]


def by_headline(
    tree: Any,
    every: list[Block],
    title: str,
    metas: dict[str, list[tuple[str, str]]],
    latest: date,
) -> list[Statement]:
    """Dates that the lines around the headline state, the nearest first."""
    found: list[Statement] = []
    day_first = order_of(block.text for block in every if len(block.text) <= _LINE)
    named = [clean_line("".join(node.itertext()))[:300] for node in islice(tree.iter("title"), 3)]
    places = _headlines(every, title, metas)[:3]
    if named and named[0] != title:  # the name of a newspaper, with the day of its issue below
        places += _headlines(every, named[0], {})[:1]
    for at in dict.fromkeys(places):
        found = _beside(every, at, latest, day_first)
        if found:
            break
    prose = [i for i, block in enumerate(every) if _is_prose(block)]
    if not found:
        lines = [block for block in every if not block.is_aside() and may_state(block.text)]
        found = _of_blocks(lines[:_MANY], latest, _LABELLED, 0.72, loose=False)
    if not found and prose:
        first, last = prose[0], prose[-1]
        above = list(reversed(every[max(0, first - _HEAD_BLOCKS) : first]))
        below = every[last + 1 : last + 1 + _TAIL_BLOCKS]
        for around, loose in ((above, True), (below, None)):
            plain = [block for block in around if not block.is_aside()]
            found = found or _of_blocks(plain, latest, _BY_TEXT, 0.62, loose=loose)
    for name in named:
        for one in stated_anyhow(name)[:1]:
            if is_possible(one.value, latest):
                found.append(Statement(_day(one.value, one.value), "title element", 0.6))
    return found


def _beside(every: list[Block], at: int, latest: date, day_first: bool | None) -> list[Statement]:
    """The date below a headline, else above it, else at the beginning of the text."""
    head = every[at]
    start = _first_prose(every, at)
    below = [block for block in every[at + 1 : start] if not block.is_aside(head)]
    if found := _of_blocks([*below, head], latest, HEADLINE, 0.78, loose=True, day_first=day_first):
        return found
    above = [block for block in reversed(every[max(0, at - 4) : at]) if not block.is_aside(head)]
    if found := _of_blocks(above, latest, HEADLINE, 0.74, loose=True, day_first=day_first):
        return found
    near = [*every[at + 1 : min(start, at + 5)], *every[max(at - 1, _TOP) : at]]
    if found := _of_blocks(near, latest, HEADLINE, 0.72, loose=None):
        return found  # <aside class="meta"> with nothing but the date in it
    for block in every[at + 1 : start + 1]:
        text = block.text[:60]
        for one in stated_anyhow(text)[:1]:
            follows = text[one.end : one.end + 2].strip()[:1]
            if one.start <= _OPENING and follows in _MARKS and is_possible(one.value, latest):
                return [Statement(_day(one.value, text[: one.end]), "beginning of the text", 0.72)]
    return []


def _of_blocks(
    some: list[Block],
    latest: date,
    where: str,
    worth: float,
    *,
    loose: bool | None,
    day_first: bool | None = None,
) -> list[Statement]:
    """The first date that blocks state; a label counts before a bare date.

    Read `loose`, a short line may hold more than its date; without, it needs a label; None
    asks for lines that are a date and nothing else.
    """
    found: list[Statement] = []
    for block in some:
        if len(block.text) > (_LABELLED_LINE if loose is False else _LINE):
            continue
        for value, words, labelled in of_line(block.text, loose=bool(loose), day_first=day_first):
            if len(value) < len("2025-12-18") or not is_possible(value, latest):
                continue
            if labelled or loose is not False:
                more = 0.05 if labelled else 0.0
                found.append(Statement(_day(value, words), where, worth + more))
    return sorted(found, key=lambda one: -one.worth)[:1]


def _day(value: str, words: str) -> PartialDate:
    return PartialDate(value, "day", words)


def _headlines(
    every: list[Block], title: str, metas: dict[str, list[tuple[str, str]]]
) -> list[int]:
    """Where the headline stands: a block that says the title, else the first heading."""
    names = [title]
    for name in ("og:title", "twitter:title"):
        names += [value for value, _ in metas.get(name, [])]
    names += [part for name in names for part in _SEPARATOR.split(name)]
    wanted = {_plain(name) for name in names if len(_plain(name)) > 8}
    exact = [i for i, block in enumerate(every) if _plain(block.text) in wanted]
    exact.sort(key=lambda i: (every[i].tag not in ("h1", "h2"), bool(every[i].asides), i))
    headings = [i for i, block in enumerate(every) if block.tag == "h1"]
    return list(dict.fromkeys([*exact, *headings]))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _is_prose(block: Block) -> bool:
    return _is_long(block) and not block.is_aside()


def _is_long(block: Block) -> bool:
    wide = sum(char >= "\u2e80" for char in block.text[:_PROSE])  # 코로나19 says as much
    return len(block.text) + 2 * wide >= _PROSE and not block.linked


def _first_prose(every: list[Block], at: int) -> int:
    """The first paragraph behind a headline, at most `_HEAD_BLOCKS` further on."""
    for i in range(at + 1, min(at + 1 + _HEAD_BLOCKS, len(every))):
        if _is_long(every[i]):
            return i
    return min(at + 1 + _HEAD_BLOCKS, len(every))
