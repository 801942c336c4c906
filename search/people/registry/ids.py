"""Ids last: a person that changes keeps its id, and those it swallows become its aliases.

Each id is anchored to a spelling and goes where that spelling goes. So a merge that is
undone gives both persons the ids that they had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from search.people.registry.decisions import Decisions
from search.people.registry.labels import free, slug
from search.people.registry.table import Record


@dataclass(frozen=True, slots=True)
class _Claim:
    """An id that a new person may bear: in use before, and how many articles it stood for."""

    id: str
    anchor: str
    was_used: bool
    articles: int

    @property
    def rank(self) -> tuple[bool, int, str]:
        return (not self.was_used, -self.articles, self.id)


def renamed(
    old: Sequence[Record],
    groups: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    counts: Mapping[str, int],
    decisions: Decisions,
    is_taken: Callable[[str], bool],
) -> list[Record]:
    """New persons (core and parts) with the ids of the old ones, and new ids for the rest."""
    group_of = {s: n for n, (core, parts) in enumerate(groups) for s in (*core, *parts)}
    claims: list[list[_Claim]] = [[] for _ in groups]
    for record in old:
        for number, claim in _inherited(record, group_of, counts):
            claims[number].append(claim)
    records = []
    nameless = []
    for (core, parts), claimed in zip(groups, claims, strict=True):
        if claimed:
            ordered = _main_first(claimed, decisions)
            records.append(Record(tuple((c.id, c.anchor) for c in ordered), core, parts))
        else:
            nameless.append((core, parts))
    # What stays claimed stays taken; the ids of persons that are gone are free again.
    given = {claim.id for claimed in claims for claim in claimed}
    freed = {id for record in old for id, _ in record.ids} - given

    def taken(id: str) -> bool:
        return id in given or (id not in freed and is_taken(id))

    nameless.sort(key=lambda group: (-_articles((*group[0], *group[1]), counts), group))
    for core, parts in nameless:
        plain, anchor = slug(core or parts, counts)
        id = free(plain, taken)
        given.add(id)
        records.append(Record(((id, anchor),), core, parts))
    return records


def _inherited(
    record: Record, group_of: Mapping[str, int], counts: Mapping[str, int]
) -> list[tuple[int, _Claim]]:
    """Where each id of a person goes: with its anchor, else with most of the spellings."""
    articles = _articles(record.spellings, counts)
    found = []
    left = [s for s in record.spellings if s in group_of]
    heir = min(left, key=lambda s: (s in record.parts, -counts[s], s), default="")
    for at, (id, first) in enumerate(record.ids):
        anchor = first if first in group_of else heir
        if anchor:
            found.append((group_of[anchor], _Claim(id, anchor, at == 0, articles)))
    return found


def _main_first(claims: list[_Claim], decisions: Decisions) -> list[_Claim]:
    """The id in use first: the first that the last merge names, else the most frequent."""
    ordered = sorted(claims, key=lambda claim: claim.rank)
    claimed = {claim.id for claim in claims}
    for decision in reversed(decisions.active):
        if decision.action == "merge" and claimed.issuperset(decision.ids) and decision.ids:
            ordered.sort(key=lambda claim: claim.id != decision.ids[0])
            break
    return ordered


def _articles(spellings: Collection[str], counts: Mapping[str, int]) -> int:
    return sum(counts.get(one, 0) for one in spellings)
