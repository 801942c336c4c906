"""Finding persons by what somebody types: an id, a name in any alphabet, a mere surname."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from search.people.names import base_form, clean_name
from search.people.names.parsing import PARTICLES
from search.people.registry import evidence
from search.people.registry.labels import slugged

if TYPE_CHECKING:
    from search.people.registry.registry import Registry

NEAR: Final = 0.75
"""How like a full name another must be to be meant where there is no better."""
_BENDING: Final = ("ru", "uk", "be", "pl")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def find(registry: Registry, name: str) -> tuple[str, ...]:
    """The ids of all persons that a name may mean, in order.

    An id, also a former one, is that person. Else the persons with that very spelling, and
    those whose spellings are the same name; of a mere surname or initials all who bear it.
    Where there is nobody, the one person whose name comes nearest.
    """
    if (main := registry.main_id(name)) is not None:
        return (main,)
    clean = clean_name(name)
    if not clean:
        return ()
    # An id that a decision names, of a registry that was built anew since.
    decided = [one for one in registry.decisions.spelled(name) if one in registry.counts]
    if decided:
        return (registry.groups[decided[0]],)
    found = _of_name(registry, clean)
    if name in registry.groups:
        found.add(registry.groups[name])
    if not found and _SLUG.fullmatch(clean):
        found = _of_slug(registry, clean)
    if not found and (bare := _without_offices(clean)) != clean:
        found = _of_name(registry, bare)
    if not found:
        found = _of_bent(registry, clean)
    if not found and evidence.shape(clean).full:
        found = _nearest(registry, clean)
    return tuple(sorted(found))


def named(registry: Registry, name: str) -> tuple[str, ...]:
    """The ids of the persons whose name this is for certain; words that come near are none.

    So "дэбют Гурыновіча" of a query does not name Евгений Гуринович as a whole.
    """
    clean = clean_name(name)
    return tuple(sorted(_of_name(registry, clean))) if clean else ()


def _of_name(registry: Registry, name: str) -> set[str]:
    folded = name.casefold()
    if evidence.shape(name).full:
        near = _present(registry, evidence.wanted(name, "core"))
        same = {one for one in near if clean_name(one).casefold() == folded}
        # Whoever is spelled so; a reader may have split off others whose names are the same.
        return _ids(registry, same or {s for s in near if evidence.joins(name, s)})
    parts = _present(registry, evidence.wanted(name, "part"))
    alike = {s for s in parts if clean_name(s).casefold() == folded or evidence.joins(name, s)}
    found = _ids(registry, alike)
    for full in evidence.fitting(name, registry.bearing, lambda s: _is_new(registry, s, found)):
        found.add(registry.groups[full])
    return found


def _of_bent(registry: Registry, name: str) -> set[str]:
    """The persons whose name in another case this is: Владимира Путина."""
    for language in _BENDING:
        nominative = base_form(name, language).text
        if nominative != name and (found := _of_name(registry, nominative)):
            return found
    return set()


def _without_offices(name: str) -> str:
    """The capitalised words where some are not: "prezydent Duda" is Duda."""
    words = name.split()
    capitals = [word for word in words if not word[:1].islower()]
    particles = [word for word in words if word.lower() in PARTICLES]
    return " ".join(capitals) if capitals and not particles else name


def _nearest(registry: Registry, name: str) -> set[str]:
    """The persons whom a full name may mean that nobody bears: none, or those nearest.

    Those known by the mere surname or initials; else the one whose full name is most like it.
    """
    parts = _present(registry, evidence.wanted(name, "part"))
    known = _ids(registry, {part for part in parts if evidence.fits(part, name)})
    if known:
        return known
    near = _present(registry, evidence.wanted(name, "core"))
    scores = {one: evidence.compared(name, one).score for one in near if _may_mean(name, one)}
    best = max(scores, key=lambda one: (scores[one], registry.counts[one], one), default=None)
    return set() if best is None else _ids(registry, [best])


def _may_mean(name: str, other: str) -> bool:
    found = evidence.compared(name, other)
    told = evidence.codes(found)
    return found.score >= NEAR and told.isdisjoint(evidence.FORBIDDING | evidence.UNSURE)


def _is_new(registry: Registry, spelling: str, found: set[str]) -> bool:
    """Whether a spelling is there, and of a person who is not found yet."""
    id = registry.groups.get(spelling)
    return id is not None and id not in found


def _of_slug(registry: Registry, slug: str) -> set[str]:
    """Persons one of whose spellings would make this id, had it come first."""
    words = slug.split("-")
    surnames = {words[-1], words[0], "-".join(words[1:]), " ".join(words[1:])}
    near = {s for word in surnames for s in evidence.bearers(word, registry.bearing)}
    return _ids(registry, {s for s in near if s in registry.counts and slugged(s) == slug})


def _present(registry: Registry, keys: Iterable[int]) -> set[str]:
    counts = registry.counts
    return {one for key in keys for one in registry.bearing(key) if one in counts}


def _ids(registry: Registry, spellings: Iterable[str]) -> set[str]:
    return {registry.groups[one] for one in spellings}
