"""What a phrase is read with: the text, its publication and the date named before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from search.dates.mentioned.tokens import Tokens
from search.dates.mentioned.words import Phrase
from search.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read with: the text, its publication, and the date named before.

    `day`, `month` and `year` are those of publication as far as it is known; `before` is the
    value of the last date, if it stands near, and `gap` what stands between.
    """

    tokens: Tokens
    published: PartialDate
    before: str = ""
    gap: str = ""

    @property
    def day(self) -> date | None:
        """The day of publication."""
        value = self.published.value
        exact = value is not None and self.published.precision in ("day", "time")
        return date.fromisoformat(value[:10]) if exact and value else None

    @property
    def month(self) -> str | None:
        """The month of publication."""
        value = self.published.value
        return value[:7] if value and self.published.precision not in ("year", "range") else None

    @property
    def year(self) -> int | None:
        """The year of publication."""
        value = self.published.value
        return int(value[:4]) if value and self.published.precision != "range" else None


@dataclass(frozen=True, slots=True)
class Read:
    """The values of a phrase and the token after it."""

    values: tuple[str, ...]
    end: int


Rule = Callable[[Context, Phrase, int], "str | Read | None"]


def argument(phrase: Phrase, place: int = 1) -> int:
    """A number in a rule: -1 of "week -1"."""
    return int(phrase.rule.split()[place])
