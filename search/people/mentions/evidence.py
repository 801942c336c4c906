"""What is known of a single word: given name, surname, place, common word, function word.

From the dictionaries' grammemes (Name, Surn, Patr, Geox) for Russian and Ukrainian, from our
table of given names, the lexicon and the ends of surnames for all languages. The result is
a `Clue`, which `cyrillic` adds to the scores of the trained recogniser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.analysis.lemmatizers.dictionary import dictionary_of
from search.analysis.stopwords import is_stop
from search.analysis.tokens import fold
from search.people.mentions.bridge import russian
from search.people.names.given import full_names, table_names

_SURNAME: Final = re.compile(
    r".{2,}(?:[оеё]в|[оеё]ва|[иы]н|[иы]на|ский|ская|цкий|цкая|ський|ська|цький|цька|скі|цкі|"
    r"енко|енка|энка|ук|юк|чук|чак|ич|іч|ик|ян|янц|швили|швілі|дзе|иа|ія|ова|овский|"
    r"ко|ка|ец|ець|ман|берг|штейн|сон|ссон|сен|ер|ис|ес|ли|ти|ри|ни)"
    r"(?:а|у|е|і|ом|ем|ым|им|ім|ой|ою|ої|ого|ому|ага|аму|ові|еві)?"
)
_PATRONYMIC: Final = re.compile(
    r".{2,}(?:[оеі]вич|[оеа]віч|[оеі]вн[ауыіо]й?ю?|[оеа][ўв]н[ауыі]й?|ьич|инична|инична)"
    r"(?:а|у|ем|ом|е|і|еві|ові)?"
)
# Bulgarian adjectives and nouns with their article: Европейският, Съветът, Обединеното.
_ARTICLE: Final = re.compile(r".{2,}(?:ият|ската|ското|ските|ския|ната|ното|ните|ята|ът|ото|ките)")
# What no surname ends in: Хадайніцтва, Пасяджэнне, Адказнасць, Рэвалюцыя.
_ABSTRACT: Final = re.compile(
    r".{3,}(?:[нц]{1,2}тв[аоу]|ств[аоу]|енн[еяю]|анн[еяю]|асць|асці|ац[ыи][яию])"
)
_PROFESSION: Final = re.compile(
    r".{2,}(?:[іяиаеэ]рка|[лчшн]ніца|[чщ]ыца|[ыі]стка|лниця|чиця|[иі]стка|чиня|киня)"
)
_DEFINITE: Final = re.compile(r".{2,}(?:[нвшсртк]ия|ият|ската|ната|ките|ните)")
_FUNCTION: Final = frozenset(
    ("PREP", "CONJ", "PRCL", "INTJ", "NPRO", "ADVB", "PRED", "VERB", "INFN", "GRND", "PRTS",
     "ADJS", "COMP", "NUMR")
)  # fmt: skip
_PLAINLY: Final = str.maketrans("іўґ", "ивг")
_MOSTLY: Final = 0.3
_NAMES: Final = frozenset(("Name", "Surn", "Patr"))


@dataclass(frozen=True, slots=True)
class Clue:
    """How much a capitalised word speaks for a person, a place, or neither.

    `given`, `surname`, `patronymic`: it may be one; `place`, `common`: it is known as one;
    `function`: it is a word that no name begins with (При, Однако, Заявил).
    """

    given: bool = False
    surname: bool = False
    patronymic: bool = False
    place: bool = False
    organisation: bool = False
    common: bool = False
    function: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it may be part of a person's name at all."""
        return self.given or self.surname or self.patronymic


@lru_cache(maxsize=200_000)
def clue(word: str, language: str) -> Clue:
    """What is known of a word of a text in "ru", "uk", "be" or another Cyrillic language."""
    low = fold(word)
    if len(word) < 2 or not word.replace("-", "").replace("'", "").isalpha():
        return Clue()
    if "-" in word and (tail := word.rpartition("-")[2]).islower() and len(tail) > 2:
        # ДНК-анализ, Трамп-шоу, but Ким Чен-ын
        known = clue(tail, language)
        if known.common or known.function:
            return Clue(common=True, function=True)
    given = is_given(low)
    if given and is_stop(low, language):  # Ukrainian Тим
        return Clue(given=True, common=True, function=True)
    if language in ("ru", "uk"):
        return _from_dictionary(low, language, given)
    respelt = fold(russian(word, language))
    found = _from_dictionary(respelt, "ru", given)
    if language == "be" and "ры" in respelt and not dictionary_of("ru").word_is_known(respelt):
        # Прыпяць: Belarusian has ы behind р also where Russian has и
        found = _from_dictionary(respelt.replace("ры", "ри"), "ru", given)
    stop = is_stop(low, language) or bool(_ARTICLE.fullmatch(low))
    if not given and _ABSTRACT.fullmatch(low):
        return Clue(common=True)
    return Clue(
        given=given or (found.given and not found.common and not stop),
        surname=bool(_SURNAME.fullmatch(low)) and (found.surname or not found.common),
        patronymic=bool(_PATRONYMIC.fullmatch(low)),
        place=found.place and not given,
        organisation=found.organisation,
        common=found.common and not given,
        function=stop or (found.function and not given and not _SURNAME.fullmatch(low)),
    )


