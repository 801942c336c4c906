"""Postings of an article: columns for engines, single values for readers."""

from search.documents import Posting, Postings, TermColumn


def test_postings_in_columns_can_be_looked_at_one_by_one():
    column = TermColumn(["сталь", "стать"], [3, 3], ["стали", "стали"])
    postings = Postings({"ru": column})
    assert len(postings) == 2
    assert list(postings) == [
        Posting("ru", "сталь", 3, "стали"),
        Posting("ru", "стать", 3, "стали"),
    ]


def test_single_postings_are_put_into_columns_by_field():
    single = [Posting("exact", "стали", 3, "стали"), Posting("ru", "сталь", 3, "стали")]
    postings = Postings.of(single)
    assert postings.columns == {
        "exact": TermColumn(("стали",), (3,), ("стали",)),
        "ru": TermColumn(("сталь",), (3,), ("стали",)),
    }
    assert list(postings) == single
    assert list(Postings.of([])) == []
