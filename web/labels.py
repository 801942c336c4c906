"""The page's own vocabulary: what facets, values, pairings, reasons and warnings are called.

Each function takes the `PageLanguage`, so that all messages stand here whole, where the
extractor finds them, and none is put together from pieces.
"""

from __future__ import annotations

from collections.abc import Callable

from search.documents import DATE_FACETS
from search.results import Notice, WordScore
from web.locale import PageLanguage


def facet_title(speech: PageLanguage, facet: str) -> str:
    """The heading of a facet."""
    return {
        "person": speech.gettext("People"),
        "published": speech.gettext("Published"),
        "mentioned": speech.gettext("Dates mentioned"),
        "source": speech.gettext("Sources"),
        "agency": speech.gettext("Agencies"),
        "author": speech.gettext("Authors"),
        "language": speech.gettext("Languages"),
    }[facet]


def unknown_bucket(speech: PageLanguage, facet: str) -> str:
    """The bucket of articles that have no value of a facet."""
    return {
        "person": speech.gettext("No person named"),
        "published": speech.gettext("Undated"),
        "mentioned": speech.gettext("No date mentioned"),
        "source": speech.gettext("Source unknown"),
        "agency": speech.gettext("No agency"),
        "author": speech.gettext("Author unknown"),
        "language": speech.gettext("Unknown language"),
    }[facet]


def facet_value(speech: PageLanguage, facet: str, id: str, label: str) -> str:
    """What a value of a facet is called: months and languages in the reader's language."""
    if facet == "language":
        return speech.language_name(id)
    if facet in DATE_FACETS:
        return period_range(speech, id)
    return label


def period_range(speech: PageLanguage, value: str) -> str:
    """`2025-12` or `2025-10..2025-12` in words."""
    first, dots, last = value.partition("..")
    if not dots or first == last:
        return speech.period(first)
    if first and last:
        return speech.span(first, last)
    return from_date(speech, first) if first else to_date(speech, last)


def from_date(speech: PageLanguage, value: str) -> str:
    """A chip: published on this day or later."""
    return speech.gettext("Since: %(date)s", date=speech.period(value))


def to_date(speech: PageLanguage, value: str) -> str:
    """A chip: published on this day or earlier."""
    return speech.gettext("Until: %(date)s", date=speech.period(value))


def excluded(speech: PageLanguage, label: str) -> str:
    """A chip: a value that is excluded."""
    return speech.gettext("Without: %(value)s", value=label)


def switched_off(speech: PageLanguage) -> str:
    """A chip: a pairing of words that the reader does not want."""
    return speech.pgettext("pairing", "Switched off")


def pairing(speech: PageLanguage, via: str) -> str:
    """Where a pairing of words comes from, in one or two words."""
    known = {
        "same": speech.pgettext("pairing", "same word"),
        "lemma": speech.pgettext("pairing", "word form"),
        "lexicon": speech.pgettext("pairing", "lexicon"),
        "transliteration": speech.pgettext("pairing", "spelling"),
        "name": speech.pgettext("pairing", "name"),
        "meaning": speech.pgettext("pairing", "meaning"),
    }
    return known.get(via, via)


def suggestion(speech: PageLanguage, kind: str, text: str, label: str) -> str:
    """What a suggestion is the name of; who it is, where that is another name."""
    if label and label != text:
        return label
    return {
        "person": speech.pgettext("suggestion", "person"),
        "source": speech.pgettext("suggestion", "source"),
        "word": speech.pgettext("suggestion", "word"),
    }[kind]


def suggestion_counts(speech: PageLanguage, most: int) -> list[str]:
    """How many suggestions there are, in words, for none to `most`: scripts know no plurals."""
    none = speech.gettext("No suggestions")
    counts = range(1, most + 1)
    return [
        none, *(speech.ngettext("%(num)s suggestion", "%(num)s suggestions", n) for n in counts)
    ]  # fmt: skip


def reason(speech: PageLanguage, word: WordScore) -> str:
    """How often a word of the query stands in an article, and in how many articles."""
    if not word.field:  # the share of the meaning, which is counted in nothing
        return ""
    return speech.gettext(
        "weighted count %(frequency)s, %(length)s words; in %(some)s of %(all)s articles",
        frequency=speech.decimal(word.frequency), length=speech.number(word.length),
        some=speech.decimal(word.document_frequency), all=speech.number(word.documents),
    )  # fmt: skip


def counted(speech: PageLanguage, label: str, count: int) -> str:
    """A value with its articles, as a tooltip says it."""
    return speech.ngettext(
        "%(label)s: %(num)s article", "%(label)s: %(num)s articles", count, label=label
    )


def merge_trouble(speech: PageLanguage, name: str, fitting: int) -> str:
    """Why a name does not tell which person is meant."""
    if fitting:
        return speech.ngettext(
            "“%(name)s” may be %(num)s person; choose which.",
            "“%(name)s” may be any of %(num)s people; choose which.", fitting, name=name,
        )  # fmt: skip
    if name:
        return speech.gettext("Nobody else here is called “%(name)s”.", name=name)
    return speech.gettext("Write who else this person is: a name or an id.")


