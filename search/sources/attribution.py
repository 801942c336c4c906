"""Who stands behind an article: its source, the agency that wired it, authors and editors.

Read from the lines that were cut from its page ("Published by …", "By …", "(Reporting by
…; Editing by …)"), from its dateline ("LONDON, Dec 12 (Northgate) -") and from the mark
that ends it ("(БТА)", "/Telegraph/"). What no such place says stays None; a name that only
the prose mentions ("officials told Reuters") is no attribution. `evidence` has for each
field found the words that said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from search.documents import Removed
from search.sources.chrome import looks_like_name

_UPPER: Final = "A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐЎ"
_NAME: Final = rf"[{_UPPER}][\w.'’ʼ-]*(?:\s(?:[a-z]{{2,3}}\s)?[{_UPPER}][\w.'’ʼ-]*){{0,3}}"
_PLACE: Final = rf"[{_UPPER}][\w.'’ /-]{{1,40}}"
_AGENCY: Final = r"[^()/\d]{2,30}"

_DATELINE: Final = re.compile(
    rf"\A(?:{_PLACE}(?:,\s[{_UPPER}][\w .]{{2,20}})?[,.]\s+)?"
    r"(?:[^\W\d_]{3,10}\.?\s\d{1,2}|\d{1,2}\.?\s[^\W\d_]{3,10})(?:,?\s\d{4}(?:\sг\.)?)?[,.]?\s*"
    rf"(?:\((?P<round>{_AGENCY})\)|/(?P<slash>{_AGENCY})/)\s?(?:[-–—.:]|$)"
)
_PLACE_ONLY: Final = re.compile(
    rf"\A[{_UPPER}][{_UPPER} ./-]{{2,40}}\s\((?P<round>{_AGENCY})\)\s?[-–—]"
)
_END_MARK: Final = re.compile(
    rf"[.!?»”\"…]\s*(?:\((?P<round>{_AGENCY})\)|/(?P<slash>{_AGENCY})/)\.?\Z"
)
_SIGNATURE: Final = re.compile(rf"\A(?P<name>{_AGENCY}),\s\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\.?\Z")
_PUBLISHER: Final = re.compile(r"\A(?:re)?published by (?P<name>[^|]{2,80})\Z", re.IGNORECASE)
_SOURCE: Final = re.compile(
    r"\A(?:source|источник|джерело|крыніца|quelle|fuente|źródło)\s?:\s?(?P<name>[^|]{2,60})\Z",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\A(?:фото|фота|photo|image|image source|picture)\s?:[^/]{2,80}/\s*(?P<name>[^/]{2,60})\Z",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(
    r"\A(?:©|\(c\)|copyright)\s*(?:©\s*)?\d{4}(?:\s?[-–]\s?\d{4})?,?\s+(?P<name>[^.,|]{2,60}?)"
    r"(?:\.|,|\||$|\s+all rights)",
    re.IGNORECASE,
)
_WRITTEN_BY: Final = (
    r"by|written by|автор(?:ы|и)?|аўтар|текст|тэкст|author|von|par|por|autor|tekst|"
    r"(?:материал |текст )?подготовил[аи]?|(?:матеріал )?підготува(?:в|ла|ли)|"
    r"(?:матэрыял )?падрыхтава(?:ў|ла|лі)"
)
_AND: Final = r"(?:,\s(?:and\s)?|\s(?:and|&|и|й|і|та)\s)"
_BYLINE: Final = re.compile(
    rf"\A(?:(?i:{_WRITTEN_BY})\s?:?\s)(?P<names>{_NAME}(?:{_AND}{_NAME})*)"
    r"(?:\sin\s.{2,40}|,\s.{2,60}|\s?[|·•].{0,60})?\Z"
)
_CREDITS: Final = re.compile(
    r"\A\((?P<what>reporting|writing|compiled)(?: and writing)? by (?P<names>[^;()]+)"
    r"(?:;(?P<rest>[^()]+))?\)\.?\Z",
    re.IGNORECASE,
)
_EDITING: Final = re.compile(r"edit(?:ing|ed) by (?P<names>[^;()]+)", re.IGNORECASE)
_QUOTED_AGENCY: Final = re.compile(
    r"(?:according to|as reported by|citing|carried by) (?:the )?(?:[\w-]+ ){0,3}?"
    rf"(?P<a>[{_UPPER}][\w-]+(?: [A-Z][\w-]+)?),? (?:news|press|state) agency|"
    r"(?:сообщает|передаёт|передает|пишет|повідомляє|передає|паведамляе|перадае) "
    r"(?:агентство |агенція |інформагентство |информагентство |агенцтва )?"
    r"[«\"]?(?P<b>[^\W\d_][\w-]+(?: [A-ZА-Я][\w-]+)?)[»\"]?"
)
_QUOTED_SOURCE: Final = re.compile(
    rf"(?:, reports (?P<a>(?:The )?[{_UPPER}][\w'-]+(?: [{_UPPER}][\w'-]+){{0,2}})[.,])"
)
_IN_PLACE: Final = re.compile(r"\s(?:in|at|from)\s[A-Z].*\Z")
_BETWEEN: Final = re.compile(r",\s(?:and\s)?|\s(?:and|und|et|y|i|и|й|і|та)\s|\s&\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who published, wired, wrote and edited an article; None or () where nothing says so."""

    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)


