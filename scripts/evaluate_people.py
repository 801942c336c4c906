#!/usr/bin/env python3
"""Measures everything about people and prints a table: mentions, names, identity, registry.

    .venv/bin/python scripts/evaluate_people.py --data DIR
    .venv/bin/python scripts/evaluate_people.py --data DIR --only identity --json people.json

Each part is a module of scripts/people whose docstring says what it measures and how.
docs/benchmarks/people.json keeps the last result. The data are not part of the project.
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
    "mentions": "scripts.people.mentions",
    "latin": "scripts.people.latin",
    "names": "scripts.people.names",
    "identity": "scripts.people.identity",
    "registry": "scripts.people.registry",
}
"""Retrieval by the facet is part of `identity`."""
MAX_LIST = 5
"""A longer list is errors or examples: it is told by its length."""


def counted(value: Any) -> Any:
    """The figures with lists of errors and examples told by their length: data are not kept."""
    if isinstance(value, Mapping):
        return {name: counted(one) for name, one in value.items()}
    if isinstance(value, list | tuple) and not all(isinstance(one, int | float) for one in value):
        return len(value)
    return value


def evaluate(data: Path, parts: list[str]) -> dict[str, Any]:
    """The figures of each part, with the seconds it took; a part that fails says why."""
    found: dict[str, Any] = {}
    for part in parts:
        began = time.perf_counter()
        try:
            figures = importlib.import_module(PARTS[part]).run(data)
        except (FileNotFoundError, ImportError) as error:  # data or a peer that is not here
            figures = {"failed": str(error)}
        found[part] = {**figures, "seconds": round(time.perf_counter() - began, 1)}
    return found


def rows(figures: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Name and value of each figure."""
    for name, value in figures.items():
        where = f"{path} {name}".strip()
        if isinstance(value, Mapping):
            yield from rows(value, where)
        elif isinstance(value, list | tuple) and len(value) > MAX_LIST:
            yield where, f"({len(value)})"
        else:
            yield where, str(value)


def main() -> int:
    """Measure and print; exit status 1 when a part could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART",
                        help=f"one of {', '.join(PARTS)}; repeatable")  # fmt: skip
    options = parser.parse_args()
    figures = evaluate(options.data, options.only or list(PARTS))
    table = list(rows(figures))
    width = max((len(name) for name, _ in table), default=0)
    for name, value in table:
        print(f"{name:<{width}}  {value}")
    if options.json:
        text = json.dumps(counted(figures), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any("failed" in one for one in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
