"""The values of the registry: a person with its spellings, and why each belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from search.people.names import Reason
from search.people.registry.decisions import Decision


class Company(Protocol):
    """Who else is in the articles; asked only where the names alone leave a doubt."""

    def companions(self, spelling: str) -> Mapping[str, int]:
        """The other spellings in the articles that have this one, with article counts."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the articles name: a readable id, a label, and all spellings with their counts.

    `label` is the plainest frequent spelling, `labels` the one for readers of each language
    of the page, `aliases` are ids that this person had before, or that were merged into it.
    """

    id: str
    label: str
    spellings: tuple[tuple[str, int], ...]
    aliases: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    def label_in(self, language: str) -> str:
        """The label for a reader of one language."""
        return dict(self.labels).get(language, self.label)


@dataclass(frozen=True, slots=True)
class Joining:
    """Why a spelling belongs to a person.

    `to` is the spelling it was compared with ("" where there is none), `reasons` speak of
    the two; `kind` is how it came: `seed` (the spelling that others were joined to), `names`
    (the names are one), `only` (a mere surname or initials, and one person fits), `company`
    (several fit, and only one is known in its articles), `decision` (the reader said so).
    """

    kind: Literal["seed", "names", "only", "company", "decision"]
    to: str = ""
    score: float = 1.0
    reasons: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        if self.kind == "seed":
            return "the spelling that others were joined to"
        if self.kind == "decision":
            return "decided by the reader"
        why = "; ".join(map(str, self.reasons))
        extra = {
            "only": "; nobody else fits",
            "company": "; of those who fit the only one with the same company",
        }.get(self.kind, "")
        return f"as {self.to}: {why}{extra}"

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values, with the sentence."""
        return {
            "kind": self.kind, "to": self.to, "score": round(self.score, 3), "text": str(self),
            "reasons": [{"code": r.code, "values": list(r.values)} for r in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """Another person who might be this one: offered to the reader, not joined."""

    id: str
    label: str
    spelling: str
    other: str
    score: float
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values, with the sentence."""
        record = asdict(self)
        record["reasons"] = [{"code": r.code, "values": list(r.values)} for r in self.reasons]
        return record | {"score": round(self.score, 3), "text": "; ".join(map(str, self.reasons))}


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that speaks for a person being one: each spelling's joining, doubts, decisions."""

    joinings: Mapping[str, Joining]
    doubts: tuple[Doubt, ...]
    decisions: tuple[Decision, ...]
