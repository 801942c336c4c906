"""What the reader decided about persons: merges and splits, in the order they were made.

The history is append-only: to undo is one more line. A decision names the persons by the ids
they had and by all the spellings they had then, so that it still holds when the registry is
built anew. As text it is one JSON object a line::

    {"date": "2026-01-05T10:00:00Z", "action": "merge", "ids": ["john-cole", "john-coale"],
     "spellings": [["John Cole"], ["John Coale"]], "note": "the envoy"}

A line that the program wrote ends with `check`, the CRC-32 of the line without it, so that
`svodka check` finds a torn one; whoever edits a line by hand leaves `check` out.

`merge`: all these spellings are one person. `split`: those of the first list are one person
and none of the second. `undo merge`, `undo split`: the last such decision holds no longer.
"""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast

Action = Literal["merge", "split", "undo merge", "undo split"]
ACTIONS: Final = ("merge", "split", "undo merge", "undo split")
_FIELDS: Final = frozenset(("date", "action", "ids", "spellings", "note", "check"))
MAX_LINE: Final = 1_000_000
"""Characters of one decision; a person with thousands of spellings has fewer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the history."""

    action: Action
    ids: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    date: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "date": self.date, "action": self.action, "ids": list(self.ids),
            "spellings": [list(group) for group in self.spellings], "note": self.note,
        }  # fmt: skip

    def to_line(self) -> str:
        """One line of text with its checksum."""
        record = self.to_dict()
        record["check"] = _crc(record)
        return json.dumps(record, ensure_ascii=False)

    @property
    def matter(self) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """What an undo must name to undo this one."""
        return self.action.removeprefix("undo "), self.ids, self.spellings


class Decisions:
    """A history, and what holds after it: which spellings belong together and which do not."""

    def __init__(self, history: Iterable[Decision] = ()) -> None:
        self.history = tuple(history)
        self.active = _active(self.history)
        self._pairs = _pairs(self.active)
        self._partners: dict[str, set[str]] = {}
        self._named = frozenset(
            name for one in self.active for group in one.spellings for name in group
        )
        for (a, b), together in self._pairs.items():
            if together:
                self._partners.setdefault(a, set()).add(b)
                self._partners.setdefault(b, set()).add(a)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decisions) and self.history == other.history

    def __hash__(self) -> int:
        return hash(self.history)

    def __len__(self) -> int:
        return len(self.active)

    def names(self, spelling: str) -> bool:
        """Whether a decision that holds names this spelling."""
        return spelling in self._named

    @property
    def named(self) -> frozenset[str]:
        """All spellings that a decision that holds names."""
        return self._named

    def partners(self, spelling: str) -> Iterable[str]:
        """The spellings that were decided to be the same person."""
        return self._partners.get(spelling, ())

    def together(self, a: str, b: str) -> bool:
        """Whether the last decision on these two made them one person."""
        return self._pairs.get(_pair(a, b)) is True

    def apart(self, a: str, b: str) -> bool:
        """Whether the last decision on these two made them two persons."""
        return self._pairs.get(_pair(a, b)) is False

    def of(self, spellings: Iterable[str]) -> tuple[Decision, ...]:
        """The decisions that hold and concern any of these spellings."""
        wanted = set(spellings)
        return tuple(
            one for one in self.active if any(wanted.intersection(g) for g in one.spellings)
        )

    def spelled(self, id: str) -> tuple[str, ...]:
        """The spellings that a decision gave a person of this id, the last decision first."""
        return tuple(
            name
            for one in reversed(self.active)
            for known, group in zip(one.ids, one.spellings, strict=False)
            if known == id
            for name in group
        )

    def changed_from(self, other: Decisions) -> frozenset[str]:
        """The spellings that one history names otherwise than the other."""
        mine, others = set(self.active), set(other.active)
        if mine == others and self.active != other.active:  # the same in another order
            return self._named
        return frozenset(name for one in mine ^ others for group in one.spellings for name in group)

    def with_(self, decision: Decision) -> Decisions:
        """The history with one line more."""
        return Decisions((*self.history, decision))

    def undone(self) -> Decisions | None:
        """The history with its last decision that holds undone; None when there is none."""
        if not self.active:
            return None
        last = self.active[-1]
        action = cast("Action", f"undo {last.action}")
        return self.with_(Decision(action, last.ids, last.spellings, now()))

    # As text

    def to_text(self) -> str:
        """One JSON object a line."""
        return "".join(f"{one.to_line()}\n" for one in self.history)

    @classmethod
    def from_text(cls, text: str) -> Decisions:
        """The inverse of `to_text`; ValueError with the number of a line that is no decision."""
        found = []
        # Not splitlines: it also breaks at U+2028, which JSON leaves as it is.
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
            if line.strip():
                try:
                    found.append(_decision(line))
                except (ValueError, TypeError, RecursionError) as error:
                    raise ValueError(f"line {number}: {error}") from error
        return cls(found)

    def including(self, other: Decisions) -> Decisions:
        """This history followed by the lines of another that it lacks."""
        known = set(self.history)
        return Decisions((*self.history, *(one for one in other.history if one not in known)))


