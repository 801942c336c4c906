"""The table of outlets: agencies, papers, sites and broadcasters, however they are written.

Nouns: an *outlet* is one row of the table; a *spelling* one way to write it; its *base* the
part of a word that no case changes («Белта», «Белтой» → "белт").

The table is ours (`data/outlets.tsv`); who has one more outlet or spelling gives a file of the
same form, whose rows come before ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from search.errors import InputError

USER_FILE: Final = "outlets.tsv"
"""In the folder of an index: outlets that its user adds."""
KINDS: Final = ("agency", "newspaper", "site", "broadcaster")
_WORD: Final = re.compile(r"[^\W_]+")
_GAP: Final = re.compile(r"[ \u00a0]|[-–.'’ʼ&/+:|](?: ?[«\"„“])?|[ \u00a0][«\"„“&+–-] ?")
_MOST_WORDS: Final = 8
_ARTICLES: Final = frozenset({
    "the", "der", "die", "das", "dem", "den", "des", "le", "la", "les", "l", "el", "los", "il",
})  # fmt: skip
_BASE_CYRILLIC: Final = re.compile(r"(?:ая|яя|ое|ее|ые|ие|ий|ый|ій|ия|ія|ыя|[аяоеэыиіьъйє])\Z")
_BASE_LATIN: Final = re.compile(r"[aeiyoąę]\Z")
_ENDINGS_CYRILLIC: Final = frozenset({
    "а", "ай", "ам", "ами", "ах", "аю", "ая", "аў", "е", "ев", "еві", "его", "ее", "ей", "ем",
    "ему", "ею", "и", "ией", "ии", "ий", "им", "ими", "их", "ию", "ия", "иям", "иями", "иях",
    "й", "о", "ов", "ові", "ого", "ое", "ой", "ом", "ому", "ою", "оў", "у", "ую", "ці", "ъ", "ы",
    "ый", "ым", "ыми", "ых", "ь", "э", "ю", "юю", "я", "яй", "ям", "ями", "ях", "яя", "яў", "є",
    "єю", "і", "ів", "ій", "ім", "іми", "іх", "ію", "ія", "ієй", "ії", "ї",
})  # fmt: skip
_ENDINGS_LATIN: Final = frozenset({
    "owi", "ami", "ego", "emu", "iej", "ej", "ie", "em", "om", "ach", "ów", "ą", "ę", "a", "y",
    "i", "u", "e", "o", "s",
})  # fmt: skip
_POSSESSIVE: Final = re.compile(r"[-'’](?:owi|em|ie|ów|om|ами|ом|у|а|[auyiesę])\b|['’]s\b")


class OutletError(InputError):
    """A table of outlets that cannot be read; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet; `hosts` are the beginnings-less names of its sites ("belta.by")."""

    name: str
    kind: str
    country: str = ""
    spellings: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Match(NamedTuple):
    """An outlet that is named at a place; `exact` unless case endings differ."""

    outlet: Outlet
    start: int
    end: int
    exact: bool


class _Entry(NamedTuple):
    words: tuple[str, ...]
    outlet: Outlet
    caps: bool
    article: bool


class Outlets:
    """Finds outlets by any spelling, in any case, and by host. Earlier rows win."""

    def __init__(self, rows: Iterable[Outlet]) -> None:
        self._rows = tuple(rows)
        self._exact: dict[tuple[str, ...], _Entry] = {}
        self._bases: dict[str, list[_Entry]] = {}
        self._hosts: dict[str, Outlet] = {}
        for outlet in self._rows:
            for host in outlet.hosts:
                self._hosts.setdefault(host.casefold(), outlet)
            for spelling in (outlet.name, *outlet.spellings):
                self._add(spelling, outlet)

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _add(self, spelling: str, outlet: Outlet) -> None:
        words = _folded(spelling)
        if not words:
            return
        caps = spelling.isupper() and len(spelling) <= 5
        bare = words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
        entry = _Entry(bare, outlet, caps, article=bare != words)
        known = self._exact.get(words)
        if known is None or (known.article and known.words == words):
            # "Guardian" as a spelling of its own needs no article any more.
            self._exact[words] = entry
            self._exact.setdefault(bare, entry)
            self._bases.setdefault(_base(bare[0]), []).append(entry)

    def find(self, name: str) -> Outlet | None:
        """The outlet that a whole text names: "Рейтер", «Белтой», "the AFP news agency"."""
        whole = " ".join(name[:200].split())
        bare = _GENERIC.sub(" ", _POSSESSIVE.sub("", whole)).strip()
        for one in dict.fromkeys((whole, bare)):
            words = _folded(one)
            entry = self._exact.get(words)
            if entry and (not entry.article or words != entry.words):
                return entry.outlet
            found = self.at(one, 0, strict=False)
            if found is not None and not _WORD.search(one, found.end):
                return found.outlet
        return None

    def at(self, text: str, start: int, *, strict: bool = True) -> Match | None:
        """The longest outlet that is named from `start` on; leading marks are passed over.

        In running text be `strict`: a name begins with a capital, and one that is written in
        capitals (ERR, APS) is not meant by a word that is not.
        """
        pieces = list(_pieces(text, start))
        while pieces and pieces[0][0].casefold() in _ARTICLES and len(pieces) > 1:
            if exact := self._longest(text, pieces, strict, article=False):
                return exact  # "Le Monde", "Die Zeit": the article is in the name
            return self._longest(text, pieces[1:], strict, article=True)
        return self._longest(text, pieces, strict, article=False)

    def _longest(
        self, text: str, pieces: list[tuple[str, int, int]], strict: bool, article: bool
    ) -> Match | None:
        folded = tuple(_fold(word) for word, _, _ in pieces)
        for size in range(len(pieces), 0, -1):
            entry = self._exact.get(folded[:size])
            exact = entry is not None
            if entry is None:
                entry = self._inflected(folded[:size])
            if entry is None or not _is_shown(entry, pieces[:size], text, strict, article):
                continue
            return Match(entry.outlet, pieces[0][1], pieces[size - 1][2], exact)
        return None

    def _inflected(self, words: tuple[str, ...]) -> _Entry | None:
        first = words[0]
        for cut in range(min(5, len(first))):
            for entry in self._bases.get(first[: len(first) - cut], ()):
                if len(entry.words) == len(words) and all(map(_same_word, entry.words, words)):
                    return entry
        return None

    def of_host(self, address: str) -> Outlet | None:
        """The outlet of an address or host: "https://www.belta.by/x" is BelTA's."""
        try:
            host = (urlsplit(address).hostname if "//" in address else address) or ""
        except ValueError:
            return None
        labels = host.casefold().rstrip(".").split(".")
        for at in range(min(len(labels) - 1, 8)):
            if found := self._hosts.get(".".join(labels[at:])):
                return found
        return None

    def canonical(self, name: str) -> str:
        """The shown name of an outlet, or the name as it is where the table does not know it."""
        plain = " ".join(name.split())
        outlet = self.find(plain)
        return outlet.name if outlet else plain

    def extended(self, path: Path) -> Outlets:
        """This table with the rows of a user's file before its own."""
        return Outlets((*read_outlets(path), *self._rows))


