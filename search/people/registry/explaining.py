"""Why the spellings of a person were joined, and which others were not: put together anew.

Nothing of this is stored: the comparisons are pure, so whoever looks at a person gets the
same reasons that joined it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from search.people.registry import evidence, labels
from search.people.registry.model import Doubt, Evidence, Joining
from search.people.registry.table import Record

if TYPE_CHECKING:
    from search.people.registry.registry import Registry

MAX_DOUBTS: Final = 20


def evidence_of(registry: Registry, id: str) -> Evidence:
    """The evidence for the person with this id in use; KeyError where there is none."""
    record = registry.record(id)
    if record is None:
        raise KeyError(id)
    joinings = dict(_of_core(registry, record))
    joinings |= dict(_of_parts(registry, record))
    doubts = tuple(sorted(_doubts(registry, record), key=lambda d: (-d.score, d.id))[:MAX_DOUBTS])
    return Evidence(joinings, doubts, registry.decisions.of(record.spellings))


def _of_core(registry: Registry, record: Record) -> Iterator[tuple[str, Joining]]:
    """Each full name with the one already there that it is most like, from the label on."""
    group = record.core or record.parts
    seed = labels.best(group, registry.counts)
    yield seed, Joining("seed")
    there, waiting = [seed], sorted(set(group) - {seed})
    best = dict.fromkeys(waiting, seed)
    while waiting:
        chosen = max(waiting, key=lambda one: (evidence.compared(one, best[one]).score, one))
        yield chosen, _joining(registry, chosen, best[chosen], there)
        there.append(chosen)
        waiting.remove(chosen)
        for one in waiting:
            score = evidence.compared(one, chosen).score
            if score > evidence.compared(one, best[one]).score:
                best[one] = chosen


def _joining(registry: Registry, spelling: str, other: str, there: list[str]) -> Joining:
    found = evidence.compared(spelling, other)
    if not evidence.joins(spelling, other):
        partner = next((s for s in there if registry.decisions.together(spelling, s)), "")
        if partner:
            return Joining("decision", partner)
    return Joining("names", other, found.score, found.reasons)


def _of_parts(registry: Registry, record: Record) -> Iterator[tuple[str, Joining]]:
    full = [one for one in record.core if evidence.shape(one).full]
    for part in record.parts if record.core else ():
        fitting = [one for one in full if evidence.fits(part, one)] or list(record.core)
        to = max(fitting, key=lambda one: (evidence.compared(part, one).score, one))
        found = evidence.compared(part, to)
        several = len(_fitting_persons(registry, part)) > 1
        yield part, Joining("company" if several else "only", to, found.score, found.reasons)


def _fitting_persons(registry: Registry, part: str) -> set[str]:
    full = evidence.fitting(part, registry.bearing, registry.counts.__contains__)
    return {registry.groups[other] for other in full}


def _doubts(registry: Registry, record: Record) -> Iterator[Doubt]:
    """The persons that come near: one doubt each, by the pair that is most alike."""
    best: dict[str, Doubt] = {}
    for spelling in record.spellings:
        for other in _near(registry, spelling):
            id = registry.groups[other]
            found = evidence.compared(spelling, other)
            if id == record.id or not (found.same or found.doubtful) or _against(spelling, other):
                continue
            if registry.decisions.apart(spelling, other):
                continue  # the reader has answered this one
            if id not in best or found.score > best[id].score:
                best[id] = Doubt(
                    id, registry.label(id), spelling, other, found.score, found.reasons
                )
    yield from best.values()


def _against(a: str, b: str) -> bool:
    """Coale and Cole differ, and yet are worth a look; he and she are not."""
    said = evidence.codes(evidence.compared(a, b))
    return bool(said.intersection(("gender-differs", "given-differs", "generation-differs")))


def _near(registry: Registry, spelling: str) -> set[str]:
    """Spellings that share a block with this one."""
    keys = {*evidence.wanted(spelling, "core"), *evidence.wanted(spelling, "part")}
    near = {other for key in keys for other in registry.bearing(key)}
    if not evidence.shape(spelling).full:
        near.update(evidence.bearers(spelling, registry.bearing))
    return {other for other in near if other in registry.counts and other != spelling}
