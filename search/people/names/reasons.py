"""Why two spellings are, or are not, taken for one name.

A `Reason` is a code of the closed set `CODES` and the words it speaks of. In English it
reads as a sentence; a page translates the sentence of the code and fills in the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CODES: Final[dict[str, str]] = {
    "equal": "the same spelling",
    "given-equal": "given name: {0} in both",
    "given-table": "given name: {0} and {1} are one name (table)",
    "given-nickname": "given name: {0} and {1} are short and full forms (table)",
    "given-sounds": "given name: {0} and {1} sound alike",
    "given-part": "given name: {0} is a part of {1}",
    "given-initial": "initials: {0} fits {1}",
    "given-missing": "given name: told by one spelling only",
    "given-differs": "given name: {0} is not {1}",
    "patronymic-same": "patronymic: {0} and {1} are one",
    "patronymic-initial": "patronymic: {0} fits {1}",
    "patronymic-missing": "patronymic: told by one spelling only",
    "patronymic-differs": "patronymic: {0} is not {1}",
    "surname-equal": "surname: {0} in both",
    "surname-sounds": "surname: the same sounds {0}",
    "surname-close": "surname: {0} and {1} sound nearly alike",
    "surname-part": "surname: {0} is a part of {1}",
    "surname-missing": "surname: told by one spelling only",
    "surname-differs": "surname: {0} is not {1}",
    "gender-differs": "gender: {0} is a man's name, {1} a woman's",
    "generation-differs": "generation: {0} is not {1}",
    "order": "order: surname first in one of them",
}
"""Each code with its English sentence; {0} and {1} are the values."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against two spellings being one name.

    >>> str(Reason("given-table", ("Siarhei", "Сергей")))
    'given name: Siarhei and Сергей are one name (table)'
    """

    code: str
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown reason code {self.code!r}; see CODES")

    def __str__(self) -> str:
        return CODES[self.code].format(*self.values)
