"""Snippets: the passages of an article that answer a query, with the places of the answers.

Stored text and the plan's words are enough, so every engine shows the same snippets. Where the
answers are is told by `search.marking`; here is decided what is shown of the text around them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from search.documents import REMOVED, IndexedDocument, LanguageSpan, Mention
from search.marking import (
    Mark,
    Misleads,
    Range,
    barred_in,
    language_at,
    never,
    ranges_of,
    removed_ranges,
)
from search.results import Match, Snippet

PASSAGES: Final = 2
LONGEST: Final = 320
"""Code points of a passage."""
SHORT: Final = 90
"""A shorter sentence is shown with the one after it."""
MAX_TEXT: Final = 300_000
"""Code points of a body that are searched for marks."""
CANDIDATES: Final = 50
"""Ranges of a long sentence that are tried as the middle of a passage."""

_STOP: Final = re.compile(r"[.!?…\n][.!?…]*[»”\"')\]]*\s*")
_BEFORE_STOP: Final = re.compile(r"[\w»”\"')\]%]")
_ABBREVIATION: Final = re.compile(r"\b(?:\w|[A-ZА-ЯІ]\w)")
_SENTENCE_START: Final = re.compile(r"[\"'«“(\[—–-]*\s?[^\W_a-zа-яёіїєўґ]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Title and passages of one article, and the matches that their ranges point to."""

    title: Snippet
    passages: tuple[Snippet, ...]
    matches: tuple[Match, ...]


def excerpt(
    document: IndexedDocument,
    wanted: Sequence[Mark],
    of_others: Mapping[str, Sequence[Mention]] = MappingProxyType({}),
    misleads: Misleads = never,
) -> Excerpt:
    """The best passages of an article; without any match its beginning.

    `of_others` are by word of the query, in small letters, the mentions of persons whom it does
    not mean: there no translation of the word is marked. Nor is one that `misleads`.
    """
    title_spans = (LanguageSpan(0, len(document.title), document.language),)
    in_removed = [mark for mark in wanted if mark.field == REMOVED]
    wanted = [mark for mark in wanted if mark.field != REMOVED]
    title_ranges = ranges_of(
        document.title, wanted, title_spans, barred_in(of_others, "title"), misleads
    )
    in_body = [mark for mark in wanted if not mark.in_title_only]
    barred = barred_in(of_others, "body")
    body_ranges = ranges_of(document.body[:MAX_TEXT], in_body, document.languages, barred, misleads)
    matches: dict[Match, int] = {}
    numbers: dict[tuple[str, str, str, frozenset[str]], Match] = {}

    def number(one: Range, text: str, spans: Sequence[LanguageSpan]) -> int:
        key = (one.mark.query, one.via, one.mark.field, one.mark.slots[0])
        if key not in numbers:
            language = language_at(spans, one.start, document.language)
            numbers[key] = Match(
                one.mark.query, text[one.start : one.end], language, one.via, one.mark.weight
            )
        return matches.setdefault(numbers[key], len(matches))

    title = Snippet(
        document.title,
        tuple((r.start, r.end, number(r, document.title, title_spans)) for r in title_ranges),
        0,
        document.language,
    )
    passages = []
    for start, end in _passages(document.body, body_ranges):
        language = language_at(document.languages, start, document.language)
        inside = [r for r in body_ranges if start <= r.start and r.end <= end]
        ranges = tuple(
            (r.start - start, r.end - start, number(r, document.body, document.languages))
            for r in inside
        )
        passages.append(Snippet(document.body[start:end], ranges, start, language))
    removed = []
    for piece, piece_ranges in removed_ranges(document, in_removed, PASSAGES):
        begin, end = _passages(piece.text, piece_ranges)[0]
        ranges = tuple(
            (r.start - begin, r.end - begin, number(r, piece.text, title_spans))
            for r in piece_ranges
            if begin <= r.start and r.end <= end
        )
        removed.append(Snippet(piece.text[begin:end], ranges, 0, document.language, piece.reason))
    if removed and not body_ranges:
        passages = []  # the beginning of the article answers nothing
    for one in body_ranges:  # what the passages leave out still is a reason for the hit
        number(one, document.body, document.languages)
    return Excerpt(title, (*passages, *removed), tuple(matches))


# Which passages to show


