"""The words of dates in eight languages, loaded from `search/dates/data`.

Nouns: a *class* is a kind of word with a value (weekday, season, unit, number); a *phrase*
is a pattern of words and classes with a rule; all phrases of a language make one tree,
which is walked token by token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from typing import Final

from search.dates.mentioned.tokens import Tokens
from search.dates.months import month_number, months_of, rows, table
from search.documents import LANGUAGES

_NO_CLASSES: Final[dict[str, str]] = {}
_TABLES: Final = {"weekday": "weekdays.tsv", "season": "seasons.tsv", "ordinal": "ordinals.tsv"}


@dataclass(slots=True)
class Node:
    """A place in the tree of phrases: what may follow, and the rule of a phrase ending here."""

    words: dict[str, Node] = field(default_factory=dict)
    classes: dict[str, Node] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found: its rule, the values of its classes, the token after it, its language."""

    rule: str
    values: Mapping[str, str]
    end: int
    language: str


@cache
def forms(name: str, language: str) -> dict[str, str]:
    """The value of each form in a table of a language."""
    found = {}
    for code, value, words in rows(name):
        if code == language:
            found.update(dict.fromkeys(words.split(), value))
    return found


@cache
def joints(kind: str, language: str) -> frozenset[str]:
    """The small words of one kind."""
    lists = (w.split() for code, name, w in rows("joints.tsv") if (code, name) == (language, kind))
    return frozenset(word for words in lists for word in words)


@cache
def cues(name: str, kind: str, language: str) -> frozenset[str]:
    """The words of one kind of a table whose lists are separated by "|"."""
    lists = (words.split("|") for code, own, words in rows(name) if (code, own) == (language, kind))
    return frozenset(word for words in lists for word in words)


@cache
def classes(language: str) -> dict[str, dict[str, str]]:
    """The classes of each word of a language, with its value in them."""
    found: dict[str, dict[str, str]] = {}
    for name, file in _TABLES.items():
        for form, value in forms(file, language).items():
            found.setdefault(form, {})[name] = value
    for form, value in forms("units.tsv", language).items():
        found.setdefault(form, {})["unit"] = value
    for form, value in forms("numbers.tsv", language).items():
        found.setdefault(form, {})["n"] = value
    for form in months_of(language):
        found.setdefault(form, {})["month"] = str(table()[form][0])
    return found


@cache
def tree(language: str, name: str = "") -> Node:
    """The phrases of a language: those of one rule, or all that are dates of their own."""
    root = Node()
    for code, rule, pattern in rows("phrases.tsv"):
        own = rule.split()[0]
        if code == language and (own == name or (not name and own != "yearof")):
            for path in _paths(pattern, language):
                node = root
                for step in path:
                    edges = node.classes if step.startswith("<") else node.words
                    node = edges.setdefault(step.strip("<>"), Node())
                node.rule = node.rule or rule
    return root


def _paths(pattern: str, language: str) -> Iterator[tuple[str, ...]]:
    """Every way to walk a pattern: "[on] a|b" is "on a", "on b", "a" and "b"."""
    slots: list[list[str]] = []
    for part in pattern.split():
        choices: list[str] = []
        for word in part.strip("[]").split("|"):
            if word.startswith("@"):
                choices += sorted(cues("date_groups.tsv", word[1:], language))
            else:
                choices.append("<year4>" if word == "<year>" else word)
        if part.startswith("["):
            choices.append("")
        slots.append(choices)
    for choice in product(*slots):
        yield tuple(word for word in choice if word)


@cache
def starts() -> frozenset[str]:
    """The words with which a phrase, a month or a day in words begins in any language."""
    found = set(table())
    for language in LANGUAGES:
        root = tree(language)
        found.update(root.words)
        known = classes(language)
        found.update(word for word, own in known.items() if own.keys() & root.classes.keys())
        found.update(_days_in_words(language))
    return frozenset(found)


@cache
def _days_in_words(language: str) -> frozenset[str]:
    """Ordinals, and the tens that begin one: «двадцать пятого»."""
    numbers = forms("numbers.tsv", language).items()
    tens = {form for form, value in numbers if value in ("20", "30")}
    return frozenset(tens | forms("ordinals.tsv", language).keys())


@lru_cache(maxsize=20_000)
def may_follow(word: str, following: str) -> bool:
    """Whether a phrase, or a day and month, can go on like this in any language."""
    known = (classes(language).get(following, _NO_CLASSES) for language in LANGUAGES)
    own = set().union(*known) | ({"n", "year4"} if following[:1].isdigit() else set())
    if word in table() or any(word in _days_in_words(one) for one in LANGUAGES):
        return True
    for language in LANGUAGES:
        root = tree(language)
        nodes = [root.words[word]] if word in root.words else []
        mine = classes(language).get(word, _NO_CLASSES).keys() & root.classes.keys()
        nodes += [root.classes[name] for name in mine]
        for node in nodes:
            if node.rule or following in node.words or own & node.classes.keys():
                return True
    return False


@cache
def units() -> frozenset[str]:
    """The units of all languages: what makes a number in front of them a distance."""
    return frozenset(form for language in LANGUAGES for form in forms("units.tsv", language))


def find(tokens: Tokens, i: int) -> Phrase | None:
    """The longest phrase that begins at a token, in any language it may be in."""
    best: Phrase | None = None
    for language in tokens.spoken(i):
        found = _walk(tokens, i, tree(language), language)
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


def find_rule(tokens: Tokens, i: int, name: str) -> Phrase | None:
    """A phrase at a token whose rule is of one name: "yearof" for «прошлого года».

    The same words are a date of their own elsewhere, so these rules have a tree of theirs.
    """
    for language in tokens.spoken(i):
        root = tree(language, name)
        if tokens.low[i] in root.words:
            found = _walk(tokens, i, root, language)
            if found is not None:
                return found
    return None


def _walk(tokens: Tokens, i: int, root: Node, language: str) -> Phrase | None:
    best: Phrase | None = None
    known = classes(language)
    stack: list[tuple[int, Node, dict[str, str]]] = [(i, root, {})]
    while stack:
        at, node, values = stack.pop()
        if node.rule and (best is None or at > best.end):
            best = Phrase(node.rule, values, at, language)
        if at >= len(tokens.low) or (at > i and not tokens.same_line(at - 1, at)):
            continue
        low = tokens.low[at]
        if (after := node.words.get(low)) is not None:
            stack.append((at + 1, after, values))
        if not node.classes:
            continue
        own = known.get(low) or _number_classes(tokens, at)
        for name in own.keys() & node.classes.keys():
            if _as_written(tokens, at, name, language):
                key = "year" if name == "year4" else name
                stack.append((at + 1, node.classes[name], {**values, key: own[name]}))
    return best


def _number_classes(tokens: Tokens, at: int) -> dict[str, str]:
    """A number counts units, or is a year; the 000 of "25,000 years ago" does not."""
    low = tokens.low[at]
    if not "0" <= low[0] <= "9" or len(low) > 4:
        return _NO_CLASSES
    if len(low) == 4:
        return {"year4": low} if "1000" <= low < "2200" else _NO_CLASSES
    part = tokens.glued(at) and not tokens.low[at - 1][-1].isalpha()
    return _NO_CLASSES if part or low[0] == "0" else {"n": low}


def _as_written(tokens: Tokens, at: int, name: str, language: str) -> bool:
    """Whether small and capital letters fit: "May" is no month where it is "may"."""
    if name == "month" and tokens.low[at] in months_of(language):
        return month_number(tokens.raw(at), language) is not None
    return not (name == "weekday" and language == "en" and tokens.raw(at).islower())
