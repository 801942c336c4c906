"""What the numbers of a facet stand for, over all segments of a view.

Numbers begin with 1; 0 is no value. There are three kinds: the raw values of a text facet, groups
of them (the persons that spellings belong to), and the months, years or days of a date facet.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np

from search.engines.embedded.arrays import Array
from search.engines.embedded.strings import StringTable, encoded
from search.plan import Level

_UNIX_EPOCH: Final = 719_163  # the ordinal of 1970-01-01
_UNITS: Final[Mapping[Level, str]] = {"year": "Y", "month": "M", "day": "D"}
_ANY: Final = 1 << 30
COARSE: Final = -_ANY - 1
"""In the place of a month or day: the date is known less exactly."""
_MOST_UNITS: Final = 1 << 16
"""Numbers for days without articles are wasted up to so many: 179 years."""


class Names(Protocol):
    """What numbers stand for."""

    first: int
    """The least number that stands for a value."""

    @property
    def size(self) -> int:
        """One more than the greatest number."""

    def name(self, number: int) -> str:
        """The value that is shown."""

    def order(self, numbers: Array) -> Array:
        """Numbers that are in the order of the names."""


class Values:
    """The raw values of a text facet.

    The first numbers are those of the segment with the most values, whose sorted table is
    used as it is. Values that only other segments have follow as they come.
    """

    first = 1

    def __init__(self, first: StringTable) -> None:
        self._first = first
        self._more: dict[bytes, int] = {}
        self._names: list[bytes] = []
        self._ranks: Array = np.zeros(0, dtype=np.int64)
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """One more than the greatest number so far."""
        return len(self._first) + len(self._names) + 1

    def numbers_of(self, table: StringTable) -> Array:
        """The number of each string of a sorted table; what is new gets one."""
        if table is self._first:
            return np.arange(1, self.size)
        raw = table.all_raw()
        if len(raw) * 8 < len(self._first):
            known = dict(zip(raw, self._first.numbers(raw), strict=True))
        else:
            known = {text: number for number, text in enumerate(self._first.all_raw())}
        with self._lock:
            return np.array([self._number(text, known.get(text)) for text in raw], dtype=np.int64)

    def _number(self, raw: bytes, first: int | None) -> int:
        if first is not None:
            return first + 1
        if raw not in self._more:
            self._names.append(raw)
            self._more[raw] = len(self._first) + len(self._names)
        return self._more[raw]

    def name(self, number: int) -> str:
        """The value."""
        if number <= len(self._first):
            return self._first[number - 1]
        return self._names[number - len(self._first) - 1].decode("utf-8", "surrogatepass")

    def number(self, name: str) -> int | None:
        """The number of a value, None where no segment has it."""
        raw = encoded(name)
        first = self._first.number(raw)
        return self._more.get(raw) if first is None else first + 1

    def order(self, numbers: Array) -> Array:
        """The places of the values among all, sorted."""
        if not self._names:
            return numbers
        ranks = self._ranks
        if len(ranks) < self.size:
            with self._lock:
                names = self._names.copy()
            ranks = self._ranks = self._ranked(names)
        return ranks[numbers]

    def _ranked(self, names: Sequence[bytes]) -> Array:
        """For each number its place: the first ones in their order, `names` in between."""
        added = sorted(range(len(names)), key=names.__getitem__)
        behind = np.array([self._first.lower_bound(names[i]) for i in added], dtype=np.int64)
        first = np.arange(len(self._first))
        ranks = np.zeros(len(first) + len(names) + 1, dtype=np.int64)
        ranks[1 : len(first) + 1] = first + behind.searchsorted(first, "right")
        ranks[len(first) + 1 + np.array(added, dtype=np.int64)] = behind + np.arange(len(added))
        return ranks


class Groups:
    """The groups of the values of a text facet; a value without a group stands for itself."""

    first = 1

    def __init__(self, values: Values, groups: Mapping[str, str]) -> None:
        raw = [values.name(number) for number in range(1, values.size)]
        shown = [groups.get(value, value) for value in raw]
        self._names = sorted(set(shown))
        numbers = {name: number for number, name in enumerate(self._names, 1)}
        kind = np.min_scalar_type(len(self._names))
        self.of: Array = np.array([0, *(numbers[name] for name in shown)], dtype=kind)
        """For each value its group."""

    @property
    def size(self) -> int:
        """One more than the number of groups."""
        return len(self._names) + 1

    def name(self, number: int) -> str:
        """The group."""
        return self._names[number - 1]

    def number(self, name: str) -> int | None:
        """The number of a group."""
        at = bisect_left(self._names, name)
        return at + 1 if self._names[at : at + 1] == [name] else None

    def order(self, numbers: Array) -> Array:
        """Groups are numbered in their order."""
        return numbers


class Dates:
    """Years, months or days, counted as numpy does, from 1970 on.

    Number 1 is a date that is known less exactly: the year 2025 lies in no month, and yet
    the article is not undated.
    """

    first = 2

    def __init__(self, level: Level, units: Array) -> None:
        self._level = level
        units = units[units != COARSE]
        first, last = int(units.min(initial=_ANY)), int(units.max(initial=-_ANY))
        # A single date of the year 1 must not make room for all days until today.
        dense = last - first < _MOST_UNITS
        self._units: Array = np.arange(first, last + 1) if dense else np.unique(units)

    @property
    def size(self) -> int:
        """One more than the number of the last date."""
        return len(self._units) + self.first

    def numbers_of(self, units: Array) -> Array:
        """The number of each date."""
        return np.where(units == COARSE, 1, self._units.searchsorted(units) + self.first)

    def name(self, number: int) -> str:
        """The date as ISO 8601 at its level."""
        unit = self._units[number - self.first]
        return str(unit.astype(f"datetime64[{_UNITS[self._level]}]"))

    def order(self, numbers: Array) -> Array:
        """Dates are numbered in their order."""
        return numbers


def units_of(pairs: Array, level: Level) -> Array:
    """Years, months or days of intervals of ordinals; COARSE where one lies in none of them."""
    moments = (pairs.astype(np.int64) - _UNIX_EPOCH).astype("datetime64[D]")
    units = moments.astype(f"datetime64[{_UNITS[level]}]").astype(np.int64)
    return np.where(units[:, 0] == units[:, 1], units[:, 0], COARSE).astype(np.int32)
