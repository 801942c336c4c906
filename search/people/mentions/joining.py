"""Joins the mentions of one person within an article, and names each person once.

A whole name (given name and surname) founds a chain. Names told with initials, a given name
with patronymic, mere surnames and mere given names join the chain that they fit: same stem
of the surname, same given name whatever the spelling, and no contradiction in gender, so
Тихановский and Тихановская stay two. Of several fitting chains a mere surname takes the one
named last before it. What fits none is a person of its own.

Nouns: `Found` is a place where a person is named; a *chain* all places of one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from search.people.mentions.forms import BOTH, SHE, Genders, singular
from search.people.mentions.sketches import (
    Sketch,
    as_address,
    initials_agree,
    sketch,
    sound_alike,
)
from search.people.model import Gender
from search.people.names import Name, base_form, compare
from search.people.names.given import is_given_name

_WHOLE: Final = "same name"
_INITIALS: Final = "initials"
_PATRONYMIC: Final = "patronymic"
_SURNAME: Final = "surname"
_GIVEN: Final = "given name"
_WHOLE_NAME: Final = 8
_ADDRESS: Final = 3
"""Fullness of a name: given name with surname, and given name with patronymic."""
_STRENGTH: Final = {_WHOLE: 4, _INITIALS: 3, _PATRONYMIC: 3, _SURNAME: 2, _GIVEN: 1}


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a person is named, in the order of the article.

    `language` is that of the text around it, `acting` who the verb beside it speaks of, and
    `surname` the family name that a pair shares ("Сергей" of Сергей и Светлана Тихановские).
    """

    text: str
    language: str
    acting: Genders = BOTH
    surname: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Who a place names: number of the person's chain, fullest name, gender, and why."""

    chain: int
    name: str
    gender: Gender
    reason: str


@dataclass(slots=True)
class _Chain:
    """The places of one person with what they tell together."""

    places: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    sketches: list[Sketch] = field(default_factory=list)
    givens: frozenset[str] = frozenset()
    initials: tuple[str, ...] = ()
    patronymic: str = ""
    genders: Genders = BOTH
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    surnames: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, place: int, one: Sketch, reason: str) -> None:
        """Takes a place in, with what it tells."""
        self.places.append(place)
        self.reasons[place] = reason
        self.sketches.append(one)
        self.genders = self.genders & one.genders or self.genders
        self.patronymic = self.patronymic or one.patronymic
        self.initials = max(self.initials, one.initials, key=len)
        self.words[one.script] |= one.words
        if reason != _GIVEN and one.surname:
            self.surnames[one.script].add(one.surname)
        if one.whole or one.patronymic or len(self.places) == 1:
            self.givens = self.givens & one.givens or self.givens | one.givens


def join(found: Sequence[Found]) -> list[Joined]:
    """Who each place names, in the order of `found`."""
    sketches = _addressed([_sketch(one) for one in found])
    chains: list[_Chain] = []
    for place in sorted(range(len(found)), key=lambda at: (*sketches[at].rank, at)):
        _assign(chains, place, sketches[place])
    chains.sort(key=lambda chain: min(chain.places))
    result: dict[int, Joined] = {}
    for number, chain in enumerate(chains):
        name, gender = _named(chain, found)
        for place in chain.places:
            result[place] = Joined(number, name, gender, chain.reasons[place])
    return [result[place] for place in range(len(found))]


def _addressed(sketches: Sequence[Sketch]) -> list[Sketch]:
    """Two words of which the second may be a patronymic are read so, where that makes sense.

    Somebody with that given name has another surname here (or these initials), and the word
    is nowhere a surname by itself, as Абрамович is.
    """
    alone = {one.surname for one in sketches if one.is_single or (one.initials and one.surname)}
    return [
        as_address(one)
        if one.fathered
        and one.surname not in alone
        and any(_may_be(one, other) for other in sketches)
        else one
        for one in sketches
    ]


def _may_be(one: Sketch, other: Sketch) -> bool:
    if other.initials and not other.given:
        return initials_agree((one.given[:1].lower(), one.surname[:1]), other.initials)
    return other.whole and other.surname != one.surname and bool(other.givens & one.givens)


