"""Finds the persons in Cyrillic text: a trained recogniser, corrected by what is known of words.

Each word gets scores from the network (for Russian words as they stand, for Ukrainian,
Belarusian and other text in Russian guise, see `bridge`). Rules add to them: a given name
or a surname speaks for a person, "При" or "Раніше" against one. Then names found with
certainty in one place are looked for in the whole text. Borders are mended word by word.

A mention is the name alone: given names, initials, patronymics, surnames, and particles
that belong to them (ибн Сина, фон дер Ляйен), without titles and offices. A name repeated in
brackets in another alphabet is a mention of its own: Билл Гейтс (Bill Gates) is two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from search.analysis.tokens import fold
from search.people.mentions import tagger as t
from search.people.mentions.borders import mended
from search.people.mentions.bridge import russian
from search.people.mentions.evidence import (
    Clue,
    clue,
    is_definite,
    is_known_surname,
    is_noun,
    is_profession,
    may_be_thing,
)
from search.people.mentions.exclusions import reason_against, titles
from search.people.mentions.forms import speaks
from search.people.mentions.places import (
    is_place_by_shape,
    is_signed_from,
    places_told,
    without_places,
)
from search.people.mentions.stems import stem
from search.people.mentions.words import Word, words
from search.people.model import Span

if TYPE_CHECKING:
    from search.people.mentions.tagger import Scores

_SENTENCE: Final = frozenset('.!?…:;«"“„—–-•*')
_OWN: Final = ("ru", "uk", "be")
_END: Final = frozenset(".!?:")
# What a rule adds to the logarithmic scores; weighed on Russian and Ukrainian articles.
_GIVEN: Final = 2.0
_PATRONYMIC: Final = 2.5
_SURNAME: Final = 1.0
_DOUBTFUL: Final = 0.3
_DOUBTFUL_FIRST: Final = -0.5
_TITLED: Final = 1.5
_INITIAL: Final = 3.0
_FUNCTION: Final = -8.0
_COMMON_FIRST: Final = -3.0
_COMMON: Final = -1.0
_PLACE: Final = -1.0
_ORGANISATION: Final = -2.0
_FOUND_ELSEWHERE: Final = 5.0


def spans(text: str, language: str, *, known: Collection[str] = ()) -> list[Span]:
    """The persons named in a text of a Cyrillic language, sorted, none over another.

    `language` is "ru", "uk", "be" or anything else for other Cyrillic text. `known` are names
    that stand for a person wherever they appear (those of the article's other half, say).
    """
    rows = _Rows(words(text), language)
    if not any(word.is_capital for word in rows.words):
        return []
    found = rows.persons()
    full, often = _certain(rows.words, found, language)
    full |= {stem(part) for name in known for part in name.split()[-1:]}
    certain = full | often
    if certain and rows.add(certain):
        found = rows.persons()
    found = mended(rows.words, found, language, certain)
    places = places_told(rows.words, language) - full
    found = [place for one in found if (place := without_places(rows.words, *one, places))]
    ends = {end for _, end in found}
    inside = {stem(rows.words[end - 1].text) for start, end in found if not rows.begins(start)}
    found = [
        (start, end)
        for start, end in found
        if end - start > 1
        or stem(rows.words[start].text) in full
        or rows.introduced(start)
        or not (
            is_place_by_shape(rows.words[start].text, language)
            or is_signed_from(rows.words, start, ends)
            or rows.is_weak(start, stem(rows.words[start].text) in inside)
        )
    ]
    return [
        Span(rows.words[start].start, rows.words[end - 1].end)
        for start, end in found
        if not reason_against(rows.words, start, end, language)
    ]


class _Rows:
    """The words of a text with their scores."""

    def __init__(self, found: list[Word], language: str) -> None:
        self.words = found
        self._language = language
        self._at: list[int] = []
        tokens: list[str] = []
        for number, word in enumerate(found):
            # A title runs into the text below it: the network is shown a full stop between.
            if word.first and not (number and found[number - 1].text in _END):
                tokens.append(".")
            self._at.append(len(tokens))
            tokens.append(word.text if language == "ru" else russian(word.text, language))
        self._scores: Scores = t.tagger().scores(tokens)
        for number, word in enumerate(found):
            if word.is_initial and self._is_initial_of(number):
                self._person(number, _INITIAL)
            elif word.is_capital:
                self._weigh(number, clue(word.text, language))

    def persons(self) -> list[tuple[int, int]]:
        """The words [start, end) of each person, by the best row of labels."""
        labels = t.tagger().labels(self._scores)
        return list(_runs([labels[place] for place in self._at]))

    def add(self, certain: Collection[str]) -> bool:
        """Speaks for the words of names found elsewhere; False when there are none."""
        any_added = False
        for number, word in enumerate(self.words):
            if word.is_capital and len(word.text) > 1 and stem(word.text) in certain:
                self._person(number, _FOUND_ELSEWHERE)
                any_added = True
        return any_added

    def _person(self, number: int, weight: float) -> None:
        self._scores[self._at[number], t.PERSON : t.PERSON_INSIDE + 1] += weight

    def _weigh(self, number: int, known: Clue) -> None:
        first = self.begins(number)
        if known.function and not (known.given and self._leads(number)):
            self._person(number, _FUNCTION if first else _COMMON)
        elif known.given and (not known.common or not first):
            self._person(number, _GIVEN)
        elif known.patronymic:
            self._person(number, _PATRONYMIC)
        elif known.place and not known.is_name:
            self._person(number, _PLACE)
        elif known.organisation and not known.surname:
            self._person(number, _ORGANISATION)
        elif known.is_name and not known.common:
            self._person(number, _SURNAME)
        elif known.is_name:
            self._person(number, _DOUBTFUL_FIRST if first else _DOUBTFUL)
        elif known.common:
            self._person(number, _COMMON_FIRST if first else _COMMON)
        if self.introduced(number) and not known.place:
            self._person(number, _TITLED)

    def _is_initial_of(self, number: int) -> bool:
        """Whether a full stop and a longer word with a capital follow: А. Лукашенко."""
        after = self.words[number + 1 : number + 5]
        while len(after) > 3 and after[0].text == "." and after[1].is_initial:
            after = after[2:]
        return len(after) > 1 and after[0].text == "." and after[1].is_capital and (
            len(after[1].text) > 1
        )  # fmt: skip

    def _leads(self, number: int) -> bool:
        """Whether another word with a capital follows."""
        return number + 1 < len(self.words) and self.words[number + 1].is_capital

    def introduced(self, number: int) -> bool:
        """Whether a title or an initial stands right before a word: А. Лукашенко."""
        if not number or self.words[number].first or self.words[number].is_initial:
            return False
        before = self.words[number - 1]
        if before.text == "." and number > 1:
            return self.words[number - 2].is_initial and before.end + 1 >= self.words[number].start
        return fold(before.text) in titles()

    def is_weak(self, number: int, elsewhere: bool) -> bool:
        """Whether a lone word, whose name is told nowhere, is more likely none.

        Its capital may be the sentence's ("Мороз справился"), and nobody says or does anything.
        In languages that the recogniser was not trained for, names have to look like names.
        `elsewhere` tells that it is found inside of sentences too.
        """
        word = self.words[number].text
        known = clue(word, self._language)
        if known.given or known.patronymic:
            return False
        if known.place and not is_known_surname(word, self._language):
            return True
        after = self.words[number + 1] if number + 1 < len(self.words) else None
        if not self.begins(number):
            adjective = self._language not in _OWN and after is not None and after.text.islower()
            return adjective and is_definite(word)
        if elsewhere or (after is not None and after.text == ":"):
            return False
        before = self.words[number - 1].text if number else ""
        if speaks(before) or (after is not None and speaks(after.text)):
            return self._language != "ru" and is_profession(word)
        if self._language == "ru":
            return known.common and (is_noun(word, "ru") or may_be_thing(word))
        return not known.is_name or known.common or is_profession(word)

    def begins(self, number: int) -> bool:
        """Whether a sentence may begin with this word, so that its capital says nothing."""
        word = self.words[number]
        return word.first or not number or self.words[number - 1].text in _SENTENCE


def _runs(labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for number, label in enumerate(labels):
        if start >= 0 and label != t.PERSON_INSIDE:
            yield start, number
            start = -1
        if label == t.PERSON:
            start = number
    if start >= 0:
        yield start, len(labels)


def _certain(
    found: Sequence[Word], persons: Sequence[tuple[int, int]], language: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of surnames that stand for a person wherever the text has them.

    Those told with a given name (or initial), then those found twice or more.
    """
    full: set[str] = set()
    times: Counter[str] = Counter()
    for start, end in persons:
        parts = [word for word in found[start:end] if word.is_capital]
        names = [word for word in parts if len(word.text) > 1]
        if not names:
            continue
        last = names[-1]
        known = clue(last.text, language)
        if known.place:
            continue
        if known.surname or not known.common:
            times[stem(last.text)] += 1
        if len(parts) > 1 and any(
            word.is_initial or clue(word.text, language).given for word in parts[:-1]
        ):
            full.add(stem(last.text))
    return frozenset(full), frozenset(one for one, count in times.items() if count > 1)