_GENERIC: Final = re.compile(
    r"(?i)\A(?:(?:the|state|news|press|information|wire|агентств[оауі]м?|агенцтв[аоуе]м?|"
    r"агенці[яїюі]є?ю?|(?:информ|інформ|інфарм)аг[а-яіў]+|издани[еяю]|видання|выданне|газет[аыуеій]|"
    r"портал[ауе]?|телеканал[ауе]?|ИА|ІА|nachrichtenagentur|agentur|zeitung|agence|agencia|"
    r"agencj[aiąęe]|dziennika?|portalu?|корр?\.?|кар\.?|корреспондент[ау]?)\s+)+"
    r"|\s+(?:(?:news|press|wire|state|information)\s+)*(?:agency|service|agentur)\Z"
)


def _pieces(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Words from a place on that may belong to one name, with where they stand."""
    limit = start + 200
    last = None
    for number, match in enumerate(_WORD.finditer(text, start, limit)):
        if number == _MOST_WORDS:
            return
        if last is not None:
            gap = text[last.end() : match.start()]
            short = len(last[0]) <= 2 and gap in (". ", ".")
            if not short and not _GAP.fullmatch(gap):
                return
        last = match
        yield match[0], match.start(), match.end()


def _is_shown(
    entry: _Entry, pieces: list[tuple[str, int, int]], text: str, strict: bool, article: bool
) -> bool:
    """Whether the letters at the place are those of a name and not of common words."""
    start, end = pieces[0][1], pieces[-1][2]
    shown = text[start:end]
    quoted = text[start - 1 : start] in ("«", '"', "„", "“", "”") if start else False
    if entry.article and pieces[0][0].casefold() not in _ARTICLES and not (article or quoted):
        return False  # "Times", "Point", "Monde" are words; "the Times" is a paper
    if not strict:
        return True
    if entry.caps and not shown.isupper():
        return quoted or shown in (entry.outlet.name, *entry.outlet.spellings)
    return any(char.isupper() for char in shown[:1]) or shown in (
        entry.outlet.name,
        *entry.outlet.spellings,
    )


def _fold(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _folded(name: str) -> tuple[str, ...]:
    return tuple(_fold(word) for word in _WORD.findall(name))


@cache
def _base(word: str) -> str:
    pattern, least = (_BASE_LATIN, 4) if word.isascii() else (_BASE_CYRILLIC, 3)
    base = pattern.sub("", word)
    return base if len(word) > 3 and len(base) >= least else word


def _same_word(own: str, other: str) -> bool:
    """Whether a word of a text is a form of a word of the table: «Белтой» of «Белта»."""
    if own == other:
        return True
    base = _base(own)
    if (len(base) < 4 and base == own) or not other.startswith(base):
        return False
    ending = other[len(base) :]
    endings = _ENDINGS_LATIN if own.isascii() else _ENDINGS_CYRILLIC
    return ending in endings and (base != own or ending != "")


def read_outlets(path: Path) -> tuple[Outlet, ...]:
    """The rows of a user's file; OutletError where one is no row of such a table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise OutletError(f"{path} cannot be read as UTF-8 text ({error}).") from error
    return tuple(_rows(text, str(path)))


def outlets_of(folder: Path | None) -> Outlets:
    """The table for an index: ours, with the rows of `outlets.tsv` in its folder before it.

    An index in memory has no folder.
    """
    if folder is None:
        return own_outlets()
    path = folder / USER_FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return own_outlets()
    return _extended(path, changed)


@lru_cache(maxsize=8)
def _extended(path: Path, _changed: int) -> Outlets:
    """Read once for each version of the file: articles by the thousand ask for it."""
    return own_outlets().extended(path)


@cache
def own_outlets() -> Outlets:
    """Our table."""
    text = files("search.sources").joinpath("data", "outlets.tsv").read_text(encoding="utf-8")
    return Outlets(_rows(text, "outlets.tsv"))


def _rows(text: str, name: str) -> Iterator[Outlet]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")] + [""] * 4
        title, kind, country, spellings, hosts = cells[:5]
        if not title or kind not in KINDS:
            raise OutletError(
                f"{name}, line {number}: write name, kind ({', '.join(KINDS)}), country, "
                "spellings (a|b) and hosts (a b), separated by tabs."
            )
        others = tuple(one.strip() for one in spellings.split("|") if one.strip())
        yield Outlet(title, kind, country, others, tuple(hosts.split()))
