"""Which forms are inflected forms of a word, and not of another word with the same stem.

Stems of languages without a dictionary collide: French coup and coupe, Belarusian кожны and
кажан, German Wahl and Wähler have one each. The index cannot tell them apart; here the whole form
is compared with the word in dictionary form, whose kind (noun, verb …) says which endings it may
have.

`data/paradigms.LANG.txt` has lines of kinds, ends of dictionary forms, and the ends that may stand
there instead. What is left in front must be one stem: letter by letter but for the sounds that
alternate in that language. Languages without such a file have no such question, or no answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from search.analysis.lemmatizers import belarusian, polish
from search.analysis.lemmatizers.suffixes import data_lines, irregular
from search.analysis.stopwords import is_stop

LANGUAGES: Final = frozenset({"be", "de", "es", "fr", "pl"})
"""Languages whose stems are doubted; those of the others come from a dictionary, or do well."""
_IRREGULAR: Final = frozenset({"be", "pl"})
_PLURAL: Final = re.compile(r"ern?$")
_ELISION: Final = re.compile(r"^(?:[ldjnsmtc]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=.)")
_ENCLITIC: Final = re.compile(r"(?<=.{3})(?:(?:me|te|se|nos|os)?(?:l[aeo]s?)|me|te|se|nos|os)$")
_REFLEXIVE: Final = re.compile(r"(?<=..[ўіаоьш])ся$|(?<=...)цца$")
_UMLAUTS: Final = str.maketrans("äöü", "aou")
_ACCENTS: Final = str.maketrans("áéíóú", "aeiou")
_DOUBLE: Final = re.compile(r"(.)\1$")
_SOFTENED: Final = {"зе": "ге", "се": "хе"}
_LONGEST_END: Final = 12
_VOWELS: Final = re.compile("[аеёіоуыэюя]")

_Stem = Callable[[str, str], str]


@lru_cache(maxsize=100_000)
def may_be_form(form: str, word: str, kind: str, language: str) -> bool:
    """Whether a folded form may be of a word, given as folded dictionary form, of some kind.

    True also where nothing is known: of another language or an unknown kind.
    """
    paradigms = _paradigms(language).get(kind) if language in LANGUAGES else None
    if paradigms is None or form == word:
        return True
    if is_stop(form, language) and not is_stop(word, language):
        return False  # einige is a word of its own, and no form of Einigung
    if language in _IRREGULAR:
        form, word = (irregular(language).get(one, one) for one in (form, word))
    (word, *_) = _written(word, "", language)
    forms = tuple(_written(form, kind, language))
    if word in forms:
        return True
    if language == "be" and _other_vowel(forms[0], word):
        return False
    if language == "de" and kind == "noun" and _is_plural(forms[0], word):
        return True
    stem, cuts = _stems(language, kind), _cuts(word, kind, language)
    for one in forms:
        for size in range(min(len(one), _LONGEST_END) + 1):
            rest, end = one[: len(one) - size], one[len(one) - size :]
            own = [before for before, ends in cuts if end in ends]
            if own and (rest and stem(rest, end)) in own:
                return True
    return False


@lru_cache(maxsize=20_000)
def _cuts(word: str, kind: str, language: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The stems that a word may have, each with the ends of forms; "" of bueno, which has buen."""
    stem = _stems(language, kind)
    return tuple(
        (rest and stem(rest, ending), ends)
        for ending, ends in _paradigms(language)[kind].items()
        if word.endswith(ending)
        for rest in (word[: len(word) - len(ending)],)
    )


def _written(form: str, kind: str, language: str) -> Iterator[str]:
    """A form without what is written with it but is another word."""
    if language == "fr":
        yield _ELISION.sub("", form)
    elif language == "de":
        yield form.replace("ß", "ss")
    elif language == "be":
        bare = _REFLEXIVE.sub(lambda found: "ць" if found[0] == "цца" else "", form)
        yield bare
        if bare[-2:] in _SOFTENED and bare[-3:] != "дзе":
            yield bare[:-2] + _SOFTENED[bare[-2:]]  # празе of прага, but паказе of паказ
    else:
        yield form
        if language == "es" and kind in ("verb", "noun"):
            bare = _ENCLITIC.sub("", form)
            yield bare if bare == form else bare.translate(_ACCENTS)  # lanzándolo is of lanzando


@cache
def _paradigms(language: str) -> dict[str, dict[str, frozenset[str]]]:
    """By kind the ends of dictionary forms, each with those of the forms."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for line in data_lines(f"paradigms.{language}.txt"):
        kinds, endings, ends = line.split("\t")
        for kind, ending in itertools.product(kinds.split(","), endings.split(",")):
            rows, written = found.setdefault(kind, {}), _end(ending)
            rows[written] = rows.get(written, frozenset()).union(map(_end, ends.split()))
    return found


def _end(written: str) -> str:
    return "" if written == "-" else written


@cache
def _stems(language: str, kind: str) -> _Stem:
    """How stems are made comparable, given with the ending that was cut off."""
    found: dict[str, _Stem] = {
        "be": belarusian.level,
        "pl": polish.level,
        "de": lambda stem, _: stem.translate(_UMLAUTS),
        "es": lambda stem, _: _spanish(stem, kind),
        "fr": (lambda stem, _: _french_verb(stem)) if kind == "verb" else (lambda stem, _: stem),
    }
    return found[language]


def _spanish(stem: str, kind: str) -> str:
    """Envía and enviar, órdenes and orden; but público is no form of publicación."""
    return stem.translate(_ACCENTS) if kind == "verb" or stem.endswith("en") else stem


def _french_verb(stem: str) -> str:
    """Espère and espérer, renforçait and renforcer, appelle and appeler."""
    return _DOUBLE.sub(r"\1", stem.replace("ç", "c").replace("è", "é"))


def _other_vowel(form: str, word: str) -> bool:
    """Whether two Belarusian forms have о and а for the only, so stressed, vowel of one.

    Ток is ток in all cases whose stem is stressed and так is another word; but кот has ката.
    """
    own, other = _VOWELS.findall(word), _VOWELS.findall(form)
    if not own or not other or own[0] + other[0] not in ("оа", "ао"):
        return False
    return (len(own) == 1 and own[0] == "а") or (len(other) == 1 and other[0] == "а")


@cache
def _with_plural_in_er() -> tuple[str, ...]:
    return tuple(data_lines("plurals.de.txt"))


def _is_plural(form: str, word: str) -> bool:
    """Whether two German forms are of a noun with a plural in -er: Haus, Häuser, Krankenhaus."""
    one, other = (_PLURAL.sub("", part).translate(_UMLAUTS) for part in (form, word))
    return one == other and one.endswith(_with_plural_in_er())
