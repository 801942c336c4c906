"""Snippets: the passages of an article that answer a query, with the places of the answers.

Stored text and the plan's words are enough, so every engine shows the same snippets. No
text is analysed again: the index knows under which forms a term occurs, and those forms
are looked for in the text (`search.spots`).

Nouns: a `Mark` is a guise as something to look for; a `Spot` is a token of the text that a
mark wants; a `_Range` is a stretch of text that answers a word of the query.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import script, script_languages, tokenize
from search.documents import LANGUAGES, REMOVED, IndexedDocument, LanguageSpan, Removed
from search.plan import Leaf, Phrase, Readings, Term, Word
from search.results import Match, Snippet
from search.spots import Spot, removed_spots, spots_of

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
_LONGEST_GAP: Final = 400

Forms = Callable[[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A guise of a word of the query, with the word forms that stand for its terms here."""

    query: str
    own_forms: frozenset[str]
    field: str
    via: str
    weight: float
    slots: tuple[frozenset[str], ...]
    slop: int | None
    in_title_only: bool


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    mark: Mark
    via: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Title and passages of one article, and the matches that their ranges point to."""

    title: Snippet
    passages: tuple[Snippet, ...]
    matches: tuple[Match, ...]


def marks(words: Iterable[Word], forms: Forms) -> tuple[Mark, ...]:
    """What to look for in the articles that answer these words; guises without forms drop."""
    found: dict[Mark, None] = {}
    for word in words:
        own = frozenset(token.form for token in tokenize(word.text))
        for guise in word.guises:
            leaf = guise.leaf
            terms = _slots_of(leaf)
            slots = tuple(
                frozenset(form for term in slot for form in _forms_of(term, forms))
                for slot in terms
            )
            if all(slots):
                title_only = terms[0][0].part == "title"
                slop = leaf.slop if isinstance(leaf, Phrase) else None
                mark = Mark(
                    guise.covers or word.text, own, leaf.field, guise.via, guise.weight, slots,
                    slop, title_only,
                )  # fmt: skip
                found.setdefault(mark)
    return tuple(found)


def _forms_of(term: Term, forms: Forms) -> tuple[str, ...]:
    # What was cut from an article is analysed again where it is shown, so its terms will do.
    return (term.text,) if term.field == REMOVED else forms(term.field, term.text)


def _slots_of(leaf: Leaf) -> Sequence[tuple[Term, ...]]:
    if isinstance(leaf, Phrase):
        return leaf.slots
    return (leaf.terms,) if isinstance(leaf, Readings) else ((leaf,),)


def excerpt(document: IndexedDocument, wanted: Sequence[Mark]) -> Excerpt:
    """The best passages of an article; without any match its beginning."""
    title_spans = (LanguageSpan(0, len(document.title), document.language),)
    in_removed = [mark for mark in wanted if mark.field == REMOVED]
    wanted = [mark for mark in wanted if mark.field != REMOVED]
    title_ranges = _ranges(document.title, wanted, title_spans)
    in_body = [mark for mark in wanted if not mark.in_title_only]
    body_ranges = _ranges(document.body[:MAX_TEXT], in_body, document.languages)
    matches: dict[Match, int] = {}
    numbers: dict[tuple[str, str, str, frozenset[str]], Match] = {}

    def number(one: _Range, text: str, spans: Sequence[LanguageSpan]) -> int:
        key = (one.mark.query, one.via, one.mark.field, one.mark.slots[0])
        if key not in numbers:
            language = _language_at(spans, one.start, document.language)
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
        language = _language_at(document.languages, start, document.language)
        inside = [r for r in body_ranges if start <= r.start and r.end <= end]
        ranges = tuple(
            (r.start - start, r.end - start, number(r, document.body, document.languages))
            for r in inside
        )
        passages.append(Snippet(document.body[start:end], ranges, start, language))
    removed = []
    for piece, piece_ranges in _removed_ranges(document, in_removed):
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


# Where the marks are


def _ranges(text: str, wanted: Sequence[Mark], spans: Sequence[LanguageSpan]) -> list[_Range]:
    """The ranges of all marks in a text, ascending, none over another."""
    if not text or not wanted:
        return []
    spots = spots_of(
        text, frozenset(form for mark in wanted for slot in mark.slots for form in slot)
    )
    by_form: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_form[spot.form].append(spot)
    found = [
        one
        for mark in wanted
        for one in _mark_ranges(text, mark, by_form)
        if _fits_language(mark.field, text[one.start : one.end], spans, one.start)
    ]
    return _apart(found)


def _apart(found: list[_Range]) -> list[_Range]:
    """Of ranges that overlap the longer, then the weightier; ascending."""
    found.sort(key=lambda r: (len(r.mark.slots) == 1, -r.mark.weight, r.start - r.end))
    taken: list[_Range] = []
    used: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if used.isdisjoint(places):
            used.update(places)
            taken.append(one)
    return sorted(taken, key=lambda r: r.start)


def _removed_ranges(
    document: IndexedDocument, wanted: Sequence[Mark]
) -> Iterator[tuple[Removed, list[_Range]]]:
    """The first pieces that were cut from an article and answer marks, with the places in them."""
    if not wanted:
        return
    forms = frozenset(form for mark in wanted for slot in mark.slots for form in slot)
    pieces = [piece.text for piece in document.removed]
    shown = 0
    for number, by_form in removed_spots(pieces, document.language, forms).items():
        ranges = [one for mark in wanted for one in _mark_ranges(pieces[number], mark, by_form)]
        if ranges and shown < PASSAGES:
            shown += 1
            yield document.removed[number], _apart(ranges)


def _mark_ranges(text: str, mark: Mark, by_form: dict[str, list[Spot]]) -> Iterator[_Range]:
    spots_in = {
        slot: tuple(
            sorted((s for form in slot for s in by_form.get(form, ())), key=lambda s: s.start)
        )
        for slot in set(mark.slots)
    }
    slots = [spots_in[slot] for slot in mark.slots]
    if not all(slots):
        return
    if len(slots) == 1:
        for spot in slots[0]:
            yield _Range(spot.start, spot.end, mark, _via(mark, [spot]))
    elif mark.slop is None:
        for spots in _sequences(text, slots):
            yield _Range(spots[0].start, spots[-1].end, mark, _via(mark, spots))
    else:
        for spot in _near(text, slots, mark.slop):
            yield _Range(spot.start, spot.end, mark, _via(mark, [spot]))


def _via(mark: Mark, spots: Sequence[Spot]) -> str:
    """A word of the query's own language is `same` where that very form stands."""
    if mark.via not in ("same", "lemma"):
        return mark.via
    return "same" if all(spot.form in mark.own_forms for spot in spots) else "lemma"


