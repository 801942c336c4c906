"""Personal names: how they are written, and which spellings may be one name.

A name is read as a given name and a surname. Given names of a table of ours become one
name whatever the alphabet (Александр, Oleksandr, Aliaksandr → alexander). A surname becomes
its sounds: letters of either alphabet are turned into one coarse row of sounds, in which
those that Russian, Ukrainian and Belarusian spellings exchange are alike (о/а, и/ы, г/х/h,
ц/т before a soft vowel), and case endings are gone. Nouns: a *stem* is the sounds of a
surname without its ending; a *reading* is one way to understand a spelling, and an oblique
form has several ("Путина" is he in the genitive or she in the nominative).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from search.people.model import Gender
from search.people.names.cleaning import clean_name
from search.people.names.coarse import (
    CYRILLIC,
    bare,
    fold,
    letters,
    plain_latin,
    row_of,
    softened,
    sounds,
)
from search.people.names.given import forms, table_names

_PATRONYMIC: Final = re.compile(
    r".{2,}(?:ович|евич|ьич|ич|йович|ьович|овна|евна|ична|инична|івна|ївна|авіч|евіч|овіч|"
    r"аўна|еўна|оўна|"
    r"ovich|evich|ovych|yovych|avich|ievich|ovna|evna|ichna|ivna|auna|euna|ouna)"
    r"(?:а|у|ем|ем|е|ы|и|ой|у|ові|еві|і|ою|ай)?"
)
_PARTICLES: Final = frozenset(
    ("von", "van", "der", "den", "de", "da", "di", "del", "della", "la", "le", "bin", "ibn", "al",
     "фон", "ван", "дер", "ден", "де", "да", "ди", "ді", "ля", "ла", "бин", "ибн", "аль")
)  # fmt: skip

_ADJECTIVE_CYRILLIC: Final = re.compile(
    r"(?P<base>.+(?:с|ц|з)ь?к)(?:(?P<m>ий|і|ій|ый)|(?P<f>ая|(?<=ьк)а)|"
    r"(?P<mo>ого|ому|им|ом|ім|ага|аму|ым)|(?P<fo>ую|ою|ої|(?<=ьк)у|ай|аю|ой|ій))"
)
_ADJECTIVE_LATIN: Final = re.compile(
    r"(?P<base>.+(?:s|c|ts|z)k)(?:(?P<m>y|i|iy|yi|yy|ii|ij|yj|yi|oy|oi)|(?P<f>aya|aia|aja|a|aya))"
)
_SHORT_CYRILLIC: Final = re.compile(
    r"(?P<base>.+(?:[оеёєая][вў]|[иіїы]н))(?:(?P<m>)|(?P<both>а|(?<=н)я)|"
    r"(?P<mo>ым|им|ом|ові|ем)|(?P<fo>ой|ою|ої|ій|ай|аю|ей)|(?P<any>у|е|і|ы|и|ю))"
)
_SHORT_LATIN: Final = re.compile(r"(?P<base>.+(?:[oeay][vuw]|[iy]n))(?:(?P<m>)|(?P<f>a))")
_NOUN_OBLIQUE: Final = re.compile(r"(?P<base>.{3,}?)(?:ом|ем|ём|ым|им|ам|ям|ові|еві|єві)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a spelling.

    `given` is the canonical given name, "" for a mere surname; `initial` the class of its
    first letter where only that is written; `stem` the sounds of the surname and `last` those
    of its last word, if it has several; `nominative` tells whether it needs no case to be
    undone, `rare` that the reading counts only where no other fits.
    """

    given: str
    stem: str
    gender: Gender
    nominative: bool = True
    initial: str = ""
    last: str = ""
    rare: bool = False

    @property
    def key(self) -> str:
        """What spellings of one name share."""
        return f"{self.given or self.initial}|{self.stem}|{self.gender}"


