"""Dates that are known to a year, a month, a day or a time: the value type `PartialDate`.

A newspaper says "2025", "December 2025" or "18 December 2025, 10:15". Each is an interval
of whole days, and an article matches a date filter when its whole interval lies inside it.
A stretch of another length ("last weekend", "summer 2020", "the 1990s") is a *range*: its
first and last date with a slash between them, as ISO 8601 writes it.
Days are counted as `datetime.date.toordinal` does, so engines compare plain integers.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

Precision = Literal["year", "month", "day", "time", "range", "unknown"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?P<time>[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,  # ٢٠٢٥ are digits too, but no ISO 8601
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision and the words it was read from.

    `value` is ISO 8601 of the precision it has (a range is "2020-06/2020-08"), or None when
    the date is unknown;
    `evidence` is the text it was read from ("Posted on December 18, 2025"), or "field"
    when the input stated it as a field of its own. `confidence` is how sure a date of
    publication is, 0 to 1 (None where nobody weighed it), and `offsets` where its evidence
    stands in the text that was given, [start, end) in code points, if it stands there.
    Neither plays a part in equality.
    """

    value: str | None = None
    precision: Precision = "unknown"
    evidence: str | None = None
    confidence: float | None = field(default=None, compare=False)
    offsets: tuple[int, int] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.value or "unknown"

    def __bool__(self) -> bool:
        return self.value is not None

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and last day of the interval as ordinals, or None when unknown."""
        if self.value is None:
            return None
        first, _, last = self.value.partition("/")
        return _days(first)[0], _days(last or first)[1]

    @property
    def instant(self) -> int | None:
        """Seconds since 1970 in UTC, for sorting; a day counts from its midnight."""
        if self.value is None:
            return None
        if self.precision == "time":
            moment = datetime.fromisoformat(self.value)
            utc = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            # Whole seconds by integers: a float of the year 3059 rounds up.
            return (utc - _EPOCH) // timedelta(seconds=1)
        first, _ = _days(self.value.partition("/")[0])
        return (first - date(1970, 1, 1).toordinal()) * 86_400

    def to_dict(self) -> dict[str, Any]:
        """Value, precision and evidence as JSON values."""
        return {"value": self.value, "precision": self.precision, "evidence": self.evidence}

    def to_record(self) -> dict[str, Any]:
        """The same with confidence and offsets where there are any."""
        record = self.to_dict()
        if self.confidence is not None:
            record["confidence"] = self.confidence
        if self.offsets is not None:
            record["offsets"] = list(self.offsets)
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> PartialDate:
        """The inverse of `to_dict` and of `to_record`."""
        start_end = record.get("offsets")
        return cls(
            record["value"], record["precision"], record["evidence"], record.get("confidence"),
            (start_end[0], start_end[1]) if start_end else None,
        )  # fmt: skip


UNKNOWN_DATE: Final = PartialDate()


def parse_iso(text: str, evidence: str | None = "field") -> PartialDate | None:
    """Read an ISO 8601 year, month, day or time; None when `text` is not one.

    `2025`, `2025-12`, `2025-12-18`, `2025-12-18T10:15`, `…T10:15:00Z`, `… 10:15:00+0300`.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None or match["year"] == "0000":
        return None
    try:
        if match["time"]:
            moment = datetime.fromisoformat(text.strip().replace(",", "."))
            return PartialDate(moment.isoformat(), "time", evidence)
        if match["day"]:
            date.fromisoformat(text.strip())
            return PartialDate(text.strip(), "day", evidence)
        if match["month"]:
            date(int(match["year"]), int(match["month"]), 1)
            return PartialDate(text.strip(), "month", evidence)
    except ValueError:
        return None
    return PartialDate(text.strip(), "year", evidence)


def date_of(value: str, evidence: str | None = None) -> PartialDate:
    """The date of an ISO year, month, day, or of two of them with a slash between.

    >>> date_of("2020-06/2020-08").precision, date_of("2020-06").precision
    ('range', 'month')
    """
    precisions: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
    return PartialDate(value, precisions.get(len(value), "range"), evidence)


def interval(text: str) -> tuple[int, int] | None:
    """First and last day of an ISO year, month or day, or None when `text` is not one."""
    parsed = parse_iso(text)
    if parsed is None or parsed.precision == "time":
        return None
    return parsed.days


def bucket(days: tuple[int, int], level: Literal["year", "month", "day"]) -> str | None:
    """The year, month or day that holds the whole interval; None when none does."""
    first, last = date.fromordinal(days[0]), date.fromordinal(days[1])
    if level == "year":
        return f"{first.year:04}" if first.year == last.year else None
    if level == "month":
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.year:04}-{first.month:02}" if same else None
    return first.isoformat() if first == last else None


def _days(value: str) -> tuple[int, int]:
    parts = [int(part) for part in value[:10].split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        year, month = parts
        last = calendar.monthrange(year, month)[1]
        return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
    day = date.fromisoformat(value[:10]).toordinal()
    return day, day
