"""Who stands behind an article: its source, the agency that wired it, authors and editors.

Read from the lines that were cut from its page ("Published by …", "By …"), from its dateline
("LONDON, Dec 12 (Northgate) -"), from the mark that ends it ("(БТА)", "/Telegraph/") and from
what its first paragraphs cite. What no such place says stays None; a name that only the prose
mentions ("officials told Reuters") is no attribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from search.documents import Removed
from search.sources.attribution.bylines import read_names
from search.sources.attribution.citations import citations
from search.sources.attribution.datelines import dateline
from search.sources.attribution.marks import alone, contributed, end_mark, label, rights
from search.sources.attribution.model import Attribution, Found
from search.sources.attribution.outlets import Outlets, own_outlets
from search.sources.attribution.pages import PageSigns
from search.sources.attribution.publishers import publisher

_FOREIGN: Final = frozenset({"other articles", "comments"})
_LEAD: Final = 5
_TAIL: Final = 3
_LONGEST: Final = 400
_FOOT: Final = 200
_EDGE: Final = 1_500
"""Lines at either end of a page that are read; between them is nothing but more of the same."""
_ENDS: Final = ' .»"”'
_TOP: Final = 2


def attribute(
    title: str,
    body: str,
    removed: Iterable[Removed],
    *,
    language: str | None = None,
    outlets: Outlets | None = None,
    page: PageSigns | None = None,
) -> Attribution:
    """Read the attribution of an article from its text and from what was cut around it.

    `title` guards against a headline being taken for a publisher's line; `language` helps
    names that stand in the genitive; `outlets` is a table extended by the user; `page` is
    what the markup of a web page tells.
    """
    outlets = own_outlets() if outlets is None else outlets
    lines = [line for line in _ends(body) if line != title]
    cut = list(removed)
    if len(cut) > 2 * _EDGE:
        cut = cut[:_EDGE] + cut[-_EDGE:]
    pieces = [(" ".join(p.text.split()), p.reason) for p in cut if len(p.text) <= 4000]
    pieces = [(text, reason) for text, reason in pieces if text]
    around = [text for text, reason in pieces if reason not in _FOREIGN]
    if page is None:
        around = [text for text in around if text != title]
    context = _Context(lines, around, _after(pieces), _foot(pieces), language, page)
    return _attributed(context, outlets)


@dataclass(frozen=True, slots=True)
class _Context:
    """What an article is judged by: lines of its text, around it, and where they stand."""

    lines: Sequence[str]
    around: Sequence[str]
    after: Sequence[str]
    foot: Sequence[str]
    language: str | None
    page: PageSigns | None


def _after(pieces: Sequence[tuple[str, str]]) -> list[str]:
    """First lines of what was taken for other articles: a signature may have gone with them."""
    return [
        text
        for at, (text, reason) in enumerate(pieces)
        if reason in _FOREIGN and (at == 0 or pieces[at - 1][1] not in _FOREIGN)
    ]


def _foot(pieces: Sequence[tuple[str, str]]) -> list[str]:
    """Short lines at the end of the page: the site is named there, whatever they were taken for."""
    return [text for text, _ in pieces[_TOP:][-_LEAD:] if len(text) < _FOOT]


def _ends(body: str) -> list[str]:
    """The first and last lines of a text, with plain blanks; the rest tells nothing."""
    found = [line for line in body.split("\n") if line.strip()]
    if len(found) > 3 * _LEAD:
        found = found[: 2 * _LEAD] + found[-_LEAD:]
    # A line of a megabyte is looked at by its beginning and its end.
    cut = [line if len(line) < 9000 else f"{line[:4000]} … {line[-4000:]}" for line in found]
    return [" ".join(line.split()) for line in cut]


def _attributed(context: _Context, outlets: Outlets) -> Attribution:
    lines, around = context.lines, context.around
    evidence: dict[str, str] = {}

    def is_outlet(name: str) -> bool:
        return outlets.find(name) is not None

    names = read_names(
        lines, around, is_outlet, context.language, context.after, context.page is not None
    )
    for what in ("authors", "editors"):
        if getattr(names, what):
            evidence[what] = names.words(what)
    agency, source = _by_form(lines, outlets)
    stated = publisher(around, context.foot, outlets, context.page)
    source = stated or source
    chain = [agency] if agency else []
    for line in [*around, *lines[-_TAIL:]]:
        named = label(line, outlets) or _own_byline(line, outlets)
        # A portal that names itself tells here whose report it prints. Where it does not,
        # "Источник: …" may be either, so only a well-known agency is believed.
        if named and named.is_agency and (named.kind or (source and named.name != source.name)):
            chain.append(named)
            agency = agency or named
    cited = _cited(lines, outlets)
    agency = agency or next((one for one in cited if one.is_agency), None)
    chain += cited
    if agency is None:
        agency = _late(lines, around, outlets)
    if source and agency and source.name == agency.name and stated is None:
        source = None
    for what, found in (("agency", agency), ("source", source)):
        if found:
            evidence[what] = found.words.strip()
    return Attribution(
        source.name if source else None,
        agency.name if agency else None,
        tuple(names.authors),
        tuple(names.editors),
        evidence,
        tuple(dict.fromkeys(one.name for one in ([agency] if agency else []) + chain)),
    )


def _by_form(lines: Sequence[str], outlets: Outlets) -> tuple[Found | None, Found | None]:
    """Agency and source by dateline, by the mark at the end, by a line that is but a name."""
    agency: Found | None = None
    source: Found | None = None
    for line in lines[:_TAIL]:
        found = dateline(line, outlets)
        if found:
            agency, source = (found, None) if found.is_agency else (None, found)
            break
    for line in reversed(lines[-2:]):
        if mark := end_mark(line, outlets):
            found, slash = mark
            if found.kind == "agency":
                agency = agency or found
            elif slash or found.kind:
                source = source or found
        elif signed := alone(line, outlets):
            agency = agency or (signed if signed.is_agency else None)
    return agency, source


def _own_byline(line: str, outlets: Outlets) -> Found | None:
    """ "By Reuters", "Von dpa": an agency in the place of an author."""
    words = line.split(maxsplit=1)
    if len(line) > 60 or len(words) < 2 or words[0].lower().rstrip(":") not in _BY:
        return None
    outlet = outlets.find(words[1].strip(" ."))
    return Found(outlet.name, outlet.kind, line) if outlet and outlet.kind == "agency" else None


_BY: Final = frozenset({"by", "von", "par", "por", "автор", "аўтар", "текст", "тэкст", "autor"})


def _cited(lines: Sequence[str], outlets: Outlets) -> list[Found]:
    """What the lead cites, and the last sentence: «Об этом сообщает …», «Паведаміў БелФакт.»"""
    found = [one for line in lines[:_LEAD] for one in citations(line, outlets)]
    for line in lines[_LEAD:][-2:]:
        end = line.rstrip(_ENDS)
        found += [one for one in citations(line, outlets) if end.endswith(one.words.rstrip(_ENDS))]
    return found


def _late(lines: Sequence[str], around: Sequence[str], outlets: Outlets) -> Found | None:
    """What is told last: contributions and rights of an agency ("© AFP")."""
    for line in [*around, *lines[-_TAIL:]]:
        if found := contributed(line, outlets):
            return found if found.is_agency else None
    held = rights([*around, *(one for one in lines[-_TAIL:] if len(one) < _LONGEST)], outlets)
    return held if held and held.kind == "agency" else None