def name_key(name: str) -> str:
    """A key that spellings of one person's name share: given name, sounds of the surname, gender.

    >>> name_key("Viktar Babaryka") == name_key("Виктор Бабарико")
    True
    >>> name_key("Siarhei Tsikhanouski") == name_key("Sviatlana Tsikhanouskaya")
    False
    """
    return readings(name)[0].key


@lru_cache(maxsize=100_000)
def readings(name: str) -> tuple[Reading, ...]:
    """All ways to understand a spelling, the most natural first; never empty."""
    words = _words(name)
    if not words:
        return (Reading("", "", ""),)
    given, surname = _split(words)
    if not given:
        return _unique(surname_readings(surname))
    if _is_initial(given):
        start = initial(given)
        return _unique(replace(one, initial=start) for one in surname_readings(surname))
    return _unique(_full(given, surname))


def _full(given: str, surname: str) -> Iterator[Reading]:
    """Given name and surname in one case and gender; nominative before the others."""
    known = _known_given(given)
    surnames = surname_readings(surname)
    if not known:
        best = surnames[0]
        yield replace(best, given=sounds(given), nominative=True)
        return
    found = []
    for canonical, gender, nominative in known:
        for one in surnames:
            fits = one.gender in ("", gender)
            found.append(
                # Both words in one case and gender first; then any, for names that do not
                # bend ("Джоном Марлоу") and women with a man's form ("Anna Petrov").
                (not nominative, not fits, one.nominative != nominative,
                 replace(one, given=canonical, gender=gender, nominative=nominative))
            )  # fmt: skip
    found.sort(key=lambda entry: entry[:3])
    best_of: set[tuple[str, bool]] = set()
    for _, misfit, _, reading in found:
        if (reading.given, reading.nominative) not in best_of or not misfit:
            best_of.add((reading.given, reading.nominative))
            yield reading


@lru_cache(maxsize=100_000)
def _known_given(word: str) -> tuple[tuple[str, Gender, bool], ...]:
    """Canonical name, gender and nominative of a given name; () when it is in no table.

    By its letters, else by its sounds ("Aljaksandr", "Пітэр"); of a double name
    (Жан-Батист) the first half decides and the second is added.
    """
    first, _, second = fold(word).partition("-")
    known = _entries(first) or _given_sounds().get(row_of(first), ())
    if not second:
        return known
    return tuple((f"{name}-{sounds(second)}", gender, case) for name, gender, case in known)


def _entries(form: str) -> tuple[tuple[str, Gender, bool], ...]:
    found = ((one.canonical, one.gender, one.nominative) for one in table_names(form))
    return tuple(dict.fromkeys(found))


@cache
def _given_sounds() -> dict[str, tuple[tuple[str, Gender, bool], ...]]:
    """Given names by their sounds, where these are those of one name alone."""
    found: dict[str, set[tuple[str, Gender, bool]]] = {}
    for form in forms():
        if len(row := row_of(form)) > 3:
            found.setdefault(row, set()).update(_entries(form))
    return {
        row: tuple(sorted(entries, key=lambda entry: (not entry[2], entry)))
        for row, entries in found.items()
        if len({name for name, _, _ in entries}) == 1
    }


@lru_cache(maxsize=100_000)
def surname_readings(surname: str) -> tuple[Reading, ...]:
    """The readings of a surname alone, of one word or several."""
    *front, last = surname.split()
    prefix = "".join(sounds(word) for word in front)
    pairs = _endings_cyrillic(last) if CYRILLIC.search(last) else _endings_latin(last)
    found = []
    for stem, gender, nominative in pairs:
        row = softened(stem)
        # Трубецкой is a man's name, but "Тихановской" nearly always hers in another case.
        rare = gender == "m" and nominative and last.lower().endswith("ой")
        whole = prefix + row
        found.append(Reading("", whole, gender, nominative, "", row if front else "", rare))
    return _unique(tuple(found))


