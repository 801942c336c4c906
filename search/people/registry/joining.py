"""Joining spellings to persons: first full names among themselves, then parts of names.

Every function here is pure in the set of spellings it gets, so the order of arrival plays
no part. A *core* is a group of full names that are one person; parts of names (surnames,
initials) go to a core where exactly one fits, else they are grouped among themselves. Two
persons taken for one is the worse mistake, so a group is joined only where no two of its
spellings speak against each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from search.people.registry import evidence
from search.people.registry.decisions import Decisions, Links
from search.people.registry.model import Company

Core = tuple[str, ...]
"""The spellings of one person, sorted."""

SHARE: Final = 0.5
"""Part of the company of a surname that the one person meant must know."""
OTHERS_SHARE: Final = 0.1
"""What the others who bear the surname may know of it at most."""
STRANGE: Final = 0.4
"""Of the pairs of two groups, how many may speak against their being one."""
ENOUGH: Final = 3
"""Companions below which company says nothing."""


def cores(
    spellings: Iterable[str], joined: Callable[[str], Iterable[str]], decisions: Decisions
) -> list[Core]:
    """The cores of full names (and of spellings that were decided on); also groups of parts.

    `joined` are the spellings that are one person with another by themselves or by a
    decision. `spellings` must be closed under it.
    """
    ordered = sorted(spellings)
    among = frozenset(ordered)
    friends = {a: among.intersection(joined(a)) for a in ordered}
    odd = {a: _strangers(a, friends) for a in ordered}
    # The surest first; of equal ones those that agree with everybody: «Тереза Май» is like
    # Theresa May but unlike Тереза Мэй, so it comes last and must not part these two.
    pairs = sorted(
        (-evidence.compared(a, b).score, odd[a] + odd[b], a, b)
        for a in ordered
        for b in friends[a]
        if a < b
    )
    groups = _Groups(ordered, decisions)
    for a in ordered:
        for b in sorted(decisions.partners(a)):
            if a < b and b in among:
                groups.unite(a, b, decided=True)
    for _, _, a, b in pairs:
        groups.unite(a, b)
    return groups.all()


def _strangers(spelling: str, friends: Mapping[str, frozenset[str]]) -> int:
    """How many friends of its friends a spelling cannot be one person with."""
    mine = friends[spelling]
    others = {one for friend in mine for one in friends[friend]} - mine - {spelling}
    return sum(evidence.against(spelling, other) for other in others)


class _Groups:
    """Groups of spellings that grow as long as nothing in them speaks against it."""

    def __init__(self, spellings: Sequence[str], decisions: Decisions) -> None:
        self._links = Links()
        self._members = {name: [name] for name in spellings}
        self._decisions = decisions

    def unite(self, a: str, b: str, *, decided: bool = False) -> None:
        one, other = sorted((self._links.find(a), self._links.find(b)))
        if one == other:
            return
        if self._refused(self._members[one], self._members[other], decided=decided):
            return
        self._links.unite(one, other)
        self._members[one] += self._members.pop(other)

    def _refused(self, one: Sequence[str], other: Sequence[str], *, decided: bool) -> bool:
        """Whether two groups cannot be one person.

        A decision, a gender, a patronymic forbid it wherever they stand. Surnames that sound
        too different are spelling mistakes («Тереза Май»), as long as they are few.
        """
        pairs = list(itertools.product(one, other))
        if any(self._decisions.apart(a, b) for a, b in pairs):
            return True
        free = [(a, b) for a, b in pairs if not self._decisions.together(a, b)]
        if decided or not free:
            return False
        if any(evidence.forbids(a, b) for a, b in free):
            return True
        return sum(evidence.against(a, b) for a, b in free) > STRANGE * len(pairs)

    def all(self) -> list[Core]:
        return sorted(tuple(sorted(group)) for group in self._members.values())


@dataclass(frozen=True, slots=True)
class Home:
    """The core a part of a name belongs to (its number), and what decided it."""

    number: int
    kind: Literal["only", "company"]


def home(
    part: str, candidates: Sequence[Core], decisions: Decisions, company: Company | None
) -> Home | None:
    """The core that a part of a name is short for, None where none or several fit."""
    fitting = [n for n, core in enumerate(candidates) if fits(part, core, decisions)]
    if len(fitting) == 1:
        return Home(fitting[0], "only")
    if len(fitting) > 1 and company is not None:
        chosen = _by_company(part, [candidates[n] for n in fitting], company)
        if chosen is not None:
            return Home(fitting[chosen], "company")
    return None


def fits(part: str, core: Core, decisions: Decisions) -> bool:
    """Whether a part of a name can be this person: it fits one spelling, and none is against."""
    if any(decisions.apart(part, one) for one in core):
        return False
    if any(evidence.other_gender(part, one) for one in core):
        return False
    said = {one: evidence.fits(part, one) for one in core if evidence.shape(one).full}
    # Вестергор is Ингрид Вестергор and Інгрід Вестергор, however many write Vestergaard.
    alike = [
        s for one, s in said.items() if evidence.is_cyrillic(one) == evidence.is_cyrillic(part)
    ]
    return _half(list(said.values())) or _half(alike)


def _half(said: Sequence[bool]) -> bool:
    """Whether half of the answers are yes; one spelling may sound a little different."""
    return any(said) and 2 * sum(said) >= len(said)


def _by_company(part: str, candidates: Sequence[Core], company: Company) -> int | None:
    """The candidate who alone is known among those in the articles of a part of a name.

    Companions are compared by their keys, so that Путин and Putin are the same company.
    """
    own = {name: count for name, count in company.companions(part).items() if _is_known(name)}
    if len(own) < ENOUGH:
        return None
    shares = []
    for core in candidates:
        theirs = {name for spelling in core for name in company.companions(spelling)}
        met = sum(count for name, count in own.items() if _is_among(name, theirs))
        shares.append(met / sum(own.values()))
    best = max(range(len(shares)), key=lambda n: (shares[n], -n))
    others = [share for n, share in enumerate(shares) if n != best]
    return best if shares[best] >= SHARE and max(others) <= OTHERS_SHARE else None


def _is_among(name: str, others: Collection[str]) -> bool:
    """Whether a person is named among others, in any spelling: Путин and Putin are one."""
    keys = set(evidence.wanted(name, "core"))
    return name in others or any(
        not keys.isdisjoint(evidence.keys(other)) and evidence.joins(name, other)
        for other in others
    )


def _is_known(name: str) -> bool:
    """Full names only: surnames are shared by strangers."""
    return evidence.shape(name).full
