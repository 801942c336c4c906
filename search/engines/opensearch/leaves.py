"""The leaves of a plan as queries: whether a term or phrase stands in an article, and how often.

`leaf_frequency` is a query whose score is weight × frequency; occurrences of a plain term in
the title count with the title's weight, as in the memory engine. A phrase of one field is a
`match_phrase`, which counts; one with a slop, or over several fields, is made of intervals,
which only tell that it is there: it counts once an article, or as often as it stands in any
one of its fields.
"""

from __future__ import annotations

import itertools
import math
from typing import Any, Final

from search.engines.opensearch.texts import encoded
from search.errors import QueryTooCostly
from search.plan import Leaf, Phrase, Readings, Term
from search.ranking import TITLE_WEIGHT

Query = dict[str, Any]

MAX_CHOICES: Final = 6
"""Phrases that are made of one whose words have several readings."""
MAX_ORDERS: Final = 120
"""Orders of the words of a phrase that are tried where some of them are the same."""


def field_of(term: Term) -> str:
    """The field of OpenSearch in which a term is looked for."""
    return f"{'title' if term.part == 'title' else 'text'}.{term.field}"


def leaf_matches(leaf: Leaf) -> Query:
    """A query for the articles that have a leaf."""
    if isinstance(leaf, Phrase):
        return _phrase(leaf, 1.0)
    terms = leaf.terms if isinstance(leaf, Readings) else (leaf,)
    by_field: dict[str, list[str]] = {}
    for term in terms:
        by_field.setdefault(field_of(term), []).append(term.text)
    found: list[Query] = [{"terms": {name: texts}} for name, texts in by_field.items()]
    return found[0] if len(found) == 1 else {"bool": {"should": found}}


def leaf_frequency(leaf: Leaf, weight: float) -> Query:
    """A query that scores weight × the frequency of a leaf."""
    if isinstance(leaf, Phrase):
        choices = _choices(leaf)
        # The similarity is summed over the words of a phrase, all of which are as frequent.
        found = [_phrase(one, weight / len(one.slots)) for one in choices]
        if choices != [leaf]:
            found.append({"constant_score": {"filter": _phrase(leaf, 1.0), "boost": weight}})
        return found[0] if len(found) == 1 else {"dis_max": {"queries": found}}
    if isinstance(leaf, Readings):
        queries = [_term_frequency(term, weight) for term in leaf.terms]
        return {"dis_max": {"queries": queries}}
    return _term_frequency(leaf, weight)


def _term_frequency(term: Term, weight: float) -> Query:
    anywhere: Query = {"term": {field_of(term): {"value": term.text, "boost": weight}}}
    if term.part == "title":
        return anywhere
    more = weight * (TITLE_WEIGHT - 1)
    in_title = {"term": {f"title.{term.field}": {"value": term.text, "boost": more}}}
    return {"bool": {"must": [anywhere], "should": [in_title]}}


# Phrases


def _is_plain(phrase: Phrase) -> bool:
    """In order, and all in one field."""
    fields = {field_of(term) for slot in phrase.slots for term in slot}
    return phrase.slop is None and len(fields) == 1


def _choices(phrase: Phrase) -> list[Phrase]:
    """Phrases of single terms in one field, the most frequent of which tells how often this is.

    Readings of one word stand at one place, so a phrase of alternatives would be counted once
    for each of them. None for a phrase that has too many, or a slop: it counts once.
    """
    if phrase.slop is not None:
        return []
    found = []
    for field in dict.fromkeys(field_of(term) for slot in phrase.slots for term in slot):
        slots = [
            dict.fromkeys(term for term in slot if field_of(term) == field) for slot in phrase.slots
        ]
        if math.prod(map(len, slots)) <= MAX_CHOICES:
            found += [Phrase(tuple((term,) for term in one)) for one in itertools.product(*slots)]
    return found


def _phrase(phrase: Phrase, weight: float) -> Query:
    first = field_of(phrase.slots[0][0])
    if _is_plain(phrase):
        text = " ".join("|".join(encoded(term.text) for term in slot) for slot in phrase.slots)
        return {"match_phrase": {first: {"query": text, "boost": weight}}}
    slots = [_slot(slot, first) for slot in phrase.slots]
    if phrase.slop is None:
        return {"intervals": {first: _all_of(slots, "ordered", 0)}}
    if _are_apart(phrase):
        return {"intervals": {first: _all_of(slots, "unordered", phrase.slop)}}
    return {"intervals": {first: {"any_of": {"intervals": _orders(slots, phrase.slop)}}}}


def _are_apart(phrase: Phrase) -> bool:
    """Whether no two slots can stand at the same place.

    Word forms that differ cannot; two readings of one word can.
    """
    seen: set[Term] = set()
    for slot in phrase.slots:
        if any(term.field != "exact" for term in slot) or not seen.isdisjoint(slot):
            return False
        seen.update(slot)
    return True


def _orders(slots: list[Query], slop: int) -> list[Query]:
    """Every order of the slots: words in order never share a place."""
    numbers: dict[str, int] = {}
    kinds = [numbers.setdefault(repr(slot), number) for number, slot in enumerate(slots)]
    orders = itertools.islice(_distinct_orders(kinds), MAX_ORDERS + 1)
    found = [_all_of([slots[n] for n in one], "ordered", slop) for one in orders]
    if len(found) > MAX_ORDERS:
        raise QueryTooCostly(
            f"{len(slots)} words, some of them alike, are to stand near each other",
            hint="Name each word once, or at most five words.",
        )
    return found


def _distinct_orders(kinds: list[int]) -> Any:
    """The orders of a list in which some members are equal, each once."""
    if not kinds:
        yield ()
        return
    for kind in dict.fromkeys(kinds):
        rest = list(kinds)
        rest.remove(kind)
        for tail in _distinct_orders(rest):
            yield (kind, *tail)


def _all_of(slots: list[Query], mode: str, gaps: int) -> Query:
    return {"all_of": {"intervals": slots, "mode": mode, "max_gaps": gaps}}


def _slot(terms: tuple[Term, ...], field: str) -> Query:
    found = [_one(term, field) for term in dict.fromkeys(terms)]
    return found[0] if len(found) == 1 else {"any_of": {"intervals": found}}


def _one(term: Term, field: str) -> Query:
    rule: Query = {"query": encoded(term.text)}
    if field_of(term) != field:
        rule["use_field"] = field_of(term)
    return {"match": rule}
