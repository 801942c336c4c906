"""Personal names out of bylines: lists taken apart, functions and addresses cut off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from search.sources.attribution.cues import UPPER, one_of, words_of

_PART: Final = (
    rf"(?:[{UPPER}][^\W\d_]*(?:['’ʼ][^\W\d_]+)?(?:-[{UPPER}]?[^\W\d_]+(?:['’ʼ][^\W\d_]+)?){{0,2}}"
    rf"|(?:[{UPPER}]\.-?){{1,3}}|[{UPPER}]['’ʼ][{UPPER}][^\W\d_]+)"
)
_PARTICLE: Final = (
    r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|zu|zur|ter|bin|ibn|al|el|af|y|и|Al)"
)
NAME: Final = rf"{_PART}(?:\s(?:{_PARTICLE}\s){{0,3}}{_PART}){{1,3}}"
_NAME: Final = re.compile(NAME)
_PERIODS: Final = re.compile(rf"\b([{UPPER}])\.\s?")
_BETWEEN: Final = re.compile(
    r"\s*(?:[,;]\s?(?:(?:and|und|et|y|i|oraz|и|й|і|та|dan)\s)?|\s(?:and|und|et|y|i|oraz|e|и|й|і|ды|та)\s"
    r"|\s[&/+]\s|/)\s*"
)
_TAIL: Final = re.compile(
    r"\s*(?:[|·•—–]|\s-\s|\(|<|@|#|https?:|www\.|\d|(?:\s|\A)(?:in|at|from|for|to|reporting|of|"
    r"aus|für|in|à|en|desde|para|w|z|dla|из|в|для|специально|спецыяльна|спеціально)\s).*\Z",
    re.DOTALL,
)
_EMAIL: Final = re.compile(r"\S+@\S+\.\S+|(?<!\S)@\w+|https?://\S+|www\.\S+")
_CAPITALS: Final = re.compile(rf"(?<![\w.'’ʼ-])[{UPPER}]{{4,}}(?![\w'’ʼ-])")
_LOWEST: Final = 4


def names_of(text: str, is_outlet: Callable[[str], bool] = lambda _name: False) -> list[str]:
    """The persons of a byline without its cue, in order.

    "Martin Ashdown in Riga and Leila Brandt, chief correspondent" are two; what is no name of
    two words or more, an outlet or a word like "staff" is nobody.
    """
    text = " ".join(_EMAIL.sub(" ", text[:400]).split())
    stop = re.search(rf"(?i)(?:\A|[\s.,;|/(])(?:{one_of('not_author')})(?=[\s:.]|\Z)", text)
    text = text[: stop.start()] if stop else text
    found: dict[str, None] = {}
    for at, piece in enumerate(_BETWEEN.split(text)):
        name = person(_TAIL.sub("", piece), is_outlet)
        if name:
            found[name] = None
        elif at == 0:
            return []  # the list does not begin with a person: nor are the others meant
        elif not _continues(piece):
            break
    return list(found)


def _continues(piece: str) -> bool:
    """Whether a list may go on after this piece: a place or a function may stand between."""
    return len(piece.split()) <= _LOWEST


def person(text: str, is_outlet: Callable[[str], bool] = lambda _name: False) -> str:
    """The name that a text is, as it is shown, or "" when it is no name of a person."""
    name = " ".join(text.split()).strip(' .,:;–—-|"«»“”„')
    name = _PERIODS.sub(r"\1. ", name).strip() if "." in name else name
    if name.isupper() and " " in name:
        name = "-".join(part.title() for part in name.split("-"))
        name = re.sub(r"(?<=['’ʼ])[^\W\d_]", lambda one: one[0].upper(), name)
    else:
        name = _CAPITALS.sub(lambda one: one[0].title(), name)  # «Богдан СЛОНЕЦЬ»
    if not _NAME.fullmatch(name) or len(name) > 60:
        return ""
    low = name.casefold()
    first = low.split()[0]
    if any(first in words_of(kind) for kind in ("not_author", "author", "editor", "generic")):
        return ""  # «Фото Галини Чабан» is no name of three words
    if low in words_of("nobody") or is_outlet(name):
        return ""
    if any(word in words_of("nobody") or word in words_of("function") for word in low.split()):
        return ""
    return name
