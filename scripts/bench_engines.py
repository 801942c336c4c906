"""Our engine beside stock Whoosh, SQLite FTS5, tantivy and bm25s on the same finished terms.

    python scripts/bench_engines.py                          20,000 and 100,000 articles
    python scripts/bench_engines.py --sizes 1000000 --engines svodka,tantivy
    python scripts/bench_engines.py --data articles.jsonl --sizes 50000 --json figures.json
    python scripts/bench_engines.py --sizes 100000 --profile phrase,fuzzy

Needs the extra `bench`; OpenSearch takes part where SVODKA_OPENSEARCH names a cluster, as
scripts/opensearch-test-cluster starts one. Builds are kept in --work and used again as long as
engine and corpus are the same; no answer is kept anywhere. Stock Whoosh takes part up to 20,000
articles and bm25s up to 200,000, unless --engines names them: the one would take a quarter
of an hour to build 100,000, the other more memory than there is.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import platform
import shutil
import statistics
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from bench import report
from bench.adapters import ENGINES, adapter
from bench.corpus import corpus_of
from bench.measuring import FEWER_QUERIES, WARM_UP, Rounds, run
from bench.queries import CLASSES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MOST = {"whoosh": 20_000, "bm25s": 200_000}
Record = dict[str, Any]


def say(message: str) -> None:
    """Tell what is going on, beside the output."""
    print(f"{time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)


def machine() -> Record:
    """What it ran on."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    names: list[str] = []
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "cpu": names[0] if names else platform.processor(),
        "memory_gb": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
    }


def versions(engines: list[str]) -> dict[str, str]:
    """The versions of everything that is measured."""
    return {
        package: metadata.version(package)
        for engine in engines
        for package in adapter(engine).packages
    }


