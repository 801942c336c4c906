"""Whether a clause speaks of what was or of what will be, told by its nearest verb.

"He said on Friday that talks would begin on Monday": Friday is past and Monday to come.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from search.dates.mentioned import words
from search.dates.mentioned.tokens import Tokens

_REACH: Final = 14
_STOPS: Final = frozenset('.!?;:()«»"“”—–')


def leaning(tokens: Tokens, start: int, end: int, language: str, *, strict: bool = False) -> int:
    """-1 for what was, 1 for what is to come, 0 where no verb tells; the clause before counts.

    A present tense is of what is to come ("the court meets on Friday"), but not when `strict`:
    «с ноября работает» has begun.
    """
    for step, at in ((-1, start - 1), (1, end)):
        for place in range(at, at + step * _REACH, step):
            if not 0 <= place < len(tokens) or tokens.low[place] in _STOPS:
                break
            if tokens.low[place] == "," and place != at:
                break
            if not tokens.same_line(min(place, at), max(place, at)):
                break
            verdict = _verdict(tokens, place, language, strict=strict)
            if verdict:
                return verdict
    return 0


def _verdict(tokens: Tokens, place: int, language: str, *, strict: bool) -> int:
    word = tokens.low[place]
    if word in words.cues("tense.tsv", "neutral", language) or not word[0].isalpha():
        return 0
    past = words.cues("tense.tsv", "past", language)
    if word in words.cues("tense.tsv", "future", language):
        slavic = language in ("ru", "uk", "be", "pl")
        return -1 if slavic and tokens.at(place + 1) in past else 1  # «должны были»
    if word == "to" and tokens.at(place - 1) in ("is", "are"):
        return 1  # "is to meet on Friday"
    if word in past:
        return -1
    if len(word) <= 4 or not tokens.raw(place).islower() or tokens.at(place - 1) == "be":
        return 0  # "will be presented on Friday"
    if word.endswith(_endings("coming", language)):
        return -1 if strict else 1
    return -1 if word.endswith(_endings("ending", language)) else 0


@cache
def _endings(kind: str, language: str) -> tuple[str, ...]:
    return tuple(words.cues("tense.tsv", kind, language))
