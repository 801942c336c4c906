"""A large mapping that changes a little, often: the changes lie over a base that stays.

A registry of 100,000 persons takes a new article in a few milliseconds; to copy its mappings
of spellings would take longer than that. So a step copies what lies over the base, and once
that has grown, everything becomes a new base. Like a dict that nobody changes, an overlay
may be read by many threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

V = TypeVar("V")

SMALL: Final = 1_000
SHARE: Final = 32
"""What lies over the base is at most SMALL entries, or one in SHARE of those of the base."""


class Overlay(Mapping[str, V]):
    """A mapping of texts: a base, and over it what has another value or (None) is gone."""

    __slots__ = ("_base", "_changed", "_size")

    def __init__(self, base: dict[str, V], changed: dict[str, V | None], size: int) -> None:
        self._base = base
        self._changed = changed
        self._size = size

    @classmethod
    def over(cls, mapping: Mapping[str, V]) -> Overlay[V]:
        """The mapping as an overlay."""
        if isinstance(mapping, Overlay):
            return mapping
        base = mapping if isinstance(mapping, dict) else dict(mapping)
        return cls(base, {}, len(base))

    def with_(self, changes: Mapping[str, V | None]) -> Overlay[V]:
        """The mapping after these changes; None for what is gone."""
        size = self._size
        for key, value in changes.items():
            size += (value is not None) - (key in self)
        changed = {**self._changed, **changes}
        after = Overlay(self._base, changed, size)
        if len(changed) > max(SMALL, len(self._base) // SHARE):
            return Overlay(after.flat(), {}, size)
        return after

    def flat(self) -> dict[str, V]:
        """The mapping as a dict; that of the base itself where nothing lies over it."""
        if not self._changed:
            return self._base
        whole = dict(self._base)
        for key, value in self._changed.items():
            if value is None:
                whole.pop(key, None)
            else:
                whole[key] = value
        return whole

    def __getitem__(self, key: str) -> V:
        if key in self._changed:
            value = self._changed[key]
            if value is None:
                raise KeyError(key)
            return value
        return self._base[key]

    def __contains__(self, key: object) -> bool:
        if key in self._changed:
            return self._changed[key] is not None
        return key in self._base

    def __iter__(self) -> Iterator[str]:
        return iter(self.flat())

    def __len__(self) -> int:
        return self._size


def flat(mapping: Mapping[str, V]) -> dict[str, V]:
    """A mapping as a dict, not copied where it is one."""
    return Overlay.over(mapping).flat()
