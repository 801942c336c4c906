"""The answers of all jobs of one size as tables of text."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any, Final

from bench.queries import CLASSES

FACETED: Final = dict.fromkeys(CLASSES, 0.6) | {"fuzzy": 1.5, "weighted40": 0.75}
TOP10: Final = dict.fromkeys(CLASSES, 1.0) | {"fuzzy": 3.0, "weighted40": 1.3, "phrase": 1.5}
FIGURES: Final = {"top10": TOP10, "faceted": FACETED}
"""The most that our median may be, in medians of tantivy, by variant and class."""
TITLES: Final = {
    "top10": "Top 10 with ids and exact total, ms: median / 95th percentile",
    "faceted": "The same with counts by source, month and top-20 people, ms",
}
OURS: Final = "svodka"
RIVAL: Final = "tantivy"

Record = dict[str, Any]


def summary(times: Record) -> Record:
    """Median and 95th percentile over queries; a query's time is its median over rounds.

    `first` is the median of the first round, in which no query was asked before. `ratio` is
    our median in the rival's by the clock, `ratio_cpu` by CPU time (what other processes
    took is not in it), `ratio_first` that of the first round.
    """
    result: Record = {}
    for variant, classes in times.items():
        result[variant] = {}
        for name, engines in classes.items():
            rows = {engine: _by_query(raw) for engine, raw in engines.items()}
            found: Record = {
                engine: {
                    "median": statistics.median(one),
                    "p95": sorted(one)[math.ceil(0.95 * len(one)) - 1],
                    "cpu": statistics.median(_by_query(engines[engine], 1)),
                    "first": statistics.median(raw[0][0] for raw in engines[engine] if raw),
                    "queries": len(one),
                }
                for engine, one in rows.items()
                if one
            }
            if OURS in found and RIVAL in found:
                ours, rival = found[OURS], found[RIVAL]
                found["ratio"] = ours["median"] / rival["median"]
                found["ratio_first"] = ours["first"] / rival["first"]
                found["ratio_cpu"] = ours["cpu"] / rival["cpu"]
                found["figure"] = None if name == "groups40" else FIGURES[variant][name]
            result[variant][name] = found
    return result


def _by_query(raw: Sequence[Sequence[Sequence[float]]], clock: int = 0) -> list[float]:
    return [statistics.median(pair[clock] for pair in pairs) for pairs in raw if pairs]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width; the first is left-aligned, the rest right-aligned."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def text(record: Record) -> str:
    """Everything about one size."""
    parts = [f"== {record['documents']:,} articles ({record['corpus']})", *record["remarks"]]
    parts += ["", _builds(record), ""]
    for variant, classes in record["summary"].items():
        parts += [TITLES[variant], _searches(classes, record["matches"]), ""]
    parts += [_extras(record["summary"]), "", _cold(record), "", _commits(record), ""]
    parts += [
        "Resident MB after all searches (of these not pages of files): "
        + ", ".join(f"{e} {m['now']:,.0f} ({m['own']:,.0f})" for e, m in record["memory"].items()),
        "",
    ]
    parts += ["Sanity", *(f"  {line}" for line in record["sanity"])]
    return "\n".join(parts)


def _number(value: float | None, digits: int = 2) -> str:
    if value is None:
        return "–"
    return f"{value:,.{digits if abs(value) < 100 else 0}f}"


def _builds(record: Record) -> str:
    rows = [
        ["Build on one core", "articles/s", "by CPU", "× tantivy", "by CPU", "with input/s",
         "peak MB", "before MB", "size MB", "× tantivy", "segments"]
    ]  # fmt: skip
    rival = record["builds"].get(RIVAL)
    for engine, one in record["builds"].items():
        speed, by_cpu = (one["documents"] / one[key] for key in ("seconds", "cpu_seconds"))
        ratios = ["–", "–", "–"]
        if rival is not None:
            ratios = [
                _number(rival["seconds"] / one["seconds"]),
                _number(rival["cpu_seconds"] / one["cpu_seconds"]),
                _number(one["bytes"] / rival["bytes"]),
            ]
        whole = one["documents"] / (one["seconds"] + one["input_seconds"])
        segments = record["segments"].get(engine)
        rows.append(
            [engine + (" (kept)" if one["kept"] else ""), f"{speed:,.0f}", f"{by_cpu:,.0f}",
             ratios[0], ratios[1], f"{whole:,.0f}", f"{one['peak_mb']:,.0f}",
             f"{one['base_mb']:,.0f}", f"{one['bytes'] / 1e6:,.1f}", ratios[2],
             "–" if segments is None else str(segments)]
        )  # fmt: skip
    return table(rows)


def _searches(classes: Record, matches: Record) -> str:
    engines = list(dict.fromkeys(e for found in classes.values() for e in found if _is_engine(e)))
    rows = [["", "found", *engines, f"{OURS}/{RIVAL}", "by CPU", "first time", "figure", ""]]
    for name, found in classes.items():
        cells = [
            f"{_number(found[e]['median'])} / {_number(found[e]['p95'])}" if e in found else "–"
            for e in engines
        ]
        ratio, figure = found.get("ratio"), found.get("figure")
        verdict = "" if ratio is None or figure is None else ("ok" if ratio <= figure else "NOT")
        rows.append(
            [CLASSES[name].split(" (")[0], f"{matches.get(name, 0):,.0f}", *cells,
             _number(ratio), _number(found.get("ratio_cpu")), _number(found.get("ratio_first")),
             _number(figure), verdict]
        )  # fmt: skip
    return table(rows)


def _is_engine(name: str) -> bool:
    return "," not in name and name not in ("ratio", "ratio_first", "ratio_cpu", "figure")


def _extras(summaries: Record) -> str:
    rows: list[list[str]] = []
    for variant, classes in summaries.items():
        extras = dict.fromkeys(e for found in classes.values() for e in found if "," in e)
        for extra in extras:
            values = [
                found[extra]["median"] if extra in found else None for found in classes.values()
            ]
            ratios = [
                found[OURS]["median"] / found[extra]["median"]
                if extra in found and OURS in found
                else None
                for found in classes.values()
            ]
            rows.append([f"{extra} ({variant})", *map(_number, values)])
            rows.append([f"  {OURS} in these", *map(_number, ratios)])
    if not rows:
        return "No other ways to ask"
    return table([["Other ways to ask, median ms", *next(iter(summaries.values()))], *rows])


def _cold(record: Record) -> str:
    columns = {
        "import ms": "import_ms", "open ms": "open_ms", "first ms": "first_ms",
        "faceted ms": "first_faceted_ms", "bare MB": "bare_mb", "open MB": "open_mb",
        "answered MB": "answered_mb", "faceted MB": "faceted_mb", "not of files": "faceted_own_mb",
    }  # fmt: skip
    rows = [["Cold open in a fresh process", *columns]]
    for engine, states in record["cold"].items():
        for state, one in states.items():
            cells = [_number(one[key], 1) for key in columns.values()]
            rows.append([f"{engine}, {state}", *cells])
    return table(rows)


def _commits(record: Record) -> str:
    rows = [
        ["One article committed", "visible ms", "least", "most", "× tantivy", "then faceted ms"]
    ]
    medians = {e: statistics.median(one["visible_ms"]) for e, one in record["commits"].items()}
    for engine, one in record["commits"].items():
        visible = one["visible_ms"]
        ratio = medians[engine] / medians[RIVAL] if RIVAL in medians else None
        rows.append(
            [engine, _number(medians[engine]), _number(min(visible)), _number(max(visible)),
             _number(ratio), _number(statistics.median(one["next_faceted_ms"]))]
        )  # fmt: skip
    return table(rows)
