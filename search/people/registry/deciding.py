"""Decisions as they are made: of persons and names into a line of the history."""

from __future__ import annotations

from collections.abc import Sequence

from search.errors import ParameterError
from search.people.registry.decisions import Decision, now
from search.people.registry.model import Person


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
