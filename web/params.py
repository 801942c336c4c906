"""The address of a search, both ways: query string ⇄ `State`.

Every parameter stands once in `PARAMETERS`; parsing, the canonical order of addresses and
the OpenAPI document are all read from that table. Repeating a key means OR, different keys
mean AND, `-person=` excludes and `person=unknown` is the bucket of articles without one.

Nouns: a `Parameter` is a row of that table; a `State` is a parsed address; a *facet* is
named as in the library (`language`), a *parameter* as in the address (`lang`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from search.documents import DATE_FACETS, FACETS, UNKNOWN
from search.errors import ParameterError
from search.partial_dates import interval
from web.locale import supported

SORTS: Final = ("relevance", "newest", "oldest")
PER_PAGE: Final = 10
MAX_PER_PAGE: Final = 100
MAX_PAGE: Final = 100_000
DATE_LEVELS: Final = ("year", "month", "day")

FACET_PARAMS: Final[Mapping[str, str]] = {
    "person": "person", "source": "source", "agency": "agency", "author": "author",
    "language": "lang", "published": "published", "mentioned": "mentioned",
}  # fmt: skip
"""Facet → parameter, in the canonical order of addresses."""

_KEYWORDS: Final = {
    "person": "people", "source": "sources", "agency": "agencies", "author": "authors",
    "language": "languages",
}  # fmt: skip
_FACET_NAMES: Final = (
    *FACETS,
    *(f"{facet}:{level}" for facet in DATE_FACETS for level in DATE_LEVELS),
)
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")
_NO_DAY: Final = "0001-01-01"
"""A filter that no article passes: the library wants a date, and news are not that old."""

Choices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: its name, what it says, its JSON schema, may it repeat."""

    name: str
    description: str
    schema: Mapping[str, Any]
    repeatable: bool = False


def _facet_parameters(prefix: str, describe: str) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            f"{prefix}{name}", describe.format(facet=facet), {"type": "string"}, repeatable=True
        )
        for facet, name in FACET_PARAMS.items()
    )


_PAIRING_PATTERN: Final = r"^[\s\S]*\S[\s\S]*:[^:]*[^\s:][^:]*$"
_DATE: Final = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}

PARAMETERS: Final[tuple[Parameter, ...]] = (
    Parameter("q", "The query, in the query language; empty finds everything.",
              {"type": "string", "default": ""}),
    *_facet_parameters("", "Only articles with this {facet}, or `unknown`; repeat for OR."),
    Parameter("from", "Published on this year, month or day, or later.", _DATE),
    Parameter("to", "Published on this year, month or day, or earlier.", _DATE),
    *_facet_parameters("-", "No articles with this {facet}, or `unknown`."),
    Parameter("sort", "The order of the hits.",
              {"type": "string", "enum": list(SORTS), "default": SORTS[0]}),
    Parameter("translate", "0 searches without translation and transliteration.",
              {"type": "string", "enum": ["0", "1"], "default": "1"}),
    Parameter("without", "A pairing to switch off: a word of the query, a colon, and the word that "
              "it shall not find, as `deal:сделка`; may be repeated.",
              {"type": "string", "pattern": _PAIRING_PATTERN}, repeatable=True),
    Parameter("facet", "Count this facet; without any the usual four are counted.",
              {"type": "string", "enum": list(_FACET_NAMES)}, repeatable=True),
    Parameter("per_page", "Hits on a page.",
              {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE}),
    Parameter("page", "The page, counted from 1.",
              {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1}),
    Parameter("all", "1 gives all results of a search for programs at once, as a stream.",
              {"type": "string", "enum": ["0", "1"], "default": "0"}),
    Parameter("explain", "1 shows on the page why each hit has its rank.",
              {"type": "string", "enum": ["0", "1"], "default": "0"}),
    Parameter("hl", "The language of the page: en, ru, uk or be.", {"type": "string"}),
)  # fmt: skip
"""All parameters of a search, in the canonical order of addresses."""


