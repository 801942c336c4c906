"""What is known about who stands behind an article, with the words that said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who published, wired, wrote and edited an article; None or () where nothing says so.

    `chain` are the outlets that its report came through as the text names them, the nearest
    first ("Interfax, citing Reuters"); `evidence` the words for each field found.
    """

    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An outlet that a place names: its shown name, its kind ("" if not in the table), words."""

    name: str
    kind: str
    words: str

    @property
    def is_agency(self) -> bool:
        """Whether it may be the agency: known as one, or unknown."""
        return self.kind in ("agency", "")
