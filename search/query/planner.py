"""The planner: from the nodes of a query to the matching part of a plan.

Parsing knows no schema; here words meet fields, languages, people and sources. What comes out is
`planned.Planned`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from search.analysis import fold, identify, is_stop, script, script_languages, tokenize
from search.documents import EXACT, LANGUAGES, UNKNOWN
from search.errors import QuerySyntaxError, QueryTooCostly
from search.partial_dates import interval
from search.plan import (
    And,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Guise,
    Node,
    Not,
    Or,
    Part,
    Term,
    Word,
)
from search.query import nodes
from search.query.expansion import Expander, in_removed
from search.query.planned import Planned, joined
from search.query.words import QueryWord
from search.results import Notice

SURE: Final = 0.5
"""Weight from which a guise is enough to exclude an article."""
MAX_EXPANSION: Final = 1_000
"""Words that one wildcard or misspelt word may stand for."""
MAX_PARTS: Final = 64
"""Words that hyphens and the like join to one; an address on the web has fewer."""
MAX_NEAR: Final = 16
"""Words of a proximity search, whose cost grows faster than their number."""
MAX_FUZZY: Final = 16
"""Misspelt words of a query: each is compared with a good part of the vocabulary."""
MAX_EXPANSIONS: Final = 5_000
"""Words that all wildcards and misspelt words of a query may stand for together."""

_FACET_OF: Final = {
    "person": "person", "source": "source", "agency": "agency", "author": "author",
    "lang": "language",
}  # fmt: skip
_MAIN_LANGUAGES: Final = ("en", "ru", "uk", "be")

FacetLookup = Callable[[str, str], frozenset[str]]
"""Facet and value as the reader wrote it → the raw values of the index that it means."""


class Planner:
    """Plans queries for one index."""

    def __init__(self, expander: Expander, lookup: FacetLookup) -> None:
        self._expander = expander
        self._lookup = lookup
        self._query = ""
        self._notices: list[Notice] = []
        self._fuzzies = self._expansions = 0

    def plan(self, node: nodes.Node, query: str) -> Planned:
        """The plan of a parsed query; QuerySyntaxError where it cannot be honoured."""
        self._query = query
        self._notices = []
        self._fuzzies = self._expansions = 0
        children = node.children if isinstance(node, nodes.All) else (node,)
        fixed, loose = self._side_by_side(children, "all")
        if not fixed and not loose:
            raise self._error(0, "The query has no word in it", "Search for letters or numbers.")
        return Planned(tuple(fixed), tuple(loose), tuple(self._notices), *asked_in(node))

    def _side_by_side(
        self, children: Sequence[nodes.Node], part: Part
    ) -> tuple[list[Node], list[Node]]:
        """The planned nodes of what stands side by side, and its plain words apart."""
        runs = [(self._query_words(run) if _is_plain(run) else [], run) for run in _runs(children)]
        searches = any(isinstance(child, _SEARCHING) for child in children)
        if not searches and all(word.is_stop for words, _ in runs for word in words):
            # "to be or not to be" has nothing else to go by; in `the "big deal"` there is.
            runs = [([replace(word, is_stop=False) for word in words], run) for words, run in runs]
        fixed: list[Node] = []
        loose: list[Node] = []
        for words, run in runs:
            if _is_plain(run):
                loose += self._words(words, part)
            else:
                fixed += [self._node(child, part) for child in run]
        return fixed, loose

    def _node(self, node: nodes.Node, part: Part = "all") -> Node:
        if isinstance(node, nodes.Every):
            return Everything()
        if isinstance(node, nodes.Quoted):
            return self._quoted(node, part)
        if isinstance(node, nodes.Pattern):
            return self._pattern(node, part)
        if isinstance(node, nodes.Fuzzy):
            return self._fuzzy(node, part)
        if isinstance(node, nodes.InTitle):
            return self._node(node.child, "title")
        if isinstance(node, nodes.InRemoved):
            return self._removed(node.child)
        if isinstance(node, nodes.InField):
            return self._in_field(node)
        if isinstance(node, nodes.Exclude):
            return Not(_strong(self._node(node.child, part)))
        if isinstance(node, nodes.Any):
            return Or(tuple(self._node(child, part) for child in node.children))
        texts = node.children if isinstance(node, nodes.All) else (node,)
        fixed, loose = self._side_by_side(texts, part)
        if not fixed and not loose:
            first = next(text.position for text in texts if isinstance(text, nodes.Text))
            raise self._error(first, "No word stands here", "Search for letters or numbers.")
        return joined([*loose, *fixed])

    # Words

    def _words(self, words: Sequence[QueryWord], part: Part) -> list[Node]:
        """Plain words side by side; stop words are wanted in phrases of the lexicon alone."""
        translations = self._expander.translations(words, part)
        return [
            Word(word.text, (*self._expander.own(word, part), *others))
            for word, others in zip(words, translations, strict=True)
            if not word.is_stop
        ]

    def _query_words(self, run: Sequence[nodes.Node]) -> list[QueryWord]:
        texts = [text for text in run if isinstance(text, nodes.Text)]
        language = identify(" ".join(text.text for text in texts))
        words = []
        for text in texts:
            tokens = tuple(tokenize(text.text))
            if len(tokens) > MAX_PARTS:
                raise QueryTooCostly(
                    f"{text.text[:20]}… has more than {MAX_PARTS} parts",
                    query=self._query, position=text.position, hint="Put spaces between words.",
                )  # fmt: skip
            if tokens:
                stop = len(tokens) == 1 and _is_stop(tokens[0].form, language)
                shown = text.text[tokens[0].start : tokens[-1].end]
                words.append(QueryWord(shown, tokens, stop))
        return words

    def _quoted(self, node: nodes.Quoted, part: Part) -> Node:
        forms = [token.form for token in tokenize(node.text)]
        if not forms:
            raise self._error(node.position, "The quotation holds no word", "Write words in it.")
        if node.slop is not None and len(forms) > MAX_NEAR:
            raise QueryTooCostly(
                f"More than {MAX_NEAR} words are to stand near each other",
                query=self._query, position=node.position, hint="Name fewer of them.",
            )  # fmt: skip
        return Word(node.text.strip(), (self._expander.exact(forms, node.slop, part),))

    def _pattern(self, node: nodes.Pattern, part: Part) -> Node:
        start = next(i for i, char in enumerate(node.text) if char.isalnum())
        stem = node.text[start:]
        written = stem.rstrip(".,;:!?").split("*")
        if any(not _is_part_of_word(piece) for piece in written):  # fold() would drop a hyphen
            raise self._error(
                node.position, "A wildcard works in one word", "Write it without punctuation."
            )
        first, *others = map(fold, written)
        terms = self._expander.terms_like(first, _shape(first, others))
        return self._any_of(node.text, terms, part, node.position)

    def _fuzzy(self, node: nodes.Fuzzy, part: Part) -> Node:
        forms = [token.form for token in tokenize(node.text)]
        if len(forms) != 1:
            raise self._error(
                node.position, "~ works behind one word", "Write one word of letters before it."
            )
        self._fuzzies += 1
        if self._fuzzies > MAX_FUZZY:
            raise QueryTooCostly(
                f"More than {MAX_FUZZY} words may be misspelt",
                query=self._query, position=node.position, hint="Take the ~ from some of them.",
            )  # fmt: skip
        terms = self._expander.terms_near(forms[0], node.distance)
        return self._any_of(node.text, terms, part, node.position)

    def _any_of(self, text: str, terms: Iterable[str], part: Part, position: int) -> Node:
        guises: list[Guise] = []
        for term in terms:
            if len(guises) == MAX_EXPANSION:
                raise QueryTooCostly(
                    f"{text} stands for more than {MAX_EXPANSION} words",
                    query=self._query, position=position, hint="Write more letters of the word.",
                )  # fmt: skip
            guises.append(Guise(Term(EXACT, term, part), via="same"))
        self._expansions += len(guises)
        if self._expansions > MAX_EXPANSIONS:
            raise QueryTooCostly(
                f"{text} and what stands before it stand for more than {MAX_EXPANSIONS} words",
                query=self._query, position=position, hint="Write more letters of the words.",
            )  # fmt: skip
        return Word(text, tuple(guises))

    # Fields

    def _removed(self, node: nodes.Node) -> Node:
        """What `removed:` asks of page chrome: each word in its own readings, never translated."""
        if isinstance(node, nodes.Exclude):
            return Not(self._removed(node.child))
        if isinstance(node, nodes.All | nodes.Any):
            children = tuple(self._removed(child) for child in node.children)
            return Or(children) if isinstance(node, nodes.Any) else And(children)
        assert isinstance(node, nodes.Text | nodes.Quoted), "the parser lets nothing else pass"
        if isinstance(node, nodes.Quoted):
            word = self._quoted(node, "all")
            assert isinstance(word, Word), "a quotation is one"
            return replace(word, guises=tuple(in_removed(guise) for guise in word.guises))
        words = self._query_words([node])
        if not words:
            raise self._error(
                node.position, "No word stands here", "Search for letters or numbers."
            )
        return Word(words[0].text, (self._expander.removed(words[0]),))

    def _in_field(self, node: nodes.InField) -> Node:
        facet = _FACET_OF.get(node.field, node.field)
        if node.value.lower() == UNKNOWN and not node.quoted:
            return self.unknown(facet)
        if facet in ("published", "mentioned"):
            return self._dates(node, facet)
        if facet == "language" and node.value.lower() not in LANGUAGES:
            raise self._error(
                node.position, f"{node.value} is no language of an index",
                f"Languages are {', '.join(LANGUAGES)} and unknown.",
            )  # fmt: skip
        values = self._lookup(facet, node.value)
        if not values:
            self._notices.append(no_such_value(node.field, node.value))
        return FacetIs(facet, values)

    @staticmethod
    def unknown(facet: str) -> Node:
        """Articles of which a facet is not known; an unknown language is a value."""
        if facet == "language":
            return FacetIs("language", frozenset({UNKNOWN}))
        return FacetMissing(facet)

    def _dates(self, node: nodes.InField, facet: str) -> Node:
        try:
            return date_range(facet, node.value)
        except ValueError:
            raise self._error(
                node.position, f"{node.value} is no date",
                f"Write {node.field}:2025, {node.field}:2025-12, {node.field}:2025-12-18 or "
                f"{node.field}:2025-10..2025-12.",
            ) from None  # fmt: skip

    def _error(self, position: int, message: str, hint: str) -> QuerySyntaxError:
        return QuerySyntaxError(message, query=self._query, position=position, hint=hint)


def date_range(facet: str, text: str) -> DateWithin:
    """`2025-12`, `2025-10..2025-12`, `2025-10..` or `..2025-12`; ValueError for all else."""
    first, dots, last = text.partition("..")
    begin = interval(first) if first else None
    end = interval(last) if last else None
    if not dots:
        if begin is None:
            raise ValueError(text)
        return DateWithin(facet, *begin)
    if (first and begin is None) or (last and end is None) or not (begin or end):
        raise ValueError(text)
    low = begin[0] if begin else 1
    high = end[1] if end else _LAST_DAY
    if low > high:
        raise ValueError(text)
    return DateWithin(facet, low, high)


_LAST_DAY: Final = 3_652_059  # 9999-12-31


def no_such_value(facet: str, value: str) -> Notice:
    """The warning for a filter value that no article of the index has."""
    return Notice(
        "no-such-value", f"No article of this index has the {facet} “{value}”.",
        {"facet": facet, "value": value},
    )  # fmt: skip


_SEARCHING: Final = (
    nodes.Quoted, nodes.Pattern, nodes.Fuzzy, nodes.InTitle, nodes.InRemoved, nodes.All, nodes.Any
)  # fmt: skip
"""Nodes that look for words in a text, beside which stop words need not be found."""


def _runs(children: Sequence[nodes.Node]) -> Iterator[list[nodes.Node]]:
    """Neighbouring plain words together, everything else one by one."""
    run: list[nodes.Node] = []
    for child in children:
        if isinstance(child, nodes.Text):
            run.append(child)
            continue
        if run:
            yield run
            run = []
        yield [child]
    if run:
        yield run


def asked_in(node: nodes.Node) -> tuple[str, str]:
    """The plain words of a parsed query as they were written, and the language they look like."""
    children = node.children if isinstance(node, nodes.All) else (node,)
    asked = " ".join(child.text for child in children if isinstance(child, nodes.Text))
    return asked, identify(asked)


def _is_plain(run: Sequence[nodes.Node]) -> bool:
    return isinstance(run[0], nodes.Text)


def _is_part_of_word(piece: str) -> bool:
    """Whether a piece between wildcards has but letters, digits, apostrophes and stress marks."""
    return all(unicodedata.category(char)[0] in "LNM" or char in _IN_WORDS for char in piece)


_IN_WORDS: Final = "'’‘`´\u00ad\u200c\u200d\u2060"


def _shape(first: str, others: Sequence[str]) -> re.Pattern[str]:
    """Words that begin with `first`, then hold the others in this order and end with the last.

    Each but the last is tried at its first place only (atomic groups), so that `ab*c*c*c*c`
    is decided in one pass over a word.
    """
    *middle, last = (re.escape(piece) for piece in others)
    inner = "".join(f"(?>.*?{piece})" for piece in middle if piece)
    return re.compile(f"{re.escape(first)}{inner}.*{last}", re.DOTALL)


def _is_stop(form: str, language: str) -> bool:
    """Whether a word is a stop word in the query's language, or in one it may be in."""
    if language in script_languages(script(form)):
        return is_stop(form, language)
    fitting = script_languages(script(form))
    return any(is_stop(form, one) for one in _MAIN_LANGUAGES if one in fitting)


def _strong(node: Node) -> Node:
    """A node for exclusion: words without their weak guises.

    `-deal` must not exclude every article with дело, which renders deal only sometimes.
    """
    if isinstance(node, Word):
        return replace(node, guises=tuple(g for g in node.guises if g.weight >= SURE))
    if isinstance(node, And | Or):
        return replace(node, children=tuple(_strong(child) for child in node.children))
    return node