def attribute(title: str, body: str, removed: Iterable[Removed]) -> Attribution:
    """Read the attribution of an article from its text and from what was cut around it.

    `title` guards against a headline being taken for a publisher's line.
    """
    lines = [" ".join(line.split()) for line in body.split("\n")]
    lines = [line for line in lines if line and line != title]
    cut = [" ".join(piece.text.split()) for piece in removed if piece.reason != "other articles"]
    evidence: dict[str, str] = {}
    authors = _authors(lines, cut, evidence)
    editors = _editors([*cut, *lines[-2:]], evidence)
    agency = _agency(lines, evidence)
    source = _source(lines, cut, agency, evidence)
    for line in cut:
        if match := _SOURCE.match(line):
            name = _known(match["name"])
            # A portal that names itself tells here whose report it prints. Where it does
            # not, "Источник: …" may be either, so only a well-known agency is believed.
            if agency is None and name != source and (source or agency_name(name)):
                agency = _noted("agency", name, line, evidence)
    return Attribution(source, agency, authors, editors, evidence)


def agency_name(name: str) -> str | None:
    """The one name of a well-known agency however it is spelled, or None.

    >>> agency_name("Рейтер"), agency_name("Northgate")
    ('Reuters', None)
    """
    return _agencies().get(" ".join(name.split()).casefold())


def _agency(lines: list[str], evidence: dict[str, str]) -> str | None:
    """The agency of the dateline, of the mark at the end, or one that the text says it cites."""
    if not lines:
        return None
    for line in lines[:3]:
        if dateline := _DATELINE.match(line) or _PLACE_ONLY.match(line):
            return _noted("agency", _known(_only_group(dateline)), dateline[0], evidence)
    for line in lines[-2:]:
        if (mark := _END_MARK.search(line)) and (name := agency_name(_only_group(mark))):
            return _noted("agency", name, mark[0].lstrip('.!?»”"… '), evidence)
        if signature := _SIGNATURE.match(line):
            return _noted("agency", _known(signature["name"]), line, evidence)
    for line in lines[:5]:
        for quoted in _QUOTED_AGENCY.finditer(line):
            if name := agency_name(_only_group(quoted)):
                return _noted("agency", name, quoted[0], evidence)
    return None


def _source(
    lines: list[str], cut: list[str], agency: str | None, evidence: dict[str, str]
) -> str | None:
    """The publisher: a line that says so, the mark at the end, the holder of the rights."""
    for line in cut:
        if match := _PUBLISHER.match(line):
            return _noted("source", match["name"].strip(), line, evidence)
    for line in lines[-2:]:
        if (mark := _END_MARK.search(line)) and mark["slash"] and not agency_name(mark["slash"]):
            name = mark["slash"].strip()
            return _noted("source", name, f"/{name}/", evidence)
    for line in cut:
        # The page's own name stands at its top and behind the photographer's.
        if (match := _CREDIT.match(line)) and match["name"].casefold() in map(str.casefold, cut):
            return _noted("source", match["name"], line, evidence)
    for line in cut:
        if match := _RIGHTS.match(line):
            return _noted("source", match["name"].strip(), line, evidence)
    for line in lines[:5]:
        quoted = _QUOTED_SOURCE.search(line)
        if quoted and not agency_name(quoted["a"]) and quoted["a"] != agency:
            return _noted("source", quoted["a"], quoted[0].strip(" ,."), evidence)
    return None


def _authors(lines: list[str], cut: list[str], evidence: dict[str, str]) -> tuple[str, ...]:
    """The names of a byline and of "(Reporting by …)", else those of a signature."""
    found: dict[str, str] = {}
    for line in [*cut, *lines[:2], *lines[-2:]]:
        for pattern in (_BYLINE, _CREDITS):
            if match := pattern.match(line):
                found.update(dict.fromkeys(_names(match["names"]), line))
    if not found and lines:
        # A signature is a line of its own: «Глеб Ремизов», «Соломія Гайдук, Ізмаїл».
        name, _, place = lines[-1].rstrip(".").partition(", ")
        whole = looks_like_name(name) and (not place or re.fullmatch(_NAME, place))
        if whole and len(lines) > 1:
            found[name] = lines[-1]
    if found:
        evidence["authors"] = "; ".join(dict.fromkeys(found.values()))
    return tuple(found)


def _editors(lines: list[str], evidence: dict[str, str]) -> tuple[str, ...]:
    for line in lines:
        match = _EDITING.search(line)
        if match and len(line) < 300 and (line.startswith("(") or line.lower().startswith("edit")):
            evidence["editors"] = line
            return tuple(_names(match["names"]))
    return ()


def _names(text: str) -> list[str]:
    """The names of a list: "Martin Ashdown in Riga and Leila Brandt in London" are two."""
    parts = (_IN_PLACE.sub("", part).strip(" .,") for part in _BETWEEN.split(text))
    return [part for part in parts if re.fullmatch(_NAME, part)]


def _only_group(match: re.Match[str]) -> str:
    """The text of the one named group that took part in a match."""
    return next(value for value in match.groupdict().values() if value is not None).strip()


def _known(name: str) -> str:
    """The shown name of an agency: the canonical one, or as it is written."""
    name = " ".join(name.split()).strip('«»"“” ')
    return agency_name(name) or name


def _noted(key: str, value: str, words: str, evidence: dict[str, str]) -> str:
    evidence[key] = words.strip()
    return value


@cache
def _agencies() -> dict[str, str]:
    """Every spelling of `data/agencies.tsv`, case-folded, with its canonical name."""
    text = files("search.sources").joinpath("data", "agencies.tsv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, others = line.split("\t")
            found.update(dict.fromkeys((one.casefold() for one in others.split("|")), name))
            found[name.casefold()] = name
    return found