def split_trouble(speech: PageLanguage) -> str:
    """Which spellings can be split off."""
    return speech.gettext("Tick some of the spellings, and not all.")


def locked(speech: PageLanguage) -> str:
    """That nothing can be decided just now."""
    return speech.gettext("Articles are being indexed just now; try again when that is done.")


def sort_name(speech: PageLanguage, sort: str) -> str:
    """The name of an order of hits."""
    return {
        "relevance": speech.pgettext("sort", "Best match"),
        "newest": speech.pgettext("sort", "Newest first"),
        "oldest": speech.pgettext("sort", "Oldest first"),
    }[sort]


def warning(speech: PageLanguage, notice: Notice) -> str:
    """A warning of the library in the reader's language; in English when it is a new one."""
    values = notice.values
    if notice.code == "relaxed":
        return speech.ngettext(
            "No article has all the words; shown are those with at least %(num)s of them.",
            "No article has all the words; shown are those with at least %(num)s of them.",
            int(values["minimum"]),
        )
    if notice.code == "softened":
        return speech.gettext(
            "Articles are shown too that do not have all the words: "
            "they have most of them in another language, or are near in meaning."
        )
    if notice.code == "no-vectors":
        return speech.gettext(
            "The cluster holds no sentence vectors, so articles are found by their words alone."
        )
    if notice.code == "no-such-value":
        messages: dict[str, Callable[[], str]] = {
            "person": lambda: speech.gettext("No article names the person “%(value)s”.", **values),
            "source": lambda: speech.gettext("No article has the source “%(value)s”.", **values),
            "agency": lambda: speech.gettext("No article has the agency “%(value)s”.", **values),
            "author": lambda: speech.gettext("No article has the author “%(value)s”.", **values),
            "language": lambda: speech.gettext(
                "No article is in the language “%(value)s”.", **values
            ),
        }
        known = messages.get(str(values.get("facet")))
        if known:
            return known()
    return notice.message


def bad_parameter(speech: PageLanguage, param: str) -> str:
    """What may be written for a parameter, for someone whose address was refused."""
    if param.lstrip("-") in {*DATE_FACETS, "from", "to"}:
        return speech.gettext(
            "A date is written as a year, a month or a day: 2025, 2025-12 or 2025-12-18."
        )
    known = {
        "sort": speech.gettext("The order is relevance, newest or oldest."),
        "page": speech.gettext("Pages are counted from 1."),
        "per_page": speech.gettext("A page has between 1 and 100 articles."),
        "translate": speech.gettext("Translation is switched with 1 or 0."),
        "without": speech.gettext(
            "A pairing is a word of the query, a colon, and a word it shall not find."
        ),
        "lang": speech.gettext("Use the two-letter code of a language of the index, such as ru."),
    }
    return known.get(param, "")


def removed(speech: PageLanguage, reason: str) -> str:
    """Why a piece of text was cut as page chrome; new reasons are shown as they come."""
    known = {
        "about the author": speech.pgettext("removed", "about the author"),
        "account": speech.pgettext("removed", "account"),
        "advertisement": speech.pgettext("removed", "advertisement"),
        "age mark": speech.pgettext("removed", "age mark"),
        "breadcrumb": speech.pgettext("removed", "path to the page"),
        "byline": speech.pgettext("removed", "byline"),
        "comments": speech.pgettext("removed", "comments"),
        "contacts": speech.pgettext("removed", "contacts"),
        "cookies": speech.pgettext("removed", "cookies"),
        "counter": speech.pgettext("removed", "counter"),
        "date line": speech.pgettext("removed", "date line"),
        "feedback": speech.pgettext("removed", "feedback form"),
        "link": speech.pgettext("removed", "link"),
        "menu": speech.pgettext("removed", "menu"),
        "mistakes": speech.pgettext("removed", "call to report mistakes"),
        "notice": speech.pgettext("removed", "notice"),
        "other articles": speech.pgettext("removed", "other articles"),
        "page furniture": speech.pgettext("removed", "page furniture"),
        "picture credit": speech.pgettext("removed", "picture credit"),
        "publisher": speech.pgettext("removed", "publisher’s line"),
        "rates": speech.pgettext("removed", "exchange rates"),
        "read also": speech.pgettext("removed", "read also"),
        "reading time": speech.pgettext("removed", "reading time"),
        "reporters": speech.pgettext("removed", "reporters’ line"),
        "rights": speech.pgettext("removed", "rights notice"),
        "see also": speech.pgettext("removed", "see also"),
        "share": speech.pgettext("removed", "share buttons"),
        "site name": speech.pgettext("removed", "name of the site"),
        "staff": speech.pgettext("removed", "staff"),
        "subscription": speech.pgettext("removed", "subscription offer"),
        "tags": speech.pgettext("removed", "tags"),
        "time stamp": speech.pgettext("removed", "time stamp"),
        "title repeated": speech.pgettext("removed", "title repeated"),
    }
    return known.get(reason, reason)
