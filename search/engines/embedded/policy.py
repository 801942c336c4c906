"""Which segments a commit merges: few segments, little work, and no room full of deleted rows.

Sizes are bytes of segment files; of a segment its live part counts, in proportion to its rows.
Let T be the size of all segments. Level 0 holds segments below FLOOR bytes, level k those
below FLOOR · FACTOR^k.

* **Number.** FACTOR segments of one level are merged into one, which belongs to a higher level;
  where that makes FACTOR of the next, they join the same merge. No merge makes a segment larger
  than `largest(T)`.
* **Work.** One commit rewrites at most `budget(T, added)` bytes: some megabytes, a sixteenth of
  the index, or four times what it adds, whichever is more. A group that goes beyond it gives the
  smallest segments that fit, and the others wait.
* **Deleted rows.** A segment of which more than half is deleted is rewritten (with its group or
  alone) as soon as its live part fits into the budget. As it was no larger than `largest`, that
  comes at half to three quarters: see docs/index-format.md.

A merge asked for by `EmbeddedEngine.merge` has no budget, and rewrites every segment that has
deleted rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

FACTOR: Final = 4
FLOOR: Final = 1 << 15
"""Bytes; an article alone makes a segment of about 10,000."""
_BUDGET: Final = 16 << 20
_BUDGET_SHARE: Final = 16
_BUDGET_TIMES: Final = 4
_LARGEST: Final = 64 << 20
_LARGEST_SHARE: Final = 8


@dataclass(frozen=True, slots=True)
class Weight:
    """The bytes of a segment, and those of its live rows."""

    size: int
    live: int


def budget(total: int, added: int) -> int:
    """Bytes that a commit may rewrite, in an index of `total` bytes to which it adds some."""
    return max(_BUDGET, total // _BUDGET_SHARE, _BUDGET_TIMES * added)


def largest(total: int) -> int:
    """Bytes beyond which merging makes no segment, in an index of `total` bytes."""
    return max(_LARGEST, total // _LARGEST_SHARE)


def level(size: int) -> int:
    """The level of a segment."""
    number, bound = 0, FLOOR
    while size >= bound:
        number, bound = number + 1, bound * FACTOR
    return number


def most(total: int) -> int:
    """The number of segments that never is exceeded after a commit; see the tests.

    FACTOR a level, and those that are too large to be merged: two of them together are larger
    than the budget or than `largest`, of which an index holds no more than 32.
    """
    return FACTOR * (level(largest(total)) + 1) + 2 * _BUDGET_SHARE


def merges(segments: Sequence[Weight], added: int) -> list[list[int]]:
    """The groups of segments to be rewritten as one each, by their numbers."""
    total = sum(one.size for one in segments)
    groups = _Groups(segments, budget(total, added), largest(total))
    for height in range(level(total) + 1):
        groups.join(height)
    groups.rewrite_wasteful()
    return groups.chosen()


def all_merges(segments: Sequence[Weight]) -> list[list[int]]:
    """The groups to be rewritten when there is no budget; no two of them could be one.

    The largest first, each into the first group where it still fits.
    """
    bound = largest(sum(one.size for one in segments))
    groups: list[list[int]] = []
    for number in sorted(range(len(segments)), key=lambda one: -segments[one].live):
        fitting = (
            group
            for group in groups
            if sum(segments[one].live for one in (*group, number)) <= bound
        )
        group = next(fitting, None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return [
        sorted(group)
        for group in groups
        if len(group) > 1 or segments[group[0]].live < segments[group[0]].size
    ]


class _Group:
    """Segments that are, or may be, merged into one."""

    def __init__(self, number: int, weight: Weight) -> None:
        self.members = [number]
        self.weight = weight.live
        self.size = weight.size
        self.rewritten = False


class _Groups:
    def __init__(self, segments: Sequence[Weight], budget: int, largest: int) -> None:
        self._groups = [_Group(number, weight) for number, weight in enumerate(segments)]
        self._left = budget
        self._largest = largest

    def join(self, height: int) -> None:
        """Make one group of those of a level, where there are FACTOR of them."""
        here = sorted(
            (group for group in self._groups if level(group.weight) == height),
            key=lambda group: group.weight,
        )
        taken = list(self._fitting(here)) if len(here) >= FACTOR else []
        if len(taken) < 2:
            return
        first, *others = taken
        for group in taken:
            self._pay(group)
        for group in others:
            first.members += group.members
            first.weight += group.weight
            first.size += group.size
            self._groups.remove(group)

    def _fitting(self, groups: Sequence[_Group]) -> Iterator[_Group]:
        """The first of some groups that stay below the greatest size and within the budget."""
        weight = cost = 0
        for group in groups:
            weight += group.weight
            cost += 0 if group.rewritten else group.weight
            if weight > self._largest or cost > self._left:
                return
            yield group

    def _pay(self, group: _Group) -> None:
        if not group.rewritten:
            self._left -= group.weight
            group.rewritten = True

    def rewrite_wasteful(self) -> None:
        """Take segments of which more than half is deleted, those that cost least first."""
        for group in sorted(self._groups, key=lambda group: group.weight):
            wasteful = 2 * group.weight < group.size
            if wasteful and not group.rewritten and group.weight <= self._left:
                self._pay(group)

    def chosen(self) -> list[list[int]]:
        """What is to be rewritten."""
        return [group.members for group in self._groups if group.rewritten]
