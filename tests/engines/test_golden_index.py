"""An index that an earlier version wrote gives the answers that it gave then.

tests/engines/golden/format-1 was laid down once by scripts/golden_index.py. The same is asked
of an index which that script builds today, so what is written now is read like what was.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from search import plan as p
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.frame import FORMAT
from search.engines.embedded.view import View

HERE = Path(__file__).parent
KEPT = HERE / "golden" / "format-1"


def builder() -> ModuleType:
    path = HERE.parent.parent / "scripts" / "golden_index.py"
    spec = importlib.util.spec_from_file_location("golden_index", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["kept", "built today", "written to", "merged"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "kept":
        return KEPT
    folder = tmp_path_factory.mktemp("golden") / "index"
    if request.param == "built today":
        builder().build(folder)
        return folder
    shutil.copytree(KEPT, folder)
    with EmbeddedEngine(folder).writer() as writer:
        writer.delete("nobody")
        if request.param == "merged":
            writer.merge_all()
    return folder


@pytest.fixture
def reader(folder: Path) -> View:
    return EmbeddedEngine(folder).reader()


def found(reader: View, *leaves: p.Leaf) -> list[str]:
    words = tuple(p.Word("w", (p.Guise(leaf),)) for leaf in leaves)
    results = reader.search(p.Plan(p.And(words), limit=None))
    assert results.total == len(results.hits)
    return sorted(hit.id for hit in results.hits)


def phrase(field: str, *texts: str, slop: int | None = None) -> p.Phrase:
    return p.Phrase(tuple((p.Term(field, text),) for text in texts), slop)


def counts(reader: View, facet: str, level: p.Level | None = None) -> tuple[dict[str, int], int]:
    request = p.FacetRequest(facet, None, level)
    (found,) = reader.search(p.Plan(p.Everything(), facets=(request,))).facets
    return {value.id: value.count for value in found.values}, found.missing


def test_the_kept_files_are_of_this_format_small_and_whole():
    assert FORMAT == 1
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < 50_000
    before = {path.name: path.read_bytes() for path in KEPT.iterdir()}
    engine = EmbeddedEngine(KEPT)
    assert len(engine.reader()) == 157
    assert engine.check() == []
    assert {path.name: path.read_bytes() for path in KEPT.iterdir()} == before


def test_every_language_is_found_by_its_terms(reader: View) -> None:
    for language, term in (
        ("en", "ferr"), ("ru", "паро"), ("uk", "поро"), ("be", "паро"),
        ("de", "inse"), ("fr", "bac"), ("es", "barc"), ("pl", "prom"),
    ):  # fmt: skip
        assert found(reader, p.Term(language, term)) == [f"ferry-{language}"], language
    assert found(reader, p.Term("ru", "остр"), p.Term("exact", "острове")) == ["ferry-ru"]
    assert reader.forms("ru", "остр") == ("остров", "острове")


def test_often_and_rare_terms_stand_where_they_stood(reader: View) -> None:
    fog = [f"notice-{number:03}" for number in range(0, 150, 22)]
    assert found(reader, p.Term("en", "fog")) == fog
    assert found(reader, p.Term("ru", "тума")) == [
        f"notice-{number:03}" for number in range(11, 150, 22)
    ]
    assert len(found(reader, p.Term("exact", "buoy"))) == 74  # of 75 one was deleted
    assert found(reader, p.Term("num", "17")) == ["notice-017"]
    assert found(reader, p.Term("exact", "buoy"), p.Term("num", "22", "title")) == ["notice-022"]


def test_words_stand_in_the_order_in_which_they_stood(reader: View) -> None:
    assert found(reader, phrase("exact", "buoy", "22", "in", "place")) == ["notice-022"]
    assert found(reader, phrase("exact", "22", "buoy")) == []
    assert found(reader, phrase("exact", "опоздал", "паром")) == []  # not from title to body
    assert found(reader, phrase("exact", "остров", "опоздал", slop=1)) == ["ferry-ru"]
    assert found(reader, phrase("exact", "ding", "dong")) == ["bell"]


def test_occurrences_are_counted_and_weighed_as_they_were(reader: View) -> None:
    def frequency(id: str, field: str, text: str) -> float:
        plan = p.Plan(p.Word(text, (p.Guise(p.Term(field, text)),)))
        (score,) = reader.explain(plan, id)
        return score.frequency

    assert frequency("bell", "exact", "ding") == 300
    assert frequency("notice-017", "num", "17") == 4  # three for the title
    assert frequency("ferry-ru", "ru", "остр") == 2


def test_counts_are_what_they_were(reader: View) -> None:
    one_each = dict.fromkeys(("uk", "be", "de", "fr", "es", "pl"), 1)
    assert counts(reader, "language") == ({"en": 76, "ru": 75} | one_each, 0)
    assert counts(reader, "person") == ({"Anna Kord": 82, "Анна Корд": 8}, 75)
    sources, missing = counts(reader, "source")
    assert sum(sources.values()) == 157
    assert missing == 0
    months, missing = counts(reader, "published", "month")
    assert missing == 15
    assert months["2025-01"] == 8 + 31 - 3 - 1 + 1  # less three undated ones and notice 7
    assert sum(months.values()) == 157 - 15


def test_what_was_stored_comes_back(reader: View) -> None:
    stored, deleted = reader.fetch(["ferry-be", "notice-007"])
    assert stored is not None
    assert stored.payload.decode() == "Паром спазніўся"
    assert (stored.digest, stored.origin) == ("digest of ferry-be", "golden")
    assert deleted is None
    assert reader.attachment("golden") == b'{"kept": "with the index"}'