def _sketch(one: Found) -> Sketch:
    known = sketch(one.text, one.language)
    if one.surname:
        gender = next(iter(known.genders)) if len(known.genders) == 1 else "m"
        whole = f"{one.text} {singular(one.surname, gender)}"
        return replace(sketch(whole, one.language), text=one.text)
    if known.whole and one.acting != SHE:
        return known  # in "Асию Биби оправдал суд" it is not she who acts
    return replace(known, genders=known.genders & one.acting or known.genders)


def _assign(chains: list[_Chain], place: int, one: Sketch) -> None:
    """Puts a place into the chain that it fits best, or founds one."""
    fitting = [(_STRENGTH[why], why, chain) for chain in chains if (why := _fits(one, chain))]
    if not fitting and one.is_single:
        # "Биби оправдал суд": he who acts may be somebody else; the form of the name counts.
        by_form = replace(one, genders=one.by_form)
        fitting = [(_STRENGTH[w], w, chain) for chain in chains if (w := _fits(by_form, chain))]
    best = max((strength for strength, _, _ in fitting), default=0)
    close = [(why, chain) for strength, why, chain in fitting if strength == best]
    if len(close) > 1:  # "Кирсанова назвала" is Анна, not Павла Кирсанова who may be Павел
        close = [pair for pair in close if pair[1].genders == one.genders] or close
    if len(close) > 1:
        close = _nearest(close, place)
    if close:
        why, chain = close[0]
        chain.add(place, one, why)
        return
    chain = _Chain()
    chain.add(place, one, "named in full" if one.whole else "named alone")
    chains.append(chain)


def _nearest(close: list[tuple[str, _Chain]], place: int) -> list[tuple[str, _Chain]]:
    """Of several chains the one named last before a place; none where none was named before."""
    before = [
        (max(at for at in chain.places if at < place), number)
        for number, (_, chain) in enumerate(close)
        if min(chain.places) < place
    ]
    return [close[max(before)[1]]] if before else []


def _fits(one: Sketch, chain: _Chain) -> str:
    """Why a place may name the person of a chain, "" when it may not."""
    if not one.genders & chain.genders:
        return ""
    if one.patronymic and chain.patronymic and one.patronymic != chain.patronymic:
        return ""
    given = bool(one.givens & chain.givens) or _sounds_given(one, chain)
    surname = _has(one.surname, one.script, chain.surnames)
    if one.whole:
        whole = any(member.whole for member in chain.sketches)
        same = (given and surname) or _same_words(one, chain) or _spelt_otherwise(one, chain)
        return _WHOLE if whole and same else ""
    if one.initials and surname:
        return _INITIALS if _initials_agree(one, chain) else ""
    if one.patronymic:
        if given and (not chain.patronymic or one.patronymic == chain.patronymic):
            return _PATRONYMIC
        told = len(chain.initials) > 1 and _initials_agree(one, chain)
        return _INITIALS if told else ""
    if not one.is_single:
        return _SURNAME if surname else ""
    if surname:
        return _SURNAME
    return _GIVEN if given or _has(one.surname, one.script, chain.words) else ""


def _has(word: str, script: str, known: dict[str, set[str]]) -> bool:
    """Whether a stem is among those of a chain, by its sound where they are of another script."""
    if not word:
        return False
    if known.get(script):
        return word in known[script]
    return any(sound_alike(word, other) for stems in known.values() for other in stems)


def _sounds_given(one: Sketch, chain: _Chain) -> bool:
    """Whether given names that no table has sound alike in two scripts."""
    if not one.whole or any(member.script == one.script for member in chain.sketches):
        return False
    own = [given[1:] for given in one.givens if given[0] == "~"]
    theirs = [given[1:] for given in chain.givens if given[0] == "~"]
    return any(sound_alike(a, b) for a in own for b in theirs)


def _spelt_otherwise(one: Sketch, chain: _Chain) -> bool:
    """Oleg Starovoitov who is also Aleh Staravoitau: two romanisations within one article."""
    known = {given for given in one.givens if given[0] != "~"}
    return one.script == "latin" and any(
        member.whole and not known.isdisjoint(member.givens) and compare(one.base, member.base).same
        for member in chain.sketches
        if member.script == one.script
    )


def _same_words(one: Sketch, chain: _Chain) -> bool:
    """The same words in another order, where no table tells which is the given name."""
    return any(
        member.whole and member.words == one.words and len(one.words) > 1
        for member in chain.sketches
    )