@dataclass(frozen=True, slots=True)
class State:
    """What an address asks for. Equal states have equal addresses.

    `chosen` and `excluded` are (facet, values) pairs in canonical order with sorted values;
    use `values_of`, `toggled` and their kin rather than the pairs. `first` and `last` are
    the parameters `from` and `to`, `unpaired` are the values of `without`.
    """

    q: str = ""
    chosen: Choices = ()
    excluded: Choices = ()
    first: str = ""
    last: str = ""
    sort: str = "relevance"
    translate: bool = True
    unpaired: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    per_page: int = PER_PAGE
    number: int = 1
    all: bool = False
    explain: bool = False
    hl: str = ""

    # Reading

    def values_of(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        return dict(self.chosen).get(facet, ())

    def excluded_of(self, facet: str) -> tuple[str, ...]:
        """The excluded values of a facet."""
        return dict(self.excluded).get(facet, ())

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the query narrows the search."""
        return bool(self.chosen or self.excluded or self.first or self.last or self.unpaired)

    # Other states

    def with_values(self, facet: str, values: Iterable[str]) -> State:
        """With exactly these values of a facet chosen, on the first page."""
        return replace(self, chosen=_put(self.chosen, facet, values), number=1)

    def with_excluded(self, facet: str, values: Iterable[str]) -> State:
        """With exactly these values of a facet excluded, on the first page."""
        return replace(self, excluded=_put(self.excluded, facet, values), number=1)

    def toggled(self, facet: str, value: str) -> State:
        """With a value chosen if it was not, else not chosen.

        A month that is clicked replaces `from` and `to`: its count was made without them,
        and the click must give as many articles as the count says.
        """
        old = self.values_of(facet)
        new = [one for one in old if one != value] if value in old else [*old, value]
        state = self.with_values(facet, new)
        if facet == "published":
            state = replace(state, first="", last="")
        return state

    def excluding(self, facet: str, value: str) -> State:
        """With a value excluded (and no longer chosen), or included again."""
        old = self.excluded_of(facet)
        if value in old:
            return self.with_excluded(facet, [one for one in old if one != value])
        chosen = self.values_of(facet)
        kept = [one for one in chosen if one != value]
        state = self.with_values(facet, kept) if value in chosen else self
        return state.with_excluded(facet, [*old, value])

    def paired(self, query: str, found: str, *, on: bool) -> State:
        """With a pairing of words switched on or off, on the first page."""
        pairing = " ".join(f"{query}:{found}".split())
        kept = {one for one in self.unpaired if one.casefold() != pairing.casefold()}
        return replace(self, unpaired=tuple(sorted(kept if on else kept | {pairing})), number=1)

    def without(self, *names: str) -> State:
        """Without the filters of these facets, `from` or `to`.

        Without names, nothing narrows the search: pairings are switched on as well.
        """
        wanted = names or (*FACETS, "from", "to")
        return replace(
            self,
            chosen=tuple(pair for pair in self.chosen if pair[0] not in wanted),
            excluded=tuple(pair for pair in self.excluded if pair[0] not in wanted),
            first="" if "from" in wanted else self.first,
            last="" if "to" in wanted else self.last,
            unpaired=self.unpaired if names else (),
            number=1,
        )

    def page(self, number: int) -> State:
        """The same search, another page of it."""
        return replace(self, number=number)

    # Writing

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values in canonical order; what is default is left out."""
        found = [(name, value) for name, value in self._plain() if value]
        found += [("facet", value) for value in self.facets]
        found += [("without", value) for value in self.unpaired]
        for prefix, choices in (("", self.chosen), ("-", self.excluded)):
            for facet, values in choices:
                found += [(prefix + FACET_PARAMS[facet], value) for value in values]
        return sorted(found, key=_place)

    def to_query(self) -> str:
        """The canonical query string, without a question mark."""
        return "&".join([_encoded(name, value) for name, value in self.pairs()])

    def _plain(self) -> tuple[tuple[str, str], ...]:
        """The parameters that do not repeat; an empty value is the default."""
        return (
            ("q", self.q), ("from", self.first), ("to", self.last), ("hl", self.hl),
            ("sort", "" if self.sort == SORTS[0] else self.sort),
            ("translate", "" if self.translate else "0"),
            ("per_page", "" if self.per_page == PER_PAGE else str(self.per_page)),
            ("all", "1" if self.all else ""),
            ("explain", "1" if self.explain else ""),
            ("page", "" if self.number == 1 else str(self.number)),
        )  # fmt: skip

    def request(self) -> dict[str, Any]:
        """The keywords of `Index.search`, but for `facets`."""
        found: dict[str, Any] = {
            keyword: self.values_of(facet) for facet, keyword in _KEYWORDS.items()
        }
        return found | {
            "query": self.q,
            "published": published_filter(self.values_of("published"), self.first, self.last),
            "mentioned": list(self.values_of("mentioned")),
            "exclude": dict(self.excluded),
            "translate": self.translate,
            "without": [pairing_of(one) for one in self.unpaired],
            "sort": self.sort,
            "limit": None if self.all else self.per_page,
            "offset": 0 if self.all else (self.number - 1) * self.per_page,
        }


_PLACES: Final = {parameter.name: place for place, parameter in enumerate(PARAMETERS)}


def _place(pair: tuple[str, str]) -> int:
    return _PLACES[pair[0]]


@lru_cache(maxsize=4096)
def _encoded(name: str, value: str) -> str:
    """A pair as it stands in an address; a page has hundreds of addresses with the same ones."""
    return urlencode([(name, value)])


_KNOWN: Final = {parameter.name: parameter for parameter in PARAMETERS}


def parse(pairs: Iterable[tuple[str, str]]) -> State:
    """The state of an address given as names and values.

    Unknown names and empty values are ignored, of a name that may not repeat the last value
    counts. ParameterError, naming the parameter, for a value without a meaning.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in _KNOWN and value:
            given.setdefault(name, []).append(value)
    last = {name: values[-1] for name, values in given.items()}
    for name in ("from", "to"):
        _check_date(name, last.get(name))
    _check_order(last.get("from"), last.get("to"))
    for name in ("sort", "translate", "all", "explain"):
        _check_enum(name, last.get(name))
    for name in given.get("facet", ()):
        _check_enum("facet", name)
    for pairing in given.get("without", ()):
        if not all(part.strip() for part in pairing_of(pairing)):
            raise ParameterError(
                f"{pairing!r} is no pairing. Write a word of the query, a colon, and what it "
                "shall not find, such as deal:сделка.", param="without",
            )  # fmt: skip
    return State(
        q=last.get("q", ""),
        chosen=_choices(given, ""),
        excluded=_choices(given, "-"),
        first=last.get("from", ""),
        last=last.get("to", ""),
        sort=last.get("sort", SORTS[0]),
        translate=last.get("translate") != "0",
        unpaired=tuple(sorted(set(given.get("without", ())))),
        facets=tuple(dict.fromkeys(given.get("facet", ()))),
        per_page=_number("per_page", last.get("per_page"), PER_PAGE),
        number=_number("page", last.get("page"), 1),
        all=last.get("all") == "1",
        explain=last.get("explain") == "1",
        hl=supported(last.get("hl")) or "",
    )


def pairing_of(value: str) -> tuple[str, str]:
    """`big deal:большое дело` → the words of the query, and what they shall not find."""
    query, _, found = value.rpartition(":")
    return query, found


def published_filter(values: Sequence[str], first: str, last: str) -> Any:
    """One filter for `published=` and `from`/`to`, which both must hold.

    An article lies inside two intervals exactly when it lies inside what they share, so
    each value is cut to the range: December from the 18th on is `2025-12-18..2025-12-31`.
    """
    if not (first or last):
        return list(values)
    if not values:
        return (first or None, last or None)
    low = (interval(first) or (1, 1))[0] if first else 1
    high = (interval(last) or (1, 1))[1] if last else date.max.toordinal()
    cut = [one for value in values if (one := _cut(value, low, high))]
    return cut or [_NO_DAY]


def span(value: str) -> tuple[int, int] | None:
    """The days of `2025-12` or `2025-10..2025-12`; None when `value` is neither."""
    first, dots, last = value.partition("..")
    if not dots:
        return interval(value)
    begin, end = interval(first), interval(last)
    if (first and begin is None) or (last and end is None) or not (begin or end):
        return None
    low = begin[0] if begin else 1
    high = end[1] if end else date.max.toordinal()
    return (low, high) if low <= high else None


def _cut(value: str, low: int, high: int) -> str | None:
    if value == UNKNOWN:
        return None
    days = span(value)
    if days is None:
        return value  # no date: the library says so
    if low <= days[0] and days[1] <= high:
        return value
    begin, end = max(low, days[0]), min(high, days[1])
    if begin > end:
        return None
    return f"{date.fromordinal(begin).isoformat()}..{date.fromordinal(end).isoformat()}"


def _put(choices: Choices, facet: str, values: Iterable[str]) -> Choices:
    new = dict(choices) | {facet: tuple(sorted(set(values)))}
    return tuple((name, new[name]) for name in FACET_PARAMS if new.get(name))


def _choices(given: Mapping[str, list[str]], prefix: str) -> Choices:
    choices: Choices = ()
    for facet, name in FACET_PARAMS.items():
        values = given.get(prefix + name, ())
        if facet in DATE_FACETS:
            for value in values:
                if value != UNKNOWN and span(value) is None:
                    raise ParameterError(
                        f"{value!r} is no date for {prefix}{name}. Write 2025, 2025-12, "
                        "2025-12-18, 2025-10..2025-12 or unknown.", param=prefix + name,
                    )  # fmt: skip
        if values:
            choices = _put(choices, facet, values)
    return choices


def _check_date(name: str, value: str | None) -> None:
    if value and interval(value) is None:
        raise ParameterError(
            f"{value!r} is no date. Write 2025, 2025-12 or 2025-12-18.", param=name
        )


def _check_order(first: str | None, last: str | None) -> None:
    begin = interval(first) if first else None
    end = interval(last) if last else None
    if begin and end and begin[0] > end[1]:
        raise ParameterError(f"“from” ({first}) lies after “to” ({last}).", param="from")


def _check_enum(name: str, value: str | None) -> None:
    allowed = _KNOWN[name].schema["enum"]
    if value is not None and value not in allowed:
        raise ParameterError(f"{name} is one of {', '.join(allowed)}, not {value!r}.", param=name)


def _number(name: str, value: str | None, default: int) -> int:
    if value is None:
        return default
    highest: int = _KNOWN[name].schema["maximum"]
    if not _NUMBER.fullmatch(value) or int(value) > highest:
        raise ParameterError(f"{name} is a number from 1 to {highest:,}.", param=name)
    return int(value)
