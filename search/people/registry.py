"""The people of an index: which spellings are one person, and what that person is called.

`Registry.build` takes the spellings of all articles with their counts and groups
them: full names by their key, then Latin with Cyrillic spellings that share given name and
consonants (Trump, Трамп), then initials, and last mere surnames, each only where exactly
one person fits. What stays ambiguous stays a person of its own: two people taken for one
is the worse mistake. The result does not depend on the order of arrival.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Final

from search.people.names import (
    Reading,
    clean_name,
    given_initial,
    readings,
)
from search.people.sounds import skeleton

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_MIN_CONSONANTS: Final = 3
"""Fewer consonants than these in a surname prove nothing across alphabets (Ли, Lee, Lie)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the articles name: a readable id, a label, and all spellings with their counts."""

    id: str
    label: str
    spellings: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Group:
    """Spellings taken for one person while the registry is built."""

    readings: set[Reading] = field(default_factory=set)
    spellings: list[str] = field(default_factory=list)

    def add(self, spelling: str, reading: Reading) -> None:
        self.spellings.append(spelling)
        self.readings.add(reading)

    @property
    def scripts(self) -> frozenset[str]:
        """The alphabets it is written in."""
        return frozenset(_script(spelling) for spelling in self.spellings)

    @property
    def initials(self) -> frozenset[str]:
        """The first sounds of its given names: E for Євген, Eugene and Yevhen alike."""
        return frozenset(map(given_initial, self.spellings))


@dataclass(frozen=True, slots=True)
class Registry:
    """The persons of an index, the person of each spelling, and a way to find them by name."""

    persons: Mapping[str, Person]
    groups: Mapping[str, str]
    _names: _Index = field(repr=False, compare=False)

    @classmethod
    def build(cls, counts: Mapping[str, int]) -> Registry:
        """Group the spellings of `counts`, which maps each to how often it was found."""
        groups = _grouped(sorted(name for name in counts if clean_name(name)))
        named = _with_ids(groups, counts)
        persons = {
            person_id: Person(person_id, _label(group, counts), _ranked(group, counts))
            for person_id, group in named
        }
        by_spelling = {name: person_id for person_id, group in named for name in group.spellings}
        ordered = dict(sorted(persons.items()))
        return cls(ordered, dict(sorted(by_spelling.items())), _Index(named))

    def find(self, name: str) -> tuple[str, ...]:
        """The ids of all persons that `name` may mean: an id, a spelling, or a mere surname."""
        if name in self.persons:
            return (name,)
        return self._names.find(name)


class _Index:
    """Ids by the spellings and readings of persons, for a name that someone types."""

    def __init__(self, named: list[tuple[str, _Group]]) -> None:
        self._ids = {id(group): person_id for person_id, group in named}
        self._groups = [group for _, group in named]
        self._spellings: dict[str, set[str]] = defaultdict(set)
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._bones: dict[str, set[str]] = defaultdict(set)

    @cached_property
    def _bearers(self) -> _Bearers:
        """Filled when somebody first asks: building a registry must be quick."""
        for group in self._groups:
            person_id = self._ids[id(group)]
            for spelling in group.spellings:
                self._spellings[clean_name(spelling).casefold()].add(person_id)
            for reading in group.readings:
                self._keys[reading.key].add(person_id)
                if reading.given:
                    self._bones[_bones(reading)].add(person_id)
        return _Bearers(self._groups)

    def find(self, name: str) -> tuple[str, ...]:
        """Ids by spelling, by key, by consonants; a surname gives all who bear it."""
        bearers = self._bearers
        found = set(self._spellings.get(clean_name(name).casefold(), ()))
        ways = readings(name)
        if not ways[0].given:
            bearing = {self._ids[id(group)] for group, _ in bearers.of(name)}
            return tuple(sorted(found | bearing))
        for way in ways:
            found = found or self._keys.get(way.key, set())
        if not found:
            bones = self._bones.get(_bones(ways[0]), set())
            found = bones if len(bones) == 1 else found
        return tuple(sorted(found))


def _grouped(names: list[str]) -> list[_Group]:
    """The groups of the given spellings, full names first."""
    full = [name for name in names if readings(name)[0].given]
    groups = _joined_scripts(_by_key(full))
    bearers = _Bearers(groups)
    alone: list[str] = []
    torn: list[_Group] = []
    joined: list[tuple[_Group, str, Reading]] = []
    for name in names:
        ways = readings(name)
        if ways[0].given:
            continue
        fitting = bearers.of(name)
        if len(fitting) == 1:
            group, reading = fitting[0]
            joined.append((group, name, reading))
        elif fitting and not ways[0].nominative:  # «Кирсанову»: of him, or her
            torn.append(_Group({ways[0]}, [name]))
        else:
            alone.append(name)
    for group, name, reading in joined:  # only now, so that the order plays no part
        group.add(name, reading)
    return [*groups, *torn, *_joined_scripts(_by_key(alone))]


def _by_key(names: list[str]) -> list[_Group]:
    """Spellings grouped by the key of one of their readings.

    A spelling with one reading is sure. One with several goes where exactly one of them
    is sure from elsewhere («Александра Гриневича» to «Александр Гриневич»), else by its
    first reading.
    """
    groups: dict[str, _Group] = defaultdict(_Group)
    unsure = []
    for name in names:
        ways = readings(name)
        if len(ways) == 1:
            groups[ways[0].key].add(name, ways[0])
        else:
            unsure.append(name)
    sure = frozenset(groups)
    for name in unsure:
        ways = readings(name)
        known = [way for way in ways if way.key in sure]
        way = known[0] if len(known) == 1 else ways[0]
        torn = len(known) > 1 and not way.nominative  # «Кирсанову»: of him, or her
        groups[name if torn else way.key].add(name, way)
    return _joined_wide(list(groups.values()))


def _joined_wide(groups: list[_Group]) -> list[_Group]:
    """Joins full names that differ only by Belarusian а for е: Щербаков, Шчарбакоў."""
    wide: dict[str, _Group] = {}
    for group in groups:
        reading = next(iter(group.readings))
        known = reading.given.islower() and len(skeleton(reading.stem)) >= _MIN_CONSONANTS
        key = reading.key.replace("E", "A") if known else f"{reading.key} "
        if key in wide:
            wide[key].spellings += group.spellings
            wide[key].readings |= group.readings
        else:
            wide[key] = group
    return list(wide.values())


def _joined_scripts(groups: list[_Group]) -> list[_Group]:
    """Joins a Latin with a Cyrillic group where these two alone share name and consonants."""
    by_bones: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for bones in {_bones(reading) for reading in group.readings}:
            by_bones[bones].append(group)
    gone: set[int] = set()
    for bones, same in by_bones.items():
        surname = bones.split("|")[1]
        left = [group for group in same if id(group) not in gone]
        if len(left) != 2 or len(surname) < _MIN_CONSONANTS:
            continue
        one, other = left
        if {one.scripts, other.scripts} == {frozenset({"latin"}), frozenset({"cyrillic"})}:
            one.spellings += other.spellings
            one.readings |= other.readings
            gone.add(id(other))
    return [group for group in groups if id(group) not in gone]


class _Bearers:
    """Groups by the sounds and by the consonants of their surnames."""

    def __init__(self, groups: list[_Group]) -> None:
        self._stems: dict[str, list[tuple[_Group, Reading]]] = defaultdict(list)
        self._bones: dict[str, list[tuple[_Group, Reading]]] = defaultdict(list)
        for group in groups:
            for reading in sorted(group.readings, key=lambda one: (one.key, one.last)):
                for stem in _stems(reading):
                    self._stems[stem].append((group, reading))
                    if len(skeleton(stem)) >= _MIN_CONSONANTS:
                        self._bones[skeleton(stem)].append((group, reading))

    def of(self, name: str) -> list[tuple[_Group, Reading]]:
        """The groups that a mere surname (with an initial, perhaps) can belong to."""
        ways = readings(name)
        for rare in (False, True):
            some = [way for way in ways if way.rare == rare]
            if fitting := self.fitting(some, name):
                return list(fitting.values())
        return []

    def fitting(self, ways: list[Reading], name: str) -> dict[int, tuple[_Group, Reading]]:
        """The groups that one of the readings fits, each with that reading.

        Consonants alone count only for a surname in an alphabet that the group lacks.
        """
        found = {
            id(group): (group, way)
            for way in ways
            for group, one in self._stems.get(way.stem, ())
            if _fits(way, one, group)
        }
        if found:
            return found
        script = _script(name)
        return {
            id(group): (group, way)
            for way in ways
            for group, one in self._bones.get(skeleton(way.stem), ())
            if script not in group.scripts and _fits(way, one, group)
        }


def _fits(way: Reading, bearer: Reading, group: _Group) -> bool:
    """Whether a surname can be this bearer's: gender and initial do not speak against it."""
    if way.gender and bearer.gender and way.gender != bearer.gender:
        return False
    return not way.initial or way.initial in group.initials


