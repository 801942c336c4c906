"""The arithmetic of docs/scale.md, and that its table is what the script prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "scale_plan.py"


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def cells(row: str, *arguments: str) -> list[float]:
    (line,) = [line for line in run(*arguments).splitlines() if line.startswith(f"| {row} |")]
    return [float(cell.replace(",", "")) for cell in line.strip("| ").split("|")[1:]]


def test_the_table_of_the_document_is_what_the_script_prints() -> None:
    assert run() in (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def test_bytes_and_articles_make_gigabytes_and_shards() -> None:
    asked = ("--millions", "50", "--bytes", "6000", "--shard", "30", "--replicas", "1")
    assert cells("primary shards, GB", *asked) == [300.0]
    assert cells("shards if one index", *asked) == [10.0]
    assert cells("disk with replicas and headroom, GB", *asked, "--headroom", "1.7") == [1200.0]


def test_more_articles_never_need_fewer_nodes() -> None:
    nodes = cells("data nodes", "--millions", "1,10,100,1000")
    assert nodes == sorted(nodes)
    assert nodes[1] >= 3, "a cluster that loses a node still has a majority"


@pytest.mark.parametrize(
    ("row", "option", "slow", "fast"),
    [
        ("analysis cores to build anew", "--analysed", "10", "1000"),
        ("indexing cores to build anew", "--indexed", "10", "1000"),
        ("data nodes by disk", "--disk", "100", "10000"),
        ("data nodes by memory", "--memory", "8", "512"),
        ("data nodes by queries", "--queries", "100", "1"),
    ],
)
def test_what_is_faster_or_larger_needs_less(row: str, option: str, slow: str, fast: str) -> None:
    asked = ("--millions", "50")
    assert cells(row, *asked, option, slow) > cells(row, *asked, option, fast)