def fingerprint(engine: str) -> str:
    """Changes when a build may have come out otherwise."""
    one = adapter(engine)
    module = HERE / (ENGINES[engine].replace(".", "/") + ".py")
    paths = [module, HERE / "bench" / "corpus.py"]
    for source in one.sources:
        path = ROOT / source
        paths += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    digest = hashlib.sha256(json.dumps(versions([engine])).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Bench:
    """One size of one corpus: its folder, its queries, its builds."""

    def __init__(self, data: str | None, size: int, work: Path, engines: list[str]) -> None:
        self.data = data
        self.size = size
        self.corpus = corpus_of(data).key
        self.folder = work / f"{self.corpus}-{size}"
        self.engines = engines
        self.folder.mkdir(parents=True, exist_ok=True)

    def job(self, name: str, **more: object) -> Record:
        """Run a job about this corpus."""
        return run({"job": name, "data": self.data, "size": self.size, **more})

    def queries(self, count: int) -> Record:
        """The queries of every class, drawn anew unless an equal run has kept them."""
        sources = [HERE / "bench" / name for name in ("corpus.py", "queries.py")]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
        path = self.folder / f"queries-{count}-{digest[:12]}.json"
        if not path.exists():
            say(f"{self.size:,}: counting words")
            path.write_text(json.dumps(self.job("queries", count=count), ensure_ascii=False))
        kept: Record = json.loads(path.read_text())
        return kept

    def build(self, engine: str) -> Record:
        """Build an index, or use the one of an earlier run."""
        folder, note = self.folder / engine, self.folder / f"{engine}.json"
        print_of_it = fingerprint(engine)
        if note.exists() and folder.exists():
            kept: Record = json.loads(note.read_text())
            if kept["fingerprint"] == print_of_it:
                return kept | {"kept": True}
        say(f"{self.size:,}: building {engine}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        core = cores[-1] if cores else None
        built = self.job("build", engine=engine, folder=str(folder), core=core)
        built["fingerprint"] = print_of_it
        note.write_text(json.dumps(built))
        return built | {"kept": False}

    def cold(self, engine: str, query: Record, times: int) -> Record:
        """Medians of fresh processes, with the files in the page cache and out of it."""
        states = {"files cached": False, "files not cached": True}
        found: Record = {}
        for state, evict in states.items():
            runs = [
                self.job(
                    "cold", engine=engine, folder=str(self.folder / engine), query=query,
                    evict=evict,
                )
                for _ in range(times)
            ]  # fmt: skip
            found[state] = {
                key: None if value is None else statistics.median(one[key] for one in runs)
                for key, value in runs[0].items()
            }
        return found

    def record(self, count: int, rounds: int, *, whole: bool) -> Record:
        """Everything about this size."""
        asked = self.queries(count)
        builds = {engine: self.build(engine) for engine in self.engines}
        common = asked["classes"]["common"][0]
        say(f"{self.size:,}: cold opens and commits")
        colds = {engine: self.cold(engine, common, 3) for engine in self.engines}
        commits = {
            engine: self.job(
                "commit", engine=engine, folder=str(self.folder / engine), query=common
            )
            for engine in self.engines
            # The one cannot add; the other would change the only copy that there is.
            if engine not in ("bm25s", "opensearch")
        }
        say(f"{self.size:,}: searching")
        jobs = {
            engine: {
                "job": "serve", "engine": engine, "folder": str(self.folder / engine),
                "warm_up": 1 if engine in FEWER_QUERIES else WARM_UP,
                "classes": asked["classes"],
            }
            for engine in self.engines
        }  # fmt: skip
        taken = Rounds(jobs, asked["classes"], whole=whole)
        for number in range(rounds):
            taken.round(number)
        return {
            "documents": asked["documents"],
            "corpus": self.corpus,
            "builds": builds,
            "cold": colds,
            "commits": commits,
            "summary": report.summary(taken.times()),
            "matches": taken.matches(),
            "sanity": taken.disagreements(),
            "segments": taken.segments,
            "memory": taken.end(),
        }


def chosen(named: str | None, size: int) -> tuple[list[str], list[str]]:
    """The engines of a size, and a remark for each that is left out."""
    engines, remarks = [], []
    for name in named.split(",") if named else ENGINES:
        if not named and size > MOST.get(name, size):
            remarks.append(f"{name} takes part up to {MOST[name]:,} articles only.")
            continue
        try:
            adapter(name)
        except ImportError as error:
            remarks.append(f"{name} is left out ({error}); it comes with the extra `bench`.")
        else:
            engines.append(name)
    return engines, remarks


def head(facts: Record, named: dict[str, str]) -> str:
    """Machine and versions as lines of text."""
    return (
        f"{facts['date']}  {facts['cores']} cores ({facts['cpu']}), {facts['memory_gb']} GB, "
        f"load {facts['load']:.1f}, Python {facts['python']}, {facts['system']}\n"
        + ", ".join(f"{package} {version}" for package, version in named.items())
    )


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="20000,100000", help="articles, with commas between")
    parser.add_argument("--engines", help=f"some of {','.join(ENGINES)}, with commas between")
    parser.add_argument("--data", help="JSON lines instead of the generated corpus")
    parser.add_argument("--work", type=Path, default=Path("indexes/bench"), help="keeps the builds")
    parser.add_argument("--queries", type=int, default=25, help="of each class (25)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is asked (3)")
    parser.add_argument("--whole", action="store_true", help="all queries to stock Whoosh too")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--profile", help=f"profile ours instead; some of {','.join(CLASSES)}")
    return parser.parse_args()


def main() -> None:
    """Build, measure, print."""
    wanted = options()
    records: dict[str, Record] = {}
    facts = machine()
    used: dict[str, str] = {}
    for size in map(int, wanted.sizes.split(",")):
        engines, remarks = chosen(wanted.engines, size)
        bench = Bench(wanted.data, size, wanted.work.resolve(), engines)
        if wanted.profile:
            profile(bench, wanted.profile.split(","), wanted.queries)
            continue
        began = time.perf_counter()
        record = bench.record(wanted.queries, wanted.rounds, whole=wanted.whole)
        notes = [f"{name}: {adapter(name).note}" for name in engines]
        slow = (
            f"A query's time is its median over {wanted.rounds} rounds; fts5 and whoosh take part "
            f"in one{'' if wanted.whole else ', whoosh with 8 queries of each class'}."
        )
        minutes = f"This size took {(time.perf_counter() - began) / 60:.1f} minutes."
        state = f"Engine code, version and adapter of svodka: {fingerprint(report.OURS)[:12]}."
        records[str(size)] = record | {"remarks": [*remarks, *notes, slow, state, minutes]}
        used |= versions(engines)
        if len(records) == 1:
            print(head(facts, used), end="\n\n")
        print(report.text(records[str(size)]), end="\n\n", flush=True)
    if wanted.json and records:
        whole = {"machine": facts, "versions": used, "sizes": records}
        wanted.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def profile(bench: Bench, names: list[str], count: int) -> None:
    """Print where ours spends its time."""
    asked = bench.queries(count)["classes"]
    bench.build(report.OURS)
    answer = bench.job(
        "profile", engine=report.OURS, folder=str(bench.folder / report.OURS), lines=12,
        classes={name: asked[name] for name in names},
    )  # fmt: skip
    print("\n\n".join(answer["reports"]))


if __name__ == "__main__":
    main()
