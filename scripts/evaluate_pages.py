#!/usr/bin/env python3
"""Measures how articles come out of pages: dates, page chrome, languages, sources.

    .venv/bin/python scripts/evaluate_pages.py --data DIR                  all parts
    .venv/bin/python scripts/evaluate_pages.py --data DIR --part published one of them
    .venv/bin/python scripts/evaluate_pages.py --data DIR --json FILE      figures kept as JSON

A part is a module of scripts/pages with `run(data) -> dict`. docs/benchmarks/pages.json keeps
the last figures; a part that is run again replaces its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def parts() -> list[str]:
    """The names of the modules that measure."""
    folder = ROOT / "scripts" / "pages"
    return sorted(
        path.stem for path in folder.glob("*.py") if "def run(" in path.read_text("utf-8")
    )


def report(figures: dict[str, Any], indent: str = "") -> Iterator[str]:
    """Figures as lines; lists of misses are numbered by their length."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{indent}{name}"
            yield from report(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{name}: {len(value)}"
            yield from (f"{indent}  {one}" for one in value)
        else:
            yield f"{indent}{name}: {value}"


def counted(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures with the length of each list in its place: what is kept names no judged page."""
    return {
        name: counted(value) if isinstance(value, dict) else
        len(value) if isinstance(value, list) else value
        for name, value in figures.items()
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the judged data")
    parser.add_argument("--part", action="append", choices=parts(), help="one part (repeatable)")
    parser.add_argument("--json", type=Path, help="file in which to keep the figures")
    chosen = parser.parse_args()
    for name in chosen.part or parts():
        found = {name: import_module(f"scripts.pages.{name}").run(chosen.data)}
        print("\n".join(report(found)), flush=True)
        if chosen.json:
            keep(chosen.json, found)


def keep(file: Path, found: dict[str, Any]) -> None:
    """Put the figures of a part in the place of its last ones."""
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    record = {"machine": machine, **{k: v for k, v in kept.items() if k != "machine"}}
    text = json.dumps({**record, **counted(found)}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
