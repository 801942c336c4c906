"""Decisions as they are made: of persons and names into a line of the history.

A reader names persons, so whom a name means is found here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.errors import ParameterError
from search.people.registry.decisions import Decision, now
from search.people.registry.model import Person
from search.people.registry.registry import Registry


def merge(a: Person, b: Person, note: str = "") -> Decision:
    """That two persons are one."""
    return Decision("merge", (a.id, b.id), (_spelled(a), _spelled(b)), now(), note)


def split(person: Person, spellings: Sequence[str], note: str = "") -> Decision:
    """That some spellings of a person are another; ParameterError where that cannot be."""
    own = _spelled(person)
    strange = [one for one in spellings if one not in own]
    if strange:
        raise ParameterError(
            f"{person.id} is not spelled {', '.join(strange)}. Its spellings are "
            f"{', '.join(own)}.", param="spellings",
        )  # fmt: skip
    rest = tuple(one for one in own if one not in spellings)
    if not rest or not spellings:
        raise ParameterError(
            f"To split {person.id}, name some of its spellings and not all: {', '.join(own)}.",
            param="spellings",
        )
    apart = tuple(dict.fromkeys(spellings))
    return Decision("split", ("", person.id), (apart, rest), now(), note)


def _spelled(person: Person) -> tuple[str, ...]:
    return tuple(spelling for spelling, _ in person.spellings)


def one_person(registry: Registry, name: str) -> Person:
    """The one person that a name means; ParameterError names the others."""
    people = [person for id in registry.find(name) if (person := registry.person(id))]
    if not people:
        raise ParameterError(f"Nobody here is called {name}.", param="person")
    if len(people) > 1:
        shown = ", ".join(f"{one.id} ({one.label})" for one in people[:10])
        more = f" and {len(people) - 10} more" if len(people) > 10 else ""
        raise ParameterError(
            f"{name} may be any of {len(people)} persons: {shown}{more}. Give an id.",
            param="person",
        )
    return people[0]


def person_of(registry: Registry, spellings: Iterable[tuple[str, int]]) -> Person:
    """The person of the first of these spellings."""
    (first, _), *_ = spellings
    person = registry.person(registry.groups[first])
    assert person is not None, "every spelling belongs to a person"
    return person