def _sequences(text: str, slots: Sequence[Sequence[Spot]]) -> Iterator[list[Spot]]:
    """Spots of all slots one right after the other, from the left and without overlap."""
    different = {id(slot): slot for slot in slots}  # a word may stand in a phrase twice
    starts_of = {key: {spot.start for spot in slot} for key, slot in different.items()}
    starts = [starts_of[id(slot)] for slot in slots]
    every = sorted({spot for slot in different.values() for spot in slot}, key=lambda s: s.start)
    joined = [_is_next(text, one, other) for one, other in itertools.pairwise(every)]
    free = 0
    for first, spot in enumerate(every):
        chain = every[first : first + len(slots)]
        if (
            first >= free
            and spot.start in starts[0]
            and len(chain) == len(slots)
            and all(joined[first : first + len(slots) - 1])
            and all(one.start in slot for one, slot in zip(chain, starts, strict=True))
        ):
            free = first + len(slots)
            yield chain


def _is_next(text: str, one: Spot, other: Spot) -> bool:
    """Whether no word stands between two spots."""
    gap = other.start - one.end
    return gap <= _LONGEST_GAP and not tokenize(text[one.end : other.start])


def _near(text: str, slots: Sequence[Sequence[Spot]], slop: int) -> Iterator[Spot]:
    """Spots that stand in a window with all slots and at most `slop` other words."""
    width = len(slots) - 1 + slop
    every = sorted({spot for slot in slots for spot in slot}, key=lambda s: s.start)
    members = [set(slot) for slot in slots]
    # Positions in tokens, counted only between spots.
    gaps = [
        len(tokenize(text[a.end : b.start])) + 1
        if b.start - a.end < 40 * (width + 1)
        else width + 1
        for a, b in itertools.pairwise(every)
    ]
    positions = list(itertools.accumulate(gaps, initial=0))
    near: set[Spot] = set()
    for i, first in enumerate(positions):
        window = every[i : bisect_right(positions, first + width)]
        if len(window) >= len(slots) and not any(slot.isdisjoint(window) for slot in members):
            near.update(window)
    yield from sorted(near, key=lambda s: s.start)


def _fits_language(field: str, text: str, spans: Sequence[LanguageSpan], at: int) -> bool:
    """Whether text at a place is of a field's language, as the analyzer would have decided."""
    if field not in LANGUAGES:
        return True
    here = _language_at(spans, at, field)
    return here == field or here not in script_languages(script(text.split(maxsplit=1)[0].lower()))


def _language_at(spans: Sequence[LanguageSpan], at: int, otherwise: str) -> str:
    number = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[number].language if number >= 0 else otherwise


# Which passages to show


def _passages(text: str, ranges: Sequence[_Range]) -> list[tuple[int, int]]:
    """Start and end of the best passages, in the order of the text."""
    sentences = _sentences(text if ranges else text[: 4 * LONGEST])
    if not ranges:
        return [_beginning(text, sentences)] if sentences else []
    starts, ends = zip(*sentences, strict=True)
    by_sentence: dict[int, list[_Range]] = defaultdict(list)
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


def _worth(ranges: Sequence[_Range], seen: set[str]) -> float:
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
    ranges: Sequence[_Range],
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
