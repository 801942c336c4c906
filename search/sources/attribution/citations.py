"""Outlets that the text says it has its report from: "according to …", «со ссылкой на …».

A name that the prose only mentions ("officials told Reuters", "a Reuters poll", "the Reuters
Institute") is no citation. Between cue and name may stand what an outlet is called ("the
state-run Belta news agency") and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from search.sources.attribution.cues import UPPER, one_of, words_of
from search.sources.attribution.model import Found
from search.sources.attribution.outlets import Match, Outlets

_LONGEST: Final = 4000
_FILLERS: Final = 6
_WORD: Final = re.compile(r"[^\s,;:.!?()«»\"„“”]+\.?")
_QUOTES: Final = " \u00a0«\"„“”'’‘"
_AFTER: Final = re.compile(
    rf"[»\"”“]*(?:\s+(?P<big>[{UPPER}0-9][\w-]*)|\s+(?P<small>[^\W\d_]+)(?:\s+(?P<next>[\w]+))?|['’]s\b)?"
)
_BACKGROUND: Final = frozenset({
    "last", "earlier", "previously", "exclusively", "first", "poll", "polls", "tally", "survey",
    "interview", "photographer", "photographers", "photojournalist", "witness", "witnesses",
    "building", "headquarters", "office", "offices", "employee", "employees", "journalist",
    "v", "vs", "versus", "award", "index", "terminal", "data", "calculations", "count", "ранее",
    "раніше", "раней", "источник", "источнику", "собеседник", "джерело",
})  # fmt: skip
_SENT_BY: Final = re.compile(
    r"(?i)мат[еэ]р[иіы]|material|ссыла|посила|поклика|спасыл|citing|quot|carried|berufung|cit[aé]|"
    r"powołuj|cytowan|recogido|depesz|информационн"
)
_UNKNOWN: Final = re.compile(
    rf"[«\"„“](?P<quoted>[^«»\"„“”]{{2,40}})[»\"”“]|(?P<plain>[{UPPER}][\w-]{{2,30}})(?![\w-]|\s[{UPPER}])"
)
_ALONE: Final = re.compile(
    rf"(?P<name>[{UPPER}][\w-]{{2,30}}|[«\"„][^«»\"„“”]{{2,40}}[»\"”“])\s?\.?\s?\Z"
)


def citations(line: str, outlets: Outlets) -> Iterator[Found]:
    """The outlets that a paragraph cites, in order."""
    line = line[:_LONGEST]
    found: dict[int, Found] = {}
    for cue in _cues().finditer(line):
        match = _cited(line, cue, outlets)
        if match is not None and match[0] not in found:
            found[match[0]] = match[1]
    for verb in _verbs().finditer(line):
        if (named := _subject(line, verb, outlets)) and named[0] not in found:
            found[named[0]] = named[1]
    for _, one in sorted(found.items()):
        yield one


@cache
def _cues() -> re.Pattern[str]:
    both = f"(?P<citing>{one_of('citing')})|(?P<telling>{one_of('telling')})"
    return re.compile(rf"(?i)(?<!\w)(?:{both}|(?P<told>{one_of('told')}))(?=[\s«\"„])")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of('verb')})(?!\w)")


def _cited(line: str, cue: re.Match[str], outlets: Outlets) -> tuple[int, Found] | None:
    """The outlet after a cue, with where it stands."""
    at, generic = cue.end(), False
    for fillers in range(_FILLERS):
        while at < len(line) and line[at] in _QUOTES:
            at += 1
        if found := outlets.at(line, at):
            return _accepted(line, cue, found, generic, fillers)
        word = _WORD.match(line, at)
        if word is None:
            return None
        elided = re.match(r"[ldLD]['’]", word[0])
        end = at + 2 if elided else word.end()
        low = line[at:end].lower().rstrip("'’")
        pair = " ".join(line[at : end + 12].lower().split()[:2])
        if low in words_of("generic") or pair in words_of("generic"):
            generic = True
            if unknown := _unknown(line, cue, end, outlets):
                return unknown
        elif low not in words_of("filler") and not elided:
            return _whole_sentence(line, cue, at)
        at = end
    return None


def _accepted(
    line: str, cue: re.Match[str], found: Match, generic: bool, fillers: int
) -> tuple[int, Found] | None:
    """Whether a name after a cue is cited: what follows must not make it another's name."""
    after = _AFTER.match(line, found.end)
    end = found.end
    rest = line[found.end : found.end + 40].lower().lstrip('»"”“ ')
    called = next((one for one in words_of("generic") if rest.startswith(one)), "")
    if called:
        end = line.lower().find(called, found.end) + len(called)
    elif after and _goes_on(after):
        return None
    # «сообщили Reuters» tells Reuters, «сообщило агентство Reuters» is told by it.
    if cue["told"] and not generic and not _ends_sentence(line, cue, found.end):
        return None
    # «передаёт Интерфаксу» is told to it: the subject of a verb stands in the nominative.
    if (cue["telling"] or cue["told"]) and not found.exact and not generic:
        return None
    if line[cue.start() : cue.end()].lower() in ("wie", "za", "avec", "via") and fillers > 3:
        return None
    words = line[cue.start() : end].strip(" ,.")
    return found.start, Found(found.outlet.name, found.outlet.kind, words)


