"""The command as scripts use it: a process with exit status, standard output and error."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ARTICLES = [
    {"id": "en1", "title": "A big deal on grain", "text": "The embassy in Minsk confirmed the big "
     "deal on Tuesday. Lukashenko spoke.", "language": "en", "source": "Post",
     "published": "2025-12-18", "people": ["Alexander Lukashenko"]},
    {"id": "ru1", "title": "Крупная сделка", "text": "Посольство подтвердило большое дело. "
     "Об этом говорил Лукашенко.", "language": "ru", "source": "Курьер", "published": "2025-12",
     "people": ["Александр Лукашенко"]},
    {"id": "ru2", "title": "Паводок", "text": "Вода прибывает. =1+1", "language": "ru"},
]  # fmt: skip


def svodka(
    *arguments: str, cwd: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if k != "SVODKA_INDEX"}
    return subprocess.run(
        [sys.executable, "-m", "search.cli", *arguments],
        cwd=cwd, input=stdin, capture_output=True, text=True, check=False,
        env={**inherited, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    lines = [json.dumps(article, ensure_ascii=False) for article in ARTICLES]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = svodka("index", "news.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "3 added, 0 updated, 0 unchanged, 0 skipped\n"
    return folder


def found(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_help_shows_examples_first_and_every_command(tmp_path: Path) -> None:
    text = svodka("--help", cwd=tmp_path).stdout
    assert text.index("Examples") < text.index("Options")
    for name in [
        "index",
        "search",
        "show",
        "facets",
        "people",
        "delete",
        "stats",
        "check",
        "reindex",
        "serve",
        "demo",
    ]:
        assert f"\n  {name} " in text
        sub = svodka(name, "--help", cwd=tmp_path)
        assert sub.returncode == 0
        assert "Examples:\n  svodka" in sub.stdout


def test_indexing_again_adds_nothing(folder: Path) -> None:
    summary = found(svodka("index", "news.jsonl", "--json", cwd=folder))
    assert (summary["added"], summary["updated"], summary["unchanged"]) == (0, 0, 3)


def test_search_prints_the_json_of_the_contract(folder: Path) -> None:
    record = found(svodka("search", "big deal", "--json", cwd=folder))
    assert set(record) == {"query", "total", "took_ms", "translate", "warnings", "hits", "facets"}
    assert (record["query"], record["total"], record["translate"]) == ("big deal", 2, True)
    assert set(record["hits"][0]) == {
        "id", "score", "title", "url", "language", "source", "agency", "authors", "published",
        "people", "snippets", "matches",
    }  # fmt: skip
    russian = next(hit for hit in record["hits"] if hit["id"] == "ru1")
    assert russian["published"]["value"] == "2025-12"
    assert russian["published"]["precision"] == "month"
    match = next(m for m in russian["matches"] if m["found"] == "большое дело")
    assert (match["query"], match["language"], match["via"]) == ("big deal", "ru", "lexicon")
    marked = [s["text"][a:b] for s in russian["snippets"] for a, b, _ in s["ranges"]]
    assert "большое дело" in marked
    (person,) = record["facets"]["person"]["values"]
    assert (person["id"], person["count"]) == ("alexander-lukashenko", 2)
    assert record["facets"]["language"]["missing"] == 0


def test_an_unknown_date_is_null_and_says_unknown(folder: Path) -> None:
    record = found(svodka("search", "паводок", "--json", cwd=folder))
    assert record["hits"][0]["published"] == {
        "value": None, "precision": "unknown", "evidence": None,
    }  # fmt: skip


def test_translation_can_be_switched_off(folder: Path) -> None:
    record = found(svodka("search", "big deal", "--no-translate", "--json", cwd=folder))
    assert [hit["id"] for hit in record["hits"]] == ["en1"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--person", "Лукашэнка Аляксандр"), {"en1", "ru1"}),
        (("--source", "post"), {"en1"}),
        (("--source", "unknown"), {"ru2"}),
        (("--lang", "ru"), {"ru1", "ru2"}),
        (("--lang", "ru", "--lang", "en"), {"en1", "ru1", "ru2"}),
        (("--published", "2025-12"), {"en1", "ru1"}),
        (("--published", "2025-12-18", "--published", "unknown"), {"en1", "ru2"}),
        (("--from", "2025-12-01", "--to", "2025-12-20"), {"en1"}),
        (("--exclude", "source=Post"), {"ru1", "ru2"}),
        (("--exclude", "person=unknown"), {"en1", "ru1"}),
    ],
)
def test_filters(folder: Path, options: tuple[str, ...], ids: set[str]) -> None:
    record = found(svodka("search", "", *options, "--json", cwd=folder))
    assert {hit["id"] for hit in record["hits"]} == ids
    assert record["total"] == len(ids)


def test_jsonl_and_csv(folder: Path) -> None:
    lines = svodka("search", "", "--jsonl", "--sort", "newest", cwd=folder).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["en1", "ru1", "ru2"]
    done = svodka("search", "", "--csv", "--limit", "all", "--sort", "oldest", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["id"] for row in rows] == ["ru1", "en1", "ru2"]
    assert rows[0]["people"] == rows[1]["people"] == "Alexander Lukashenko"


def test_hits_for_people_show_why_a_foreign_article_matched(folder: Path) -> None:
    done = svodka("search", "big deal", "--facets", "--explain", cwd=folder)
    assert "big deal → большое дело (lexicon)" in done.stdout
    assert "1–2 of 2 articles" in done.stdout
    assert "\x1b[" not in done.stdout  # no colours off a terminal
    assert "in all" in done.stdout


def test_plan_prints_the_plan(folder: Path) -> None:
    plan = svodka("search", "deal", "--plan", cwd=folder).stdout
    assert "word deal" in plan
    assert "ru:сделка" in plan


def test_show_facets_people_stats_and_check(folder: Path) -> None:
    assert found(svodka("show", "ru1", "--json", cwd=folder))["title"] == "Крупная сделка"
    assert "Крупная сделка" in svodka("show", "ru1", cwd=folder).stdout
    assert svodka("show", "nobody", cwd=folder).returncode == 1
    counts = found(svodka("facets", "person", "--contains", "лукаш", "--json", cwd=folder))
    assert [value["count"] for value in counts["values"]] == [2]
    assert found(svodka("facets", "published:year", "deal", "--json", cwd=folder))["values"] == [
        {"id": "2025", "label": "2025", "count": 2, "selected": False}
    ]
    (person,) = found(svodka("people", "Lukashenka", "--json", cwd=folder))
    assert {s["text"] for s in person["spellings"]} == {
        "Alexander Lukashenko", "Александр Лукашенко",
    }  # fmt: skip
    assert svodka("people", "Nobody Atall", cwd=folder).returncode == 1
    assert found(svodka("stats", "--json", cwd=folder))["articles"] == 3
    assert svodka("check", cwd=folder).stdout.endswith("is sound: 3 articles.\n")


def test_a_bad_query_points_at_the_character_and_is_wrong_usage(folder: Path) -> None:
    done = svodka("search", "deal nofield:x", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[1].index("nofield") == lines[2].index("^")
    assert "title, person" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x", "--sort", "best"),
        ("search", "x", "--limit", "-1"),
        ("search", "x", "--lang", "xx"),
        ("search", "x", "--published", "soon"),
        ("search", "x", "--exclude", "source"),
        ("search", "x", "--published", "2025", "--from", "2025"),
        ("facets", "colour"),
        ("serch", "x"),
        ("index",),
    ],
)
def test_wrong_usage_exits_with_2_and_one_message(folder: Path, arguments: tuple[str, ...]) -> None:
    done = svodka(*arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_missing_index_names_the_ones_there_are(folder: Path, tmp_path: Path) -> None:
    done = svodka("search", "x", "--index", "indexes/other", cwd=folder)
    assert done.returncode == 1
    assert "indexes/default" in done.stderr
    assert "svodka index" in svodka("search", "x", cwd=tmp_path).stderr


def test_the_environment_names_the_index(folder: Path, tmp_path: Path) -> None:
    path = str(folder / "indexes" / "default")
    assert found(svodka("search", "--json", cwd=tmp_path, SVODKA_INDEX=path))["total"] == 3


def test_bad_input_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("A headline\n\nSome words of text.", "utf-8")
    (tmp_path / "in" / "empty.txt").write_text("", "utf-8")
    (tmp_path / "in" / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0" + bytes(1000))
    (tmp_path / "in" / "rows.jsonl").write_text('{"text": "one"}\n{broken\n{"text": "two"}\n')
    with gzip.open(tmp_path / "in" / "page.html.gz", "wt") as file:
        file.write("<html><body><p>" + "A page with a long enough paragraph. " * 20)
    done = svodka("index", "in", "missing.txt", "--json", cwd=tmp_path)
    summary = found(done)
    assert (summary["added"], summary["skipped"]) == (4, 4)
    assert {reason["origin"].rpartition("/")[2] for reason in summary["reasons"]} == {
        "empty.txt", "photo.txt", "rows.jsonl:2", "missing.txt",
    }  # fmt: skip
    assert svodka("index", "in", "--strict", cwd=tmp_path).returncode == 1
    assert svodka("index", "in", cwd=tmp_path).returncode == 0
    assert (
        found(svodka("search", "headline", "--json", cwd=tmp_path))["hits"][0]["id"] == "good.txt"
    )


def test_prune_deletes_what_vanished_and_change_replaces(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(f"Title {name}\n\nText.", "utf-8")
    svodka("index", "in", cwd=tmp_path)
    (tmp_path / "in" / "a.txt").unlink()
    (tmp_path / "in" / "b.txt").write_text("Another title\n\nText.", "utf-8")
    done = svodka("index", "in", "--prune", cwd=tmp_path)
    assert done.stdout == "0 added, 1 updated, 0 unchanged, 0 skipped, 1 deleted\n"
    assert found(svodka("stats", "--json", cwd=tmp_path))["articles"] == 1


def test_standard_input_is_jsonl_or_one_text(tmp_path: Path) -> None:
    svodka("index", "-", cwd=tmp_path, stdin='\n {"id": "x", "text": "one"}\n{"text": "two"}\n')
    svodka("index", "-", cwd=tmp_path, stdin="A headline\n\nA text from a pipe.")
    assert found(svodka("stats", "--json", cwd=tmp_path))["articles"] == 3


def test_delete_reindex_and_fail_empty(tmp_path: Path) -> None:
    svodka(
        "index", "-", cwd=tmp_path, stdin='{"id": "x", "text": "one"}\n{"id": "y", "text": "two"}'
    )
    assert svodka("delete", "x", cwd=tmp_path).stdout == "1 deleted\n"
    assert svodka("delete", "x", cwd=tmp_path).returncode == 1
    assert svodka("reindex", cwd=tmp_path).stdout == "1 reindexed\n"
    assert svodka("search", "one", "--fail-empty", cwd=tmp_path).returncode == 1
    assert svodka("search", "two", "--fail-empty", cwd=tmp_path).returncode == 0
    assert svodka("search", "one", cwd=tmp_path).returncode == 0


def test_an_index_of_another_analysis_says_what_to_do(tmp_path: Path) -> None:
    svodka("index", "-", cwd=tmp_path, stdin='{"id": "x", "text": "one"}')
    manifest = tmp_path / "indexes" / "default" / "svodka.json"
    manifest.write_text('{"svodka": 1, "analysis": "older"}', "utf-8")
    done = svodka("search", "one", cwd=tmp_path)
    assert done.returncode == 1
    assert "svodka reindex" in done.stderr
    assert svodka("reindex", cwd=tmp_path).returncode == 0
    assert svodka("search", "one", cwd=tmp_path).returncode == 0


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    command = f"{sys.executable} -m search.cli search '' --jsonl | head -c 1"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    assert done.stderr == b""


def test_a_damaged_index_is_found_by_check(tmp_path: Path) -> None:
    svodka("index", "-", cwd=tmp_path, stdin='{"id": "x", "text": "one"}')
    (segment,) = (tmp_path / "indexes" / "default").glob("*.columns")
    data = bytearray(segment.read_bytes())
    data[-1] ^= 1
    segment.write_bytes(data)
    done = svodka("check", cwd=tmp_path)
    assert done.returncode == 1
    assert segment.name in done.stdout


def test_the_text_of_an_article_cannot_command_the_terminal(tmp_path: Path) -> None:
    stdin = json.dumps({"id": "x", "title": "evil \x1b[2J", "text": "one \x1b]0;x\x07 two"})
    svodka("index", "-", cwd=tmp_path, stdin=stdin)
    for arguments in (("search", "one"), ("show", "x")):
        assert "\x1b" not in svodka(*arguments, cwd=tmp_path).stdout


def test_help_does_not_load_what_it_does_not_need() -> None:
    program = (
        "import sys; from search.cli import run; run(['--help'])\n"
        "heavy = {'numpy', 'whoosh', 'flask', 'nltk', 'pymorphy3', 'trafilatura', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"
