"""From one registry to the next: which persons a change touches, and what becomes of them.

The registry is a pure function of its spellings and the reader's decisions. A change can
only reach full names that are joined, link by link, to one that came or went (its
*closure*), the parts of names that share a block with these, and groups of parts that lose
or gain one. These are joined anew from nothing; all other persons stay as they are. So the
outcome is the one that all spellings at once would give. Two things remember the past. Ids:
a person keeps those it had, so an id may be made of another spelling than it would be today.
And company: which of several bearers a surname means is judged again when the surname's own
count or one of the bearers' spellings changes, not when only their articles do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.people.registry import evidence, joining
from search.people.registry.decisions import Decisions
from search.people.registry.ids import renamed
from search.people.registry.joining import Core
from search.people.registry.model import Company
from search.people.registry.table import Record


class Past(Protocol):
    """What is asked of the registry before the change."""

    def record_of(self, spelling: str) -> Record | None:
        """The person that a spelling belonged to."""

    def is_taken(self, id: str) -> bool:
        """Whether an id is in use or an alias."""


@dataclass(slots=True)
class Change:
    """What happens to the spellings: their counts after it, and which are concerned.

    `came` and `went` are spellings that are new or gone, `decided` those that a decision
    names which was made or undone, `recounted` those with another count only.
    """

    counts: Mapping[str, int]
    came: Collection[str]
    went: Collection[str]
    decided: Collection[str] = ()
    recounted: Collection[str] = ()


@dataclass(slots=True)
class Evolution:
    """One step: `run` gives the records that are gone and those that are new."""

    past: Past
    change: Change
    before: Decisions
    decisions: Decisions
    bearing: Callable[[int], Iterable[str]]
    company: Company | None = None
    _core_of: dict[str, Core] = field(default_factory=dict)
    _friends: dict[str, set[str]] = field(default_factory=dict)

    def run(self) -> tuple[list[Record], list[Record]]:
        """The persons that are no more as they were, and those that are in their place."""
        moved = self._new_cores()
        parts = self._touched_parts(moved)
        homes = {part: self._home(part) for part in parts}
        alone = self._new_leftovers(parts, {p for p, home in homes.items() if home is None})
        return self._records(moved, homes, alone)

    # Full names

    def _is_core(self, spelling: str) -> bool:
        return evidence.shape(spelling).full or self.decisions.names(spelling)

    def _was_core(self, spelling: str) -> bool:
        return evidence.shape(spelling).full or self.before.names(spelling)

    def _present(self, spellings: Iterable[str]) -> set[str]:
        return {one for one in spellings if one in self.change.counts}

    def _joined(self, spelling: str) -> set[str]:
        """The core spellings that are one person with this by themselves, or by a decision."""
        if spelling not in self._friends:
            near = {
                other
                for key in evidence.wanted(spelling, "core")
                for other in self.bearing(key)
                if other in self.change.counts and other != spelling and self._is_core(other)
            }
            found = {other for other in near if evidence.joins(spelling, other)}
            self._friends[spelling] = found | self._present(self.decisions.partners(spelling))
        return self._friends[spelling]

    def _new_cores(self) -> set[str]:
        """Join the full names that the change reaches; returns them."""
        change = self.change
        seeds = {s for s in (*change.came, *change.decided) if s in change.counts}
        seeds = {s for s in seeds if self._is_core(s)}
        for gone in change.went:
            if self._was_core(gone):
                seeds |= self._joined(gone)
        for spelling in change.decided:
            if self._was_core(spelling) and (record := self.past.record_of(spelling)):
                seeds |= {s for s in self._present(record.core) if self._is_core(s)}
            seeds |= self._present(self.decisions.partners(spelling))
        reached = _closure(seeds, self._joined)
        for core in joining.cores(reached, self._joined, self.decisions):
            for spelling in core:
                self._core_of[spelling] = core
        return reached

    def _core(self, spelling: str) -> Core:
        """The core that a full name is in after the change."""
        if spelling in self._core_of:
            return self._core_of[spelling]
        record = self.past.record_of(spelling)
        return record.core if record else ()

    # Parts of names

    def _touched_parts(self, moved: set[str]) -> set[str]:
        change = self.change
        parts = {s for s in (*change.came, *change.decided) if s in change.counts}
        if self.company is not None:
            parts |= set(change.recounted)
        full = moved | {s for s in change.went if self._was_core(s)} | set(change.decided)
        parts |= self._parts_of(full)
        return {s for s in parts if s in change.counts and not self._is_core(s)}

    def _parts_of(self, full: set[str]) -> set[str]:
        """The parts of names that may belong to one of these, or did.

        Nothing becomes of a part that fits none of them: what is joined anew is whole persons,
        and so is what they were before.
        """
        found: set[str] = set()
        for spelling in full:
            keys = evidence.wanted(spelling, "part")
            near = {part for key in keys for part in self.bearing(key)} - found
            found |= {part for part in near if evidence.fits(part, spelling)}
        return found

    def _home(self, part: str) -> Core | None:
        full = evidence.fitting(part, self.bearing, self.change.counts.__contains__)
        candidates = sorted({self._core(other) for other in full})
        found = joining.home(part, candidates, self.decisions, self.company)
        return None if found is None else candidates[found.number]

    def _new_leftovers(self, parts: set[str], alone: set[str]) -> list[Core]:
        """The groups of parts that belong to nobody, as far as the change reaches."""

        def is_alone(spelling: str) -> bool:
            if spelling in parts:
                return spelling in alone
            record = self.past.record_of(spelling)
            return record is not None and not record.core and not self._is_core(spelling)

        def joined(spelling: str) -> set[str]:
            return {
                other
                for key in evidence.wanted(spelling, "part")
                for other in self.bearing(key)
                if other in self.change.counts
                and other != spelling
                and is_alone(other)
                and evidence.joins(spelling, other)
            }

        seeds = set(alone)
        for lost in (parts - alone) | set(self.change.went) | set(self.change.decided):
            if not self._was_core(lost):
                seeds |= joined(lost)
        return joining.cores(_closure(seeds, joined), joined, self.decisions)

    # Persons

    def _records(
        self, moved: set[str], homes: Mapping[str, Core | None], alone: list[Core]
    ) -> tuple[list[Record], list[Record]]:
        grouped = {spelling for group in alone for spelling in group}
        old: dict[str, Record] = {}
        for spelling in {*moved, *homes, *grouped, *self.change.went, *self.change.decided}:
            record = self.past.record_of(spelling)
            if record is not None:
                old[record.id] = record
        cores = {self._core_of[spelling] for spelling in moved}
        # Persons whose full names stay, but that lose or gain a part of a name.
        for core in {home for home in homes.values() if home is not None} - cores:
            record = self.past.record_of(core[0])
            assert record is not None, "a core that was not joined anew has its record"
            old[record.id] = record
        kept: dict[Core, list[str]] = {core: [] for core in cores}
        for record in old.values():
            if record.core and moved.isdisjoint(record.core) and self._stays(record.core):
                kept[record.core] = [p for p in record.parts if self._stays_part(p, homes)]
        for part, home in homes.items():
            if home is not None:
                kept[home].append(part)
        fresh = [(core, tuple(sorted(parts))) for core, parts in kept.items()]
        fresh += [((), group) for group in alone]
        for record in old.values():  # groups of parts that nothing reached but one that went
            left = (p for p in record.parts if p not in grouped and self._stays_part(p, homes))
            if not record.core and (rest := tuple(left)):
                fresh.append(((), rest))
        return list(old.values()), renamed(
            list(old.values()), fresh, self.change.counts, self.decisions, self.past.is_taken
        )

    def _stays(self, core: Core) -> bool:
        return all(one in self.change.counts and self._is_core(one) for one in core)

    def _stays_part(self, part: str, homes: Mapping[str, Core | None]) -> bool:
        return part in self.change.counts and part not in homes and not self._is_core(part)


def _closure(seeds: Iterable[str], joined: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that can be reached from the seeds."""
    reached = set(seeds)
    waiting = sorted(reached)
    while waiting:
        for other in joined(waiting.pop()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached
