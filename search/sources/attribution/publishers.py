"""The publisher: what a page calls itself in its head, its foot and beside its pictures.

A *masthead* is the name at the top of a page ("The Harbour Post", «ОБЗОР-ВОСТОК | новости,
которые ближе»). It is believed when the table of outlets knows it, when a motto stands
behind it, or when the page says it once more elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from search.sources.attribution.cues import UPPER, words_of
from search.sources.attribution.marks import bare_name, rights
from search.sources.attribution.model import Found
from search.sources.attribution.outlets import Outlets
from search.sources.attribution.pages import PageSigns

_PUBLISHED: Final = re.compile(r"(?i)\A(?:re|first )?published by (?P<name>[^|]{2,80})\Z")
_CREDIT: Final = re.compile(
    r"(?i)\A[^:]{3,20}:[^/]{2,80}/\s*[«\"„]?(?P<name>[^/«»\"„“”]{2,60})[»\"“”]?\Z"
)
_MOTTO: Final = re.compile(r"\s+[|–—•·:]\s+|\.\s+|\s*[|]\s*")
_TITLE_EDGE: Final = re.compile(r"\s+[|–—·•»-]\s+|\s*[|]\s*|\.\s+")
_WORD: Final = re.compile(r"[^\W_]+")
_QUOTED: Final = re.compile(r"[«\"„“]([^\W_]+)[»\"”“]")
_ARTICLES: Final = frozenset({"the", "der", "die", "das", "le", "la", "les", "el", "los", "las"})
_TOP: Final = 2
_MOST_WORDS: Final = 6
_QUOTES: Final = '«»"“”„[]() .:'


def publisher(
    around: Sequence[str], foot: Sequence[str], outlets: Outlets, page: PageSigns | None = None
) -> Found | None:
    """Who publishes, by the lines around an article, in the order of the page.

    `foot` are the last lines of the page, whatever they were taken for: a masthead may be
    said again there.
    """
    for line in around:
        if match := _PUBLISHED.match(line):
            return _shown(match["name"], line, outlets)
    if page and (found := _by_page(around, page, outlets)):
        return found
    if found := _masthead(around, foot, outlets):
        return found
    said = frozenset(map(str.casefold, around))
    for line in around:
        # The page's own name stands at its top and behind the photographer's.
        if (match := _CREDIT.match(line[:200])) and match["name"].casefold() in said:
            return _shown(match["name"], line, outlets)
    found = rights(around, outlets)
    return found if found and found.kind != "agency" else None


def _by_page(around: Sequence[str], page: PageSigns, outlets: Outlets) -> Found | None:
    """The name on top that its markup makes big, or that begins or ends the title element."""
    edges = [part.casefold().strip(_QUOTES) for part in _TITLE_EDGE.split(page.title)]
    for line in (page.masthead, *around[:1]):
        name = _cut(line)[0]
        if not name or len(name.split()) > _MOST_WORDS or _is_menu(name):
            continue
        low = name.casefold()
        # A title that is nothing but the first line may be the headline: <h1> repeats it.
        if line == page.masthead or (len(edges) > 1 and low == edges[-1]):
            spelled = page.title[: len(name)] if page.title.casefold().startswith(low) else name
            return _shown(_titled(spelled), line, outlets)
    if outlet := outlets.find(edges[-1]):
        return Found(outlet.name, outlet.kind, page.title)
    if page.address and (outlet := outlets.of_host(page.address)):
        return Found(outlet.name, outlet.kind, page.address)
    return None


def _masthead(around: Sequence[str], foot: Sequence[str], outlets: Outlets) -> Found | None:
    for at, line in enumerate(around[:_TOP]):
        if len(line) > 120:
            continue
        name, _, motto = _cut(line)
        words = name.split()
        if not 0 < len(words) <= _MOST_WORDS or not re.match(rf"[{UPPER}0-9]", name):
            continue
        if outlet := outlets.find(name):
            return Found(outlet.name, outlet.kind, line)
        rest = [*around[:at], *around[at + 1 :], *foot]
        if said := _said_again(name, rest):
            return Found(said if name.isupper() else name, "", line)
        if at == 0 and _is_motto(motto) and not _is_menu(name):
            return Found(_titled(name), "", line)
    return None


def _cut(line: str) -> tuple[str, str, str]:
    mark = _MOTTO.search(line)
    if mark is None:
        return bare_name(line), "", ""
    return bare_name(line[: mark.start()]), mark[0], line[mark.end() :].strip()


def _is_motto(text: str) -> bool:
    """Whether the words behind a name are a motto and not the next item of a menu."""
    return len(text.split()) > 1 and "|" not in text and not text.endswith((".", ":"))


def _is_menu(name: str) -> bool:
    return name.casefold() in words_of("nobody") or not any(map(str.isalpha, name))


def _said_again(name: str, lines: Sequence[str]) -> str:
    """The name as a page says it once more, in capitals and small letters if it can be."""
    wanted = [word.casefold() for word in _WORD.findall(name)]
    article = ""
    if len(wanted) > 1 and wanted[0] in _ARTICLES:
        article, wanted = f"{wanted[0].title()} ", wanted[1:]
    if not wanted or len("".join(wanted)) < 4:
        return ""
    best = ""
    for line in lines:
        if len(line) > 200:
            continue
        # «ОБЗОР-ВОСТОК» on top, «Подписка на «Обзор»» below.
        for short in _QUOTED.findall(line):
            if len(wanted) > 1 and short.casefold() == wanted[0] and len(short) > 3:
                best = best or _titled(name)
        words = list(_WORD.finditer(line))
        folded = [word[0].casefold() for word in words]
        for at in range(len(folded) - len(wanted) + 1):
            if not all(map(_alike, wanted, folded[at : at + len(wanted)])):
                continue
            # "News" above "News | Sport" is a menu: a single word must stand apart as a name.
            if len(wanted) == 1 and not _apart(line, words[at].start(), words[at].end()):
                continue
            exact = folded[at : at + len(wanted)] == wanted
            said = line[words[at].start() : words[at + len(wanted) - 1].end()]
            if exact and not said.isupper():
                return article + said
            best = best or _titled(name)
    return best


def _alike(one: str, other: str) -> bool:
    """Whether words are forms of one: «Обзора» and «Обзор»; three letters must be the same."""
    if one == other:
        return True
    short = min(len(one), len(other))
    same = sum(1 for _ in _prefix(one, other))
    return short >= 4 and same >= short - 1 and abs(len(one) - len(other)) <= 2


def _prefix(one: str, other: str) -> Sequence[str]:
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[:at]


def _apart(line: str, start: int, end: int) -> bool:
    before, after = line[:start].rstrip(), line[end:].lstrip()
    return before.endswith(("©", "«", '"', "„", "/", "20")) or after.startswith(("»", '"', ", 20"))


def _titled(name: str) -> str:
    """A name in capitals as others are written: «ОБЗОР-ВОСТОК» is «Обзор-Восток»."""
    return name.title() if name.isupper() and len(name) > 5 else name


def _shown(name: str, line: str, outlets: Outlets) -> Found:
    name = name.strip()
    outlet = outlets.find(name)
    return Found(outlet.name if outlet else name, outlet.kind if outlet else "", line)
