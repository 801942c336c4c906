"""Marks: where in a text the words of a query are answered.

No text is analysed again: the index knows under which forms a term occurs, and those forms are
looked for in the text (`search.spots`). What shares a stem with a rendering and is another word is
not looked for, and a translation is not marked where another person is named.

Nouns: a `Mark` is a guise as something to look for; a `Spot` is a token of the text that a
mark wants; a `Range` is a stretch of text that answers a word of the query.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import script, script_languages, tokenize
from search.analysis.paradigms import may_be_form
from search.documents import (
    LANGUAGES,
    REMOVED,
    IndexedDocument,
    LanguageSpan,
    Mention,
    Part,
    Removed,
)
from search.plan import Guise, Leaf, Phrase, Readings, Term, Word
from search.query.evidence import LEXICON
from search.spots import Spot, removed_spots, spots_of

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
class Range:
    """A stretch [start, end) of a text that answers a word of the query."""

    start: int
    end: int
    mark: Mark
    via: str


def marks(words: Iterable[Word], forms: Forms) -> tuple[Mark, ...]:
    """What to look for in the articles that answer these words.

    Guises without forms drop, and those that are not to be shown.
    """
    found: dict[Mark, None] = {}
    for word in words:
        own = frozenset(token.form for token in tokenize(word.text))
        for guise in word.guises:
            if not guise.is_shown:
                continue
            leaf = guise.leaf
            terms = _slots_of(leaf)
            slots = tuple(
                frozenset(form for term in slot for form in _forms_of(term, guise, forms))
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


def _forms_of(term: Term, guise: Guise, forms: Forms) -> Iterator[str]:
    """The forms that a term has in the index, but for those of other words with its stem."""
    if term.field == REMOVED:
        # What was cut from an article is analysed again where it is shown, so its terms will do.
        yield term.text
        return
    for form in forms(term.field, term.text):
        if not guise.words or any(
            may_be_form(form, word, kind, term.field) for word, kind in guise.words
        ):
            yield form


def _slots_of(leaf: Leaf) -> Sequence[tuple[Term, ...]]:
    if isinstance(leaf, Phrase):
        return leaf.slots
    return (leaf.terms,) if isinstance(leaf, Readings) else ((leaf,),)


Barred = Mapping[str, Sequence[tuple[int, int]]]
"""By word of the query, in small letters, stretches of a text where its translations mislead."""


def barred_in(of_others: Mapping[str, Sequence[Mention]], part: Part) -> Barred:
    """The stretches of the title or the body where somebody else is named."""
    return {
        word: [(one.start, one.end) for one in mentions if one.part == part]
        for word, mentions in of_others.items()
    }


Misleads = Callable[[str, int, int, str, str], bool]
"""A text, a stretch of it, its language and the word of the query that it would translate: whether
the stretch means something else where it stands (`lexicon.around`)."""


def never(_text: str, _start: int, _end: int, _language: str, _word: str) -> bool:
    """No word of a text misleads."""
    return False


def _is_barred(one: Range, barred: Barred) -> bool:
    """Whether a range claims that a word of the query stands where another person is named."""
    return one.via not in ("same", "lemma") and any(
        start <= one.start and one.end <= end
        for start, end in barred.get(one.mark.query.casefold(), ())
    )


def _misled(text: str, one: Range, misleads: Misleads) -> bool:
    """Whether a range claims that a word is translated where a phrase means something else."""
    return (
        one.via == LEXICON
        and len(one.mark.slots) == 1
        and misleads(text, one.start, one.end, one.mark.field, one.mark.query)
    )


def ranges_of(
    text: str,
    wanted: Sequence[Mark],
    spans: Sequence[LanguageSpan],
    barred: Barred,
    misleads: Misleads = never,
) -> list[Range]:
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
        and not _is_barred(one, barred)
    ]
    return [one for one in _apart(found) if not _misled(text, one, misleads)]


def _apart(found: list[Range]) -> list[Range]:
    """Of ranges that overlap the longer, then the weightier; ascending."""
    found.sort(key=lambda r: (len(r.mark.slots) == 1, -r.mark.weight, r.start - r.end))
    taken: list[Range] = []
    used: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if used.isdisjoint(places):
            used.update(places)
            taken.append(one)
    return sorted(taken, key=lambda r: r.start)


def removed_ranges(
    document: IndexedDocument, wanted: Sequence[Mark], most: int
) -> Iterator[tuple[Removed, list[Range]]]:
    """The first `most` pieces that were cut and answer marks, with the places in them."""
    if not wanted:
        return
    forms = frozenset(form for mark in wanted for slot in mark.slots for form in slot)
    pieces = [piece.text for piece in document.removed]
    shown = 0
    for number, by_form in removed_spots(pieces, document.language, forms).items():
        ranges = [one for mark in wanted for one in _mark_ranges(pieces[number], mark, by_form)]
        if ranges and shown < most:
            shown += 1
            yield document.removed[number], _apart(ranges)


def _mark_ranges(text: str, mark: Mark, by_form: dict[str, list[Spot]]) -> Iterator[Range]:
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
            yield Range(spot.start, spot.end, mark, _via(mark, [spot]))
    elif mark.slop is None:
        for spots in _sequences(text, slots):
            yield Range(spots[0].start, spots[-1].end, mark, _via(mark, spots))
    else:
        for spot in _near(text, slots, mark.slop):
            yield Range(spot.start, spot.end, mark, _via(mark, [spot]))


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
    here = language_at(spans, at, field)
    return here == field or here not in script_languages(script(text.split(maxsplit=1)[0].lower()))


def language_at(spans: Sequence[LanguageSpan], at: int, otherwise: str) -> str:
    """The language of the span around a place; `otherwise` before all of them."""
    number = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[number].language if number >= 0 else otherwise
