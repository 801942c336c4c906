"""What a person is called: the label of each language, and the readable id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from itertools import count
from typing import Final, Literal

from search.people import names
from search.people.registry.cases import bent

PAGE_LANGUAGES: Final = ("en", "ru", "uk", "be")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_BELARUSIAN: Final = re.compile(r"[ўЎ]|(?:^|\s)(?:Аляксандр|Сяргей|Мікалай|Андрэй|Уладзімір)\b")
_UKRAINIAN: Final = re.compile(r"[їЇєЄґҐ]|\w'\w")
_SHARED: Final = re.compile(r"[іІ]")
_RUSSIAN: Final = re.compile(r"[ыЫъЪэЭёЁ]")
_NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("latin", "ru", "uk", "be", "cyrillic"),
    "ru": ("ru", "cyrillic", "uk", "be", "latin"),
    "uk": ("uk", "cyrillic", "ru", "be", "latin"),
    "be": ("be", "cyrillic", "ru", "uk", "latin"),
}
"""For a reader of a language the kinds of spelling to show, the best first."""

Script = Literal["latin", "cyrillic"]


def script(spelling: str) -> Script:
    """The alphabet of a spelling."""
    return "cyrillic" if _CYRILLIC.search(spelling) else "latin"


@lru_cache(maxsize=100_000)
def language_of(spelling: str) -> str:
    """The language of the page that a spelling is written in, by its letters alone.

    `latin` and `cyrillic` where these do not tell: Петров may be any of three.

    >>> [language_of(one) for one in ("Ціханоўская", "Сергій Їжак", "Тихановская", "Эрдоган")]
    ['be', 'uk', 'cyrillic', 'ru']
    """
    if script(spelling) == "latin":
        return "latin"
    if _BELARUSIAN.search(spelling):
        return "be"
    if _UKRAINIAN.search(spelling):
        return "uk"
    if _SHARED.search(spelling):
        return "be" if _RUSSIAN.search(spelling) else "uk"
    return "ru" if _RUSSIAN.search(spelling) else "cyrillic"


def plainness(spelling: str) -> tuple[bool, bool, bool]:
    """Sorts full names before others, those without initials and nominatives first."""
    name = names.parse(spelling)
    return (not (name.given and name.surname), bool(name.initials), bent(spelling))


def best(spellings: Iterable[str], counts: Mapping[str, int]) -> str:
    """The plainest spelling, of those the most frequent.

    "Лукашенко" is always more frequent than "Александр Лукашенко", but says less.
    """
    return min(spellings, key=lambda one: (*plainness(one), -counts.get(one, 0), one))


def label(spellings: Collection[str], counts: Mapping[str, int]) -> str:
    """The label in no language in particular."""
    return names.clean_name(best(spellings, counts))


def labels(
    spellings: Collection[str], counts: Mapping[str, int],
    languages: Mapping[str, Mapping[str, int]] | None = None,
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """The label for readers of each language of the page.

    `languages` are the articles of each spelling by language, where they are known.
    """
    found = []
    for language in PAGE_LANGUAGES:
        chosen = _of_language(language, spellings, languages or {})
        chosen = [one for one in chosen if not plainness(one)[0]] or list(spellings)
        own = {one: (languages or {}).get(one, {}).get(language, 0) for one in chosen}
        weight = {one: 1000 * own[one] + counts.get(one, 0) for one in chosen}
        found.append((language, names.clean_name(best(chosen, weight))))
    return tuple(found)


def _of_language(
    language: str, spellings: Collection[str], languages: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """The spellings that stand in articles of a language, in its alphabet; else the nearest."""
    wanted: Script = "latin" if language == "en" else "cyrillic"
    seen = [s for s in spellings if languages.get(s, {}).get(language) and script(s) == wanted]
    full = [one for one in seen if not plainness(one)[0]]
    if full:
        return full
    by_kind: dict[str, list[str]] = {}
    for one in spellings:
        if not plainness(one)[0]:
            by_kind.setdefault(language_of(one), []).append(one)
    return next((by_kind[kind] for kind in _NEXT[language] if kind in by_kind), [])


def slug(spellings: Collection[str], counts: Mapping[str, int]) -> tuple[str, str]:
    """A readable id in Latin letters, and the spelling that it was made of.

    A Latin spelling comes first: what English articles write is what readers type.
    """
    chosen = min(
        spellings,
        key=lambda s: (*plainness(s)[:2], script(s) != "latin", bent(s), -counts.get(s, 0), s),
    )
    return slugged(chosen), chosen


@lru_cache(maxsize=100_000)
def slugged(spelling: str) -> str:
    """A spelling as it stands in an id: `светлана тихановская` → svetlana-tikhanovskaya."""
    from anyascii import anyascii  # its tables are read on first use

    text = anyascii(names.clean_name(spelling)).lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:80] or "person"


def free(plain: str, is_taken: Callable[[str], bool]) -> str:
    """The id itself where it is free, else with the first number that is."""
    candidates = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
    return next(one for one in candidates if not is_taken(one))
