"""Names and dates underlined where an article has them, with the words that found it marked.

Offsets come from the library and are cut to the paragraph here; markup comes last. A mark
and an underlined stretch may lie in one another; where they only overlap the mark wins.

Nouns: a `Stretch` is a piece of a text that a name or date is; a `Reference` what it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from search.dates import DateMention
from search.documents import Mention
from search.partial_dates import PartialDate
from search.results import Match, Snippet
from web import reasons
from web.links import person_url, search_url
from web.locale import PageLanguage
from web.marking import marked
from web.params import State


@dataclass(frozen=True, slots=True)
class Reference:
    """What a stretch of a text is: `kind` names its look, `when` the date as ISO.

    Without an `url` it is told but leads nowhere, as whoever took a picture does.
    """

    kind: str
    url: str
    title: str
    when: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The code points [start, end) of a text, and what they are."""

    start: int
    end: int
    what: Reference


def of_people(
    mentions: Sequence[Mention],
    people: Mapping[str, tuple[str, str]],
    asked: State,
    speech: PageLanguage,
) -> dict[str, list[Stretch]]:
    """The stretches of each part ("title", "body") that name somebody, in order.

    `people` maps the names of the article to (id, label) of their person.
    """
    found: dict[str, list[Stretch]] = {"title": [], "body": []}
    for number, one in enumerate(mentions, start=1):
        why = reasons.mention(speech, one.reason)
        if one.role != "story":
            told = " · ".join(part for part in (reasons.role(speech, one.role), why) if part)
            what = Reference("credit", "", told)
        elif one.name in people:
            id, label = people[one.name]
            told = f"{label} · {why}" if why else label
            what = Reference("named", person_url(id, asked), told, id=f"name-{number}")
        else:
            continue
        found[one.part].append(Stretch(one.start, one.end, what))
    return found


def of_dates(mentions: Iterable[DateMention], asked: State, speech: PageLanguage) -> list[Stretch]:
    """The stretches that name dates; each leads to the articles that mention the same date."""
    found = []
    for one in mentions:
        is_range = one.date.precision == "range"
        dates = one.dates[:1] if is_range else one.dates
        told = "; ".join(speech.date(moment) for moment in dates)
        iso = "" if is_range else one.date.value or ""
        url = search_url(of_date(one.date, asked))
        found.append(Stretch(one.start, one.end, Reference("when", url, told, iso)))
    return found


def of_date(moment: PartialDate, asked: State) -> State:
    """The search for articles that mention a date."""
    value = (moment.value or "").replace("/", "..")
    day = value[:10] if moment.precision == "time" else value
    return State(hl=asked.hl).with_values("mentioned", [day])


def within(stretches: Iterable[Stretch], start: int, end: int) -> list[Stretch]:
    """The stretches that lie in [start, end) of a text, counted from its start."""
    return [
        replace(one, start=one.start - start, end=one.end - start)
        for one in stretches
        if start <= one.start < one.end <= end
    ]


def underlined(
    snippet: Snippet, stretches: Iterable[Stretch], matches: tuple[Match, ...],
    speech: PageLanguage, query: str = "",
) -> Markup:  # fmt: skip
    """A text with its stretches underlined and the ranges of its matches marked."""
    pieces: list[Markup] = []
    at = 0
    for one in _disjoint(stretches, snippet.ranges):
        pieces.append(marked(_part(snippet, at, one.start), matches, speech, query))
        inner = marked(_part(snippet, one.start, one.end), matches, speech, query)
        pieces.append(_tag(one.what, inner))
        at = one.end
    pieces.append(marked(_part(snippet, at, len(snippet.text)), matches, speech, query))
    return Markup("").join(pieces)


def _disjoint(
    stretches: Iterable[Stretch], ranges: Sequence[tuple[int, int, int]]
) -> list[Stretch]:
    """Stretches in order that neither overlap another one nor cut a mark in two."""
    kept: list[Stretch] = []
    for one in sorted(stretches, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            continue
        if not any(_cuts(one, start, end) for start, end, _ in ranges):
            kept.append(one)
    return kept


def _cuts(one: Stretch, start: int, end: int) -> bool:
    is_apart = end <= one.start or one.end <= start
    return not is_apart and not (one.start <= start and end <= one.end)


def _part(snippet: Snippet, start: int, end: int) -> Snippet:
    ranges = tuple(
        (a - start, b - start, number) for a, b, number in snippet.ranges if start <= a and b <= end
    )
    return Snippet(snippet.text[start:end], ranges)


def _tag(what: Reference, inner: Markup) -> Markup:
    if not what.url:
        return Markup('<span class="{}" title="{}">{}</span>').format(what.kind, what.title, inner)
    if what.when:
        inner = Markup('<time datetime="{}">{}</time>').format(what.when, inner)
    id = Markup(' id="{}"').format(what.id) if what.id else escape("")
    return Markup('<a class="{}"{} href="{}" title="{}">{}</a>').format(
        what.kind, id, what.url, what.title, inner
    )
