"""Authors and editors from bylines in eight languages, and from signatures.

A byline is a line with a cue ("By …", «Автор: …», "(Reporting by …; Editing by …)"); a
signature is a line of its own with a name, at the end of the article or below its headline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from search.people.names import base_form
from search.people.names.given import is_given_name
from search.sources.attribution.cues import UPPER, one_of, words_of
from search.sources.attribution.persons import NAME, names_of, person

_LINE: Final = 400
_TRANSLATOR: Final = 4
_LANGUAGE: Final = (("ўі", "be"), ("їєґі", "uk"), ("ъыэё", "ru"))
_SIGNATURE: Final = re.compile(
    rf"(?P<name>{NAME})"
    rf"(?:,\s(?P<rest>[«\"„“]?[{UPPER}][^.;:!?]{{1,50}}|[^\W\d_A-ZА-Я][^.;:!?]{{2,60}}))?"
    r"(?P<after>\.\s.{3,120})?\.?"
)
_STAMP: Final = re.compile(r"\d{1,2}[.:/]\d{2}|\b(?:19|20)\d\d\b")


@dataclass(slots=True)
class Names:
    """Authors and editors found, each with the line that names them."""

    authors: dict[str, str] = field(default_factory=dict)
    editors: dict[str, str] = field(default_factory=dict)

    def words(self, what: str) -> str:
        """The lines that name them, each once."""
        return "; ".join(dict.fromkeys(getattr(self, what).values()))


def read_names(
    lines: Sequence[str],
    around: Sequence[str],
    is_outlet: Callable[[str], bool],
    language: str | None = None,
    after: Sequence[str] = (),
    strict: bool = False,
) -> Names:
    """Authors and editors of an article from its lines and those around it.

    Be `strict` with the blocks of a web page: there stand bylines of other articles below the
    first, and names alone are those of tags and teasers.

    `after` are lines that follow the text: a name alone there is its signature.
    """
    found = Names()
    ends = [*lines[:3], *(lines[-3:] if len(lines) > 3 else ())]
    for line in dict.fromkeys([*around, *ends]):
        _credits(line, found, is_outlet)
    if not found.authors:
        for line in dict.fromkeys([*around, *ends]):
            for name in _byline(line, is_outlet, language):
                found.authors.setdefault(name, line)
            if strict and found.authors:
                break
    for line in dict.fromkeys([*around, *ends]):
        for name in _editor(line, is_outlet):
            found.editors.setdefault(name, line)
    if not found.authors:
        for line, name in _signatures(lines, [*around, *after], after, is_outlet, strict):
            found.authors.setdefault(name, line)
            break
    return found


def stated_authors(
    values: Iterable[str], is_outlet: Callable[[str], bool], site: str = ""
) -> tuple[str, ...]:
    """The persons among the authors that metadata or a field state, in order.

    An address, an account ("admin"), an outlet and the site's own name are nobody; a cue, a
    function and an e-mail address are cut off. A name of one word is kept: metadata mean it.
    """
    found: dict[str, None] = {}
    for value in values:
        plain = " ".join(value.split())[:_LINE]
        low = plain.casefold().strip(" .")
        if not low or re.search(r"https?:|www\.|^[\w.-]+\.[a-z]{2,}$|^/|^@", low):
            continue
        if low in words_of("nobody") or low == site.casefold() or is_outlet(plain):
            continue
        names = _byline(plain, is_outlet, None) or names_of(plain, is_outlet)
        single = re.fullmatch(rf"[{UPPER}][^\W\d_]+", plain)
        found.update(dict.fromkeys(names or ([plain] if single else [])))
    return tuple(found)


@cache
def _credit_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?P<what>{one_of('reporting')}|{one_of('editor')})\s?:?\s(?P<names>[^;()]{{3,200}})"
    )


def _credits(line: str, found: Names, is_outlet: Callable[[str], bool]) -> None:
    """ "(Reporting by A in X and B; additional reporting by C; Editing by D)"."""
    plain = line.strip("()[]. ")
    if len(line) > _LINE or not _credit_pattern().match(plain):
        return
    for part in re.split(r";|\.\s(?=[A-Z])|(?<=\w)\)?\s\(", plain):
        match = _credit_pattern().match(part.strip("() "))
        if not match:
            continue
        editing = match["what"].lower() in words_of("editor")
        into = found.editors if editing else found.authors
        for name in names_of(match["names"], is_outlet):
            into.setdefault(name, line)


@cache
def _author_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{one_of('author')})(?:\s?[:–—]\s?|\s-\s|\s)(?P<names>\S.{{2,250}})")


@cache
def _author_of_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?i:{one_of('author_of')})\s(?P<names>{NAME})\.?")


def _byline(line: str, is_outlet: Callable[[str], bool], language: str | None) -> list[str]:
    """The names after a cue that begins a line (or follows "Фото: … |")."""
    if len(line) > _LINE:
        return []
    for part in (line, *re.split(r"\s*[|•·]\s*|\.\s(?=[А-ЯЁІЎ][а-яіў]+\s?:)", line)[1:]):
        low = part.strip("([ ").lower()
        if low.startswith(_not_author()) or _is_sentence(part):
            continue
        if genitive := _author_of_pattern().fullmatch(part.strip("() ")):
            tongue = language or _tongue(genitive["names"])
            return [base_form(genitive["names"], tongue).text]
        match = _author_pattern().match(part.strip("([ "))
        if match and (names := names_of(match["names"].rstrip(")]"), is_outlet)):
            return names
    return []


@cache
def _not_author() -> tuple[str, ...]:
    return tuple(f"{one}{mark}" for one in words_of("not_author") for mark in (" ", ":"))


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence that only begins like a byline: "Von Anna kam kein Wort."."""
    words = line.rstrip(" .").split()
    small = sum(word[:1].islower() for word in words[1:])
    return (len(words) > 6 and small > len(words) / 2) or (small > 3 and line.endswith("."))