def _goes_on(after: re.Match[str]) -> bool:
    """Whether the words after a name make it a part of another: "Reuters Institute"."""
    if after["big"]:
        return not after[0].lstrip().startswith(("»", '"', "”", "“")) and not after["big"].isdigit()
    return (after["small"] or "").lower() in _BACKGROUND


def _ends_sentence(line: str, cue: re.Match[str], end: int) -> bool:
    """Whether cue and name are a whole sentence: «Паведаміў БелФакт.»"""
    before = line[: cue.start()].rstrip()
    return (not before or before[-1] in '.!?…»"”') and bool(
        re.match(r"[»\"”]?\s?(?:\.|\Z)", line[end:])
    )


def _unknown(line: str, cue: re.Match[str], at: int, outlets: Outlets) -> tuple[int, Found] | None:
    """«агентство "Вестовой"»: a name that the table does not know, called an agency."""
    called = line[cue.end() : at].lower().split()
    if not called or not re.search(r"agen|agên|аген|агэн|news|inform|інф|инф", called[-1]):
        return None  # «корреспондент "Вестового"» may be anybody's
    # «по данным агентства Nielsen» is as often a pollster or a rating.
    if cue["citing"] and not _SENT_BY.search(cue["citing"]):
        return None
    return None if outlets.at(line, at) else _named(line, at, cue.start())


def _named(line: str, at: int, start: int) -> tuple[int, Found] | None:
    """An unknown name at a place: in quotation marks, or one word with a capital."""
    while at < len(line) and line[at] == " ":
        at += 1
    match = _UNKNOWN.match(line, at)
    if match is None:
        return None
    name = match["quoted"] or match["plain"]
    return at, Found(name, "", line[start : match.end()])


def _whole_sentence(line: str, cue: re.Match[str], at: int) -> tuple[int, Found] | None:
    """«Паведаміў БелФакт.» at the end: a sentence that is nothing but a verb and a name.

    An unknown name must look like that of an outlet (inner capitals, quotation marks), since
    people report too: «Сообщил Иванов.»
    """
    name = _ALONE.match(line, at)
    if name is None or cue["citing"] or not _ends_sentence(line, cue, len(line)):
        return None
    plain = name["name"].strip('«»"„“”')
    if plain == name["name"] and not any(char.isupper() for char in plain[1:]):
        return None
    return at, Found(plain, "", line[cue.start() :].strip())


def _subject(line: str, verb: re.Match[str], outlets: Outlets) -> tuple[int, Found] | None:
    """The outlet before a verb: "…, state news agency TASS reported."; «БелТА сообщает»."""
    before = line[max(0, verb.start() - 60) : verb.start()].rstrip(' »"”')
    words = list(re.finditer(r"[^\s,;:.!?()«»\"„“”]+", before))[-4:]
    shift = max(0, verb.start() - 60)
    for word in words:
        found = outlets.at(line, shift + word.start())
        if found is None or found.end > verb.start():
            continue
        gap = line[found.end : verb.start()].strip(' »"”').lower()
        if not found.exact or (gap and gap not in words_of("generic")):
            continue
        ahead = line[verb.end() : verb.end() + 40].split()
        if ahead and ahead[0].lower().strip(",.") in _BACKGROUND:
            return None
        return found.start, Found(
            found.outlet.name, found.outlet.kind, line[found.start : verb.end()]
        )
    return None
