"""Finding persons by what somebody types: an id, a name in any alphabet, a mere surname."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.people.names import clean_name
from search.people.registry import evidence
from search.people.registry.labels import slugged

if TYPE_CHECKING:
    from search.people.registry.registry import Registry

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
    return tuple(sorted(found))


def _of_name(registry: Registry, name: str) -> set[str]:
    folded = name.casefold()
    if evidence.shape(name).full:
        near = _present(registry, evidence.wanted(name, "core"))
        same = {one for one in near if clean_name(one).casefold() == folded}
        # Whoever is spelled so; a reader may have split off others whose names are the same.
        return _ids(registry, same or {s for s in near if evidence.joins(name, s)})
    parts = _present(registry, evidence.wanted(name, "part"))
    alike = {s for s in parts if clean_name(s).casefold() == folded or evidence.joins(name, s)}
    full = (s for s in evidence.bearers(name, registry.bearing) if s in registry.counts)
    return _ids(registry, alike | {s for s in full if evidence.fits(name, s)})


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
