"""Children give what this process would give, in order, and their death costs one article."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

import search
from search import workers
from search.analysis import Analyzer
from search.engines.memory import MemoryEngine
from search.indexer import Given
from search.intake import Intake
from search.sources import Reading

WORDS = ("Президент подписал указ", "The president signed a decree", "Посольство закрыто")


def articles(count: int) -> Iterator[Given]:
    for number in range(count):
        body = f"{WORDS[number % 3]} {number}. " * (40 if number % 7 else 1)
        yield Given(search.Document(f"a{number}", title=f"No. {number}", body=body))


def outcome(done: workers.Completed) -> object:
    document = done.document
    terms = None if document is None else sorted(map(repr, document.postings))
    facts = None if document is None else (document.id, document.facets, document.payload)
    return done.given, facts, terms, done.warnings, done.reason


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ALONE", 2)
    monkeypatch.setattr(workers, "TASK_CHARACTERS", 5_000)


@pytest.mark.usefixtures("hurried")
def test_children_give_the_same_in_the_same_order() -> None:
    analyzer = Analyzer()
    alone = list(workers.completed(articles(60), analyzer, children=1))
    shared = list(workers.completed(articles(60), analyzer, children=2))
    assert [outcome(one) for one in shared] == [outcome(one) for one in alone]


@pytest.mark.usefixtures("hurried")
def test_what_cannot_be_indexed_and_what_is_doubtful_comes_back_with_its_words() -> None:
    given = [
        *articles(2),
        Given(search.Document("\n")),
        Given(search.Document("dated", body="Text.", published="yesterday")),
    ]
    bad, dated = list(workers.completed(given, Analyzer(), children=2))[2:]
    assert bad.document is None
    assert "control characters" in bad.reason or "needs an id" in bad.reason
    assert "ISO 8601" in dated.warnings[0]


@pytest.mark.usefixtures("hurried")
def test_an_article_that_kills_its_child_is_skipped_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly = textwrap.dedent(
        """
        import os
        from search import workers
        complete = workers.complete
        def dying(given, analyzer, folder):
            if given.document.id in ("a9", "a20"):
                os._exit(11)
            return complete(given, analyzer, folder)
        workers.complete = dying
        workers.main()
        """
    )
    monkeypatch.setattr(workers, "COMMAND", ("-c", deadly))
    done = list(workers.completed(articles(40), Analyzer(), children=2))
    assert [one.given.document.id for one in done] == [f"a{n}" for n in range(40)]
    lost = {one.given.document.id: one.reason for one in done if one.document is None}
    assert set(lost) == {"a9", "a20"}
    assert all("could not be analysed" in reason for reason in lost.values())


@pytest.mark.usefixtures("hurried")
def test_no_child_is_left_when_the_reader_stops_early() -> None:
    stream = workers.completed(articles(60), Analyzer(), children=2)
    for _ in range(10):
        next(stream)
    stream.close()  # closes the pool, which waits for its children


@pytest.mark.usefixtures("hurried")
def test_index_made_with_children_is_the_same() -> None:
    def indexed(children: int) -> list[tuple[str, bytes]]:
        engine = MemoryEngine()
        readings = [Reading(given.document.id, "f", given.document) for given in articles(30)]
        with engine.writer() as writer:
            intake = Intake(engine, writer, Analyzer(), children=children)
            intake.take(readings)
        assert intake.summary.added == 30
        return [(stored.id, stored.payload) for stored in engine.reader().scan()]

    assert indexed(2) == indexed(1)