@cache
def _editor_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?:\A|[(;.|]\s?)(?:{one_of('editor')})(?:\s?[:–—]\s?|\s)(?P<names>[^;()|]{{3,120}})"
    )


def _editor(line: str, is_outlet: Callable[[str], bool]) -> list[str]:
    if len(line) > _LINE or _is_sentence(line):
        return []
    match = _editor_pattern().search(line)
    return names_of(match["names"], is_outlet) if match else []


def _signatures(
    lines: Sequence[str],
    around: Sequence[str],
    after: Sequence[str],
    is_outlet: Callable[[str], bool],
    strict: bool,
) -> Iterator[tuple[str, str]]:
    """A name on a line of its own: the last of the text, or beside the date below a headline."""
    for line in reversed(lines[-2:] if len(lines) > 1 else ()):
        if name := _signed(line, is_outlet):
            yield line, name
    for line in [*lines[:2], *around]:
        if len(line) <= 200 and _translated(line) and (name := _signed(line, is_outlet)):
            yield line, name
    dated: dict[str, str] = {}
    ending = frozenset(after)
    for at, line in enumerate(around):
        beside = [*around[max(0, at - 1) : at], *around[at + 1 : at + 2]]
        stamped = any(_STAMP.search(one) and len(one) < 60 for one in beside)
        name = _signed(line, is_outlet) if stamped or line in ending else ""
        if name and is_given_name(name.split()[0]) and not (strict and "," not in line):
            dated[name] = line
    if len(dated) == 1:  # several are those who comment, or who take part in a forum
        yield from ((line, name) for name, line in dated.items())


def _signed(line: str, is_outlet: Callable[[str], bool]) -> str:
    """The person who signs with a line: «Глеб Ремизов», «Соломія Гайдук, Ізмаїл»."""
    if len(line) > 200 or not (match := _SIGNATURE.fullmatch(line)):
        return ""
    rest, after = match["rest"] or "", match["after"] or ""
    if after and not _translated(after):
        return ""
    # "Anna Petrova, whose flat burned" is no signature: a function has no verb, so it is short.
    if rest and rest[:1].islower() and (len(rest.split()) > 4 or line.endswith(".")):
        return ""
    if len(match["name"].split()) > 3:
        return ""
    # German headings are two capitals too: "Imagekampagne Handwerk".
    latin = bool(re.match(r"[A-Za-zÀ-ſ]", line))
    shaky = ((line.endswith(".") or latin) and not after) or line.isupper()
    if shaky and not is_given_name(match["name"].split()[0]):
        return ""  # a sentence of two words, a heading
    return person(match["name"], is_outlet)


def _translated(words: str) -> bool:
    low = words.strip(" .").lower()
    return any(one in low for one in words_of("not_author") if len(one) > _TRANSLATOR)


def _tongue(name: str) -> str:
    """The language of a Cyrillic name by its letters; Latin names are left as they are."""
    low = name.lower()
    for letters, language in _LANGUAGE:
        if any(letter in low for letter in letters):
            return language
    return "ru" if re.search(r"[а-я]", low) else "pl"