def now() -> str:
    """The time of a decision."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _decision(line: str) -> Decision:
    if len(line) > MAX_LINE:
        raise ValueError(f"it is longer than {MAX_LINE} characters")
    record = json.loads(line)
    if not isinstance(record, dict) or not _FIELDS.issuperset(record):
        raise ValueError(f"a decision has {', '.join(sorted(_FIELDS))}")
    check = record.pop("check", None)
    if check is not None and check != _crc(record):
        raise ValueError("it was changed: its checksum does not fit")
    action = record.get("action")
    if action not in ACTIONS:
        raise ValueError(f"the action is one of {', '.join(ACTIONS)}, not {action!r}")
    groups = record.get("spellings")
    if not isinstance(groups, list) or len(groups) != 2 or not all(map(_are_texts, groups)):
        raise ValueError("spellings are two lists of texts")
    ids, date, note = record.get("ids", []), record.get("date", ""), record.get("note", "")
    if not _are_texts(ids) or not isinstance(date, str) or not isinstance(note, str):
        raise ValueError("ids are texts, and date and note are text")
    return Decision(action, tuple(ids), tuple(map(tuple, groups)), date, note)


def _crc(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def _active(history: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold: each undo takes the last one of its matter away."""
    active: list[Decision] = []
    for one in history:
        if not one.action.startswith("undo "):
            active.append(one)
            continue
        for number in range(len(active) - 1, -1, -1):
            if active[number].matter == one.matter:
                del active[number]
                break
    return tuple(active)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _pairs(active: Iterable[Decision]) -> Mapping[tuple[str, str], bool]:
    """For each pair that was decided on, whether it is one person; the last decision counts."""
    found: dict[tuple[str, str], bool] = {}
    for one in active:
        first, second = (sorted(set(group)) for group in one.spellings)
        same = sorted({*first, *second}) if one.action == "merge" else first
        for a, b in itertools.combinations(same, 2):
            found[_pair(a, b)] = True
        if one.action == "split":
            for a, b in itertools.product(first, set(second) - set(first)):
                found[_pair(a, b)] = False
    return found


@dataclass(slots=True)
class Links:
    """Disjoint sets of spellings (union–find), used wherever spellings are joined."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str:
        """What stands for the set of a spelling."""
        root = name
        while (up := self.parent.get(root, root)) != root:
            root = up
        while (up := self.parent.get(name, name)) != root:
            self.parent[name], name = root, up
        return root

    def unite(self, a: str, b: str) -> None:
        """Make two sets one; the lesser name stands for it, so that order plays no part."""
        one, other = sorted((self.find(a), self.find(b)))
        self.parent[other] = one
