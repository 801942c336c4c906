"""Counts of facet values: what a reader sees beside the hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: `id` filters by it, `label` is shown, `count` is exact."""

    id: str
    label: str
    count: int
    selected: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {"id": self.id, "label": self.label, "count": self.count, "selected": self.selected}


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one facet, how many articles have none, and whether values were cut."""

    values: tuple[FacetValue, ...]
    missing: int
    truncated: bool

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "values": [value.to_dict() for value in self.values],
            "missing": self.missing,
            "truncated": self.truncated,
        }
