"""Phrases and proximity: where terms stand near each other.

Each segment is asked for itself. The rows that have a term of every slot come first, from
the rarest slot on; positions are read only there. A slot may hold several terms (all
readings of a word); their positions are joined. Positions of different articles are kept
apart by one key, row · 2^32 + position, so that all articles are compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engines.embedded.arrays import Array
from search.engines.embedded.postings import NO_ROWS, FieldPart
from search.engines.embedded.scratch import Scratch, among, changes, distinct
from search.engines.embedded.strings import encoded
from search.engines.embedded.windows import window_ends
from search.errors import QueryTooCostly
from search.plan import Phrase, Term

if TYPE_CHECKING:
    from search.engines.embedded.view import View

MAX_PLACES: Final = 30_000_000
"""Places that all slots of a phrase may have in the articles that have all of them."""
_SHIFT = 32
_PLACE = (1 << _SHIFT) - 1

_Postings = tuple[FieldPart, int, Array, Term]
"""A term in a segment: its column, the number of its first posting, its rows."""


def phrase_postings(view: View, phrase: Phrase) -> tuple[Array, Array]:
    """The live rows of a phrase, ascending, with the number of its occurrences in each."""
    found = [NO_ROWS]
    for number, base in enumerate(view.bases[:-1]):
        slots = _slots(view, phrase, number)
        common = _common_rows(view.scratch, slots)
        live = view.segments[number].live
        if live is not None:
            common = common[live[common]]
        if not len(common):
            continue
        titles = view.segments[number].arrays["title_length"]
        keys = _all_keys(phrase, slots, common, titles)
        ends = _in_order(keys) if phrase.slop is None else window_ends(keys, phrase.slop)
        found.append((ends >> _SHIFT) + base)
    rows = np.concatenate(found)
    begins = changes(rows).nonzero()[0]
    return rows[begins], np.diff(begins, append=len(rows)).astype(np.float64)


def _slots(view: View, phrase: Phrase, number: int) -> list[list[_Postings]]:
    """The terms of each slot that one segment has, none of any where a slot has none."""
    slots = []
    for slot in phrase.slots:
        there = []
        for term in slot:
            part = view.field_part(number, term.field)
            found = None if part is None else part.column.texts.number(encoded(term.text))
            if part is not None and found is not None:
                begin, end = part.column.postings(found)
                there.append((part, begin, end, term))
        if not there:
            return []
        slots.append(there)
    return [[(p, begin, p.column.rows(begin, end), t) for p, begin, end, t in s] for s in slots]


def _common_rows(scratch: Scratch, slots: Sequence[Sequence[_Postings]]) -> Array:
    """The rows that have a term of every slot."""
    if not slots:
        return NO_ROWS
    rows = [scratch.union([postings[2] for postings in slot]) for slot in slots]
    rows.sort(key=len)
    common = rows[0]
    for others in rows[1:]:
        common = scratch.shared(common, others)
    return common


def _all_keys(
    phrase: Phrase, slots: Sequence[Sequence[_Postings]], common: Array, titles: Array
) -> list[Array]:
    """The keys of each slot; equal slots, as in "had had", share theirs."""
    known: dict[tuple[Term, ...], Array] = {}
    read = 0
    for terms, slot in zip(phrase.slots, slots, strict=True):
        if terms not in known:
            known[terms] = _slot_keys(slot, common, titles)
        read += len(known[terms])
        if read > MAX_PLACES:
            raise QueryTooCostly(
                "The words of a quotation stand in too many places", hint="Quote rarer words."
            )
    return [known[terms] for terms in phrase.slots]


def _slot_keys(slot: Sequence[_Postings], common: Array, titles: Array) -> Array:
    """Sorted keys of all places in some rows where a term of the slot stands."""
    parts = []
    for part, begin, rows, term in slot:
        numbers = rows.searchsorted(common)
        own = common
        if len(slot) > 1:  # not every row has every term of the slot
            there = among(common, rows)
            numbers, own = numbers[there], common[there]
        starts, places = part.column.positions(numbers + begin)
        owners = own.repeat(np.diff(starts))
        if term.part == "title":
            inside = places < titles[owners]
            owners, places = owners[inside], places[inside]
        parts.append((owners << _SHIFT) + places.astype(np.int64, copy=False))
    # Of one term the keys are ascending and different already.
    return parts[0] if len(parts) == 1 else distinct(np.concatenate(parts))


def _in_order(slots: Sequence[Array]) -> Array:
    """Keys of first places from where all slots follow one after the other."""
    # Begin with the rarest slot: the intersection is never larger than that.
    order = sorted(range(len(slots)), key=lambda i: len(slots[i]))
    starts = slots[order[0]] - order[0]
    for i in order[1:]:
        starts = starts[among(starts + i, slots[i])]
    return starts[(starts & _PLACE) < _PLACE - len(slots)]
