"""Completions of what is being typed: people, sources, and words of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from search.errors import QuerySyntaxError
from web.locale import PageLanguage
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

LIMIT: Final = 10
EACH: Final = 5
LONGEST: Final = 100
_LAST_WORD: Final = re.compile(r"[^\W_]+\Z")


@dataclass(frozen=True, slots=True)
class Completion:
    """A text that may have been meant, and what it is the name of.

    `label` is what a person is called in the reader's language.
    """

    text: str
    kind: Literal["person", "source", "word"]
    label: str = ""


def complete(index: Index, typed: str, names: Names, speech: PageLanguage) -> list[Completion]:
    """At most ten completions; none for a text that nobody would type."""
    wanted = typed.strip()
    if not wanted or len(wanted) > LONGEST:
        return []
    found: dict[str, Completion] = {}
    for person in _people(index, wanted, names, speech):
        found.setdefault(person.text.casefold(), person)
    for one in _sources(index, wanted):
        found.setdefault(one.casefold(), Completion(one, "source"))
    for one in _titles(index, wanted):
        found.setdefault(one.casefold(), Completion(one, "word"))
    return list(found.values())[:LIMIT]


def _people(index: Index, typed: str, names: Names, speech: PageLanguage) -> Iterator[Completion]:
    """Persons one of whose spellings has a word that begins so; in the spelling that has it.

    Of several such spellings the one that the reader's language has comes first.
    """
    wanted = typed.casefold()
    found: dict[str, str] = {}
    for name, (id, _) in index.spellings().items():
        if id not in found and wanted in name.casefold() and _begins(name, typed):
            found[id] = name
            if len(found) == EACH:
                break
    for id, name in found.items():
        label = names.label(id, speech, name)
        yield Completion(label if _begins(label, typed) else name, "person", label)


def _sources(index: Index, typed: str) -> list[str]:
    values = index.facet_values("source", typed, limit=50).values
    return [value.label for value in values if _begins(value.label, typed)][:EACH]


def _titles(index: Index, typed: str) -> Iterator[str]:
    """The query with its last word completed to words that titles have."""
    last = _LAST_WORD.search(typed)
    if last is None or len(last[0]) < 2:
        return
    try:
        results = index.search(
            f"title:{last[0]}*", limit=20, facets=(), translate=False, sort="relevance"
        )
    except QuerySyntaxError:  # as many words begin with "co" as a query may not ask for
        return
    seen: set[str] = set()
    for hit in results:
        for start, end, _ in hit.title.ranges:
            word = hit.title.text[start:end].lower()
            if word.startswith(last[0].lower()) and word not in seen:
                seen.add(word)
                yield typed[: last.start()] + word
        if len(seen) >= EACH:
            return


def _begins(name: str, typed: str) -> bool:
    """Whether a word of the name, and all that follows, begins as typed."""
    low, wanted = name.casefold(), typed.casefold()
    return any(low.startswith(wanted, match.start()) for match in re.finditer(r"\b\w", low))
