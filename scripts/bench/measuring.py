"""Interleaved rounds: every query goes to all engines in turn, each in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

SCRIPTS: Final = Path(__file__).resolve().parent.parent
ONE_ROUND: Final = ("whoosh", "fts5")
"""Engines that are too slow for more than one round."""
FEWER_QUERIES: Final = {"whoosh": 8}
"""Engines that get but the first so many queries of a class, unless the whole is wanted."""
REFERENCE: Final = "svodka"
WARM_UP: Final = 3
"""Queries of each class that are asked first and not counted: whatever an engine keeps
from first use on (joined columns, opened files) is there then, but no measured answer."""

Record = dict[str, Any]
Key = tuple[str, str, str, int]
"""Variant, class, way to ask (an engine, or another way of its), number of the query."""


class Process:
    """A job in a process of its own, spoken to in lines of JSON; the first line is the job."""

    def __init__(self, job: Record) -> None:
        self._job = job
        paths = [str(SCRIPTS), str(SCRIPTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.jobs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        self.tell(job)

    def tell(self, message: object) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        """Receive a line."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The job {self._job['job']} of {self._job.get('engine')} failed.")
        return json.loads(line)

    def end(self) -> Record:
        """Tell that nothing more comes, for the last answer."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        answer: Record = self.hear()
        self._process.wait()
        return answer


def run(job: Record) -> Record:
    """Run a job to its end, for its answer."""
    return Process(job).end()


class Rounds:
    """Times and first answers of all rounds.

    Every query is asked once in each round, so the first round is each one's first time.
    """

    def __init__(self, jobs: dict[str, Record], classes: Record, *, whole: bool) -> None:
        self._sizes = {name: len(queries) - WARM_UP for name, queries in classes.items()}
        self._whole = whole
        self._processes = {engine: Process(job) for engine, job in jobs.items()}
        ready = {engine: process.hear() for engine, process in self._processes.items()}
        self.segments = {engine: answer["segments"] for engine, answer in ready.items()}
        self._ways = {
            variant: {way: engine for engine in ready for way in ready[engine]["ways"][variant]}
            for variant in ready[REFERENCE]["ways"]
        }
        self._times: dict[Key, list[list[float]]] = {}
        self._answers: dict[Key, Record] = {}

    def round(self, number: int) -> None:
        """Each query of a class to every engine; then again in the other ways to ask.

        Not side by side: who asks the same process a second time finds its caches warm.
        """
        for variant, ways in self._ways.items():
            plain = [way for way in ways if way in self._processes]
            others = [way for way in ways if way not in self._processes]
            for name in self._sizes:
                self._class(number, variant, name, plain)
                self._class(number, variant, name, others)

    def _class(self, number: int, variant: str, name: str, ways: Sequence[str]) -> None:
        """All queries of a class; each time another engine begins."""
        for place in range(self._sizes[name]):
            turn = (place + number) % max(1, len(ways))
            for way in [*ways[turn:], *ways[:turn]]:
                if self._takes_part(way, name, place, number):
                    self._ask((variant, name, way, place), self._ways[variant][way])

    def _takes_part(self, way: str, name: str, place: int, number: int) -> bool:
        if name == "groups40" and way not in (REFERENCE, "tantivy"):
            return False  # a plan of its own for ours alone
        few = way in FEWER_QUERIES and not self._whole and place >= FEWER_QUERIES[way]
        return not few and not (number and way in ONE_ROUND)

    def _ask(self, key: Key, engine: str) -> None:
        variant, name, way, place = key
        self._processes[engine].tell([variant, way, name, place])
        told = self._processes[engine].hear()
        if told is not None:
            self._times.setdefault(key, []).append(told["ms"])
            self._answers.setdefault(key, told)

    def end(self) -> Record:
        """Memory of the processes, at the end and at its peak."""
        return {engine: process.end() for engine, process in self._processes.items()}

    def times(self) -> Record:
        """times[variant][class][way][query][round] is milliseconds by the clock and by CPU."""
        result: Record = {}
        for variant, ways in self._ways.items():
            result[variant] = {name: {} for name in self._sizes}
            for name, size in self._sizes.items():
                for way in ways:
                    keys = [(variant, name, way, place) for place in range(size)]
                    rows = [self._times[key] for key in keys if key in self._times]
                    if rows:
                        result[variant][name][way] = rows
        return result

    def matches(self) -> dict[str, float]:
        """The median total of each class."""
        totals: dict[str, list[int]] = {name: [] for name in self._sizes}
        for (_, name, way, _), answer in self._answers.items():
            if way == REFERENCE:
                totals[name].append(answer["total"])
        return {name: statistics.median(some) for name, some in totals.items() if some}

    def disagreements(self) -> list[str]:
        """A sentence for each class in which an engine has other totals or counts than ours."""
        compared = 0
        wrong: dict[str, int] = {}
        for (variant, name, way, place), answer in self._answers.items():
            wanted = self._answers.get((variant, name, REFERENCE, place))
            if way == REFERENCE or wanted is None or answer.get("total") is None:
                continue
            compared += 1
            line = None
            if wanted["total"] != answer["total"]:
                line = f"{name}: {way} finds another number of articles than {REFERENCE}"
            elif answer["counts"] and not _same_counts(wanted["counts"], answer["counts"]):
                line = f"{name}: {way} counts facets otherwise than {REFERENCE}"
            if line is not None:
                wrong[line] = wrong.get(line, 0) + 1
        lines = [f"{line}, in {times} answers." for line, times in wrong.items()]
        return [*lines, f"{compared} answers compared with those of {REFERENCE}."]


def _same_counts(one: Record, other: Record) -> bool:
    """Equal sources and months; of people the 20 counts, for names may tie at the border."""
    return all(one[facet] == other[facet] for facet in ("source", "month")) and (
        sorted(one["person"].values()) == sorted(other["person"].values())
    )
