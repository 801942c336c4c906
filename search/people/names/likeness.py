"""How far two rows of sounds are from each other.

The distance is the least sum of costs that turns one row into the other. Sounds that
languages exchange cost little (а and о, which Belarusian writes alike; г, h and х; т and a
soft ц); between two spellings of one language they tell two names apart and cost more.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf
from typing import Final, NamedTuple

from search.people.names.sounds import CYRILLIC, rows
from search.people.names.tables import data_lines

_VOWELS: Final = frozenset("aeiouyäöüé")

_VOWEL_FOR_VOWEL: Final = (0.8, 1.0)
_MOST_CHANGED: Final = 0.67
_VOWEL_DROPPED: Final = (0.6, 0.9)


class _Costs(NamedTuple):
    """The costs of exchanging two sounds, and of dropping one."""

    between: dict[str, float]
    alone: dict[str, float]


@cache
def _costs(strict: bool) -> _Costs:
    vowel = _VOWEL_FOR_VOWEL[strict]
    between = {one + other: vowel for one in _VOWELS for other in _VOWELS}
    alone = dict.fromkeys(_VOWELS, _VOWEL_DROPPED[strict])
    for line in data_lines("sound_costs.tsv"):
        sounds, *costs = line.split("\t")
        cost = float(costs[strict])
        if len(sounds) == 1:
            alone[sounds] = cost
        else:
            between[sounds] = between[sounds[::-1]] = cost
    return _Costs(between, alone)


@lru_cache(maxsize=400_000)
def distance(one: str, other: str, strict: bool) -> float:
    """The least cost between two rows; `strict` for two spellings of one language."""
    return _aligned(*_trimmed(one, other), _costs(strict))


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """Two rows without what they begin and end with alike."""
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _aligned(one: str, other: str, costs: _Costs, limit: float = inf) -> float:
    """The least cost between two rows that neither begin nor end alike.

    Where it is above the limit, any number above the limit.
    """
    between, alone = costs
    if not one or not other:
        return sum(alone.get(sound, 1.0) for sound in one or other)
    if len(one) == len(other) == 1:
        dearest = alone.get(one, 1.0) + alone.get(other, 1.0)
        return min(between.get(one + other, 1.0), dearest)
    dropped = [alone.get(sound, 1.0) for sound in other]
    previous = [0.0]
    for cost in dropped:
        previous.append(previous[-1] + cost)
    for sound in one:
        cost_one = alone.get(sound, 1.0)
        current = [previous[0] + cost_one]
        left = current[0]
        for at, target in enumerate(other):
            diagonal = previous[at]
            if sound != target:
                diagonal += between.get(sound + target, 1.0)
            up = previous[at + 1] + cost_one
            left += dropped[at]
            left = min(diagonal, up, left)
            current.append(left)
        if min(current) > limit:
            return inf
        previous = current
    return previous[-1]


@lru_cache(maxsize=400_000)
def word_similarity(a: str, b: str, *, strict: bool) -> tuple[float, str]:
    """How alike two folded words sound, and the row of sounds that they share ("" if none).

    1 for equal rows, falling by the cost in proportion to the length, 0 at the least. Of all
    readings of the words the likest two count. Two Latin words are not read as English ones
    are spoken: Coale and Cole sound the same, but no Englishman takes one for the other.
    """
    # 20 ms to import: only for who compares names.
    from rapidfuzz.distance import Levenshtein

    latin = not (CYRILLIC.search(a) or CYRILLIC.search(b))
    best = 0.0
    for one in rows(a):
        for other in rows(b):
            if latin and "english" in (one.orthography, other.orthography):
                continue
            if one.sounds == other.sounds and one.sounds:
                return 1.0, one.sounds
            length = max(len(one.sounds), len(other.sounds))
            if not length:
                continue
            # Most sounds changed are never cheap: no need to weigh them.
            if Levenshtein.distance(one.sounds, other.sounds) > _MOST_CHANGED * length:
                continue
            best = max(best, 1.0 - 2.0 * distance(one.sounds, other.sounds, strict) / length)
    return best, ""


@lru_cache(maxsize=200_000)
def may_sound_alike(a: str, b: str, least: float) -> bool:
    """Whether `word_similarity` of two words in two languages is at least `least`.

    It stops counting as soon as it is not, so it suits words that are mostly strangers.
    """
    costs = _costs(False)
    latin = not (CYRILLIC.search(a) or CYRILLIC.search(b))
    for one in rows(a):
        for other in rows(b):
            if latin and "english" in (one.orthography, other.orthography):
                continue
            limit = (1.0 - least) / 2.0 * max(len(one.sounds), len(other.sounds))
            if _aligned(*_trimmed(one.sounds, other.sounds), costs, limit) <= limit:
                return True
    return False
