"""Did you mean: what was probably meant by a word that no article has.

Either its keys were pressed on another keyboard layout (ghtpbltyn → президент, руддщ → hello),
or a letter or two are wrong. Only word forms of the index are offered, best first: fewer wrong
letters, then more articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from search.analysis import fold, tokenize
from search.documents import EXACT
from search.plan import Word
from search.query.evidence import LEXICON, NAME
from search.query.nodes import All, Node, Text
from search.query.words import Vocabulary

MAX_WORDS: Final = 6
"""Words of a query that are looked at."""
SHORTEST: Final = 4
"""A misspelt word of three letters is like too many others; one on another layout is not."""
LONG: Final = 6
"""Letters from which two may be wrong."""
RARE: Final = 1
"""Articles of a word that may be misspelt by their author too."""
MANY_MORE: Final = 30
"""How many times as many articles a correction of such a word must have."""
CANDIDATES: Final = 3

_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS: Final = (
    "ёйцукенгшщзхъфывапролджэячсмитьбю",
    "'йцукенгшщзхїфівапролджєячсмитьбю",
    "ёйцукенгшўзх'фывапролджэячсмітьбю",
)
"""What the same keys write in Russian, Ukrainian and Belarusian."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been meant in place of query[start:end]."""

    start: int
    end: int
    text: str

    def put_into(self, query: str) -> str:
        """The query with this word."""
        return f"{query[: self.start]}{self.text}{query[self.end :]}"


def doubtful(node: Node, words: tuple[Word, ...], vocabulary: Vocabulary) -> list[Text]:
    """The plain words of a query that no article has in any guise, or hardly any as written."""
    children = node.children if isinstance(node, All) else (node,)
    texts = [child for child in children if isinstance(child, Text)]
    planned = {_forms(word.text): word for word in words}
    return [
        text
        for text in texts[:MAX_WORDS]
        if (word := planned.get(_forms(text.text))) and _is_doubtful(word, vocabulary)
    ]


def _is_doubtful(word: Word, vocabulary: Vocabulary) -> bool:
    forms = _forms(word.text)
    if any(form.isdecimal() for form in forms):
        return False
    # Who writes a word of the lexicon, or somebody's name, has not misspelt it.
    if any(guise.via in (LEXICON, NAME) for guise in word.guises):
        return False
    return all(vocabulary.document_frequency(EXACT, form) <= RARE for form in forms)


def _forms(text: str) -> tuple[str, ...]:
    return tuple(token.form for token in tokenize(text))


def candidates(text: Text, vocabulary: Vocabulary) -> list[Candidate]:
    """What may have been meant by a word, best first."""
    end = text.position + len(text.text)
    own = vocabulary.document_frequency(EXACT, fold(text.text))
    found: list[tuple[int, int, str]] = []
    for other in _on_other_layouts(text.text):
        known = [vocabulary.document_frequency(EXACT, token.form) for token in tokenize(other)]
        if known and min(known) > own:
            found.append((0, -min(known), other))
    tokens = tokenize(text.text)
    if not found and len(tokens) == 1 and len(tokens[0].form) >= SHORTEST:
        least = own * MANY_MORE
        found = [one for one in _near(tokens[0].form, vocabulary) if -one[1] > least]
    return [Candidate(text.position, end, other) for _, _, other in sorted(found)[:CANDIDATES]]


def _near(form: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    from rapidfuzz.distance import OSA  # only for who misspells

    for distance in (1, 2) if len(form) >= LONG else (1,):
        found = [
            (OSA.distance(form, term), -vocabulary.document_frequency(EXACT, term), term)
            for term in vocabulary.terms_near(EXACT, form, distance)
            if term != form and term.isalpha()
        ]
        if found:
            yield from found
            return


def _on_other_layouts(text: str) -> Iterator[str]:
    low = text.lower()
    for table in _tables():
        other = low.translate(table)
        if other != low and other.strip("'").replace("'", "").isalpha():
            yield other


@cache
def _tables() -> tuple[dict[int, int], ...]:
    forth = [str.maketrans(_LATIN, layout) for layout in _LAYOUTS]
    back = [str.maketrans(layout, _LATIN) for layout in _LAYOUTS]
    return (*forth, *back)
