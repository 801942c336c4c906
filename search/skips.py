"""What was last left out of an index, and why: inputs that could not be read.

They are kept with the index, as its attachment `skipped`, so that a reader learns of them who
was not there when the articles came in. An input that can be read later is taken off the list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

ATTACHMENT: Final = "skipped"
KEPT: Final = 200
"""The newest ones; who skips more reads the summary of `svodka index`."""
LONGEST: Final = 300
"""Code points of an origin or a reason."""

_OWN_TO_ONE: Final = re.compile(r"\S*(?:[\d/\\_@]|[.:]\w)\S*?(?=[.,;:]*(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Skip:
    """An input, a file or a line of one, and a sentence that says why it is no article here."""

    origin: str
    reason: str

    @property
    def kind(self) -> str:
        """The reason without what is this input's own: numbers, names of files, addresses."""
        return _OWN_TO_ONE.sub("…", self.reason).replace("….", "…")

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return asdict(self)


def merged(
    before: Sequence[Skip], skipped: Iterable[tuple[str, str]], read: Collection[str]
) -> tuple[Skip, ...]:
    """The list after a run that skipped some origins and could read others; the newest last."""
    new = {origin[:LONGEST]: Skip(origin[:LONGEST], why[:LONGEST]) for origin, why in skipped}
    kept = [one for one in before if one.origin not in read and new.get(one.origin, one) == one]
    known = {one.origin for one in kept}
    return (*kept, *(one for origin, one in new.items() if origin not in known))[-KEPT:]


def to_bytes(skips: Sequence[Skip]) -> bytes:
    """The list as it is kept."""
    return json.dumps([one.to_dict() for one in skips], ensure_ascii=False).encode(
        "utf-8", "replace"
    )


def from_bytes(kept: bytes | None) -> tuple[Skip, ...]:
    """The list as it was kept; ValueError where this is none."""
    if kept is None:
        return ()
    records = json.loads(kept)
    try:
        return tuple(Skip(str(record["origin"]), str(record["reason"])) for record in records)
    except (KeyError, TypeError) as error:
        raise ValueError("This is no list of skipped inputs.") from error