def _endings_cyrillic(word: str) -> Iterator[tuple[str, Gender, bool]]:
    """Stem, gender and whether it is the nominative, for each ending the word may have."""
    word = fold(word)
    if match := _ADJECTIVE_CYRILLIC.fullmatch(word):
        stem = letters(match["base"].replace("ь", ""))
        yield stem, "m" if match["m"] or match["mo"] else "f", bool(match["m"] or match["f"])
        if word.endswith("ой"):  # Трубецкой, or of Тихановская
            yield stem, "m", True
        return
    if match := _SHORT_CYRILLIC.fullmatch(word):
        stem = letters(match["base"])
        if match["both"]:  # Иванова: she, or of him
            yield stem, "f", True
            yield stem, "m", False
        elif match["any"]:
            yield stem, "m", False
            yield stem, "f", False
        else:
            yield stem, "f" if match["fo"] else "m", match["m"] is not None
        return
    yield bare(word), "", True
    if (match := _NOUN_OBLIQUE.fullmatch(word)) and len(match["base"]) >= 3:
        yield letters(match["base"]), "m" if word[-1] == "м" else "", False


def _endings_latin(word: str) -> Iterator[tuple[str, Gender, bool]]:
    word = fold(word)
    ending = plain_latin(word)  # Kalniņa is written as Kalnina too
    word = word if len(ending) == len(word) and ending[-2:] == word[-2:] else ending
    for pattern in (_ADJECTIVE_LATIN, _SHORT_LATIN):
        if match := pattern.fullmatch(word):
            yield letters(match["base"]), "f" if match["f"] else "m", True
            return
    yield bare(word), "", True


def initial(word: str) -> str:
    """The class of the first sound of a given name or initial."""
    row = softened(letters(fold(word.rstrip("."))))
    return row[:1]


def given_initial(name: str) -> str:
    """The class of the first sound of the given name or initial of a name, "" without one."""
    words = _words(name)
    given = _split(words)[0] if words else ""
    return initial(given) if given else ""


def _words(name: str) -> list[str]:
    """The words of a name, initials apart ("А.Г.Лукашенко" → А., Г., Лукашенко)."""
    text = re.sub(r"(?<=\w)\.(?=\w)", ". ", clean_name(name))
    first, *others = text.split() or [""]
    if not others:  # a surname: Салтыков-Щедрин
        return first.replace("-", " ").split()
    return [first, *" ".join(others).replace("-", " ").split()]


def _split(words: list[str]) -> tuple[str, str]:
    """The given name (or initial, or "") and the surname of the words of a name."""
    if len(words) == 1:
        return "", words[0]
    middle = [w for i, w in enumerate(words) if i == 0 or not _is_patronymic(w, words, i)]
    if len(middle) == 1:  # "Александр Григорьевич": no surname is told
        return words[0], words[1]
    words = middle
    if _is_initial(words[0]):
        return words[0], " ".join(w for w in words[1:] if not _is_initial(w)) or words[-1]
    if _is_initial(words[-1]):  # Лукашенко А. Г.
        return words[1], words[0]
    words = [words[0], *(w for w in words[1:] if not _is_initial(w))]
    if len(words) == 2 and not _known_given(words[0]) and _known_given(words[1]):
        return words[1], words[0]
    if words[0].lower() in _PARTICLES:
        return "", " ".join(words)
    return words[0], " ".join(words[1:])


def _is_patronymic(word: str, words: list[str], at: int) -> bool:
    """Whether a word is a father's name: between the two others, or after given name last.

    In a name of two words "-ич" is a surname: Александр Гриневич.
    """
    return (
        len(words) > 2
        and at > 0
        and bool(_PATRONYMIC.fullmatch(fold(word)))
        and (at < len(words) - 1 or bool(_known_given(words[at - 1])))
    )


def _is_initial(word: str) -> bool:
    return len(word) == 1 or (len(word) <= 3 and word.endswith("."))


def _unique(found: Iterator[Reading] | tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple({one.key: one for one in reversed(list(found))}.values())[::-1]
