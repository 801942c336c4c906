"""What every engine must do: one body of tests, run over each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cluster
import pytest
from worlds import analyzed, passages

from search import plan as p
from search.engines.base import (
    Engine,
    FacetValues,
    NearestVectors,
    Vocabulary,
    counts_of,
)
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.errors import IndexLocked, SearchError
from search.partial_dates import interval

Make = Callable[[], Engine]


@pytest.fixture(params=["memory", "embedded", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "memory":
        yield MemoryEngine()
    elif request.param == "embedded":
        yield EmbeddedEngine(tmp_path / "index", create=True)
    else:
        with cluster.engine() as remote:
            yield remote


def fill(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(analyzed(
            "a", ["big", "deal"], ["минск", "deal"], published="2025-12-18",
            mentioned=("2020", "2025-12-03"), person=("Anna K", "A. K"), source=("Post",),
        ))  # fmt: skip
        writer.add(analyzed(
            "b", [], ["посольство", "минск", "deal", "big"], published="2025-12",
            person=("Ivan B",), source=("Курьер",),
        ))  # fmt: skip
        writer.add(analyzed("c", [], ["deal"], published="2025", person=("Anna K",)))
        writer.add(analyzed("d", ["санкция"], [], source=("Post",)))


def word(*texts: str, field: str = "en", weight: float = 1.0) -> p.Word:
    guises = tuple(p.Guise(p.Term(field, text), weight) for text in texts)
    return p.Word(" ".join(texts), guises)


def ids(engine: Engine, query: p.Node, *filters: p.Filter, **more: object) -> list[str]:
    plan = p.Plan(query, filters, **more)  # type: ignore[arg-type]
    return [hit.id for hit in engine.reader().search(plan).hits]


def counts(engine: Engine, plan: p.Plan) -> list[dict[str, int]]:
    return [{v.id: v.count for v in f.values} for f in engine.reader().search(plan).facets]


def within(text: str, facet: str = "published") -> p.DateWithin:
    days = interval(text)
    assert days is not None
    return p.DateWithin(facet, *days)


def test_an_empty_index_answers_everything_with_nothing(engine: Engine) -> None:
    results = engine.reader().search(
        p.Plan(word("deal"), facets=(p.FacetRequest("person"), p.FacetRequest("published")))
    )
    assert results.total == 0
    assert results.hits == ()
    assert [(f.values, f.missing) for f in results.facets] == [((), 0), ((), 0)]


def test_a_word_finds_its_articles_title_first(engine: Engine) -> None:
    fill(engine)
    assert ids(engine, word("deal")) == ["a", "c", "b"]


def test_the_title_part_looks_at_titles_alone(engine: Engine) -> None:
    fill(engine)
    assert ids(engine, p.Word("deal", (p.Guise(p.Term("en", "deal", "title")),))) == ["a"]


def test_and_or_not_at_least(engine: Engine) -> None:
    fill(engine)
    deal, big, embassy = word("deal"), word("big"), word("посольство", field="ru")
    assert sorted(ids(engine, p.And((deal, big)))) == ["a", "b"]
    assert sorted(ids(engine, p.Or((big, word("санкция", field="ru"))))) == ["a", "b", "d"]
    assert sorted(ids(engine, p.And((deal, p.Not(embassy))))) == ["a", "c"]
    assert ids(engine, p.AtLeast((deal, big, embassy), 3)) == ["b"]
    assert ids(engine, p.Nothing()) == []


def test_a_phrase_keeps_order_and_proximity_does_not(engine: Engine) -> None:
    fill(engine)
    slots = ((p.Term("exact", "big"),), (p.Term("exact", "deal"),))
    assert ids(engine, p.Word("q", (p.Guise(p.Phrase(slots)),))) == ["a"]
    assert sorted(ids(engine, p.Word("q", (p.Guise(p.Phrase(slots, 1)),)))) == ["a", "b"]


def test_a_phrase_does_not_run_from_the_title_into_the_body(engine: Engine) -> None:
    fill(engine)
    slots = ((p.Term("exact", "deal"),), (p.Term("exact", "минск"),))
    assert ids(engine, p.Word("q", (p.Guise(p.Phrase(slots)),))) == []


def test_given_articles_match_with_their_scores_and_unknown_ids_do_not(engine: Engine) -> None:
    fill(engine)
    given = p.Given((("c", 0.5), ("nowhere", 9.0), ("a", 2.0), ("d", 0.1), ("d", 3.0)))
    found = engine.reader().search(p.Plan(given))
    assert [(hit.id, hit.score) for hit in found.hits] == [("d", 3.0), ("a", 2.0), ("c", 0.5)]
    assert ids(engine, p.And((given, word("deal")))) == ["a", "c"]
    assert ids(engine, p.Not(given)) == ["b"]
    with_words = engine.reader().search(p.Plan(p.Or((word("big"), given)))).hits
    assert [hit.id for hit in with_words] == ["d", "a", "c", "b"]


def test_an_extra_raises_scores_and_admits_nothing(engine: Engine) -> None:
    fill(engine)
    reader = engine.reader()
    plain = {hit.id: hit.score for hit in reader.search(p.Plan(word("deal"))).hits}
    given = p.Given((("b", 50.0), ("d", 90.0)))
    preferred = p.Prefer(word("deal"), (given, p.And((word("big"), given))))
    plan = p.Plan(preferred, facets=(p.FacetRequest("person"),))
    found = reader.search(plan)
    assert found.total == 3
    assert next(hit.id for hit in found.hits) == "b"
    scores = {hit.id: hit.score for hit in found.hits}
    assert scores["c"] == plain["c"]
    assert scores["a"] == plain["a"]
    big = next(part for part in reader.explain(plan, "b") if part.word == "big")
    assert scores["b"] == pytest.approx(plain["b"] + 100.0 + big.score)
    assert [part.word for part in reader.explain(plan, "b")] == [
        "deal",
        "meaning",
        "big",
        "meaning",
    ]
    assert [part.word for part in reader.explain(plan, "a")] == ["deal"]
    assert ids(engine, preferred, sort="newest") == ["a", "b", "c"]
    assert ids(engine, p.Not(preferred)) == ["d"]


def test_a_group_scores_as_one_word(engine: Engine) -> None:
    fill(engine)
    alone = engine.reader().search(p.Plan(word("deal"))).hits
    with_a_miss = engine.reader().search(p.Plan(word("deal", "nothing"))).hits
    assert alone == with_a_miss


def test_a_date_filter_wants_the_whole_interval(engine: Engine) -> None:
    fill(engine)
    everything = p.Everything()
    assert ids(engine, everything, p.Filter("published", within("2025-12"))) == ["a", "b"]
    assert ids(engine, everything, p.Filter("published", within("2025"))) == ["a", "b", "c"]
    assert ids(engine, everything, p.Filter("published", p.FacetMissing("published"))) == ["d"]
    assert ids(engine, everything, p.Filter("mentioned", within("2020", "mentioned"))) == ["a"]


def test_facets_are_counted_sideways_with_their_missing_bucket(engine: Engine) -> None:
    fill(engine)
    chosen = p.Filter("source", p.FacetIs("source", frozenset({"Post"})))
    plan = p.Plan(
        p.Everything(), (chosen,), (p.FacetRequest("source"), p.FacetRequest("person")), limit=0
    )
    assert counts(engine, plan) == [{"Post": 2, "Курьер": 1}, {"A. K": 1, "Anna K": 1}]
    source, person = engine.reader().search(plan).facets
    assert (source.missing, person.missing) == (1, 1)


def test_an_exclusion_stays_in_force_for_its_own_facet(engine: Engine) -> None:
    fill(engine)
    without = p.Filter("source", p.Not(p.FacetIs("source", frozenset({"Post"}))), sideways=False)
    plan = p.Plan(p.Everything(), (without,), (p.FacetRequest("source"),))
    assert counts(engine, plan) == [{"Курьер": 1}]


def test_a_group_of_spellings_counts_an_article_once(engine: Engine) -> None:
    fill(engine)
    groups = {"Anna K": "anna", "A. K": "anna"}
    plan = p.Plan(p.Everything(), facets=(p.FacetRequest("person", groups=groups),))
    assert counts(engine, plan) == [{"anna": 2, "Ivan B": 1}]


def test_a_date_facet_has_levels_and_no_place_for_coarser_dates(engine: Engine) -> None:
    fill(engine)
    plan = p.Plan(
        p.Everything(),
        facets=tuple(
            p.FacetRequest("published", None, level)
            for level in ("year", "month", "day")  # type: ignore[arg-type]
        ),
    )
    assert counts(engine, plan) == [{"2025": 3}, {"2025-12": 2}, {"2025-12-18": 1}]
    assert {f.missing for f in engine.reader().search(plan).facets} == {1}


def test_a_limited_facet_says_that_it_is_cut_and_keeps_chosen_values(engine: Engine) -> None:
    fill(engine)
    request = p.FacetRequest("person", limit=1, keep=frozenset({"Ivan B", "nobody"}))
    (facet,) = engine.reader().search(p.Plan(p.Everything(), facets=(request,))).facets
    assert [value.id for value in facet.values] == ["Anna K", "Ivan B", "nobody"]
    assert facet.truncated


def test_dates_sort_with_undated_articles_last(engine: Engine) -> None:
    fill(engine)
    assert ids(engine, p.Everything(), sort="newest") == ["a", "b", "c", "d"]
    assert ids(engine, p.Everything(), sort="oldest") == ["c", "b", "a", "d"]


def test_dates_sort_where_every_article_is_dated_and_far_dates_too(engine: Engine) -> None:
    for name, published in (("a", "2025-12-18"), ("b", "2026-01-01"), ("c", "9999-12-31")):
        with engine.writer() as writer:  # a segment each, which are merged later
            writer.add(analyzed(name, [], ["deal"], published=published))
        assert ids(engine, word("deal"))[0] == name
    with engine.writer() as writer:
        writer.add(analyzed("d", [], ["deal"]))
        writer.add(analyzed("e", [], ["deal"], published="1950"))
    assert ids(engine, word("deal")) == ["c", "b", "a", "e", "d"]
    assert ids(engine, p.Everything(), sort="oldest") == ["e", "a", "b", "c", "d"]


def test_pages_continue_each_other(engine: Engine) -> None:
    fill(engine)
    whole = ids(engine, p.Everything(), limit=None)
    assert [ids(engine, p.Everything(), limit=1, offset=i)[0] for i in range(4)] == whole
    assert ids(engine, p.Everything(), limit=5, offset=9) == []


def test_adding_an_id_again_replaces_the_article(engine: Engine) -> None:
    fill(engine)
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["посольство"]))
        writer.add(analyzed("a", [], ["санкция"]))
    assert ids(engine, word("deal")) == ["c", "b"]
    assert ids(engine, word("посольство", field="ru")) == ["b"]
    assert len(engine.reader()) == 4


def test_deleting_removes_and_forgives(engine: Engine) -> None:
    fill(engine)
    with engine.writer() as writer:
        writer.delete("a")
        writer.delete("nobody")
    assert sorted(ids(engine, p.Everything())) == ["b", "c", "d"]
    assert engine.reader().fetch(["a"]) == [None]


def test_an_exception_leaves_no_trace(engine: Engine) -> None:
    fill(engine)
    before = engine.reader().revision
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:  # noqa: PT012
        writer.add(analyzed("e", [], ["deal"]))
        writer.delete("a")
        raise ZeroDivisionError
    assert engine.reader().revision == before
    assert len(ids(engine, p.Everything())) == 4


def test_a_second_writer_is_refused_and_the_next_one_welcome(engine: Engine) -> None:
    with engine.writer(), pytest.raises(IndexLocked, match="Wait until"):
        engine.writer()
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["deal"]))
    assert ids(engine, word("deal")) == ["a"]


def test_a_reader_keeps_its_view_while_a_writer_commits(engine: Engine) -> None:
    fill(engine)
    reader = engine.reader()
    with engine.writer() as writer:
        writer.delete("a")
        writer.add(analyzed("e", [], ["deal"]))
    plan = p.Plan(word("deal"))
    assert [hit.id for hit in reader.search(plan).hits] == ["a", "c", "b"]
    assert reader.fetch(["a"])[0] is not None
    assert {hit.id for hit in engine.reader().search(plan).hits} == {"b", "c", "e"}


def test_fetch_returns_what_was_stored_in_the_order_asked_for(engine: Engine) -> None:
    fill(engine)
    found = engine.reader().fetch(["d", "nobody", "a"])
    assert found[1] is None
    kept = [(one.id, one.payload, one.origin) for one in found if one]
    assert kept == [("d", b"payload of d", "file of d"), ("a", b"payload of a", "file of a")]
    assert [one.id for one in engine.reader().scan()] == ["a", "b", "c", "d"]
    assert set(engine.reader().digests(["a", "nobody"])) == {"a"}


def test_vocabulary_knows_terms_frequencies_and_forms(engine: Engine) -> None:
    fill(engine)
    reader = engine.reader()
    assert isinstance(reader, Vocabulary)
    assert isinstance(reader, FacetValues)
    assert list(reader.terms("ru", "мин")) == ["минск", "минский"]
    assert list(reader.terms("exact", "")) == ["big", "deal", "минск", "посольство", "санкция"]
    assert list(reader.terms_near("exact", "минсв", 1)) == ["минск"]
    assert list(reader.terms_near("exact", "беал", 1)) == []
    assert list(reader.terms_near("exact", "deаl", 1)) == ["deal"]  # a Cyrillic а: one letter
    assert list(reader.terms_near("exact", "bi", 2)) == ["big"]
    assert reader.document_frequency("en", "deal") == 3
    assert reader.forms("ru", "минский") == ("минск",)
    assert reader.forms("exact", "deal") == ("deal",)
    assert reader.forms("ru", "nothing") == ()
    assert reader.fields() == {"en": 3, "ru": 3, "exact": 4}
    assert reader.facet_values("source") == {"Post": 2, "Курьер": 1}


def test_explain_adds_up_to_the_score(engine: Engine) -> None:
    fill(engine)
    plan = p.Plan(p.And((word("deal"), word("минск", field="ru"))))
    hit = engine.reader().search(plan).hits[0]
    parts = engine.reader().explain(plan, hit.id)
    assert sum(part.score for part in parts) == pytest.approx(hit.score, abs=1e-5)
    assert [part.found for part in parts] == [("en:deal",), ("ru:минск",)]
    assert engine.reader().explain(plan, "nobody") == []


def test_a_branch_that_does_not_match_adds_no_score(engine: Engine) -> None:
    fill(engine)
    failing = p.And((word("deal"), word("nothing")))
    hits = engine.reader().search(p.Plan(p.Or((p.Everything(), failing)))).hits
    assert {hit.score for hit in hits} == {0.0}
    assert engine.reader().explain(p.Plan(p.Or((p.Everything(), failing))), "a") == []


def test_attachments_are_committed_with_the_articles_and_kept(engine: Engine) -> None:
    assert engine.reader().attachment("people") is None
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["deal"]))
        writer.attach("people", b"first")
        writer.attach("other", b"")
    fill(engine)
    reader = engine.reader()
    assert reader.attachment("people") == b"first"
    assert reader.attachment("other") == b""
    assert reader.attachment("nothing") is None
    with engine.writer() as writer:
        writer.attach("people", b"never")
        writer.attach("people", b"second")
    assert engine.reader().attachment("people") == b"second"
    assert engine.reader().attachment("other") == b""
    assert reader.attachment("people") == b"first"
    assert len(engine.reader()) == 4
    assert engine.check() == []


def test_an_attachment_alone_is_a_new_revision(engine: Engine) -> None:
    fill(engine)
    before = engine.reader()
    with engine.writer() as writer:
        writer.attach("people", b"\0\xff")
    after = engine.reader()
    assert after.revision != before.revision
    assert (before.attachment("people"), after.attachment("people")) == (None, b"\0\xff")
    assert list(after.scan()) == list(before.scan())
    with engine.writer():
        pass
    assert engine.reader().revision == after.revision


def test_an_exception_attaches_nothing(engine: Engine) -> None:
    fill(engine)
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:  # noqa: PT012
        writer.attach("people", b"first")
        raise ZeroDivisionError
    assert engine.reader().attachment("people") is None


@pytest.mark.parametrize("name", ["", "../people", "People", "a.b", "9", "x" * 33, "люди"])
def test_names_of_attachments_are_plain(engine: Engine, name: str) -> None:
    with engine.writer() as writer, pytest.raises(ValueError, match="name of an attachment"):
        writer.attach(name, b"")
    with engine.writer() as writer, pytest.raises(TypeError):
        writer.attach("people", "text")  # type: ignore[arg-type]


def test_merging_changes_no_answer(engine: Engine) -> None:
    for number in range(7):
        with engine.writer() as writer:
            writer.add(analyzed(f"{number:03}", ["deal"], ["минск"], source=("Post",)))
    with engine.writer() as writer:
        writer.delete("003")
        writer.attach("people", b"kept")
    before = engine.reader()
    engine.merge()
    after = engine.reader()
    assert list(after.scan()) == list(before.scan())
    assert ids(engine, word("deal")) == ["000", "001", "002", "004", "005", "006"]
    assert after.attachment("people") == b"kept"
    with engine.writer(), pytest.raises(IndexLocked):
        engine.merge()


def test_check_finds_nothing_wrong_with_a_sound_index(engine: Engine) -> None:
    fill(engine)
    assert engine.check() == []


def test_errors_are_of_the_one_tree() -> None:
    assert issubclass(IndexLocked, SearchError)


# Vectors, which an engine may have


def skip_without_vectors(engine: Engine) -> None:
    if not isinstance(engine.reader(), NearestVectors):
        pytest.skip("this engine has no vectors")


def test_the_nearest_articles_come_with_their_best_passage(engine: Engine) -> None:
    skip_without_vectors(engine)
    with engine.writer() as writer:
        own = passages((0, 127), (90, 90))
        writer.add(analyzed("a", [], ["deal"], person=("B", "A"), vectors=own))
        writer.add(analyzed("b", [], ["deal"], vectors=passages((120, 0), (-127, 0))))
        writer.add(analyzed("c", [], ["deal"]))
    reader = engine.reader()
    assert isinstance(reader, NearestVectors)
    found = reader.nearest((2.0, 0.0), 5)
    assert [(one.id, one.passage) for one in found] == [("b", 0), ("a", 1)]
    assert [one.similarity for one in found] == pytest.approx([1.0, 0.70711])
    assert [one.id for one in reader.nearest((2.0, 0.0), 1)] == ["b"]
    people = reader.values_of("person", ["c", "nowhere", "a"])
    assert [sorted(values) for values in people] == [[], [], ["A", "B"]]
    counted = reader.vectors()
    assert counted is not None
    assert (counted.dimensions, counted.passages, counted.articles) == (2, 4, 2)
    with pytest.raises(ValueError, match="2 numbers"):
        reader.nearest((1.0, 0.0, 0.0), 1)


def test_vectors_go_with_their_articles(engine: Engine) -> None:
    skip_without_vectors(engine)
    for id, row in (("a", (0, 127)), ("b", (127, 0)), ("c", (127, 1))):
        with engine.writer() as writer:
            writer.add(analyzed(id, [], ["deal"], vectors=passages(row)))
    with engine.writer() as writer:
        writer.delete("b")
        writer.add(analyzed("c", [], ["deal"]))
    reader = engine.reader()
    assert isinstance(reader, NearestVectors)
    assert [one.id for one in reader.nearest((1.0, 0.0), 5)] == ["a"]
    engine.merge()
    merged = engine.reader()
    assert isinstance(merged, NearestVectors)
    assert merged.nearest((1.0, 0.0), 5) == reader.nearest((1.0, 0.0), 5)


def test_an_index_without_vectors_has_nothing_near(engine: Engine) -> None:
    skip_without_vectors(engine)
    fill(engine)
    reader = engine.reader()
    assert isinstance(reader, NearestVectors)
    assert reader.nearest((1.0, 0.0), 5) == []
    assert reader.vectors() is None


def test_many_nodes_are_counted_at_once_as_one_by_one(engine: Engine) -> None:
    fill(engine)
    deal = word("deal")
    either = p.Or((word("минск", field="ru"), word("big")))
    asked = [deal, p.And((deal, word("big"))), either, p.Not(deal), word("nothing")]
    assert counts_of(engine.reader(), asked) == [3, 2, 2, 1, 0]
    assert counts_of(engine.reader(), []) == []
