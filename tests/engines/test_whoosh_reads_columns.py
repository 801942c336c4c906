"""Whoosh's own reader and searcher work on our segments: several of them, with deletions."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import whoosh.formats
from whoosh import query as q
from whoosh.qparser import QueryParser
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher
from whoosh.sorting import Count, FieldFacet
from worlds import analyzed

from search.documents import AnalyzedDocument
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.frame import ColumnIndex
from search.errors import IndexError_


def article(number: int) -> AnalyzedDocument:
    body = ["deal"] * (number % 4 + 1) + ["минск", "посольство"] * (number % 3 == 0)
    title = ["big", "deal"] if number % 5 == 0 else []
    people = ("Anna K", "Ivan B")[: number % 3]
    return analyzed(
        f"n{number:02}", title, body, published="2025-12", person=people, source=("Post",)
    )


def commit(engine: EmbeddedEngine, numbers: range, *deleted: str) -> None:
    with engine.writer() as writer:
        for number in numbers:
            writer.add(article(number))
        for id in deleted:
            writer.delete(id)


@pytest.fixture
def index(tmp_path: Path) -> ColumnIndex:
    """50 articles in segments of falling size, which no merge policy joins, without two."""
    engine = EmbeddedEngine(tmp_path, create=True)
    commit(engine, range(40))
    commit(engine, range(40, 48))
    commit(engine, range(48, 50), "n05", "n41")
    return ColumnIndex(tmp_path)


LIVE = [number for number in range(50) if number not in (5, 41)]


def found(searcher: Searcher, query: q.Query) -> list[int]:
    return sorted(int(hit["id"][1:]) for hit in searcher.search(query, limit=None))


def test_the_fixture_has_several_segments_and_deletions(index) -> None:
    with index.searcher() as searcher:
        assert len(searcher.leaf_searchers()) > 1
        assert searcher.reader().has_deletions()
        assert (searcher.doc_count(), searcher.doc_count_all()) == (48, 50)
        assert index.doc_count() == 48
        assert searcher.up_to_date()


TITLED = q.Term("en", "big")
RUSSIAN = q.Term("ru", "минск")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (q.Every(), lambda n: True),
        (q.Every("ru"), lambda n: n % 3 == 0),
        (q.Term("en", "big"), lambda n: n % 5 == 0),
        (q.Term("en", "absent"), lambda n: False),
        (q.Term("de", "deal"), lambda n: False),
        (q.And([TITLED, RUSSIAN]), lambda n: n % 15 == 0),
        (q.Or([TITLED, RUSSIAN]), lambda n: n % 5 == 0 or n % 3 == 0),
        (q.Not(RUSSIAN), lambda n: n % 3 != 0),
        (q.And([TITLED, q.Not(RUSSIAN)]), lambda n: n % 5 == 0 and n % 3 != 0),
        (q.Phrase("en", ["big", "deal"]), lambda n: n % 5 == 0),
        (q.Phrase("en", ["deal", "big"]), lambda n: False),
        (q.Phrase("en", ["deal", "deal", "deal", "deal"]), lambda n: n % 4 == 3),
        (q.Phrase("ru", ["минский", "посольство"]), lambda n: n % 3 == 0),
        (q.Prefix("exact", "пос"), lambda n: n % 3 == 0),
        (q.Prefix("ru", "мин"), lambda n: n % 3 == 0),
        (q.Wildcard("en", "b?g"), lambda n: n % 5 == 0),
        (q.FuzzyTerm("en", "bigg"), lambda n: n % 5 == 0),
        (q.TermRange("en", "bi", "bu"), lambda n: n % 5 == 0),
        (q.Term("id", "n07"), lambda n: n == 7),
        (q.Term("id", "n05"), lambda n: False),
        (q.Term("facet_person", "Ivan B"), lambda n: n % 3 == 2),
        (q.Not(q.Every("facet_person")), lambda n: n % 3 == 0),
    ],
    ids=lambda value: str(value) if isinstance(value, q.Query) else "",
)
def test_queries_find_what_they_say(index, query, expected) -> None:
    with index.searcher() as searcher:
        assert found(searcher, query) == [number for number in LIVE if expected(number)]


def test_best_hits_are_those_of_a_full_search(index) -> None:
    query = q.Or([q.Term("en", "deal"), q.Term("en", "big"), q.Term("ru", "минск")])
    with index.searcher() as searcher:
        everything = searcher.search(query, limit=None)
        best = searcher.search(query, limit=5)
        assert [hit.score for hit in best] == [hit.score for hit in everything][:5]


def test_groups_count_facets(index) -> None:
    by_person = FieldFacet("facet_person", allow_overlap=True, maptype=Count)
    with index.searcher() as searcher:
        groups = searcher.search(q.Every(), limit=None, groupedby={"person": by_person})
        assert dict(groups.groups("person")) == {
            "Anna K": sum(number % 3 > 0 for number in LIVE),
            "Ivan B": sum(number % 3 == 2 for number in LIVE),
            None: sum(number % 3 == 0 for number in LIVE),
        }


def test_stored_are_id_and_payload(index) -> None:
    with index.searcher() as searcher:
        assert searcher.document(id="n07") == {"id": "n07", "payload": b"payload of n07"}
        assert searcher.document(id="n05") is None
        ids = [stored["id"] for stored in searcher.reader().all_stored_fields()]
        assert sorted(ids) == [f"n{number:02}" for number in LIVE]


def test_terms_are_sorted_and_each_comes_once(index) -> None:
    reader = index.reader()
    terms = list(reader.all_terms())
    assert terms == sorted(set(terms))
    assert list(reader.field_terms("en")) == ["big", "deal"]
    assert list(reader.field_terms("de")) == []
    assert [text.decode() for text in reader.expand_prefix("ru", "мин")] == ["минск", "минский"]
    assert {field for field, _ in terms} == set(reader.indexed_field_names()) - {
        "facet_agency", "facet_author", "facet_language"
    }  # fmt: skip
    assert dict(reader.iter_field("en"))[b"big"].doc_frequency() == 10


def test_statistics_of_a_term_and_a_field(index) -> None:
    reader = index.reader()
    info = reader.term_info("en", "big")
    titled = [article(number) for number in range(50) if number % 5 == 0]
    assert info.doc_frequency() == len(titled) == reader.doc_frequency("en", "big")
    assert info.weight() == 3 * len(titled) == reader.frequency("en", "big")
    assert info.max_weight() == 3
    assert info.min_length() == min(one.length for one in titled)
    assert info.max_length() == max(one.length for one in titled)
    everything = [article(number) for number in range(50)]
    assert reader.field_length("en") == sum(one.length for one in everything)
    russian = [article(number).length for number in range(0, 50, 3)]
    assert reader.field_length("ru") == sum(russian)
    assert reader.min_field_length("ru") == min(russian)
    assert reader.max_field_length("ru") == max(russian)
    assert reader.field_length("de") == reader.field_length("facet_person") == 0
    assert reader.doc_frequency("en", "absent") == 0
    with pytest.raises(TermNotFound):
        reader.term_info("en", "absent")


def test_an_article_has_one_length_in_each_field_that_it_uses(index) -> None:
    with index.searcher() as searcher:
        row = searcher.document_number(id="n15")
        assert searcher.doc_field_length(row, "en") == article(15).length
        assert searcher.doc_field_length(row, "ru") == article(15).length
        assert searcher.doc_field_length(row, "de", 1) == 1


def test_positions_and_weights_of_a_posting(index) -> None:
    reader = index.reader()
    postings = reader.postings("en", "deal")
    number = 15
    postings.skip_to(number)
    assert reader.stored_fields(postings.id())["id"] == "n15"
    assert postings.value_as("positions") == [1, 102, 103, 104, 105]
    assert postings.value_as("frequency") == 5
    assert postings.value_as("weight") == postings.weight() == 7.0


def test_no_pickle_is_read(index, monkeypatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a pickle was read")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr(whoosh.formats, "loads", refuse)
    with index.searcher() as searcher:
        assert found(searcher, q.Phrase("en", ["big", "deal"]))
        assert searcher.document(id="n07")


def test_parser_takes_finished_terms_as_they_are(tmp_path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["to", "Be"]))
    index = ColumnIndex(tmp_path)
    with index.searcher() as searcher:
        parser = QueryParser("exact", index.schema)
        assert len(searcher.search(parser.parse('"to Be"'))) == 1
        assert len(searcher.search(parser.parse("be"))) == 0


def test_refreshed_searcher_sees_merges_and_deletions_once(index) -> None:
    searcher = index.searcher()
    commit(EmbeddedEngine(index.folder), range(50, 90), "n00")
    assert not searcher.up_to_date()
    searcher = searcher.refresh()
    assert found(searcher, q.Every()) == [*LIVE[1:], *range(50, 90)]


def test_searcher_opened_before_a_commit_keeps_its_view(index) -> None:
    with index.searcher() as searcher:
        commit(EmbeddedEngine(index.folder), range(50, 90), *(f"n{n:02}" for n in range(50)))
        assert found(searcher, q.Every()) == LIVE
        assert found(searcher, q.Phrase("ru", ["минск", "посольство"])) == LIVE_RUSSIAN


LIVE_RUSSIAN = [number for number in LIVE if number % 3 == 0]


def test_dates_are_refused_and_not_silently_empty(index) -> None:
    with index.searcher() as searcher, pytest.raises(q.QueryError, match="plan"):
        searcher.search(q.Every("facet_published"))


def test_whoosh_may_not_write(index) -> None:
    with pytest.raises(IndexError_, match="writer"):
        index.writer()
    with pytest.raises(IndexError_):
        index.delete_by_term("id", "n07")
    assert EmbeddedEngine(index.folder).check() == []


def test_replaced_article_is_found_by_its_id_once(tmp_path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["deal"]))
        writer.add(analyzed("a", [], ["big"]))
        writer.add(analyzed("b", [], ["deal"]))
    with ColumnIndex(tmp_path).searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(q.Term("id", "a"))] == ["a"]
        assert [hit["id"] for hit in searcher.search(q.Term("en", "deal"))] == ["b"]


def test_empty_index_finds_nothing(tmp_path) -> None:
    EmbeddedEngine(tmp_path, create=True)
    with ColumnIndex(tmp_path).searcher() as searcher:
        assert found(searcher, q.Every()) == found(searcher, q.Term("en", "deal")) == []


def test_empty_fields_are_no_trouble(tmp_path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    with engine.writer() as writer:
        writer.add(analyzed("a", [], []))
    with ColumnIndex(tmp_path).searcher() as searcher:
        assert len(searcher.search(q.Every())) == 1
        assert len(searcher.search(q.Not(q.Every("facet_person")))) == 1
        assert len(searcher.search(q.Prefix("en", "d"))) == 0
        assert searcher.reader().min_field_length("en") == 0


def test_positions_survive_their_encoding() -> None:
    from search.engines.embedded.positions import PlainPositions

    value = PlainPositions.encode(7, [0, 1, 4_294_967_295])
    plain = PlainPositions()
    assert plain.decode_positions(value) == [0, 1, 4_294_967_295]
    assert (plain.decode_frequency(value), plain.decode_weight(value)) == (3, 7.0)
