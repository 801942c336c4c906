"""After any sequence of commits, merges and openings the embedded engine is as the memory one.

Readers of earlier commits are kept, and asked again at the end.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from worlds import documents, plans

from search import plan as p
from search.documents import AnalyzedDocument
from search.engines.base import Engine, IndexReader
from search.engines.embedded import EmbeddedEngine, policy, writer
from search.engines.memory import MemoryEngine

IDS = "abcdefghij"
NAMES = ("people", "other")


@dataclass(frozen=True)
class Commit:
    """Articles added or replaced, ids deleted, things attached, in this order."""

    changes: tuple[AnalyzedDocument | str | tuple[str, bytes], ...]
    fails: bool = False


COMMITS = st.builds(
    Commit,
    st.lists(
        st.one_of(
            documents(IDS),
            documents(IDS),
            st.sampled_from(IDS),
            st.tuples(st.sampled_from(NAMES), st.binary(max_size=20)),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    st.sampled_from((False, False, False, True)),
)
STEPS = st.lists(
    st.one_of(COMMITS, COMMITS, COMMITS, st.sampled_from(("reopen", "reopen", "merge"))),
    min_size=5,
    max_size=16,
)


class Failed(Exception):  # noqa: N818 -- only so that a writer is left by an exception
    pass


def commit(engine: Engine, step: Commit) -> None:
    try:
        with engine.writer() as one:
            for change in step.changes:
                if isinstance(change, str):
                    one.delete(change)
                elif isinstance(change, tuple):
                    one.attach(*change)
                else:
                    one.add(change)
            if step.fails:
                raise Failed
    except Failed:
        pass


def everything(reader: IndexReader, some_plans: list[p.Plan]) -> list[object]:
    return [
        len(reader),
        list(reader.scan()),
        [reader.search(plan) for plan in some_plans],
        reader.fetch([*IDS, "nobody"]),
        dict(reader.digests(IDS)),
        [reader.attachment(name) for name in (*NAMES, "nothing")],
        dict(reader.fields()),
        [dict(reader.facet_values(facet)) for facet in ("person", "source", "language")],
        [list(reader.terms(field, "")) for field in ("en", "ru", "exact")],
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    STEPS,
    st.lists(plans(), min_size=1, max_size=2),
    st.sampled_from((2, 4, 50)),
    st.sampled_from((1, 10_000, 1 << 20)),
    st.sampled_from((10, 12_000_000)),
)
def test_embedded_is_as_memory_after_any_sequence(
    steps: list[Commit | str],
    some_plans: list[p.Plan],
    factor: int,
    budget: int,
    batch: int,
) -> None:
    memory, last = MemoryEngine(), "0"
    with (
        tempfile.TemporaryDirectory() as name,
        mock.patch.object(policy, "FACTOR", factor),
        mock.patch.object(policy, "_BUDGET", budget),
        mock.patch.object(writer, "BATCH_POSTINGS", batch),
    ):
        folder = Path(name)
        embedded = EmbeddedEngine(folder, create=True)
        readers: list[tuple[IndexReader, IndexReader]] = []
        for step in steps:
            if step == "reopen":
                embedded.close()
                embedded = EmbeddedEngine(folder)
            elif step == "merge":
                embedded.merge()
            elif isinstance(step, Commit):
                commit(memory, step)
                commit(embedded, step)
            readers.append((embedded.reader(), memory.reader()))
            found = everything(embedded.reader(), some_plans)
            assert found == everything(memory.reader(), some_plans)
            if memory.reader().revision == last:
                assert step == "merge" or embedded.reader().revision == readers[-2:][0][0].revision
            last = memory.reader().revision
            contents = embedded._index.contents()
            names = {path.name for path in folder.iterdir()}
            toc = f"_MAIN_{contents.generation}.toc"
            assert names - {"MAIN_WRITELOCK"} == {*contents.files(), toc}, "nothing is left over"
        assert embedded.check() == []
        event(f"{len(embedded._index.contents().segments)} segments at the end")
        for one, expected in readers:
            assert everything(one, some_plans) == everything(expected, some_plans)
