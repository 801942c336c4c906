"""Marks that end an article, labels and lines of rights: who is named by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from search.sources.attribution.cues import one_of
from search.sources.attribution.model import Found
from search.sources.attribution.outlets import Outlet, Outlets

_NAME: Final = r"[^()/\[\]\d]{2,40}"
_END: Final = re.compile(
    rf"(?:[.!?»”\"…]|\A)\s*(?:\((?P<round>{_NAME}(?:/{_NAME})?)\)|/(?P<slash>{_NAME})/|"
    rf"\[(?P<square>{_NAME})\])\.?\s*\Z"
)
_DASH: Final = re.compile(r"[.!?»”\"…]\s*[-–—]\s?(?P<name>[^\s.,;-][^.,;]{1,30})\.?\s*\Z")
_SIGNATURE: Final = re.compile(r"\A(?P<name>[^()/\d,]{2,30}),\s\d{1,2}\.\d{1,2}\.\d{4}\.?\Z")
_LINE: Final = 120
_INITIALS: Final = 3
_SPLIT: Final = re.compile(r"\s?[/,;&+|]\s?|\s(?:and|und|et|y|i|и|й|і|та)\s")
_CONTRIBUTED: Final = re.compile(r"(?P<name>.{2,60}?) contributed to this (?:report|story|article)")
_RIGHTS: Final = re.compile(
    r"(?i)\A(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s?[-–—]\s?\d{2,4})?,?\s)?"
    r"(?P<name>[^.,|;]{2,60}?)(?:\s?(?:19|20)\d\d.*|\.|,|;|\||\Z|\s+all rights.*)"
)
_QUOTES: Final = '«»"“”„ .:'


def end_mark(line: str, outlets: Outlets) -> tuple[Found, bool] | None:
    """The outlet of a mark after the last sentence, and whether it stands between slashes.

    Unknown names are told only between slashes ("/Telegraph/"), by which a site signs.
    """
    tail = line[-_LINE:]
    if match := _END.search(tail):
        name = next(one for one in match.groups() if one).strip(_QUOTES)
        words = match[0].lstrip('.!?»”"… ')
        if outlet := named_in(name, outlets):
            return Found(outlet.name, outlet.kind, words), bool(match["slash"])
        if match["slash"] and name[:1].isupper() and len(name) > _INITIALS:
            return Found(name, "", words), True
    if (match := _DASH.search(tail)) and (outlet := outlets.find(match["name"])):
        return Found(outlet.name, outlet.kind, match["name"].strip()), False
    return None


def named_in(name: str, outlets: Outlets) -> Outlet | None:
    """The outlet that a mark names; of several ("BBC, ČTK") the agency, else the first."""
    if whole := outlets.find(name):
        return whole
    known = [one for part in _SPLIT.split(name) if (one := outlets.find(part.strip(_QUOTES)))]
    return next((one for one in known if one.kind == "agency"), known[0] if known else None)


def alone(line: str, outlets: Outlets) -> Found | None:
    """An outlet that a line is, with or without a date: "AFP", «БелФакт, 12.12.2025»."""
    if len(line) > _LINE:
        return None
    if match := _SIGNATURE.match(line):
        name = match["name"].strip(_QUOTES)
        outlet = outlets.find(name)
        return Found(outlet.name if outlet else name, outlet.kind if outlet else "", line)
    parts = [part.strip("()[]" + _QUOTES) for part in _SPLIT.split(line)]
    known = [outlet for part in parts if (outlet := outlets.find(part))]
    if known and len(known) == len(parts) and known[0].kind == "agency":
        return Found(known[0].name, known[0].kind, line)
    return None


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)\A[(\[]?(?:{one_of('label')})(?:\s?[:–—]\s?|\s)(?P<name>[^|]{{2,90}}?)[)\]]?\.?\Z"
    )


def label(line: str, outlets: Outlets) -> Found | None:
    """The outlet that a label names: "Source: AFP", «Источник: Вестовой», "(avec AFP)"."""
    if len(line) > _LINE or not (match := _label_pattern().match(line)):
        return None
    name = match["name"].strip(_QUOTES)
    if outlet := named_in(name, outlets):
        return Found(outlet.name, outlet.kind, line)
    colon = re.search(r"\A[^\s:]+\s?:", line)
    plain = 0 < len(name.split()) <= 4 and name[:1].isupper() and "." not in name
    return Found(name, "", line) if colon and plain else None


def bare_name(name: str) -> str:
    """A name without marks around it; «Портал «Окраина»» keeps those that are its own."""
    name = name.strip(" .:[]()")
    inside = name[1:-1]
    whole = bool(name) and name[0] in _QUOTES and name[-1] in _QUOTES
    return inside.strip() if whole and not any(mark in inside for mark in '«»„“”"') else name


def contributed(line: str, outlets: Outlets) -> Found | None:
    """ "The Associated Press contributed to this report."""
    match = _CONTRIBUTED.match(line) if len(line) < 2 * _LINE else None
    outlet = outlets.find(match["name"]) if match else None
    return Found(outlet.name, outlet.kind, line) if outlet else None


def rights(lines: Iterable[str], outlets: Outlets) -> Found | None:
    """The holder of the rights: "© Delta Review, 2011-2026"."""
    for line in lines:
        match = _RIGHTS.match(line[:200])
        if match and any(char.isalpha() for char in match["name"]):
            name = bare_name(match["name"])
            outlet = outlets.find(name)
            return Found(outlet.name if outlet else name, outlet.kind if outlet else "", line)
    return None
