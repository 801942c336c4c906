"""A changed or torn byte in any file is found, and never a crash.

What is promised:

* `check` finds a changed, lost or added byte in any file that belongs to the index.
* Table of contents, deleted rows, attachments and the first 64 kB of each segment are verified
  when they are read: IndexDamaged, never another answer.
* A changed byte deep in a large segment may change what is found until `check` is run (a letter
  of a word, say); a search then answers, or raises IndexDamaged, and nothing else.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import analyzed

from search import plan as p
from search.engines.base import IndexReader
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.damage import HEAD
from search.errors import IndexDamaged, IndexNotFound

WORDS = [f"w{number}" for number in range(600)]
SOUND = ("deal", "минск", "w1", "w17")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A segment of several hundred kB, small ones, deleted rows and attachments."""
    folder = tmp_path_factory.mktemp("sound")
    engine = EmbeddedEngine(folder, create=True)
    chance = random.Random(5)
    with engine.writer() as writer:
        for number in range(400):
            body = ["deal", "минск", *chance.choices(WORDS, k=120)]
            document = analyzed(
                f"{number:03}", ["big"], body, published="2025-12-03", mentioned=("2025-11",),
                person=(f"Person {number % 40}",), source=("Post",), language=("en",),
            )  # fmt: skip
            writer.add(replace(document, payload=bytes(200)))
        writer.attach("people", b"of the registry" * 10)
    for name in ("x", "y"):
        with engine.writer() as writer:
            writer.add(analyzed(name, [], ["deal"], source=("Post",)))
    with engine.writer() as writer:
        writer.delete("007")
    large = max(path.stat().st_size for path in folder.glob("*.columns"))
    assert large > 3 * HEAD
    return folder


@pytest.fixture
def copy(index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(index, tmp_path / "copy"))


def plans() -> Iterator[p.Plan]:
    facets = (
        p.FacetRequest("person", groups={"Person 1": "one", "Person 2": "one"}),
        p.FacetRequest("source"),
        p.FacetRequest("published", None, "month"),
        p.FacetRequest("mentioned", None, "day"),
    )
    nodes: list[p.Node] = [
        p.Word(text, (p.Guise(p.Term("exact", text)), p.Guise(p.Term("und", text), 0.5)))
        for text in SOUND
    ]
    slots = ((p.Term("exact", "deal"),), (p.Term("exact", "минск"),))
    nodes += [p.Word("q", (p.Guise(p.Phrase(slots, slop)),)) for slop in (None, 2)]
    nodes.append(p.Word("big", (p.Guise(p.Term("exact", "big", "title")),)))
    nodes += [p.And((nodes[0], p.Not(nodes[3]))), p.AtLeast(tuple(nodes[:4]), 2), p.Everything()]
    days = (739_000, 740_000)
    chosen = p.Filter("source", p.FacetIs("source", frozenset({"Post"})))
    for node in nodes:
        yield p.Plan(node, (chosen,), facets)
    yield p.Plan(p.DateWithin("mentioned", *days), (), facets, "newest")
    yield p.Plan(p.DateWithin("published", *days), (), (), "oldest", None)


QUESTIONS: tuple[Callable[[IndexReader], object], ...] = (
    *(lambda reader, plan=plan: reader.search(plan) for plan in plans()),
    lambda reader: list(reader.scan()),
    lambda reader: reader.fetch(["003", "x", "007", "nobody"]),
    lambda reader: reader.digests(["003", "x"]),
    lambda reader: [list(reader.terms(field, "w1")) for field in ("exact", "und")],
    lambda reader: list(reader.terms_near("exact", "minsk", 2)),
    lambda reader: reader.forms("ru", "минский"),
    lambda reader: reader.document_frequency("und", "w17"),
    lambda reader: dict(reader.fields()),
    lambda reader: dict(reader.facet_values("person")),
    lambda reader: reader.explain(next(plans()), "003"),
    lambda reader: reader.attachment("people"),
)


def answers(folder: Path) -> list[object]:
    """What each question gives; the error where it gives none."""
    found: list[object] = []
    for question in QUESTIONS:
        try:
            found.append(question(EmbeddedEngine(folder).reader()))
        except IndexDamaged as error:
            found.append(error)
    return found


@pytest.fixture(scope="module")
def sound(index: Path) -> list[object]:
    expected = answers(index)
    assert not any(isinstance(one, IndexDamaged) for one in expected)
    return expected


def is_verified(path: Path, at: int) -> bool:
    """Whether a byte lies where it is verified when it is read."""
    return path.suffix != ".columns" or at < HEAD


def check_one(folder: Path, path: Path, at: int, damaged: bytes, expected: list[object]) -> None:
    path.write_bytes(damaged)
    try:
        problems = EmbeddedEngine(folder).check()
    except (IndexDamaged, IndexNotFound):
        problems = ["not even opened"]
    assert problems, (path.name, at)
    found = answers(folder)
    errors = [one for one in found if isinstance(one, IndexDamaged)]
    if is_verified(path, at):
        good = [
            one == other or isinstance(one, IndexDamaged)
            for one, other in zip(found, expected, strict=True)
        ]
        assert all(good), (path.name, at)
        assert errors, (path.name, at)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_a_changed_or_torn_byte_anywhere_is_found_and_never_crashes(
    copy: Path, sound: list[object], data: st.DataObject
) -> None:
    paths = sorted(path for path in copy.iterdir() if path.stat().st_size)
    weights = [path for path in paths for _ in range(6 if path.suffix == ".columns" else 1)]
    path = data.draw(st.sampled_from(weights))
    whole = path.read_bytes()
    at = data.draw(
        st.one_of(st.integers(0, len(whole) - 1), st.integers(0, min(len(whole), 9000) - 1))
    )
    how = data.draw(st.sampled_from(("flip", "set", "cut", "grow", "zero")))
    if how == "flip":
        damaged = (
            whole[:at] + bytes([whole[at] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[at + 1 :]
        )
    elif how == "set":
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    elif how == "cut":
        damaged, at = whole[:at], 0
    elif how == "grow":
        damaged, at = whole + b"\0", 0
    else:
        damaged = whole[:at] + bytes(512) + whole[at + 512 :]
        if damaged == whole or len(damaged) != len(whole):
            return
    try:
        check_one(copy, path, at, damaged, sound)
    finally:
        path.write_bytes(whole)
