"""In which role a name stands: person of the story, author or editor, taker of a picture.

A credit is a cue (Reporting by, Автор:, Фото:, ©) with nothing but names, places, agencies
and small words between it and the name; a caption that tells something ("Фото: Лукашенко
осматривает завод") is story. A line that is a name alone at the head or the end of the
article is its author's, if that person is named nowhere else.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from search.analysis.tokens import fold
from search.people.model import Role

_SMALL: Final = frozenset(
    ("and", "in", "for", "from", "at", "via", "with", "to", "the", "of", "special", "и", "в", "во",
     "из", "для", "на", "специально", "та", "і", "й", "у", "з", "und", "et", "e", "y", "i",
     "w", "oraz", "der", "von", "de", "van", "del", "della", "di", "du", "des", "la", "le", "les",
     "el", "ле", "ла", "де", "дель", "ды")
)  # fmt: skip
_BEFORE_CREDIT: Final = ("", "(", "[", "|", ".", ":", "/", "©", ",")
_LONGEST: Final = 160
_NEAR_ENDS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_BROKEN: Final = re.compile(r"[;:!?…»“”\"«]|(?<=\w{3})\.(?=\s|$)")
_TAIL: Final = re.compile(r"[;|)\]/\n]|(?<=\w{3})\.(?=\s|$)")
_TRANSLATED: Final = re.compile(
    r"(?<!\w)(?P<cue>(?:с|со|з|із)\s+\w+(?:ого|ої|ой|ай)\s+"
    r"(?:перев[её]л|перевела|переклав|переклала|пераклаў|пераклала))\s+$",
    re.IGNORECASE,
)
_SHORT: Final = 40
_SENTENCE_END: Final = re.compile(r"[.!?…][»”\"]?\s+$|[»”\"]\.\s+$|\|\s*$")
_OUTLET: Final = re.compile(r", [«\"“„][^»”\"\n]{2,40}[»”\"]\.?(?=\s|$)")
_SIGNATURE: Final = re.compile(r"[\s,.—–\-/|()]*")


class Credit(NamedTuple):
    """A role with the cue that tells it."""

    role: Role
    reason: str


STORY: Final = Credit("story", "")


def credit(text: str, start: int, end: int) -> Credit:
    """The role of the name at [start, end) of a text, by the line that it stands in."""
    begin = max(text.rfind("\n", 0, start) + 1, start - _LONGEST)
    stop = text.find("\n", end)
    stop = min(len(text) if stop < 0 else stop, end + _LONGEST)
    before, after = text[begin:start], text[end:stop]
    for role, pattern in _cues():
        for found in reversed(list(pattern.finditer(before))):
            between = before[found.end() :]
            if _is_list(between) and _is_list(_TAIL.split(after, maxsplit=1)[0]):
                return Credit(role, f"after “{found['cue'].strip()}”")
            break
    if translated := _TRANSLATED.search(before):
        return Credit("author", f"after “{translated['cue']}”")
    agency = _agency().match(after)
    if agency and before.strip()[-1:] in _BEFORE_CREDIT:
        return Credit("photo", f"before “{agency['agency']}”")
    return STORY


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether a name (with place or agency, perhaps) stands by itself near an end of the text.

    As a line of its own, or behind the last sentence of a line: "… зерно. Анна Орлова, Одесса".
    """
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    outlet = _OUTLET.match(text, end, stop)  # Нерея Соль, «Ла Бруха». З іспанської переклав …
    head = text[begin:start]
    tail = "" if outlet else _TAIL.split(text[end:stop], maxsplit=1)[0]
    if (begin == 0 and stop == len(text) and not head) or " " not in text[start:end].strip():
        return False
    if len(tail) > _SHORT or not _is_list(tail) or not (tail.strip() == "" or tail[0] in " ,("):
        return False
    if _SIGNATURE.fullmatch(head) is None and not _SENTENCE_END.search(head):
        return False
    if tail.strip() and not tail.lstrip().startswith((",", "(", "—", "–")):
        return False
    above = sum(1 for line in text[:begin].splitlines() if line.strip())
    below = sum(1 for line in text[stop:].splitlines() if line.strip())
    return below < _NEAR_ENDS or (above < _NEAR_ENDS and not head.strip())


def _is_list(text: str) -> bool:
    """Whether a text holds only names, numbers, marks and small words."""
    if _BROKEN.search(text):
        return False
    return all(word[0].isupper() or fold(word).strip(".") in _SMALL for word in _WORD.findall(text))


@cache
def _cues() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    cues: dict[tuple[str, str], list[str]] = {}
    for kind, where, cell in _lines():
        cues.setdefault((kind, where), []).extend(cell.split("|"))
    found: list[tuple[Role, re.Pattern[str]]] = []
    roles: tuple[Role, ...] = ("photo", "author")
    for role in roles:
        parts = []
        for where, shape in (
            ("anywhere", r"(?<!\w)(?:{})\s*:?\s*"),
            ("line", r"(?:^|[(\[|;])\s*(?:{})\s+"),
            ("colon", r"(?<!\w)(?:{})\s*[:/—–]\s*"),
        ):
            words = sorted(set(cues.get((role, where), ())), key=lambda one: (-len(one), one))
            if words:
                parts.append(shape.format("|".join(map(re.escape, words))))
        found.append((role, re.compile(f"(?P<cue>{'|'.join(parts)})", re.IGNORECASE)))
    return tuple(found)


@cache
def _agency() -> re.Pattern[str]:
    names = {name for kind, _, cell in _lines() if kind == "agency" for name in cell.split("|")}
    longest = sorted(names, key=lambda one: (-len(one), one))
    either = "|".join(map(re.escape, longest))
    return re.compile(rf"\s?/\s?(?P<agency>{either})(?!\w)", re.IGNORECASE)


def _lines() -> list[list[str]]:
    text = files("search.people.mentions").joinpath("data", "credits.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