def _initials_agree(one: Sketch, chain: _Chain) -> bool:
    """Whether initials on one side are those of the names on the other, as far as told."""
    names = _initials_of(chain)
    own = one.initials or _first_letters([one])
    return initials_agree(own, names)


def _initials_of(chain: _Chain) -> tuple[str, ...]:
    return max(_first_letters(chain.sketches), chain.initials, key=len)


def _first_letters(sketches: Sequence[Sketch]) -> tuple[str, ...]:
    """First letters of given name and patronymic."""
    for one in sketches:
        if one.given and (one.whole or one.patronymic):
            return (one.given[:1].lower(), *one.patronymic[:1])
    return ()


def _named(chain: _Chain, found: Sequence[Found]) -> tuple[str, Gender]:
    """The fullest nominative name of a chain, and its gender where that is certain."""
    kept = _main_script(chain)
    gender = _gender(chain, [found[at] for at in kept])
    texts = Counter((found[at].text, found[at].language, found[at].surname) for at in kept)
    addresses = {one.text for one in chain.sketches if one.patronymic and not one.whole}
    attested = {text.casefold() for text, _, _ in texts}
    votes: Counter[str] = Counter()
    fullness: dict[str, int] = {}
    for (text, language, surname), times in texts.items():
        name = _base(text, language, surname, gender, [other for other, _, _ in texts])
        spelt = _spelt(name, text)
        votes[spelt] += times + (2 * times if spelt.casefold() in attested else 0)
        full = _ADDRESS if text in addresses else _fullness(name)
        fullness[spelt] = max(fullness.get(spelt, 0), full)
    best = max(votes, key=lambda spelt: (fullness[spelt], votes[spelt]))
    return _completed(best, fullness[best], votes, fullness), gender


def _gender(chain: _Chain, kept: Sequence[Found]) -> Gender:
    """The one gender that the chain leaves; else that of its whole names by themselves.

    Of "Владимира Путина" and "Путина" the second alone would be a woman.
    """
    if len(chain.genders) == 1:
        return next(iter(chain.genders))
    longest = max(len(one.text.split()) for one in kept)
    votes: Counter[Gender] = Counter(
        base_form(one.text, one.language).gender for one in kept if len(one.text.split()) == longest
    )
    return votes.most_common(1)[0][0]


def _main_script(chain: _Chain) -> list[int]:
    """The places in the script in which the person is most named in full."""
    pairs = sorted(zip(chain.places, chain.sketches, strict=True), key=lambda pair: pair[0])
    counted = Counter(one.script for _, one in pairs if one.whole) or Counter(
        one.script for _, one in pairs
    )
    # max takes the first of equals: the script in which the person is named first
    most = max(counted, key=lambda script: counted[script])
    return [place for place, one in pairs if one.script == most]


def _base(text: str, language: str, surname: str, gender: Gender, known: Sequence[str]) -> Name:
    if surname:
        given = base_form(text, language, gender=gender)
        return base_form(f"{given.text} {singular(surname, gender)}", language, gender=gender)
    return base_form(text, language, gender=gender, known=[one for one in known if one != text])


def _spelt(name: Name, text: str) -> str:
    """A name as it is shown: given name first, then patronymic, then surname."""
    if name.surname_first and name.surname and (name.patronymic or is_given_name(name.given)):
        given = (name.given, *name.middle, name.patronymic, name.surname, name.generation)
        return " ".join(part for part in given if part)
    if name.surname_first and name.initials and name.surname:
        return f"{' '.join(f'{letter}.' for letter in name.initials)} {name.surname}"
    return name.text or text


def _fullness(name: Name) -> int:
    """How much a name tells: whole names above initials above single words."""
    return (
        _WHOLE_NAME * bool(name.given and name.surname)
        + 4 * bool(name.surname)
        + 2 * bool(name.patronymic)
        + bool(name.initials or name.given)
    )


def _completed(best: str, full: int, votes: Counter[str], fullness: dict[str, int]) -> str:
    """A. G. Lukashenko who is also called Alexander Grigoryevich bears all three names."""
    if full >= _WHOLE_NAME:
        return best
    called = [spelt for spelt in votes if fullness[spelt] == _ADDRESS]
    words = best.split()
    if called and words and "." in best:
        return f"{called[0]} {words[-1]}"
    return best
