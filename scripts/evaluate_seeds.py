"""Index a folder of articles with a gold.json and say which queries miss what they must find.

    python scripts/evaluate_seeds.py --data DIR [--json]

The gold holds `cross_lingual`: queries with the articles (by the beginning of their file
names) that they must find, and words that must be marked. Exit status 1 when any misses.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import search


def evaluate(folder: Path) -> list[dict[str, Any]]:
    """One record a query: what was found, in order, and what is missing."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    records = []
    with search.open_index(":memory:") as index:
        index.add_files([str(path) for path in sorted(folder.glob("*.txt"))])
        for query in gold["cross_lingual"]:
            results = index.search(query["query"], limit=None)
            found = {hit.id[:3]: hit for hit in results}
            missing = [id for id in query["must_find"] if id not in found]
            for name, wanted in query.items():
                if name.startswith("marks_in_"):
                    missing += _unmarked(found.get(name[-3:]), wanted)
            records.append({"query": query["query"], "found": list(found), "missing": missing})
    return records


def _unmarked(hit: search.Hit | None, wanted: list[str]) -> list[str]:
    snippets = () if hit is None else (*hit.snippets, hit.title)
    marked = {s.text[start:end] for s in snippets for start, end, _ in s.ranges}
    return [f"mark on {text}" for text in wanted if text not in marked]


def main() -> int:
    """Evaluate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    records = evaluate(options.data)
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        for record in records:
            verdict = f"MISSES {', '.join(record['missing'])}" if record["missing"] else "ok"
            print(f"{record['query']:<28} {' '.join(record['found']):<24} {verdict}")
    return 1 if any(record["missing"] for record in records) else 0


if __name__ == "__main__":
    sys.exit(main())
