"""Facets as rows to tick, chips to remove, bars to click; in JSON as links to follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from search.documents import DATE_FACETS, TEXT_FACETS, UNKNOWN
from search.facets import FacetCounts
from search.results import Results
from web import labels
from web.charts import Chart
from web.links import facet_url, search_url
from web.locale import PageLanguage
from web.params import FACET_PARAMS, State, pairing_of
from web.person_names import Names
from web.timeline import Timeline, timeline

LONG: Final = 7
"""Rows that are seen at once."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of a person, the languages of the articles that have it, and their number."""

    text: str
    lang: str
    languages: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet: `value` is what the form sends, the rest is shown."""

    facet: str
    value: str
    label: str
    count: int | None
    selected: bool
    state: State
    lang: str = ""
    spellings: tuple[Spelling, ...] = ()

    # A page shows one or none of the addresses of a row, so none is made before.

    @property
    def toggle_url(self) -> str:
        """Where this value is chosen, or no longer."""
        return search_url(self.state.toggled(self.facet, self.value))

    @property
    def exclude_url(self) -> str:
        """Where this value is excluded, or no longer."""
        return search_url(self.state.excluding(self.facet, self.value))


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet beside the hits. `param` is the name of its checkboxes."""

    name: str
    param: str
    title: str
    rows: tuple[Row, ...]
    timeline: Timeline | None
    truncated: bool
    all_url: str
    is_active: bool

    @property
    def chart(self) -> Chart | None:
        """The bars of a date facet."""
        return self.timeline.chart if self.timeline else None

    @property
    def is_long(self) -> bool:
        """Whether it is worth searching inside; dates and languages are few and known."""
        return self.name not in {*DATE_FACETS, "language"} and (
            self.truncated or len(self.rows) > LONG
        )


def facet_view(
    facet: str, counts: FacetCounts, state: State, speech: PageLanguage, names: Names | None = None
) -> FacetView:
    """A facet with its rows, the bucket of the unknown last; `names` are those of persons."""
    rows = [
        _row(facet, value.id, value.label, value.count, state, speech) for value in counts.values
    ]
    shown = {row.value for row in rows}
    # What is chosen but has no row (a year, a range) stays a box that can be unticked.
    rows += [
        _row(facet, value, value, None, state, speech)
        for value in state.values_of(facet)
        if value not in shown and value != UNKNOWN
    ]
    is_unknown_chosen = UNKNOWN in state.values_of(facet)
    if (counts.missing or is_unknown_chosen) and UNKNOWN not in shown:
        label = labels.unknown_bucket(speech, facet)
        rows.append(_row(facet, UNKNOWN, label, counts.missing, state, speech, named=True))
    if facet == "person" and names is not None:
        rows = [_named(row, names, speech) for row in rows]
    line = timeline(facet, counts, state, speech) if facet in DATE_FACETS else None
    return FacetView(
        facet, FACET_PARAMS[facet], labels.facet_title(speech, facet), tuple(rows), line,
        counts.truncated, facet_url(facet, state),
        bool(state.values_of(facet) or state.excluded_of(facet)),
    )  # fmt: skip


def _row(
    facet: str,
    id: str,
    label: str,
    count: int | None,
    state: State,
    speech: PageLanguage,
    *,
    named: bool = False,
) -> Row:
    return Row(
        facet,
        id,
        label if named else labels.facet_value(speech, facet, id, label),
        count,
        id in state.values_of(facet),
        state,
    )


def _named(row: Row, names: Names, speech: PageLanguage) -> Row:
    """A person's row with the label of the page's language and all spellings."""
    known = names.of(row.value)
    if known is None:
        return row
    spellings = tuple(
        Spelling(
            text,
            names.language_of(row.value, text),
            ", ".join(speech.language_name(code) for code in known.languages.get(text, ())),
            count,
        )
        for text, count in known.person.spellings
    )
    label = names.label(row.value, speech, row.label)
    lang = names.language_of(row.value, label)
    return replace(row, label=label, lang=lang, spellings=spellings if len(spellings) > 1 else ())


def with_ids(state: State, results: Results) -> State:
    """The state with the values that the index knows: names of persons become their ids.

    `person=Волков` may mean three persons; their rows are ticked, so each must be in the
    address by its id, or a click could not untick one of them. What fits nothing stays.
    """
    unmatched = {
        (str(notice.values.get("facet")), str(notice.values.get("value")))
        for notice in results.warnings
        if notice.code == "no-such-value"
    }
    for facet in TEXT_FACETS:
        given, counts = state.values_of(facet), results.facets.get(facet)
        if not given or counts is None:
            continue
        chosen = {value.id for value in counts.values if value.selected}
        kept = {one for one in given if one == UNKNOWN or (facet, one) in unmatched}
        if chosen | kept != set(given):
            state = replace(state.with_values(facet, chosen | kept), number=state.number)
    return state


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter; following `url` removes it."""

    facet: str
    label: str
    url: str
    is_excluded: bool = False


def chips(
    state: State, speech: PageLanguage, label_of: Callable[[str, str], str]
) -> tuple[Chip, ...]:
    """All active filters. `label_of` gives the name of a facet's value."""

    def named(facet: str, value: str) -> str:
        if value == UNKNOWN:
            return labels.unknown_bucket(speech, facet)
        return labels.facet_value(speech, facet, value, label_of(facet, value))

    found = []
    for facet, values in state.chosen:
        title = labels.facet_title(speech, facet)
        for value in values:
            kept = state.with_values(facet, [one for one in values if one != value])
            found.append(Chip(title, named(facet, value), search_url(kept)))
    if state.first and state.first == state.last:
        title = labels.facet_title(speech, "published")
        label = speech.period(state.first)
        found.append(Chip(title, label, search_url(state.without("from", "to"))))
    elif state.first:
        label = labels.from_date(speech, state.first)
        found.append(Chip("", label, search_url(state.without("from"))))
    if state.last and state.first != state.last:
        found.append(Chip("", labels.to_date(speech, state.last), search_url(state.without("to"))))
    for facet, values in state.excluded:
        title = labels.facet_title(speech, facet)
        for value in values:
            label = labels.excluded(speech, named(facet, value))
            url = search_url(state.excluding(facet, value))
            found.append(Chip(title, label, url, is_excluded=True))
    for one in state.unpaired:
        query, word = pairing_of(one)
        url = search_url(state.paired(query, word, on=True))
        found.append(Chip(labels.switched_off(speech), f"{query} → {word}", url, is_excluded=True))
    return tuple(found)


def json_facet(facet: str, counts: FacetCounts, state: State) -> dict[str, object]:
    """A facet as the library gives it, each value with its `toggle_url`."""
    record = counts.to_dict()
    for value in record["values"]:
        value["selected"] = value["id"] in state.values_of(facet)
        # A program that follows the link stays in the format it reads.
        value["toggle_url"] = search_url(state.toggled(facet, value["id"]), ".json")
    return record
