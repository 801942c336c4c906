#!/usr/bin/env python3
"""Draws foreign words that short queries mark, for judging, and counts the judgements.

    .venv/bin/python scripts/judge_matches.py --data DIR --seed 1 > sheet.tsv
    .venv/bin/python scripts/judge_matches.py --data DIR --seed 2 --queries bundled
    .venv/bin/python scripts/judge_matches.py --data DIR --seed 3 --meaning
    .venv/bin/python scripts/judge_matches.py --judged scripts/search_quality/judged_matches.tsv

A mark is right when, in its context, it is a translation of the word of the query as the query
means it; another sense, another word of the same spelling and another person are wrong. Who
judges has not written the lexicon. The file of judgements holds no text of the articles: the
look (a name for one sample), what identifies a mark, a verdict (right, wrong, doubtful) and a
reason. Doubtful ones count against precision. Marks judged before come with their verdict. A
passage found by its meaning (`--meaning`) is right when its article answers the query.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))

if TYPE_CHECKING:
    from scripts.search_quality.marks import Shown

KEY: Final = ("query", "word", "found", "article")
COLUMNS: Final = ("look", "source", *KEY, "language", "via", "weight", "verdict", "reason")
VERDICTS: Final = ("right", "wrong", "doubtful")


def judged(file: Path) -> list[dict[str, str]]:
    """The rows of a file of judgements; ValueError for a verdict that is none."""
    with file.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(found, 2):
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"{file}:{number}: {row['verdict']!r} is none of {VERDICTS}")
    return found


def figures(rows: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Precision by look, and in each by evidence and by direction."""
    looks: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        looks.setdefault(row["look"], []).append(row)
    return {
        look: {
            "all": precision(some),
            "via": _by(some, lambda row: row["via"]),
            "direction": _by(some, lambda row: f"{row['source']}→{row['language']}"),
            "reasons": dict(
                Counter(row["reason"] for row in some if row["verdict"] != "right").most_common()
            ),
        }
        for look, some in looks.items()
    }


def precision(rows: Iterable[Mapping[str, str]]) -> dict[str, float]:
    """Right ones of all; `lenient` counts doubtful ones as right."""
    counts = Counter(row["verdict"] for row in rows)
    return {
        "marks": counts.total(),
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "precision": round(counts["right"] / counts.total(), 3),
        "lenient": round(1 - counts["wrong"] / counts.total(), 3),
    }


def _by(rows: list[Mapping[str, str]], group: Any) -> dict[str, Any]:
    names = sorted({group(row) for row in rows})
    return {name: precision([row for row in rows if group(row) == name]) for name in names}


def sheet(drawn: Iterable[Shown], known: Mapping[tuple[str, ...], Mapping[str, str]]) -> None:
    """Prints a sample to be judged, with the context that the file of judgements leaves out."""
    print("\t".join((*COLUMNS[1:], "context")))
    for one in drawn:
        row = known.get(one.key, {})
        fields = (one.source, *one.key, one.language, one.via, f"{one.weight:g}")
        print("\t".join((*fields, row.get("verdict", ""), row.get("reason", ""), one.context)))


def main() -> None:
    """Draw or count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, help="the folder of evaluation data: draw a sample")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the index there")
    parser.add_argument("--queries", choices=("ours", "bundled"), default="ours")
    parser.add_argument("--meaning", action="store_true",
                        help="draw passages that were found by their meaning alone")  # fmt: skip
    parser.add_argument("--sample", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--judged", type=Path, metavar="FILE", help="judgements so far")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    rows = judged(options.judged) if options.judged else []
    if options.data:
        from scripts.search_quality import marks, short
        from search.query.evidence import MEANING

        queries = short.ours() if options.queries == "ours" else short.bundled()
        via = frozenset({MEANING}) if options.meaning else marks.WORDS
        found = marks.all_marks(options.data, options.cache, list(queries), via)
        print(f"{len(found)} marks", file=sys.stderr)
        known = {tuple(row[name] for name in KEY): row for row in rows}
        sheet(marks.draw(found, options.sample, options.seed), known)
    elif rows:
        text = json.dumps(figures(rows), ensure_ascii=False, indent=1)
        print(text)
        if options.json:
            options.json.write_text(text + "\n", encoding="utf-8")
    else:
        parser.error("give --data to draw a sample, or --judged to count judgements")


if __name__ == "__main__":
    main()
