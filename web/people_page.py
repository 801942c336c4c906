"""The pages of people: the list of all, and one person with everything known of it.

Nouns: a `SpellingRow` is a spelling with its evidence; a `PersonRow` a person in a list; a
`DoubtRow` somebody who may be the same person; a `DecisionRow` what a reader decided.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from search.partial_dates import PartialDate
from search.people import Decision, Decisions
from search.person_details import PersonDetails, SpellingDetails
from web import labels, links, reasons
from web.charts import Chart, histogram
from web.links import search_url
from web.locale import PageLanguage
from web.marking import html_lang
from web.network import MOST, Companion, Network, network
from web.params import State
from web.person_names import Names

if TYPE_CHECKING:
    from search.facets import FacetCounts
    from search.library import Index

SPELLINGS: Final = 6
"""Spellings of a person that the list of people shows."""
SEEN: Final = 12
"""Spellings that the page of a person shows at once."""
NAMED: Final = 4
"""Spellings of each side of a decision that are shown."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list: `others` are further spellings as (text, language)."""

    id: str
    label: str
    lang: str
    url: str
    count: int
    others: tuple[tuple[str, str], ...]
    more: int


def rows(
    counts: Iterable[tuple[str, str, int]], names: Names, asked: State, speech: PageLanguage
) -> list[PersonRow]:
    """Rows of (id, label, articles)."""
    found = []
    for id, default, count in counts:
        known = names.of(id)
        label = names.label(id, speech, default)
        spelled = [text for text, _ in known.person.spellings if text != label] if known else []
        others = tuple((text, names.language_of(id, text)) for text in spelled[:SPELLINGS])
        found.append(
            PersonRow(
                id, label, names.language_of(id, label), links.person_url(id, asked), count,
                others, len(spelled) - len(others),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """A spelling: `languages` are (name, articles), `why` how it came, `reasons` in detail."""

    text: str
    lang: str
    count: int
    languages: tuple[tuple[str, int], ...]
    first_title: str
    first_url: str
    first_lang: str
    first_date: str
    why: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarRow:
    """A value with its bar: `share` of the highest is of 100."""

    label: str
    lang: str
    url: str
    count: int
    share: int
    search_url: str = ""


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """Somebody who may be the same person, by the pair of spellings that is most alike."""

    id: str
    label: str
    lang: str
    url: str
    spelling: str
    other: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision that holds; `can_undo` is its mark when it is the last one."""

    action: str
    is_merge: bool
    one: str
    other: str
    date: str
    note: str
    can_undo: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything that the page of a person shows."""

    id: str
    label: str
    lang: str
    total: int
    search_url: str
    json_url: str
    languages: tuple[BarRow, ...]
    spellings: tuple[SpellingRow, ...]
    aliases: tuple[str, ...]
    sources: tuple[BarRow, ...]
    chart: Chart | None
    months: tuple[BarRow, ...]
    undated: int
    company: tuple[BarRow, ...]
    network: Network | None
    doubts: tuple[DoubtRow, ...]
    decisions: tuple[DecisionRow, ...]


def view(
    index: Index, found: PersonDetails, names: Names, asked: State, speech: PageLanguage
) -> PersonView:
    """The page of a person in the reader's language."""
    state = State(hl=asked.hl)
    named = state.with_values("person", [found.id])
    label = found.person.label_in(speech.code)
    last = last_decision(index)
    return PersonView(
        id=found.id,
        label=label,
        lang=names.language_of(found.id, label),
        total=found.articles,
        search_url=search_url(named),
        json_url=f"{links.person_url(found.id)}.json",
        languages=_bars("language", found.languages, named, speech),
        spellings=tuple(
            _spelling(one, state, speech, is_alone=len(found.spellings) == 1)
            for one in found.spellings
        ),
        aliases=found.person.aliases,
        sources=_bars("source", found.sources, named, speech),
        chart=_timeline(found.months, named, speech),
        months=_bars("published", found.months, named, speech),
        undated=found.months.missing,
        company=_company(found, names, state, speech),
        network=_network(index, found, label, names, state, speech),
        doubts=_doubts(found, names, state, speech),
        decisions=tuple(_decision(one, last, speech) for one in reversed(found.decisions)),
    )


def _spelling(
    one: SpellingDetails, state: State, speech: PageLanguage, *, is_alone: bool
) -> SpellingRow:
    languages = sorted(one.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    first = one.first
    moment = _moment(first.published) if first else PartialDate()
    return SpellingRow(
        one.text,
        html_lang(languages[0][0]) if languages else "",
        one.count,
        tuple((speech.language_name(code), count) for code, count in languages),
        (first.title or speech.gettext("Untitled article")) if first else "",
        links.document_url(first.id, state) if first else "",
        html_lang(languages[0][0]) if first and first.title and len(languages) == 1 else "",
        speech.date(moment) if first else "",
        speech.gettext("The only spelling") if is_alone else reasons.joined(speech, one.joining),
        reasons.reasons(speech, one.joining.reasons),
    )


def _moment(value: str) -> PartialDate:
    """A date as `FirstArticle.published` writes it."""
    if value == "unknown":
        return PartialDate()
    return PartialDate(value, "time" if len(value) > 10 else "day")


def _bars(
    facet: str, counts: FacetCounts, named: State, speech: PageLanguage
) -> tuple[BarRow, ...]:
    highest = max((value.count for value in counts.values), default=1)
    return tuple(
        BarRow(
            labels.facet_value(speech, facet, value.id, value.label),
            "",
            search_url(named.with_values(facet, [value.id])),
            value.count,
            max(1, round(100 * value.count / highest)),
        )
        for value in counts.values
    )


def _timeline(months: FacetCounts, named: State, speech: PageLanguage) -> Chart | None:
    return histogram(
        [(value.id, value.count) for value in months.values],
        title=lambda period, count: labels.counted(speech, speech.period(period), count),
        url=lambda period: search_url(named.with_values("published", [period])),
    )


def _company(
    found: PersonDetails, names: Names, state: State, speech: PageLanguage
) -> tuple[BarRow, ...]:
    highest = max((value.count for value in found.company.values), default=1)
    rows = []
    for value in found.company.values:
        label = names.label(value.id, speech, value.label)
        rows.append(
            BarRow(
                label, names.language_of(value.id, label), links.person_url(value.id, state),
                value.count, max(1, round(100 * value.count / highest)),
                _both_url(found.id, value.id, state),
            )
        )  # fmt: skip
    return tuple(rows)


def _both_url(one: str, other: str, state: State) -> str:
    """The search for articles that name both: two values of one filter would mean either."""
    return search_url(State(q=f"person:{other}", hl=state.hl).with_values("person", [one]))


def _network(
    index: Index, found: PersonDetails, label: str, names: Names, state: State,
    speech: PageLanguage,
) -> Network | None:  # fmt: skip
    shown = found.company.values[:MOST]
    companions = []
    for value in shown:
        name = names.label(value.id, speech, value.label)
        companions.append(
            Companion(
                value.id, name, value.count, links.person_url(value.id, state),
                labels.counted(speech, name, value.count),
            )
        )  # fmt: skip
    return network(label, companions, _pairs(index, found.id, [value.id for value in shown]))


def _pairs(index: Index, id: str, others: list[str]) -> dict[tuple[str, str], int]:
    """How many articles name the person and two of the others as well."""
    pairs: dict[tuple[str, str], int] = {}
    wanted = set(combinations(sorted(others), 2))
    for one in sorted(others)[:-1]:
        query = f"person:{id} person:{one}"
        found = index.search(query, facets=("person",), facet_limit=None, limit=0)
        for value in found.facets["person"].values:
            if (one, value.id) in wanted:
                pairs[one, value.id] = value.count
    return pairs


def _doubts(
    found: PersonDetails, names: Names, state: State, speech: PageLanguage
) -> tuple[DoubtRow, ...]:
    rows = []
    for one in found.doubts:
        label = names.label(one.id, speech, one.label)
        rows.append(
            DoubtRow(
                one.id, label, names.language_of(one.id, label),
                links.person_url(one.id, state), one.spelling, one.other,
                reasons.reasons(speech, one.reasons),
            )
        )  # fmt: skip
    return tuple(rows)


# Decisions


def last_decision(index: Index) -> Decision | None:
    """The decision that an undo would undo."""
    active = Decisions.from_text(index.export_people()).active
    return active[-1] if active else None


def mark_of(decision: Decision) -> str:
    """A short name of a decision, so that a form undoes the one it was shown with."""
    line = decision.to_line().encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(line):08x}"


def _decision(one: Decision, last: Decision | None, speech: PageLanguage) -> DecisionRow:
    is_merge = one.action == "merge"
    first, second = (_some(group) for group in (*one.spellings, (), ())[:2])
    return DecisionRow(
        speech.gettext("Made one person") if is_merge else speech.gettext("Made two persons"),
        is_merge,
        first,
        second,
        speech.date(_moment(one.date)) if one.date else "",
        one.note,
        mark_of(one) if one == last else "",
    )


def _some(spellings: tuple[str, ...]) -> str:
    return ", ".join(spellings[:NAMED]) + (", …" if len(spellings) > NAMED else "")


def decision_row(index: Index, speech: PageLanguage) -> DecisionRow | None:
    """The last decision, for the list of people."""
    last = last_decision(index)
    return None if last is None else _decision(last, last, speech)