def _passages(text: str, ranges: Sequence[Range]) -> list[tuple[int, int]]:
    """Start and end of the best passages, in the order of the text."""
    sentences = _sentences(text if ranges else text[: 4 * LONGEST])
    if not ranges:
        return [_beginning(text, sentences)] if sentences else []
    starts, ends = zip(*sentences, strict=True)
    by_sentence: dict[int, list[Range]] = defaultdict(list)
    for one in ranges:
        by_sentence[bisect_right(starts, one.start) - 1].append(one)
    chosen: list[tuple[int, int]] = []
    seen: set[str] = set()
    for _ in range(PASSAGES):
        # A sentence with a passage is gone, and so is one that was joined to a short one.
        rest = [n for n in by_sentence if not any(s < ends[n] and starts[n] < e for s, e in chosen)]
        if not rest:
            break
        best = max(rest, key=lambda n: (_worth(by_sentence[n], seen), -n))
        if chosen and not {r.mark.query for r in by_sentence[best]} - seen:
            # A second passage is worth its place when it says more, or is as good.
            best = max(rest, key=lambda n: (_worth(by_sentence[n], set()), -n))
        seen |= {one.mark.query for one in by_sentence[best]}
        border = min((start for start, _ in chosen if start > starts[best]), default=len(text))
        chosen.append(_fitted(text, sentences, best, by_sentence[best], border))
    return sorted(chosen)


def _worth(ranges: Sequence[Range], seen: set[str]) -> float:
    """Distinct words of the query count, those already shown little, repetition less."""
    best: dict[str, float] = {}
    for one in ranges:
        value = one.mark.weight * len(one.mark.slots)
        best[one.mark.query] = max(best.get(one.mark.query, 0.0), value)
    return sum(v * (0.2 if q in seen else 1.0) for q, v in best.items()) + 0.01 * len(ranges)


def _sentences(text: str) -> list[tuple[int, int]]:
    borders = [0, *(m.end() for m in _STOP.finditer(text) if _ends_sentence(text, m)), len(text)]
    found = []
    for start, end in itertools.pairwise(borders):
        stripped = text[start:end].strip()
        if stripped:
            begin = text.index(stripped[0], start)
            found.append((begin, begin + len(stripped)))
    return found


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """A line break, or a stop behind a word that is no abbreviation and before a capital."""
    at = stop.start()
    if text[at] == "\n":
        return True
    return (
        at > 0
        and stop[0][-1].isspace()
        and _BEFORE_STOP.match(text, at - 1) is not None
        and not any(at >= size and _ABBREVIATION.fullmatch(text, at - size, at) for size in (1, 2))
        and _SENTENCE_START.match(text, stop.end()) is not None
    )


def _beginning(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[int, int]:
    start, end = sentences[0]
    for _, following in sentences[1:]:
        if following - start > LONGEST:
            break
        end = following
    return start, _word_end(text, start, min(end, start + LONGEST))


def _fitted(
    text: str,
    sentences: Sequence[tuple[int, int]],
    number: int,
    ranges: Sequence[Range],
    border: int,
) -> tuple[int, int]:
    """A sentence cut to size around its ranges, or joined with the next one of its paragraph.

    The next one must end before `border`, where the passage shown after this one begins.
    """
    start, end = sentences[number]
    if end - start < SHORT and number + 1 < len(sentences):
        following, last = sentences[number + 1]
        if "\n" not in text[end:following] and last - start <= LONGEST and last <= border:
            end = last
    if end - start <= LONGEST:
        return start, end
    # Of a list without full stops that is pages long: where most words of the query meet.
    first = max(
        ranges[:CANDIDATES],
        key=lambda one: (
            _worth([r for r in ranges if 0 <= r.start - one.start < LONGEST // 2], set()),
            -one.start,
        ),
    )
    low = max(start, first.start - LONGEST // 3)
    if low > start:
        low = text.find(" ", low, first.start) + 1 or first.start
    high = min(end, low + LONGEST)
    return low, max(_word_end(text, low, high), min(first.end, end))


def _word_end(text: str, start: int, end: int) -> int:
    """The end of the last whole word before `end`."""
    if end >= len(text) or text[end].isspace():
        return end
    space = text.rfind(" ", start, end)
    return space if space > start else end
