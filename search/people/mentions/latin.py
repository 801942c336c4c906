"""Persons in text of Latin script: `spans`.

For English, German, French, Spanish, Polish, and as well as can be for other languages: tables of
names and the words around them (`latin_runs`, `latin_evidence`). What one place of a text
tells counts for all of it: who is named in full once is known afterwards by the surname.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Final

from search.people.mentions.latin_context import company
from search.people.mentions.latin_evidence import evidence
from search.people.mentions.latin_runs import Run, runs
from search.people.mentions.latin_tables import Words, flags, stem, words
from search.people.mentions.latin_tokens import Token, tokens
from search.people.model import Span

_PLACE: Final = 5.0
_TOWN: Final = re.compile(r".{3,}(?:grad|gorod|horod|hrad|abad|istan)").fullmatch
CERTAIN: Final = 1.0
"""From this score on a name of several words makes its surname known in the whole text."""


def spans(text: str, language: str, known: Collection[str] = ()) -> list[Span]:
    """Stretches of a text that may name a person, in order, none overlapping.

    Without titles and without the possessive 's. `known` are names found elsewhere (in the
    other part of the article, in other scripts' part): the last words of them count as
    surnames here.
    """
    line = tokens(text, language)
    if not line:
        return []
    table = words(language)
    found = list(runs(line, table, language))
    surnames = {stem(name.split()[-1], language) for name in known if name.strip()}
    scores = [_score(line, run, table, language, surnames) for run in found]
    places = _places(line, found, table, language) - surnames
    for run, score in zip(found, scores, strict=True):
        last = line[run.last]
        if run.size > 1 and score >= CERTAIN and last.kind == "name" and last.low not in places:
            surnames.add(stem(last.text, language))
    things = _things(line, found, table, places)
    lower = Counter(token.low for token in line if token.kind == "word")
    totals = []
    for run, score in zip(found, scores, strict=True):
        last = line[run.last]
        is_known = bool(surnames) and stem(last.text, language) in surnames
        total = _score(line, run, table, language, surnames) if is_known else score
        if run.size == 1:
            total -= 2.0 * (lower[last.low] > 1) + 3.0 * (last.low in things and not is_known)
            total -= _PLACE * (last.low in places)
        elif run.size == 2 and last.low in places:
            total -= _PLACE
        totals.append(total)
    totals = [t + c for t, c in zip(totals, company(line, found, totals), strict=True)]
    return [_span(line, run) for run, t in zip(found, totals, strict=True) if t > 0]


def _things(line: list[Token], found: list[Run], table: Words, places: Collection[str]) -> set[str]:
    """First words of firms, teams and places: where "Mellon Bank" is told of, Mellon is it."""
    return {
        line[run.first].low
        for run in found
        if run.size > 1 and (line[run.last].low in table.no or line[run.last].low in places)
    }


def _places(line: list[Token], found: list[Run], table: Words, language: str) -> set[str]:
    """Words that are places here: somebody is in them, or they look so (Verkhnegrad).

    Not those that are names as well: who is in Lincoln says nothing of Abraham Lincoln.
    """
    told = set()
    for run in found:
        last = line[run.last]
        if last.kind != "name" or flags(last.text, language):
            continue
        before = line[run.first - 1].low if run.first else ""
        if (run.size == 1 and before in table.inside) or _TOWN(last.low):
            told.add(last.low)
    return told


def _span(line: list[Token], run: Run) -> Span:
    """The place of a run; "Jr." keeps its full stop."""
    end = line[run.last].end
    if line[run.last].low in ("jr", "sr") and run.last + 1 < len(line):
        after = line[run.last + 1]
        end = after.end if after.text == "." and after.start == end else end
    return Span(line[run.first].start, end)


def _score(
    line: list[Token], run: Run, table: Words, language: str, known: Collection[str]
) -> float:
    return sum(weight for _, weight in evidence(line, run, table, language, known))
