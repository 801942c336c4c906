"""The parts of a name: given name, patronymic, surname, whatever their order and alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from search.people.model import Gender
from search.people.names.cleaning import one_name
from search.people.names.given import fold, gender_of, is_given_name
from search.people.names.surnames import stem
from search.people.names.tables import data_lines

PATRONYMIC_MALE: Final = re.compile(
    r".{2,}(?:[оеё]вич|ьич|[аеоє]віч|йович|ьович|ich|o[vw]it?(?:s?ch|cz)|e[vw]it?(?:s?ch|cz)|"
    r"(?:ov|ev|av|yov)[iy]t?ch|[иы]ч|ыч)|.+(?:оглы|оглу|ogly|oglu)"
)
PATRONYMIC_FEMALE: Final = re.compile(
    r".{2,}(?:[оеё]вна|ична|инична|[иії]вна|[аоеэ]ўна|o[vw]na|e[vw]na|ichna|[iy]vna|[aeo]una)"
    r"|.+(?:кызы|кизи|kyzy|qizi)"
)
PARTICLES: Final = frozenset(
    ("von", "van", "der", "den", "de", "da", "di", "del", "della", "la", "le", "bin", "ibn", "al",
     "el", "dos", "das", "du", "ter", "zu", "af", "abu", "ben", "bint", "y",
     "фон", "ван", "дер", "ден", "де", "да", "ди", "ді", "ля", "ла", "бин", "ибн", "аль", "эль",
     "абу", "бен", "дель", "делла", "дос", "дю", "ле", "цу", "бін", "ібн", "ель")
)  # fmt: skip
_GENERATIONS: Final = {
    "jr": "jr", "sr": "sr", "junior": "jr", "senior": "sr", "мл": "jr", "ст": "sr",
    "младший": "jr", "старший": "sr", "молодший": "jr", "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip
_ARTICLE: Final = re.compile(
    r"^(al|el|ash|as|ad|ar|an|at|az|аль|эль|ель|аш|ас|ад|ар|ан|ат|аз)-(?=\w{3})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; what it does not tell is "".

    `surname` is the last name with its particles ("von der Leyen"), `particles` these alone,
    `middle` the words between given name and surname that are no patronymic, `initials`
    the initials of given names in their order. `surname_first` tells the order in `text`.
    """

    text: str
    given: str = ""
    patronymic: str = ""
    surname: str = ""
    initials: tuple[str, ...] = ()
    gender: Gender = ""
    particles: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    generation: str = ""
    surname_first: bool = False


@lru_cache(maxsize=200_000)
def parse(text: str) -> Name:
    """Takes a name apart. Any text gives a `Name`, of which `text` at least is filled.

    >>> parse("Лукашенко А. Г.").initials
    ('А', 'Г')
    """
    clean = one_name(text)
    words, initials, first = _words(clean)
    words, generation = _generation(words)
    words, particles = _particles(words)
    given, patronymic, surname, middle, surname_first = _parts(words, initials)
    if initials and first < 0:
        surname_first = True
    gender = _gender(given, patronymic, surname)
    whole = " ".join((*particles, surname))
    return Name(
        clean, given, patronymic, whole, initials, gender, particles, middle, generation,
        surname_first,
    )  # fmt: skip


def _words(clean: str) -> tuple[list[str], tuple[str, ...], int]:
    """The words, the initials among them, and -1 if the initials come last."""
    plain = clean.split(" ")
    if len(plain) < 3 and all(len(word) > 1 and word.isalpha() for word in plain):
        return plain, (), 0  # most are: Иван Петров
    text = re.sub(r"(?<=\w)\.(?=\w)", ". ", clean)
    words: list[str] = []
    initials: list[str] = []
    last = 0
    for word in text.replace(",", " ").split():
        if is_initial(word) and not (words and len(word) == 1 and _is_asian(words[0])):
            initials.append(word.rstrip("."))
            last = -1 if words else 1
        else:
            words.append(word.strip("-;:*"))
    return [word for word in words if word], tuple(initials), last


def _is_asian(word: str) -> bool:
    return word.lower() in east_asian_surnames()


