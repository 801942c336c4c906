"""Decisions of the reader hold, survive a rebuild, can be undone, and travel as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import IndexDamaged, ParameterError
from search.people.registry import Decision, Decisions, Registry, deciding
from search.people.registry.history import FILE, History

COUNTS = {"John Coale": 3, "John Cole": 2, "Джон Коул": 1, "Anna Petrova": 4, "Бацька": 1,
          "Александр Лукашенко": 5}  # fmt: skip


def merged(registry: Registry, a: str, b: str) -> Registry:
    one, other = registry.persons[a], registry.persons[b]
    return registry.decided(registry.decisions.with_(deciding.merge(one, other)))


def test_a_merge_keeps_the_first_id_and_the_second_works_too() -> None:
    registry = merged(Registry.build(COUNTS), "john-coale", "john-cole")
    assert registry.groups["John Coale"] == registry.groups["John Cole"] == "john-coale"
    assert registry.find("john-cole") == ("john-coale",)
    assert registry.persons["john-coale"].aliases == ("john-cole",)
    assert "john-cole" not in registry.persons


def test_undo_gives_both_their_ids_back() -> None:
    before = Registry.build(COUNTS)
    registry = merged(before, "john-coale", "john-cole")
    undone = registry.decisions.undone()
    assert undone is not None
    after = registry.decided(undone)
    assert (after.groups, dict(after.persons)) == (before.groups, dict(before.persons))
    assert undone.undone() is None
    assert [one.action for one in undone.history] == ["merge", "undo merge"]


def test_a_merge_of_names_that_have_nothing_in_common_holds_when_all_is_built_anew() -> None:
    first = Registry.build(COUNTS)
    registry = merged(first, first.groups["Александр Лукашенко"], first.groups["Бацька"])
    anew = Registry.build({**COUNTS, "Alexander Lukashenko": 9}, registry.decisions)
    names = ("Бацька", "Александр Лукашенко", "Alexander Lukashenko")
    assert len({anew.groups[name] for name in names}) == 1
    for id in registry.decisions.active[0].ids:  # the ids of old still find the person
        assert anew.find(id) == (anew.groups["Бацька"],)


def test_a_split_takes_a_spelling_out_and_new_spellings_follow_their_like() -> None:
    registry = Registry.build({"Viktor Orlov": 3, "Виктор Орлов": 2, "Viktar Arlou": 1})
    person = registry.persons[registry.groups["Viktor Orlov"]]
    decision = deciding.split(person, ["Виктор Орлов"], note="a namesake")
    after = registry.decided(registry.decisions.with_(decision))
    assert after.groups["Виктор Орлов"] != after.groups["Viktor Orlov"]
    assert after.groups["Viktor Orlov"] == person.id
    assert after.evidence(after.groups["Виктор Орлов"]).decisions == (decision,)
    assert not after.evidence(person.id).doubts  # the reader has answered this


def test_a_later_decision_overrides_an_earlier_one() -> None:
    registry = merged(Registry.build(COUNTS), "john-coale", "john-cole")
    person = registry.persons["john-coale"]
    split = deciding.split(person, ["John Cole"])
    registry = registry.decided(registry.decisions.with_(split))
    assert registry.groups["John Cole"] == "john-cole"
    registry = merged(registry, "john-cole", "john-coale")
    assert registry.groups["John Coale"] == registry.groups["John Cole"] == "john-cole"


@pytest.mark.parametrize("spellings", [[], ["Nobody"], ["John Cole", "Джон Коул", "John Coale"]])
def test_a_split_that_cannot_be_is_refused(spellings: list[str]) -> None:
    registry = merged(Registry.build(COUNTS), "john-coale", "john-cole")
    with pytest.raises(ParameterError, match="john-coale"):
        deciding.split(registry.persons["john-coale"], spellings)


texts = st.text(max_size=8)
decisions = st.builds(
    Decision, st.sampled_from(["merge", "split", "undo merge", "undo split"]),
    st.lists(texts, max_size=2).map(tuple),
    st.tuples(st.lists(texts, max_size=3).map(tuple), st.lists(texts, max_size=3).map(tuple)),
    texts, texts,
)  # fmt: skip


@given(st.lists(decisions, max_size=5))
@settings(deadline=None)
def test_a_history_is_the_same_after_it_was_text(history: list[Decision]) -> None:
    one = Decisions(history)
    assert Decisions.from_text(one.to_text()) == one
    assert one.including(one) == one


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "null", "1", '{"action": "join"}', '{"action": "merge", "spellings": [["a"]]}',
        '{"action": "merge", "spellings": [["a"], [1]]}', "[" * 100_000,
        '{"action": "merge", "spellings": [["a"], ["b"]], "who": "me"}',
        '{"action": "merge", "spellings": [["a"], ["b"]], "check": "00000000"}',
    ],
)  # fmt: skip
def test_what_is_no_decision_is_named_by_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        Decisions.from_text('{"action": "merge", "spellings": [["a"], ["b"]]}\n' + line)


def test_a_flipped_letter_of_a_written_line_is_found() -> None:
    text = Decisions([Decision("merge", ("a", "b"), (("Ann Lee",), ("Ann Li",)))]).to_text()
    with pytest.raises(ValueError, match="checksum"):
        Decisions.from_text(text.replace("Ann Li", "Ann Lu"))


def test_a_history_is_the_same_object_until_it_changes(tmp_path: Path) -> None:
    history = History(tmp_path)
    nothing = history.read()
    assert history.read() is nothing
    History(tmp_path).write(Decisions([Decision("merge", ("a", "b"), (("Ann",), ("Anna",)))]))
    written = history.read()
    assert written is not nothing
    assert history.read() is written
    (tmp_path / FILE).unlink()
    gone = history.read()
    assert len(gone) == 0
    assert history.read() is gone


def test_history_is_a_file_that_another_process_sees(tmp_path) -> None:  # type: ignore[no-untyped-def]
    mine, theirs = History(tmp_path), History(tmp_path)
    assert len(mine.read()) == 0
    theirs.write(Decisions([Decision("merge", ("a", "b"), (("Ann Lee",), ("Ann Li",)))]))
    assert mine.read() == theirs.read()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    (tmp_path / FILE).write_text("torn", encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"people\.jsonl.*line 1"):
        mine.read()
    assert mine.problems()
