"""The query language: text in, a tree of nodes out, or an error that points at a character.

A hand-written recursive descent; why not whoosh.qparser: docs/decisions/003-query-parser.md.
The parser raises nothing but QuerySyntaxError, and knows no schema beyond the field names.

    either   = both ("OR" both)*
    both     = item ("AND"? item)*
    item     = ("NOT" | "-") item | atom
    atom     = "(" either ")" | field ":" value | quotation slop? | word ("~" digit?)?
"""

from __future__ import annotations

import re
from typing import Final

from search.errors import QuerySyntaxError, QueryTooCostly
from search.query.nodes import (
    FIELDS,
    All,
    Any,
    Every,
    Exclude,
    Fuzzy,
    InField,
    InRemoved,
    InTitle,
    Node,
    Pattern,
    Quoted,
    Text,
)

MAX_LENGTH: Final = 4_000
MAX_DEPTH: Final = 20
MAX_CLAUSES: Final = 256

_QUOTES: Final = {'"': '"', "«": "»", "“": "”", "„": "“”"}
_WORD: Final = re.compile(r"[^\s()\"«»“”„]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
# https://a.by/b, mailto:a@b, a.by:8080 and localhost:8000; 10:15 and 2025-12-18T10:15.
_URL_OR_TIME: Final = re.compile(
    r"(?:https?|ftp|mailto|www):\S|\S*://|(?:localhost|[\w-]+(?:\.[\w-]+)+):\d|[^:]*\d:\d",
    re.IGNORECASE,
)
_SLOP: Final = re.compile(r"~(\d*)")
_FUZZY: Final = re.compile(r"(?P<word>.*?[^~])~(?P<distance>\d*)")
_BAD_FUZZY: Final = re.compile(r"[^~/]*\w~[\d.,]+")
_MAX_SLOP: Final = 100
_STARS: Final = re.compile(r"\*+")


def parse(query: str) -> Node:
    """Parse a query. An empty one is `Every`; QuerySyntaxError says where and why not."""
    if len(query) > MAX_LENGTH:
        raise QueryTooCostly(
            f"The query is longer than {MAX_LENGTH} characters",
            query=query[:MAX_LENGTH], position=MAX_LENGTH, hint="Search for fewer words.",
        )  # fmt: skip
    return _Parser(query).parse()


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = query
        self.at = 0
        self.depth = 0
        self.clauses = 0

    def parse(self) -> Node:
        node = self.either()
        if self.peek() == ")":
            raise self.error("This parenthesis closes nothing", "Remove it, or open one before it.")
        if node is None and self.query.strip():  # "()" must not find everything
            raise self.error("The query has no word in it", "Search for letters or numbers.", 0)
        return node if node is not None else Every()

    # What stands next

    def peek(self) -> str:
        while self.at < len(self.query) and self.query[self.at].isspace():
            self.at += 1
        return self.query[self.at : self.at + 1]

    def operator(self, *names: str) -> bool:
        """Consume one of the words OR, AND, NOT if it stands here."""
        self.peek()
        match = _WORD.match(self.query, self.at)
        if match is None or match[0] not in names:
            return False
        self.at = match.end()
        return True

    def ends(self) -> bool:
        """Whether what stands side by side ends here: by `)`, by OR, or with the query."""
        if self.peek() in ("", ")"):
            return True
        match = _WORD.match(self.query, self.at)
        return match is not None and match[0] == "OR"

    def error(self, message: str, hint: str, position: int | None = None) -> QuerySyntaxError:
        at = self.at if position is None else position
        return QuerySyntaxError(message, query=self.query, position=at, hint=hint)

    # The grammar

    def either(self) -> Node | None:
        children = [self.both()]
        while self.operator("OR"):
            operator_at = self.at - 2
            children.append(self.both())
            if children[-1] is None or children[-2] is None:
                raise self.error(
                    "OR needs a word on both sides", 'Write `a OR b`, or "or" in quotation marks.',
                    operator_at,
                )  # fmt: skip
        found = tuple(child for child in children if child is not None)
        if len(found) > 1:
            return Any(found)
        return found[0] if found else None

    def both(self) -> Node | None:
        children: list[Node] = []
        while True:
            if self.operator("AND"):
                at = self.at - 3
                if not children or self.ends() or self.operator("AND"):
                    raise self.error(
                        "AND needs a word on both sides",
                        'Write `a AND b`, or "and" in quotation marks.', at,
                    )  # fmt: skip
            if self.ends():
                break
            node = self.item()
            if node is not None:
                children.append(node)
        if not children:
            return None
        return children[0] if len(children) == 1 else All(tuple(children))

    def item(self) -> Node | None:
        start = self.at
        minus = self.query[self.at] == "-" and self._minus_excludes()
        if minus:
            self.at += 1
        if minus or self.operator("NOT"):
            if not self.peek() or self.query[self.at] == ")":
                raise self.error(
                    "Nothing to exclude stands here", "Write `-word` or `NOT word`.", start
                )
            self._deeper(start)
            child = self.item()
            self.depth -= 1
            if child is None:
                raise self.error("Nothing to exclude stands here", "Write `-word`.", start)
            return Exclude(child)
        return self.atom()

    def _minus_excludes(self) -> bool:
        # "Minsk - Moscow" is a dash; "-Minsk" excludes.
        after = self.query[self.at + 1 : self.at + 2]
        before = self.query[self.at - 1 : self.at] if self.at else ""
        return bool(after) and not after.isspace() and after != "-" and (
            not before or before.isspace() or before in "(:"
        )  # fmt: skip

    def atom(self) -> Node | None:
        char = self.query[self.at]
        self._count()
        if char == "(":
            return self.group()
        if char in _QUOTES:
            return self.quotation()
        if char in "»”":  # a stray closing mark changes no meaning
            self.at += 1
            return None
        match = _WORD.match(self.query, self.at)
        assert match is not None, "all that is no word was seen above"
        name, colon, _ = match[0].partition(":")
        if colon and _LETTER.search(name) and not _URL_OR_TIME.match(match[0]):
            return self.in_field(name, self.at + len(name) + 1)
        return self.word()

    def group(self) -> Node | None:
        start = self.at
        self._deeper(start)
        self.at += 1
        node = self.either()
        if self.peek() != ")":
            raise self.error("This parenthesis is not closed", "Add `)`.", start)
        self.at += 1
        self.depth -= 1
        return node

    def quotation(self) -> Node:
        text, start = self._quoted_text()
        slop: int | None = None
        match = _SLOP.match(self.query, self.at)
        if match is not None:
            if not match[1] or len(match[1]) > 3 or not 1 <= int(match[1]) <= _MAX_SLOP:
                raise self.error(
                    "~ after quotation marks needs a number",
                    f'Write "…"~5 for words at most 5 apart; {_MAX_SLOP} is the limit.',
                )
            slop = int(match[1])
            self.at = match.end()
        if "*" in text:
            raise self.error(
                "A wildcard cannot stand in quotation marks", "Take the * out of the quotation.",
                start + 1 + text.index("*"),
            )  # fmt: skip
        return Quoted(text, start, slop)

    def _quoted_text(self) -> tuple[str, int]:
        start = self.at
        closing = _QUOTES[self.query[start]]
        ends = [i for mark in closing if (i := self.query.find(mark, start + 1)) >= 0]
        if not ends:
            raise self.error("This quotation mark is not closed", f"Add {closing[0]} at its end.")
        self.at = min(ends) + 1
        return self.query[start + 1 : min(ends)], start

    def in_field(self, name: str, after: int) -> Node | None:
        start = self.at
        field = name.lower()
        following = self.query[after : after + 1]
        if field not in FIELDS:
            if not following or following.isspace():
                return self.word()
            raise self.error(
                f"There is no field {name}:",
                f"Fields are {', '.join(FIELDS)}. Put a space after the colon to search for text.",
            )
        self.at = after
        if not self.peek() or self.query[self.at] in ")*":
            raise self.error(f"{field}: needs a value", f"Write {field}:value.", start)
        if field in ("title", "removed"):
            return self._in_part(field, start, after)
        if self.query[self.at] in _QUOTES:
            text, _ = self._quoted_text()
            if not text.strip():
                raise self.error(f"{field}: needs a value", f"Write {field}:value.", start)
            return InField(field, text.strip(), start, quoted=True)
        return self._bare_value(field, start)

    def _in_part(self, field: str, start: int, after: int) -> Node:
        self._deeper(start)
        child = self.item()
        self.depth -= 1
        if child is None:
            raise self.error(f"{field}: needs a value", f"Write {field}:value.", start)
        if _has_field(child):
            raise self.error(f"A field cannot stand inside {field}:", "Put it after.", after)
        if field == "title":
            return InTitle(child)
        if _has_shape(child):
            raise self.error(
                "removed: takes whole words and quotations", "Write the word in full.", after
            )
        return InRemoved(child)

    def _bare_value(self, field: str, start: int) -> Node:
        match = _WORD.match(self.query, self.at)
        if match is None:
            raise self.error(f"{field}: needs a value", f"Write {field}:value.", start)
        if "*" in match[0]:
            raise self.error(
                f"A wildcard cannot stand in {field}:", "Write the value in full.",
                match.start() + match[0].index("*"),
            )  # fmt: skip
        self.at = match.end()
        return InField(field, match[0], start)

    def word(self) -> Node | None:
        match = _WORD.match(self.query, self.at)
        assert match is not None, "atom() saw a character that starts a word"
        start, text = self.at, match[0]
        if text.startswith("~") and self.query[start - 1 : start] == ")":
            raise self.error(
                "~ cannot stand behind a parenthesis", 'Write word~1, or "two words"~5.', start
            )
        self.at = match.end()
        if text == "*":
            return Every()
        fuzzy = _FUZZY.fullmatch(text)
        if fuzzy is not None:
            return self._fuzzy(fuzzy["word"], fuzzy["distance"], start)
        if _BAD_FUZZY.fullmatch(text):
            raise self.error(
                "~ after a word takes 1 or 2", "Write word~1 for one wrong letter.",
                start + text.index("~"),
            )  # fmt: skip
        if "*" in text and any(char.isalnum() for char in text):
            return self._pattern(text, start)
        return Text(text, start)

    def _fuzzy(self, word: str, digits: str, start: int) -> Node:
        if "*" in word:
            raise self.error("A word cannot have both * and ~", "Choose one of them.", start)
        if digits not in ("", "1", "2"):
            raise self.error(
                "~ after a word takes 1 or 2", "Write word~1 for one wrong letter.",
                start + len(word),
            )  # fmt: skip
        return Fuzzy(word, start, int(digits or 1))

    def _pattern(self, text: str, start: int) -> Node:
        text = _STARS.sub("*", text)
        head = text.split("*", 1)[0]
        if sum(char.isalnum() for char in head) < 2:
            raise self.error(
                "A wildcard needs at least two letters before it", "Write more of the word.", start
            )
        return Pattern(text, start)

    # Limits

    def _deeper(self, position: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryTooCostly(
                f"Parentheses are nested deeper than {MAX_DEPTH}",
                query=self.query, position=position, hint="Simplify the query.",
            )  # fmt: skip

    def _count(self) -> None:
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise QueryTooCostly(
                f"The query has more than {MAX_CLAUSES} parts",
                query=self.query, position=self.at, hint="Search for fewer words.",
            )  # fmt: skip


def _has_field(node: Node) -> bool:
    if isinstance(node, All | Any):
        return any(_has_field(child) for child in node.children)
    return isinstance(node, InField | InTitle | InRemoved) or (
        isinstance(node, Exclude) and _has_field(node.child)
    )


def _has_shape(node: Node) -> bool:
    """Whether something in a node is no whole word: sub*, subscribr~1, or * alone."""
    if isinstance(node, All | Any):
        return any(_has_shape(child) for child in node.children)
    return isinstance(node, Pattern | Fuzzy | Every) or (
        isinstance(node, Exclude) and _has_shape(node.child)
    )
