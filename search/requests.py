"""A request: a search as a caller asks for it, checked, and its dates and facets read.

`check` raises ParameterError, with the name of the parameter, for what has no meaning. What the
parts of a request mean for an index is the searcher's to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from search.documents import DATE_FACETS, FACETS, LANGUAGES, TEXT_FACETS, UNKNOWN
from search.errors import ParameterError
from search.plan import Level, Node
from search.query.planner import Planner, date_range

DEFAULT_FACETS: Final = ("person", "published", "source", "language")
DEFAULT_FACET_LIMIT: Final = 20
SORTS: Final = ("relevance", "newest", "oldest")
LEVELS: Final = ("year", "month", "day")
MAX_VALUES: Final = 200
"""Values of one filter."""

DateFilter = str | tuple[str | None, str | None] | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Request:
    """A search as a caller asks for it; the fields are those of `Index.search`."""

    query: str = ""
    people: Sequence[str] = ()
    sources: Sequence[str] = ()
    agencies: Sequence[str] = ()
    authors: Sequence[str] = ()
    languages: Sequence[str] = ()
    published: DateFilter = None
    mentioned: DateFilter = None
    exclude: Mapping[str, Sequence[str]] = field(default_factory=dict)
    translate: bool = True
    sort: str = "relevance"
    limit: int | None = 10
    offset: int = 0
    facets: Sequence[str] = DEFAULT_FACETS
    facet_limit: int | None = DEFAULT_FACET_LIMIT
    without: Sequence[tuple[str, str]] = ()
    meaning: bool = True

    def of_facet(self, facet: str) -> Sequence[str]:
        """The chosen values of a text facet."""
        return {
            "person": self.people, "source": self.sources, "agency": self.agencies,
            "author": self.authors, "language": self.languages,
        }[facet]  # fmt: skip


def check(request: Request) -> None:
    """ParameterError for what has no meaning."""
    if not isinstance(request.query, str):
        raise ParameterError("The query is a text.", param="query")
    for name in ("limit", "offset", "facet_limit"):
        value = getattr(request, name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise ParameterError(f"{name} is a number, not {value!r}.", param=name)
    _check_page(request)
    if not all(_is_pairing(one) for one in request.without) or len(request.without) > MAX_VALUES:
        raise ParameterError(
            f"Give at most {MAX_VALUES} pairs: a word of the query and what it shall not find.",
            param="without",
        )
    for facet, values in request.exclude.items():
        if facet not in FACETS:
            raise ParameterError(_no_facet(facet), param="exclude")
        _check_values(facet, values, "exclude")
    for facet in TEXT_FACETS:
        _check_values(facet, request.of_facet(facet), facet)
    for language in (*request.languages, *request.exclude.get("language", ())):
        if language not in (*LANGUAGES, UNKNOWN):
            raise ParameterError(
                f"{language!r} is no language of an index. "
                f"Use one of {', '.join(LANGUAGES)}, {UNKNOWN}.", param="languages",
            )  # fmt: skip


def _check_page(request: Request) -> None:
    if request.sort not in SORTS:
        raise ParameterError(
            f"sort is one of {', '.join(SORTS)}, not {request.sort!r}.", param="sort"
        )
    if request.limit is not None and request.limit < 0:
        raise ParameterError("limit is 0 or more, or None for all.", param="limit")
    if request.offset < 0:
        raise ParameterError("offset is 0 or more.", param="offset")
    if request.facet_limit is not None and request.facet_limit < 0:
        raise ParameterError("facet_limit is 0 or more, or None for all.", param="facet_limit")


def _check_values(facet: str, values: Sequence[str], param: str) -> None:
    if isinstance(values, str) or not isinstance(values, Collection):
        raise ParameterError(f"Give a list of values for {facet}.", param=param)
    if not all(isinstance(value, str) for value in values):
        raise ParameterError(f"The values of {facet} are texts.", param=param)
    if len(values) > MAX_VALUES:
        raise ParameterError(f"At most {MAX_VALUES} values of {facet}.", param=param)


def _is_pairing(one: object) -> bool:
    return (
        isinstance(one, tuple | list)
        and len(one) == 2
        and all(isinstance(text, str) and text.strip() for text in one)
    )


def _no_facet(name: str) -> str:
    return f"There is no facet {name!r}. Facets are {', '.join(FACETS)}."


def facet_and_level(name: str) -> tuple[str, Level | None]:
    """The facet that a name means, and of a date the level: published:year, else by month."""
    facet, colon, level = name.partition(":")
    if facet not in FACETS or (colon and facet not in DATE_FACETS):
        raise ParameterError(_no_facet(name), param="facets")
    if facet not in DATE_FACETS:
        return facet, None
    if colon and level not in LEVELS:
        raise ParameterError(
            f"{level!r} is no level of a date. Levels are {', '.join(LEVELS)}.", param="facets"
        )
    return facet, level or "month"  # type: ignore[return-value]


def level_of(value: str) -> str | None:
    """The level of a bucket: 2025-12 is a month."""
    return {4: "year", 7: "month", 10: "day"}.get(len(value))


def date_values(facet: str, wanted: DateFilter) -> list[str]:
    """A date filter as texts: `2025-12`, `2025-10..2025-12`, `unknown`."""
    if wanted is None:
        return []
    if isinstance(wanted, str):
        return [wanted]
    if not isinstance(wanted, list | tuple | set | frozenset):
        raise ParameterError(f"{wanted!r} is no date for {facet}.", param=facet)
    if isinstance(wanted, tuple) and len(wanted) == 2 and UNKNOWN not in wanted:
        first, last = wanted
        if not first and not last:
            return []
        return [f"{first or ''}..{last or ''}"]
    values = [one for one in wanted if one]
    if len(values) > MAX_VALUES:
        raise ParameterError(f"At most {MAX_VALUES} values of {facet}.", param=facet)
    return values


def date_node(facet: str, text: str) -> Node:
    """The articles that a date filter means; ParameterError where it is no date."""
    if text == UNKNOWN:
        return Planner.unknown(facet)
    try:
        return date_range(facet, text)
    except ValueError:
        raise ParameterError(
            f"{text!r} is no date for {facet}. Write 2025, 2025-12, 2025-12-18, "
            "2025-10..2025-12 or unknown.", param=facet,
        ) from None  # fmt: skip
