"""Dates that an article states: when it was published, and which days, months and years it names.

Nouns: a *stated* date stands in the text as day, month and year; a *published* date is the
one that the page itself gives for the article; a *mentioned* date is one the text speaks of,
a *mention* the stretch of text that names it. Nothing here guesses: where words do not
settle a date there is none.
"""

from __future__ import annotations

from search.dates.mentioned import DateMention, mentioned, mentions
from search.dates.published import Published, from_address, from_dateline, of_text, published

__all__ = [
    "DateMention",
    "Published",
    "from_address",
    "from_dateline",
    "mentioned",
    "mentions",
    "of_text",
    "published",
]
