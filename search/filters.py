"""What a reader means by the value of a facet, and the filters that a request asks for.

A value is typed (`person:Гриневич`, `source:reuters`) or chosen from the rows of a facet; what an
index has are raw values: each spelling of a name, each way a source is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from search.documents import DATE_FACETS, TEXT_FACETS, UNKNOWN
from search.engines.base import FacetValues
from search.partial_dates import interval
from search.people import Registry
from search.plan import FacetIs, Filter, Node, Not, Or
from search.query.planner import Planner, no_such_value
from search.requests import Request, date_node, date_values
from search.results import Notice


class Filters:
    """Understands the facet values of requests on one view of an index.

    `registry` gives the persons of that view; it is asked when somebody names a person.
    """

    def __init__(self, reader: FacetValues, registry: Callable[[], Registry]) -> None:
        self._reader = reader
        self._registry = registry
        self._names: dict[str, dict[str, frozenset[str]]] = {}

    def raw_values(self, facet: str, value: str) -> frozenset[str]:
        """The raw values of the index that a reader means by `value`, as it is typed."""
        if facet == "person":
            registry = self._registry()
            records = map(registry.record, registry.find(value))
            return frozenset(one for record in records if record for one in record.spellings)
        return self._raw_by_name(facet).get(plain(value), frozenset())

    def _raw_by_name(self, facet: str) -> dict[str, frozenset[str]]:
        """The raw values of a text facet by their plain name, made once for a commit."""
        if facet not in self._names:
            found: dict[str, set[str]] = {}
            for raw in self._reader.facet_values(facet):
                found.setdefault(plain(raw), set()).add(raw)
            self._names[facet] = {name: frozenset(values) for name, values in found.items()}
        return self._names[facet]

    def _chosen_values(self, facet: str, value: str) -> frozenset[str]:
        """The raw values that a filter means: a value of the index itself and no other.

        Where an index has both Reuters and REUTERS, each has a row and a count of its own.
        """
        meant = self.raw_values(facet, value)
        return frozenset({value}) if facet != "person" and value in meant else meant

    def of(
        self, request: Request, notices: list[Notice]
    ) -> tuple[tuple[Filter, ...], dict[str, frozenset[str]]]:
        """The filters of a request, and for each facet the ids of the chosen values.

        What no article has is warned of in `notices`.
        """
        filters: list[Filter] = []
        chosen: dict[str, frozenset[str]] = {}
        for facet in TEXT_FACETS:
            values = request.of_facet(facet)
            if values:
                filters.append(Filter(facet, self._any_value(facet, values, notices)))
                chosen[facet] = self._ids(facet, values)
        for facet, chosen_dates in (
            ("published", request.published), ("mentioned", request.mentioned),
        ):  # fmt: skip
            ranges = date_values(facet, chosen_dates)
            if ranges:
                filters.append(Filter(facet, Or(tuple(date_node(facet, one) for one in ranges))))
                chosen[facet] = frozenset(one for one in ranges if interval(one) is not None)
        for facet, values in request.exclude.items():
            if facet in DATE_FACETS:
                node: Node = Or(tuple(date_node(facet, one) for one in values))
            else:
                node = self._any_value(facet, values, notices)
            if values:
                filters.append(Filter(facet, Not(node), sideways=False))
        return tuple(filters), chosen

    def _any_value(self, facet: str, values: Sequence[str], notices: list[Notice]) -> Node:
        raw: set[str] = set()
        unknown = False
        for value in values:
            if value == UNKNOWN:
                unknown = True
                continue
            meant = self._chosen_values(facet, value)
            if not meant:
                notices.append(no_such_value(facet, value))
            raw |= meant
        node: Node = FacetIs(facet, frozenset(raw))
        return Or((node, Planner.unknown(facet))) if unknown else node

    def _ids(self, facet: str, values: Sequence[str]) -> frozenset[str]:
        """What values are called in the facet's own rows."""
        named = [value for value in values if value != UNKNOWN or facet == "language"]
        if facet == "person":
            return frozenset(id for value in named for id in self._registry().find(value))
        return frozenset(raw for value in named for raw in self._chosen_values(facet, value))


def plain(text: str) -> str:
    """A name as it is compared: case, ё, kinds of apostrophes and spaces do not matter."""
    composed = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    return " ".join(composed.casefold().replace("ё", "е").split())


_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
