"""Blocking keys: spellings that may be one name share one, few others do.

A key is the first consonants of a surname, with sounds that languages exchange in one class
(г, h, х, к; т, ц; в, ў, ф). Full names with a patronymic have a key of given name and father
too, so that a misspelt surname does not part them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from search.people.names.given import given_names
from search.people.names.patronymics import father
from search.people.names.sketches import Sketch, sketch, swapped
from search.people.names.sounds import rows

_CLASSES: Final = str.maketrans("gxhkçctđdzžsščvwfmn", "GGGGTTTDDSSSSSVVVMM", "aeiouyäöüéj")
_LONGEST: Final = 4


@lru_cache(maxsize=200_000)
def keys(text: str) -> frozenset[str]:
    """The keys of a spelling; never empty.

    >>> keys("Тихановская") == keys("Ціханоўская")
    True
    """
    one = sketch(text)
    found = set(_of_surname(one))
    if (other := swapped(text)) is not None:
        found.update(_of_surname(other))
    if one.patronymic and one.given:
        found.update(_of_father(one))
    return frozenset(found)


def _of_surname(one: Sketch) -> set[str]:
    words = (one.stem or one.given, one.surname or one.given, *one.parts)
    found = {key for word in words for row in rows(word) for key in _skeletons(row.sounds)}
    return found | {key for row in one.sounds for key in _skeletons(row)}


def _skeletons(row: str) -> tuple[str, ...]:
    """The classes of the first consonants; an h counts or is mute (Johnson, Джонсон)."""
    if "h" in row:
        return _skeleton(row), _skeleton(row.replace("h", ""))
    return (_skeleton(row),)


def _skeleton(row: str) -> str:
    bones = row.translate(_CLASSES)
    once = "".join(sound for at, sound in enumerate(bones) if not at or bones[at - 1] != sound)
    return once[:_LONGEST]


def _of_father(one: Sketch) -> set[str]:
    names = {name.canonical for name in given_names(one.given)} or {_bones(one.given)}
    found = father(one.second)
    fathers = found.canonicals or {_bones(found.trunk)}
    return {f"{name}:{parent}" for name in names for parent in fathers}


def _bones(word: str) -> str:
    return _skeleton(rows(word)[0].sounds)
