"""The day on which a page says its article was published, and how sure that is.

Statements are weighed in the order of what they are worth: JSON-LD of the article, meta
elements, marked-up times, the address, a line of text by the headline. A modification, a
comment, a sidebar, a copyright year, the day of saving or one to come are none of them.
Where a page only whispers (two days by the headline that disagree), it stays undated.
htmldate was weighed as a last voice: where all of these are silent it was wrong as often as
right (it finds the day of saving, and 1 January of years in prose), so it is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final

from search.dates.published import (
    UNKNOWN_PUBLISHED,
    Published,
    from_address,
    is_possible,
    stated_anyhow,
)
from search.partial_dates import PartialDate, parse_iso
from search.sources.decoding import clean_line
from search.sources.page_blocks import Block, blocks
from search.sources.page_lines import HEADLINE, Statement, by_headline

# Names of metadata that mean publication; those of a modification are not among them.
_DATE_META: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate",
    "datepublished", "dc.date.issued", "dcterms.issued", "dc.date.publication", "publishdate",
    "publish-date", "publish_date", "published_date", "published-date", "publication_date",
    "publication-date", "pubdate", "bt:pubdate", "date_published", "date-published",
    "article.published", "article_date_original", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "parsely-pub-date",
    "sailthru.date", "rnews:datepublished", "citation_publication_date", "citation_date",
    "citation_online_date", "displaydate", "ptime", "article:published", "article:post_date",
)  # fmt: skip
_VAGUE_META: Final = (
    "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "created", "date",
    "article:created_time", "article:create_time",
)  # fmt: skip
"""Names that mean the day of publication mostly, and sometimes that of a change."""
_LATIN_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_OTHER_FORMS: Final = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b"),
    re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})\b"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d{1,3}\b)"),
)
_PACKED: Final = re.compile(
    r"(\d{4})(\d\d)(\d\d)T(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"
)
_IN_SCRIPT: Final = re.compile(
    r"[\"']?(?<![a-z])(?:date_?published|publication_?date|publish(?:ed)?_?(?:date|at|time|on)|"
    r"pub_?date|first_?published(?:_?at)?|date_?created|creation_?date)[\"']?\s{0,9}[:=]\s{0,9}"
    r"[\"'](?P<value>[^\"'<>]{6,40})[\"']",
    re.IGNORECASE,
)
_PUBLISHED_TIME: Final = (
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')"
    " or contains(@class, 'pub-date') or contains(@class, 'pubdate')]"
)
_MARKED: Final = (
    ("//*[@itemprop='datePublished'][not(self::meta)]", "itemprop datePublished", 0.93),
    ("//*[@itemprop='dateCreated'][not(self::meta)]", "itemprop dateCreated", 0.9),
    ("//*[@property='datePublished' or @property='schema:datePublished'][not(self::meta)]",
     "property datePublished", 0.93),
    ("//time[@pubdate]", "time pubdate", 0.93),
    (_PUBLISHED_TIME, "time", 0.9),
    ("//abbr[contains(@class, 'published')]", "abbr published", 0.9),
)  # fmt: skip
_FALSE_DAYS: Final = frozenset({"1970-01-01", "0001-01-01", "1900-01-01"})
_TEXT: Final = 140
_MANY: Final = 100
"""More marked-up times than a page gives its article are those of comments and teasers."""
_NIGHT: Final = 8
"""Hours of UTC in which it is still yesterday in America; after 24 - 8 tomorrow in Asia."""


def published_on(
    tree: Any,
    metas: dict[str, list[tuple[str, str]]],
    items: list[dict[str, Any]],
    main: dict[str, Any] | None,
    *,
    url: str,
    title: str,
    today: date,
    every: list[Block] | None = None,
) -> tuple[Published, list[str]]:
    """The date of publication of a page, with warnings about what was not believed.

    `items` are its JSON-LD objects, `main` the one that is the article. `today` is the last
    day that is possible but for one: it is tomorrow somewhere. `every` are its blocks, where
    these were read already.
    """
    latest = today + timedelta(days=1)
    warnings: list[str] = []
    machine: list[Statement] = []
    for value, where, worth in _statements(tree, metas, items, main):
        moment = moment_of(value)
        if moment is None or str(moment)[:10] in _FALSE_DAYS:
            continue
        if not is_possible(str(moment), latest):
            if str(moment) > today.isoformat():
                warnings.append(f"The date {moment} ({where}) lies in the future; not used.")
            continue
        machine.append(Statement(moment, where, worth))
    address = from_address(url, today=latest)
    if address:
        machine.append(Statement(address.date, "address", address.confidence))
    # The visible text costs a walk through the page, so it is read only where it can decide.
    best = max(machine, key=lambda one: one.worth, default=None)
    lines: list[Statement] = []
    if best is None or best.worth < 0.85 or _at_night(best) is not None:
        lines = by_headline(tree, blocks(tree) if every is None else every, title, metas, latest)
    return _chosen(machine, lines), warnings


def _chosen(machine: list[Statement], lines: list[Statement]) -> Published:
    """The statement of the most worth, surer where another agrees, less sure where not."""
    every = sorted([*machine, *lines], key=lambda one: -one.worth)
    if not every:
        return UNKNOWN_PUBLISHED
    best = _local(every[0], every)
    others = [one for one in every if one is not best and one.where != best.where]
    agreeing = any(one.day == best.day for one in others)
    differing = [one for one in others if one.day != best.day and one.worth >= best.worth - 0.05]
    if differing and not agreeing and best.worth < 0.75:
        return UNKNOWN_PUBLISHED
    sure = min(best.worth + (0.05 if agreeing else 0.0), 0.99)
    where = best.where
    if (
        best.date.evidence
        and best.where != "title element"
        and best.date.evidence not in ("field", None)
    ):
        where = f"{best.where}: {best.date.evidence}"
    return Published(best.date, round(sure - (0.1 if differing else 0.0), 2), where)


# What a page states to machines


def _statements(
    tree: Any,
    metas: dict[str, list[tuple[str, str]]],
    items: list[dict[str, Any]],
    main: dict[str, Any] | None,
) -> Iterator[tuple[str, str, float]]:
    """Values with where they stood, the most reliable first."""
    if main is not None:
        yield from _json_dates(main, "JSON-LD", 0.97)
    for name in _DATE_META:
        for value, where in metas.get(name, [])[:1]:
            yield value, where, 0.95
    for path, where, worth in _MARKED:
        for value in _one_day(tree.xpath(path)):
            yield value, where, worth
    for item in items:
        if item is not main and "datePublished" in item and not _is_media(item):
            yield from _json_dates(item, f"JSON-LD {_kind(item)}", 0.88)
    articles = tree.xpath("//article[.//h1] | //main[.//h1]") or tree.xpath("//article")
    if len(articles) == 1:
        for value in _one_day(articles[0].iter("time")):
            yield value, "time inside the article", 0.86
    for value in _in_scripts(tree):
        yield value, "script", 0.8
    for name in _VAGUE_META:
        for value, where in metas.get(name, [])[:1]:
            yield value, where, 0.68


def _json_dates(item: dict[str, Any], where: str, worth: float) -> Iterator[tuple[str, str, float]]:
    for key, less in (("datePublished", 0.0), ("dateCreated", 0.03), ("uploadDate", 0.03)):
        if isinstance(item.get(key), str):
            yield item[key], f"{where} {key}", worth - less


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind or "").strip()


def _is_media(item: dict[str, Any]) -> bool:
    """Whether an object is a part of the page or of another: a video, a picture, a comment."""
    return bool(re.search(r"Video|Image|Audio|Comment|Media|Event", _kind(item)))


def _one_day(nodes: Any) -> Iterator[str]:
    """The one day that elements state; nothing when they name several (teasers do)."""
    values: list[str] = []
    some = list(islice(nodes, _MANY + 1))
    if len(some) > _MANY:
        return
    for node in some:
        marks = f"{node.get('class') or ''} {node.get('itemprop') or ''}".lower()
        if re.search("modif|updated", marks) and "publish" not in marks:
            continue
        given = node.get("datetime") or node.get("content") or node.get("title") or ""
        if moment_of(given) is not None:
            values.append(given)
        else:
            text = clean_line("".join(node.itertext()))[:_TEXT]
            values += [one.value for one in stated_anyhow(text)[:1]]
    days = {str(moment)[:10] for value in values if (moment := moment_of(value)) is not None}
    if len(days) == 1:
        yield max(values, key=len)


def _in_scripts(tree: Any) -> Iterator[str]:
    """The one day that scripts call that of publication: broken JSON-LD, variables."""
    values: list[str] = []
    for node in tree.iter("script"):
        values += [match["value"] for match in _IN_SCRIPT.finditer(node.text or "")]
        if len(values) > 100:
            return
    moments = [(value, moment) for value in values if (moment := moment_of(value)) is not None]
    if moments and len({str(moment)[:10] for _, moment in moments}) == 1:
        yield moments[0][0]


def moment_of(value: str) -> PartialDate | None:
    """A date of metadata: ISO 8601, else forms whose order of day and month is plain."""
    text = clean_line(value)
    if not 4 <= len(text) <= 80:
        return None
    iso = re.sub(r"(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?\s*(?:GMT|UTC)$", r"\1\2Z", text)
    iso = re.sub(r"(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?[+-]\d{2})$", r"\1:00", iso)
    moment = parse_iso(iso)
    if moment is not None:
        return moment
    if packed := _PACKED.fullmatch(text):
        return parse_iso("{}-{}-{}T{}:{}{}".format(*(part or "" for part in packed.groups())))
    match = next((match for form in _OTHER_FORMS if (match := form.match(text))), None)
    if match is not None:
        return parse_iso(f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}")
    if any(month in text.lower() for month in _LATIN_MONTHS) and (mail := _mail_date(text)):
        return mail
    return _written_date(text) if re.search(r"[^\W\d_]{3}", text) else None


def _mail_date(text: str) -> PartialDate | None:
    """ "Thu, 18 Dec 2025 10:15:00 GMT" of RFC 5322."""
    import email.utils  # brings sockets with it, and hardly a page needs it

    try:
        return parse_iso(email.utils.parsedate_to_datetime(text).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written_date(text: str) -> PartialDate | None:
    """ "Tue, Sep 15 2020 10:01:41 EDT", "November 8, 2023"."""
    found = stated_anyhow(text)
    return parse_iso(found[0].value) if found else None


# The day where the paper is


def _at_night(one: Statement) -> int | None:
    """-1 or 1 where a time in UTC may be of the day before or after in the paper's town."""
    if one.date.precision != "time":
        return None
    moment = datetime.fromisoformat(str(one.date))
    if moment.utcoffset() != timedelta(0):
        return None
    if moment.hour < _NIGHT:
        return -1
    return 1 if moment.hour >= 24 - _NIGHT else None


def _local(best: Statement, every: list[Statement]) -> Statement:
    """The same moment as the paper's town counts it: at 02:18 UTC it is yesterday in Florida.

    The page itself must say so, by the same moment with an offset or by the day it prints.
    """
    side = _at_night(best)
    if side is None:
        return best
    moment = datetime.fromisoformat(str(best.date))
    printed = (moment.date() + timedelta(days=side)).isoformat()
    for one in every:
        if one.day == printed and one.date.precision == "time":
            other = datetime.fromisoformat(str(one.date))
            if other.tzinfo is not None and abs(other - moment) < timedelta(minutes=1):
                return one
    others = [one for one in every if one.where in ("address", HEADLINE) or _is_naive(one)]
    if any(one.day == best.day for one in others):
        return best
    return next((replace(one, worth=best.worth) for one in others if one.day == printed), best)


def _is_naive(one: Statement) -> bool:
    """Whether a machine states a day or a time without saying in which zone."""
    if one.date.precision == "time":
        return datetime.fromisoformat(str(one.date)).tzinfo is None
    return one.worth >= 0.8