def _from_dictionary(low: str, language: str, given: bool) -> Clue:
    morph = dictionary_of(language)
    parses = morph.parse(low)
    known = morph.word_is_known(low)
    patronymic = bool(_PATRONYMIC.fullmatch(low))
    if not known:
        return Clue(
            given=given, surname=bool(_SURNAME.fullmatch(low)), patronymic=patronymic,
        )  # fmt: skip
    marks = [parse.tag.grammemes for parse in parses]
    every = frozenset().union(*marks)
    plain = [one for one in marks if one.isdisjoint(_NAMES | {"Geox", "Orgn", "Trad"})]
    is_name = not _NAMES.isdisjoint(every)
    function = not is_name and all(not _FUNCTION.isdisjoint(one) for one in plain) and bool(plain)
    return Clue(
        given=given or "Name" in every,
        surname="Surn" in every,
        patronymic="Patr" in every or patronymic,
        place="Geox" in every,
        organisation=not every.isdisjoint(("Orgn", "Trad")),
        common=bool(plain),
        function=function and not given,
    )


@lru_cache(maxsize=50_000)
def is_noun(word: str, language: str) -> bool:
    """Whether a word is mostly a common noun, as far as the dictionary of Russian tells."""
    form = fold(word) if language in ("ru", "uk") else _plainly(fold(word))
    morph = dictionary_of("uk" if language == "uk" else "ru")
    if not morph.word_is_known(form):
        return False
    common = (
        one.score
        for one in morph.parse(form)
        if one.tag.POS == "NOUN" and _NAMES.isdisjoint(one.tag.grammemes)
    )
    return bool(sum(common) > _MOSTLY)


@lru_cache(maxsize=50_000)
def is_thing_word(word: str) -> bool:
    """Whether a Russian word is a noun for a thing, whatever its case: тетради."""
    morph = dictionary_of("ru")
    form = fold(word)
    tags = [one.tag for one in morph.parse(form)] if morph.word_is_known(form) else []
    return bool(tags) and all(tag.POS == "NOUN" and "inan" in tag for tag in tags)


@lru_cache(maxsize=50_000)
def may_be_thing(word: str) -> bool:
    """Whether a Russian word in the nominative may be a thing: Мороз, but not Путин, Орлов."""
    return any(
        one.tag.POS == "NOUN" and {"inan", "nomn"} <= one.tag.grammemes
        and _NAMES.isdisjoint(one.tag.grammemes)
        for one in dictionary_of("ru").parse(fold(word))
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def is_known_surname(word: str, language: str) -> bool:
    """Whether the dictionary of Russian has a word as a surname (Берия), not its shape alone."""
    form = fold(word) if language == "ru" else fold(russian(word, language))
    morph = dictionary_of("ru")
    return morph.word_is_known(form) and any("Surn" in one.tag for one in morph.parse(form))


def is_profession(word: str) -> bool:
    """Whether a word has the end of what people are: Касірка, Продавчиня, Фермер no."""
    return _PROFESSION.fullmatch(fold(word)) is not None


def is_definite(word: str) -> bool:
    """Whether a word is a Bulgarian adjective with its article: Върховния, Пакистанската."""
    return _DEFINITE.fullmatch(fold(word)) is not None


def _plainly(low: str) -> str:
    """A Belarusian word in Russian letters, no more: суд stays суд, where "судзіць" is near."""
    return low.translate(_PLAINLY)


@lru_cache(maxsize=100_000)
def is_given(low: str) -> bool:
    """Whether a folded Cyrillic word is a given name of our table, in any case."""
    first = low.partition("-")[0]
    return len(first) > 1 and bool(table_names(first) or full_names(first))
