"""Dates that a text names in running words, each with its words and where they stand.

Absolute ("18 December 2025", «в 2020 году», "summer 2020", "the 1990s"), relative to the day
of publication ("on Thursday", «в минувшие выходные») and to a date named before ("two days
later"). A text is read once from left to right; at each token the longest expression wins.
What cannot be told is left out: no date is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.dates.mentioned.reader import AHEAD, DateMention, Reader, Stated
from search.documents import LanguageSpan
from search.partial_dates import UNKNOWN_DATE, PartialDate

__all__ = ["AHEAD", "DateMention", "Stated", "mentioned", "mentions", "stated"]


def mentioned(
    text: str, published: PartialDate, languages: Sequence[LanguageSpan] = ()
) -> tuple[PartialDate, ...]:
    """The dates that `text` names, each value once, in the order of first mention."""
    unique: dict[str | None, PartialDate] = {}
    for mention in mentions(text, published, languages):
        for one in mention.dates:
            unique.setdefault(one.value, one)
    return tuple(unique.values())


def mentions(
    text: str, published: PartialDate, languages: Sequence[LanguageSpan] = ()
) -> tuple[DateMention, ...]:
    """Where `text` names dates, from first to last; the stretches do not overlap.

    `published` is what "yesterday" and "12 December" are counted from; `languages` are the
    spans of the text, in order. Without them every language of the script is tried.
    """
    return tuple(Reader(text, published, languages).mentions())


def stated(text: str, near: PartialDate | None = None, *, any_case: bool = False) -> list[Stated]:
    """Days and months with a number alone: what a line around an article says of its date.

    `any_case` believes "28 Juin 2019" too, as the headers of pages are written.
    """
    return list(Reader(text, near or UNKNOWN_DATE, ()).stated(any_case=any_case))
