"""The language of the page: which one the reader wants, and how it writes words and dates.

The interface's language has nothing to do with the query's or the articles'. A
`PageLanguage` is handed to whoever makes labels, so presenters stay pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_datetime_format,
)
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from search.documents import UNKNOWN
from search.partial_dates import PartialDate

DEFAULT: Final = "en"
SUPPORTED: Final = ("en", "ru", "uk", "be")
FOLDER: Final = Path(__file__).parent / "translations"


def supported(tag: str | None) -> str | None:
    """The language of the page that a tag asks for: `ru-RU` → `ru`; None when we lack it."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return code if code in SUPPORTED else None


def choose(hl: str | None, cookie: str | None, accepted: Iterable[tuple[str, float]]) -> str:
    """The page's language: the address, else the cookie, else the browser, else English.

    `accepted` are tags with their quality, best first, as Accept-Language gives them.
    """
    wishes = [supported(hl), supported(cookie)]
    wishes += [supported(tag) for tag, quality in accepted if quality > 0]
    return next((code for code in wishes if code), DEFAULT)


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language of the page: messages, plurals, dates, numbers, names of languages."""

    code: str
    locale: Locale
    translations: NullTranslations

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    def gettext(self, message: str, **values: object) -> str:
        """A message in this language."""
        return _filled(self.translations.gettext(message), values)

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """A message whose sense the context tells."""
        return _filled(str(self.translations.pgettext(context, message)), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A message with the plural of a count; `%(num)s` in it is the count, written out."""
        text = self.translations.ngettext(one, many, count)
        return _filled(text, {"num": self.number(count), **values})

    def number(self, value: int) -> str:
        """A number with the digits grouped as this language does."""
        return _number(self.code, value)

    def decimal(self, value: float) -> str:
        """A number with at most two digits behind the point."""
        return str(format_decimal(value, format="#,##0.##", locale=self.locale))

    def language_name(self, code: str) -> str:
        """The name of an article's language, as a line of its own begins."""
        if code == UNKNOWN:
            return self.gettext("Unknown language")
        return _upper_first(str(self.locale.languages.get(code, code)))

    def date(self, moment: PartialDate) -> str:
        """A date as exactly as it is known; "undated" when it is not."""
        if moment.value is None:
            return self.gettext("undated")
        if moment.precision == "range":
            first, _, last = moment.value.partition("/")
            return self.span(first, last)
        if moment.precision != "time":
            return self.period(moment.value)
        when = datetime.fromisoformat(moment.value)
        pattern = str(get_datetime_format("medium", locale=self.locale))
        clock = format_time(when.replace(tzinfo=None), "short", locale=self.locale)
        day = format_date(when.date(), "long", locale=self.locale)
        return pattern.replace("{1}", day).replace("{0}", clock).replace("'", "")

    def span(self, first: str, last: str) -> str:
        """Two ISO years, months or days as a stretch: "June – August 2020"."""
        lengths = (len(first), len(last))
        skeleton = {(4, 4): "y", (7, 7): "yMMMM"}.get(lengths)
        try:
            if skeleton:
                begin, end = (date.fromisoformat(f"{one}-01-01"[:10]) for one in (first, last))
                return _upper_first(format_interval(begin, end, skeleton, locale=self.locale))
        except ValueError:
            return f"{first} – {last}"
        pattern = str(self.locale.interval_formats[None])
        return pattern.replace("{0}", self.period(first)).replace("{1}", self.period(last))

    def period(self, value: str) -> str:
        """An ISO year, month or day in words; anything else as it is."""
        return _period(self.code, value)

    def _period(self, value: str) -> str:
        parts = value.split("-")
        try:
            if len(parts) == 1:
                return str(format_skeleton("y", date(int(value), 1, 1), locale=self.locale))
            if len(parts) == 2:
                month = date(int(parts[0]), int(parts[1]), 1)
                return _upper_first(format_skeleton("yMMMM", month, locale=self.locale))
            return str(format_date(date.fromisoformat(value), "long", locale=self.locale))
        except ValueError:
            return value


# CLDR is slow, and a page of results says two hundred numbers and months, mostly the same ones.


@lru_cache(maxsize=8192)
def _number(code: str, value: int) -> str:
    return str(format_decimal(value, locale=page_language(code).locale))


@lru_cache(maxsize=8192)
def _period(code: str, value: str) -> str:
    return page_language(code)._period(value)


@cache
def page_language(code: str) -> PageLanguage:
    """The page language of a supported code."""
    translations = Translations.load(FOLDER, [code], domain="messages")
    return PageLanguage(code, Locale.parse(code), translations)


def _filled(text: str, values: dict[str, Any]) -> str:
    return text % values if values else text


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