def is_initial(word: str) -> bool:
    """Whether a word is an initial: one letter, or two and a full stop (Дж., Yu.)."""
    bare = word.rstrip(".")
    return (len(bare) == 1 and bare.isalpha()) or (
        word.endswith(".") and len(bare) == 2 and fold(bare) not in _GENERATIONS
    )


def _generation(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and (found := _GENERATIONS.get(fold(words[-1].rstrip(".")))):
        return words[:-1], found
    return words, ""


def _particles(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Particles between the other words, which are left."""
    found = tuple(
        word for at, word in enumerate(words)
        if word.lower() in PARTICLES and at < len(words) - 1 and (at > 0 or word.islower())
    )  # fmt: skip
    return [word for word in words if word not in found] or words, found


def _parts(
    words: list[str], initials: tuple[str, ...]
) -> tuple[str, str, str, tuple[str, ...], bool]:
    """Given name, patronymic, surname, middle names, and whether the surname came first."""
    if not words:
        return "", "", "", (), False
    if len(words) == 1:
        return "", "", words[0], (), False
    at = _patronymic_at(words)
    if at is not None:
        patronymic = words[at]
        others = [*words[:at], *words[at + 1 :]]
        if len(others) == 1:
            return others[0], patronymic, "", (), False
        if at == len(words) - 1 or (at == 2 and len(words) == 3):
            return others[-1], patronymic, " ".join(others[:-1]), (), True
        return others[0], patronymic, others[-1], tuple(others[1:-1]), False
    if initials and len(words) == 2 and not is_given_name(words[0]):
        return "", "", " ".join(words), (), False
    if _surname_first(words):
        if words[0].lower() in east_asian_surnames():  # Ким Чен Ын: Чен Ын is one name
            return " ".join(words[1:]), "", words[0], (), True
        return words[1], "", words[0], tuple(words[2:]), True
    return words[0], "", words[-1], tuple(words[1:-1]), False


def _patronymic_at(words: list[str]) -> int | None:
    """The place of the patronymic: after a known given name, else second or third."""
    if len(words) == 2:  # Александр Гриневич has no patronymic, Анна Сергеевна no surname
        return 1 if _is_daughters(words[1]) and is_given_name(words[0]) else None
    found = [at for at, word in enumerate(words) if at and _is_patronymic(word)]
    if not found:
        return None
    for at in found:
        if is_given_name(words[at - 1]):
            return at
    return found[0]


@lru_cache(maxsize=100_000)
def _is_patronymic(word: str) -> bool:
    return bool(PATRONYMIC_MALE.fullmatch(fold(word))) or _is_daughters(word)


@lru_cache(maxsize=100_000)
def _is_daughters(word: str) -> bool:
    return bool(PATRONYMIC_FEMALE.fullmatch(fold(word)))


def _surname_first(words: list[str]) -> bool:
    """Whether the surname stands first: by capitals (LEE Chang Ho), by the table."""
    capitals = [len(word) > 1 and word.isupper() for word in (words[0], words[-1])]
    if capitals[0] != capitals[1]:
        return capitals[0]
    if words[0].lower() in east_asian_surnames():
        return not is_given_name(words[0]) or not is_given_name(words[-1])
    return not is_given_name(words[0]) and is_given_name(words[1])


@cache
def east_asian_surnames() -> frozenset[str]:
    """Surnames that stand first (Си, Ким, Xi, Nguyen), in lower case."""
    return frozenset(data_lines("east_asian_surnames.txt"))


def _gender(given: str, patronymic: str, surname: str) -> Gender:
    if given and (known := gender_of(given)):
        return known
    if patronymic:
        return "f" if PATRONYMIC_FEMALE.fullmatch(fold(patronymic)) else "m"
    return stem(fold(surname)).gender if surname else ""


@lru_cache(maxsize=100_000)
def core(surname: str) -> str:
    """A surname without its particles and Arabic article: аль-Асад → асад, folded."""
    words = [word for word in surname.split() if word.lower() not in PARTICLES]
    return _ARTICLE.sub("", fold(" ".join(words) or surname))
