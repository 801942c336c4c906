#!/usr/bin/env python3
"""Measures how well queries find articles of all languages, and prints a table.

    .venv/bin/python scripts/evaluate_search.py --data DIR
    .venv/bin/python scripts/evaluate_search.py --data DIR --json docs/benchmarks/search.json
    .venv/bin/python scripts/evaluate_search.py --data DIR --only titles --settings all,none

Each part is a module of scripts/search_quality whose docstring says what it measures and how.
Everything is measured with all evidence and without, with each kind alone and without each
kind; with --sample N these ablations take every Nth query, and `queries` says how many they are.
docs/benchmarks/search.json keeps the last result. The data are not part of the project.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

PARTS = {
    "questions": "scripts.search_quality.questions",
    "titles": "scripts.search_quality.titles",
    "short": "scripts.search_quality.short",
}


def rows(figures: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """A line for each group of figures."""
    own = [f"{name} {value}" for name, value in figures.items() if not isinstance(value, Mapping)]
    if own:
        yield f"{path:<42}  {'  '.join(own)}"
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from rows(value, f"{path} {name}".strip())


def main() -> None:
    """Measure and print."""
    from scripts.search_quality.asking import SETTINGS

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the indexes there")
    parser.add_argument("--only", action="append", choices=list(PARTS), metavar="PART",
                        help=f"one of {', '.join(PARTS)}; repeatable")  # fmt: skip
    parser.add_argument("--settings", default=",".join(SETTINGS), metavar="NAMES",
                        help=f"some of {', '.join(SETTINGS)}")  # fmt: skip
    parser.add_argument("--sample", type=int, default=1, metavar="N",
                        help="measure ablations with every Nth query only")  # fmt: skip
    options = parser.parse_args()
    settings = {name: SETTINGS[name] for name in options.settings.split(",")}
    figures: dict[str, Any] = {"sample": options.sample}
    for part in options.only or list(PARTS):
        began = time.perf_counter()
        module = importlib.import_module(PARTS[part])
        figures[part] = module.run(options.data, options.cache, settings, options.sample)
        figures[part]["seconds"] = round(time.perf_counter() - began, 1)
        print("\n".join(rows({part: figures[part]})), flush=True)
    if options.json:
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
