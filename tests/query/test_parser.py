"""Queries and the trees they are read as; every error with its place and a hint."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
from search.query.parser import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH, parse


def both(*children: Node) -> All:
    return All(children)


def either(*children: Node) -> Any:
    return Any(children)


TREES = {
    "words": {
        "deal": Text("deal", 0),
        "  big   deal ": both(Text("big", 2), Text("deal", 8)),
        "big AND deal": both(Text("big", 0), Text("deal", 8)),
        "Нью-Йорк": Text("Нью-Йорк", 0),
        "Минск - Москва": both(Text("Минск", 0), Text("-", 6), Text("Москва", 8)),
        "Минск -- Москва": both(Text("Минск", 0), Text("--", 6), Text("Москва", 9)),
        "and or not": both(Text("and", 0), Text("or", 4), Text("not", 7)),
        "$5,000!": Text("$5,000!", 0),
        "ORder ANDy": both(Text("ORder", 0), Text("ANDy", 6)),
    },
    "everything": {"": Every(), " \n\t": Every(), "*": Every(), "(*)": Every()},
    "operators": {
        "a OR b": either(Text("a", 0), Text("b", 5)),
        "a b OR c": either(both(Text("a", 0), Text("b", 2)), Text("c", 7)),
        "a OR b OR c": either(Text("a", 0), Text("b", 5), Text("c", 10)),
        "a (b OR c)": both(Text("a", 0), either(Text("b", 3), Text("c", 8))),
        "-a": Exclude(Text("a", 1)),
        "NOT a": Exclude(Text("a", 4)),
        "b NOT -a": both(Text("b", 0), Exclude(Exclude(Text("a", 7)))),
        "a AND -b": both(Text("a", 0), Exclude(Text("b", 7))),
        "a OR -b": either(Text("a", 0), Exclude(Text("b", 6))),
        "-(a b)": Exclude(both(Text("a", 2), Text("b", 4))),
        '-"a b"': Exclude(Quoted("a b", 1)),
        "(-a)": Exclude(Text("a", 2)),
        "foo () bar": both(Text("foo", 0), Text("bar", 7)),
    },
    "phrases": {
        '"big deal"': Quoted("big deal", 0),
        "«большое дело»": Quoted("большое дело", 0),
        "“big deal”": Quoted("big deal", 0),
        "„велика угода“": Quoted("велика угода", 0),
        "„велика угода”": Quoted("велика угода", 0),
        '"big deal"~5': Quoted("big deal", 0, 5),
        '"a"b': both(Quoted("a", 0), Text("b", 3)),
        "big» deal": both(Text("big", 0), Text("deal", 5)),
        '«газета "Труд"»': Quoted('газета "Труд"', 0),
    },
    "parts of words": {
        "deal*": Pattern("deal*", 0),
        "de*l***er": Pattern("de*l*er", 0),
        "5G*": Pattern("5G*", 0),
        "Lukashenka~1": Fuzzy("Lukashenka", 0, 1),
        "Lukashenka~2": Fuzzy("Lukashenka", 0, 2),
        "Lukashenka~": Fuzzy("Lukashenka", 0, 1),
        "a~b": Text("a~b", 0),
        "~5": Text("~5", 0),
        "***": Text("***", 0),
    },
    "fields": {
        "source:Reuters": InField("source", "Reuters", 0),
        "SOURCE:Reuters": InField("source", "Reuters", 0),
        "x source:Reuters": both(Text("x", 0), InField("source", "Reuters", 2)),
        'person:"Ян Дубский"': InField("person", "Ян Дубский", 0, quoted=True),
        "person:«Ян Дубский»": InField("person", "Ян Дубский", 0, quoted=True),
        "agency: BelTA": InField("agency", "BelTA", 0),
        "-author:Lee": Exclude(InField("author", "Lee", 1)),
        "lang:ru": InField("lang", "ru", 0),
        "published:2025-10..2025-12": InField("published", "2025-10..2025-12", 0),
        "mentioned:2020": InField("mentioned", "2020", 0),
        "removed:ad": InRemoved(Text("ad", 8)),
        'REMOVED:"an ad"~2': InRemoved(Quoted("an ad", 8, 2)),
        "-removed:(ad OR -menu)": Exclude(
            InRemoved(either(Text("ad", 10), Exclude(Text("menu", 17))))
        ),
        "title:deal": InTitle(Text("deal", 6)),
        "title:deal*": InTitle(Pattern("deal*", 6)),
        'title:"big deal"~2': InTitle(Quoted("big deal", 6, 2)),
        "title:(a OR b)": InTitle(either(Text("a", 7), Text("b", 12))),
        "title:-deal": InTitle(Exclude(Text("deal", 7))),
        "title:a b": both(InTitle(Text("a", 6)), Text("b", 8)),
    },
    "colons that are text": {
        "Minsk: talks": both(Text("Minsk:", 0), Text("talks", 7)),
        "talks in Minsk:": both(Text("talks", 0), Text("in", 6), Text("Minsk:", 9)),
        "https://a.by/b?c=d:e": Text("https://a.by/b?c=d:e", 0),
        "HTTP://a.by": Text("HTTP://a.by", 0),
        "<https://a.by>": Text("<https://a.by>", 0),
        "mailto:a@b.by": Text("mailto:a@b.by", 0),
        "www.a.by:80": Text("www.a.by:80", 0),
        "localhost:8000": Text("localhost:8000", 0),
        "10:15": Text("10:15", 0),
        "10:15:30": Text("10:15:30", 0),
        "2025-12-18T10:15": Text("2025-12-18T10:15", 0),
        "2:1": Text("2:1", 0),
        ":-|": Text(":-|", 0),
    },
}


@pytest.mark.parametrize(
    ("query", "tree"), [pair for group in TREES.values() for pair in group.items()]
)
def test_query_is_read_as(query: str, tree: Node) -> None:
    assert parse(query) == tree


ERRORS = [
    ('big "deal', 4, 'Add "'),
    ("«дело", 0, "Add »"),
    ("„дело", 0, "Add “"),
    ('"дело”', 0, 'Add "'),
    ('"a b"~', 5, '"…"~5'),
    ('"a b"~0', 5, '"…"~5'),
    ('"a b"~101', 5, "100"),
    ('"a b"~1000000000', 5, "100"),
    ("(a", 0, "Add `)`"),
    ("a (b (c)", 2, "Add `)`"),
    ("a)", 1, "Remove it"),
    ("OR", 0, "a OR b"),
    ("a OR", 2, "a OR b"),
    ("OR a", 0, "a OR b"),
    ("a OR OR b", 2, "a OR b"),
    ("a OR ()", 2, "a OR b"),
    ("AND", 0, "a AND b"),
    ("a AND", 2, "a AND b"),
    ("AND a", 0, "a AND b"),
    ("(a AND) b", 3, "a AND b"),
    ("a AND AND b", 2, "a AND b"),
    ("a AND OR b", 2, "a AND b"),
    ("NOT", 0, "NOT word"),
    ("a NOT", 2, "NOT word"),
    ("(NOT)", 1, "NOT word"),
    ("-()", 0, "-word"),
    ("()", 0, "letters or numbers"),
    ("»", 0, "letters or numbers"),
    ("a b*", 2, "Write more"),
    ("*eal", 0, "Write more"),
    ("d*", 0, "Write more"),
    ("deal~3", 4, "word~1"),
    ("deal~0", 4, "word~1"),
    ("deal~10", 4, "word~1"),
    ("de*l~1", 0, "Choose one"),
    ("foo:bar", 0, "Fields are title, person"),
    ("a foo:bar", 2, "Put a space after the colon"),
    ('foo:"bar"', 0, "Fields are"),
    ("п'ять:слів", 0, "Fields are"),
    ("-foo:bar", 1, "Fields are"),
    ("source:", 0, "source:value"),
    ("a source: ", 2, "source:value"),
    ("(source:)", 1, "source:value"),
    ("source:*", 0, "source:value"),
    ('source:""', 0, "source:value"),
    ("source:(a OR b)", 0, "source:value"),
    ("source:Reu*", 10, "in full"),
    ("title:", 0, "title:value"),
    ("title:»a", 0, "title:value"),
    ("title:source:a", 6, "Put it after"),
    ("title:(a -source:b)", 6, "Put it after"),
    ("removed:", 0, "removed:value"),
    ("removed:title:a", 8, "Put it after"),
    ("removed:sub*", 8, "in full"),
    ("removed:(a -menu~1)", 8, "in full"),
]


@pytest.mark.parametrize(("query", "position", "hint"), ERRORS)
def test_what_cannot_be_honoured_is_an_error_with_a_place_and_a_hint(
    query: str, position: int, hint: str
) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        parse(query)
    assert (raised.value.position, raised.value.query) == (position, query)
    assert hint in raised.value.hint
    assert raised.value.hint in str(raised.value)
    assert f"at character {position + 1}" in str(raised.value)


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), MAX_DEPTH),
        ("NOT " * (MAX_DEPTH + 1) + "a", 4 * MAX_DEPTH),
        ("-" + "(-" * MAX_DEPTH + "a", MAX_DEPTH),
        ("title:" * (MAX_DEPTH + 1) + "a", 6 * MAX_DEPTH),
        ("a " * (MAX_CLAUSES + 1), 2 * MAX_CLAUSES),
        ("»" * (MAX_CLAUSES + 1), MAX_CLAUSES),
    ],
)
def test_more_than_the_limits_is_too_costly(query: str, position: int) -> None:
    with pytest.raises(QueryTooCostly) as raised:
        parse(query)
    assert raised.value.position == position
    assert raised.value.hint


def test_the_limits_themselves_are_allowed() -> None:
    parse("a" * MAX_LENGTH)
    parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)
    parse("a " * MAX_CLAUSES)


PIECES = st.sampled_from(
    [
        *"ab1-»«“”„\"()*~: '.…\n\u0301\u00a0\ud800İё", "OR", "AND", "NOT", "~1", "..", "://",
        "title:", "2025-12", "unknown", "и", *(f"{field}:" for field in FIELDS),
    ]
)  # fmt: skip


def tree_or_error(query: str) -> Node | QuerySyntaxError:
    try:
        return parse(query)
    except QuerySyntaxError as error:
        return error


def size(node: Node) -> int:
    if isinstance(node, All | Any):
        return 1 + sum(size(child) for child in node.children)
    return 1 + (size(node.child) if isinstance(node, InTitle | Exclude) else 0)


def positions(node: Node) -> list[int]:
    if isinstance(node, All | Any):
        return [place for child in node.children for place in positions(child)]
    if isinstance(node, InTitle | InRemoved | Exclude):
        return positions(node.child)
    return [] if isinstance(node, Every) else [node.position]


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@example('""')
@example("-" * 4_000)
@example('"' * 4_000)
@example("a:" * 2_000)
@example("~" * 4_000)
@example("*" * 4_000)
@example("«" * 4_000)
@example("(" * 4_000)
def test_any_text_is_a_tree_or_a_syntax_error(query: str) -> None:
    tree = tree_or_error(query)
    if isinstance(tree, QuerySyntaxError):
        assert tree.hint
        assert 0 <= tree.position <= len(query)
        return
    assert size(tree) <= 4 * MAX_CLAUSES  # bounded, whatever the length
    places = positions(tree)
    assert places == sorted(places)
    assert all(0 <= place < len(query) for place in places)