def _stems(reading: Reading) -> tuple[str, ...]:
    """The stems by which the bearer may be called: "von der Leyen" and "Leyen"."""
    return (reading.stem, reading.last) if reading.last else (reading.stem,)


def _bones(reading: Reading) -> str:
    """Given name, consonants of the surname, gender."""
    return f"{skeleton(reading.given)}|{skeleton(reading.stem)}|{reading.gender}"


def _script(name: str) -> str:
    return "cyrillic" if _CYRILLIC.search(name) else "latin"


def _with_ids(groups: list[_Group], counts: Mapping[str, int]) -> list[tuple[str, _Group]]:
    """The groups with unique ids; of two that would be alike the more frequent has no number."""
    order = sorted(groups, key=lambda group: (-_total(group, counts), min(group.spellings)))
    taken: set[str] = set()
    named = []
    for group in order:
        plain = _slug(group, counts)
        candidates = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
        person_id = next(one for one in candidates if one not in taken)
        taken.add(person_id)
        named.append((person_id, group))
    return named


def _total(group: _Group, counts: Mapping[str, int]) -> int:
    return sum(counts[spelling] for spelling in group.spellings)


def _ranked(group: _Group, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    pairs = ((spelling, counts[spelling]) for spelling in set(group.spellings))
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _label(group: _Group, counts: Mapping[str, int]) -> str:
    """The most frequent spelling, of full names in the nominative if there are any.

    "Лукашенко" is always more frequent than "Александр Лукашенко", but says less.
    """
    ranked = [spelling for spelling, _ in _ranked(group, counts)]
    return clean_name(min(ranked, key=lambda spelling: _plainness(spelling, group)))


def _plainness(spelling: str, group: _Group) -> tuple[bool, bool, bool]:
    """Sorts full names before others, and nominatives before other cases."""
    ways = readings(spelling)
    keys = {one.key for one in group.readings}
    nominative = any(way.nominative and way.key in keys for way in ways)
    return (not ways[0].given, bool(ways[0].initial), not nominative)


def _slug(group: _Group, counts: Mapping[str, int]) -> str:
    """A readable id: the label in Latin letters, its own or transliterated."""
    ranked = [spelling for spelling, _ in _ranked(group, counts)]
    best = ranked[0] if len(ranked) == 1 else min(
        ranked,
        key=lambda spelling: (*_plainness(spelling, group)[:2], _script(spelling) != "latin",
                              _plainness(spelling, group)[2]),
    )  # fmt: skip
    from anyascii import anyascii  # its tables are read on first use

    return re.sub(r"[^a-z0-9]+", "-", anyascii(clean_name(best)).lower()).strip("-") or "person"
