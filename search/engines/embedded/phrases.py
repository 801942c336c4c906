"""Phrases and proximity: where terms stand near each other.

Each segment is asked for itself. The rows that have a term of every slot come first, from
the rarest slot on; positions are read only there. A slot may hold several terms (all
readings of a word); their positions are joined. Positions of different articles are kept
apart by one key, row · 2^32 + position, so that all articles are compared at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.embedded.arrays import Array
from search.engines.embedded.postings import NO_ROWS
from search.engines.embedded.scratch import Scratch, changes, distinct, in_both, lengths_of
from search.engines.embedded.segment import PLACE_BITS, FieldColumns
from search.engines.embedded.strings import encoded
from search.engines.embedded.term_cache import TermPostings
from search.engines.embedded.windows import window_ends
from search.errors import QueryTooCostly
from search.plan import Phrase, Term

if TYPE_CHECKING:
    from search.engines.embedded.view import View

MAX_PLACES: Final = 30_000_000
"""Places that all slots of a phrase may have in the articles that have all of them."""
_PLACE = (1 << PLACE_BITS) - 1


class _Postings(NamedTuple):
    """A term in a segment, with its rows."""

    column: FieldColumns
    term: Term
    key: bytes
    found: TermPostings
    rows: Array


def phrase_postings(view: View, phrase: Phrase) -> tuple[Array, Array]:
    """The live rows of a phrase, ascending, with the number of its occurrences in each."""
    found = []
    for number, base in enumerate(view.bases[:-1]):
        slots = _slots(view, phrase, number)
        common = _common(view.scratch, slots, view.segments[number].live)
        if not len(common.rows):
            continue
        titles = view.segments[number].arrays["title_length"]
        if phrase.slop is None:
            ends = _in_order(view.scratch, slots, common, titles)
        else:
            ends = window_ends(_all_keys(view.scratch, phrase, slots, common, titles), phrase.slop)
        found.append((ends >> PLACE_BITS) + base)
    if not found:
        return NO_ROWS, NO_ROWS
    rows = found[0] if len(found) == 1 else np.concatenate(found)
    begins = changes(rows).nonzero()[0]
    return rows[begins], lengths_of(begins, len(rows)).astype(np.float64)


def _slots(view: View, phrase: Phrase, number: int) -> list[list[_Postings]]:
    """The terms of each slot that one segment has, none of any where a slot has none."""
    slots = []
    for slot in phrase.slots:
        there = []
        for term in slot:
            part = view.field_part(number, term.field)
            key = encoded(term.text)
            found = None if part is None else part.column.term(key)
            if part is not None and found is not None:
                there.append(_Postings(part.column, term, key, found, found.rows.astype(np.int64)))
        if not there:
            return []
        slots.append(there)
    return slots


class _Common(NamedTuple):
    """Ascending rows, and by slot where they stand among the rows of the slot."""

    rows: Array
    places: Mapping[int, Array]

    def part(self, some: Array) -> _Common:
        """Those at some places."""
        places = {i: where.take(some) for i, where in self.places.items()}
        return _Common(self.rows.take(some), places)


def _common(scratch: Scratch, slots: Sequence[Sequence[_Postings]], live: Array | None) -> _Common:
    """The live rows that have a term of every slot."""
    if not slots:
        return _Common(NO_ROWS, {})
    rows = [scratch.union([postings.rows for postings in slot]) for slot in slots]
    rarest, *others = sorted(range(len(slots)), key=lambda i: len(rows[i]))
    common = _Common(rows[rarest], {})
    for i in others:
        mine, theirs = scratch.shared_places(common.rows, rows[i])
        first = common.places or {rarest: np.arange(len(rows[rarest]))}
        common = _Common(common.rows, first).part(mine)
        common = _Common(common.rows, {**common.places, i: theirs})
    return common if live is None else common.part(live[common.rows].nonzero()[0])


def _in_order(
    scratch: Scratch, slots: Sequence[Sequence[_Postings]], common: _Common, titles: Array
) -> Array:
    """Keys of first places from where all slots follow one after the other.

    From the rarest slot on, and of each further one only articles are read in which the
    slots before it stand as they should: those are a few of the common ones.
    """
    order = sorted(range(len(slots)), key=lambda i: sum(len(one.rows) for one in slots[i]))
    starts = _slot_keys(scratch, slots, order[0], common, titles) - order[0]
    read = len(starts)
    for turn, i in enumerate(order[1:], 1):
        if turn > 1:
            rows = (starts + order[0]) >> PLACE_BITS
            if not len(rows):
                break
            common = common.part(scratch.places(rows[changes(rows)], common.rows))
        keys = _slot_keys(scratch, slots, i, common, titles)
        read += len(keys)
        _check_cost(read)
        starts = in_both(starts + i, keys) - i
    return starts[(starts & _PLACE) < _PLACE - len(slots)]


def _all_keys(
    scratch: Scratch,
    phrase: Phrase,
    slots: Sequence[Sequence[_Postings]],
    common: _Common,
    titles: Array,
) -> list[Array]:
    """The keys of each slot; equal slots, as in "had had", share theirs."""
    known: dict[tuple[Term, ...], Array] = {}
    read = 0
    for i, terms in enumerate(phrase.slots):
        if terms not in known:
            known[terms] = _slot_keys(scratch, slots, i, common, titles)
        read += len(known[terms])
        _check_cost(read)
    return [known[terms] for terms in phrase.slots]


def _check_cost(places: int) -> None:
    if places > MAX_PLACES:
        raise QueryTooCostly(
            "The words of a quotation stand in too many places", hint="Quote rarer words."
        )


def _slot_keys(
    scratch: Scratch,
    slots: Sequence[Sequence[_Postings]],
    number: int,
    common: _Common,
    titles: Array,
) -> Array:
    """Sorted keys of all places in some rows where a term of a slot stands."""
    parts = []
    for column, term, key, found, rows in slots[number]:
        chosen = common.places.get(number)
        if chosen is None or len(slots[number]) > 1:  # not every row has every term of the slot
            _, chosen = scratch.shared_places(common.rows, rows)
        keys = column.term_keys(key, found, chosen)
        if term.part == "title":
            keys = keys[(keys & _PLACE) < titles[keys >> PLACE_BITS]]
        parts.append(keys)
    # Of one term the keys are ascending and different already.
    keys = parts[0] if len(parts) == 1 else distinct(np.concatenate(parts))
    _check_cost(len(keys))
    return keys
