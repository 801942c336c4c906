"""The jobs, each run as `python -m bench.jobs` in a process of its own.

A job reads its description as a line of JSON and prints its answer as another.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.adapters import Found, adapter
from bench.corpus import Article, corpus_of
from bench.measuring import WARM_UP
from bench.queries import Query, Statistics, draw

Job = dict[str, Any]
Calls = dict[str, dict[str, Callable[[Query], object]]]

VARIANTS: Final = ("top10", "faceted")
_COMMITS: Final = 12


def memory() -> dict[str, float]:
    """Resident megabytes of this process: now, at its peak, and of these not from files."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"now": peak, "peak": peak, "own": peak}
    # Not getrusage: its peak of a child counts what the parent had before exec.
    sizes = dict(line.split(":", 1) for line in lines if line.startswith(("Vm", "Rss")))
    megabytes = {name: int(text.split()[0]) / 1024 for name, text in sizes.items()}
    return {"now": megabytes["VmRSS"], "peak": megabytes["VmHWM"], "own": megabytes["RssAnon"]}


def queries(job: Job) -> Job:
    """Count the corpus once and draw the queries of every class."""
    counted = Statistics(corpus_of(job["data"]).chunks(job["size"]), job["size"])
    drawn = draw(counted, job["count"] + WARM_UP)
    return {
        "documents": counted.documents,
        "classes": {name: [query.to_dict() for query in drawn[name]] for name in drawn},
        "frequencies": {
            name: [[counted.frequency[f][t] for f, t, _ in query.terms] for query in drawn[name]]
            for name in drawn
        },
    }


def build(job: Job) -> Job:
    """Build an index on one core.

    The time of making articles and the engine's input is taken out as the CPU time of this
    thread, since an engine with threads of its own works on meanwhile, on the same core.
    """
    if job["core"] is not None:
        os.sched_setaffinity(0, {job["core"]})
    engine = adapter(job["engine"])
    folder = Path(job["folder"])
    chunks = corpus_of(job["data"]).chunks(job["size"])
    chunk: list[Article] | None = next(chunks)
    base = memory()["now"]
    began, cpu_began = time.perf_counter(), time.process_time()
    making = preparing = 0.0
    documents = 0
    engine.create(folder)
    while chunk:
        documents += len(chunk)
        start = time.thread_time()
        prepared = engine.prepare(chunk)
        preparing += time.thread_time() - start
        engine.add(prepared)
        start = time.thread_time()
        del prepared
        chunk = next(chunks, None)
        making += time.thread_time() - start
    engine.finish()
    seconds = time.perf_counter() - began - making - preparing
    cpu = time.process_time() - cpu_began - making - preparing
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = getattr(engine, "size", None)  # of an engine that has its files elsewhere
    return {
        "documents": documents,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "input_seconds": preparing,
        "base_mb": base,
        "peak_mb": memory()["peak"],
        "bytes": size() if size else sum(path.stat().st_size for path in files),
        "files": len(files),
    }


def cold(job: Job) -> Job:
    """From a fresh process to the first answers; `evict` drops the files from the page cache."""
    folder = Path(job["folder"])
    if job["evict"]:
        _evict(folder)
    query = Query.from_dict(job["query"])
    bare = memory()
    clock = [time.perf_counter()]
    engine = adapter(job["engine"])
    clock.append(time.perf_counter())
    engine.open(folder)
    clock.append(time.perf_counter())
    opened = memory()
    clock[-1:] = [clock[-1], time.perf_counter()]
    engine.top10(query)
    clock.append(time.perf_counter())
    answered = memory()
    start = time.perf_counter()
    counted = engine.faceted(query) is not None
    faceted = time.perf_counter() - start
    return {
        "import_ms": (clock[1] - clock[0]) * 1000,
        "open_ms": (clock[2] - clock[1]) * 1000,
        "first_ms": (clock[4] - clock[3]) * 1000,
        "first_faceted_ms": faceted * 1000 if counted else None,
        "bare_mb": bare["now"],
        "open_mb": opened["now"],
        "open_own_mb": opened["own"],
        "answered_mb": answered["now"],
        "faceted_mb": memory()["now"],
        "faceted_own_mb": memory()["own"],
    }


def _evict(folder: Path) -> None:
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


def commit(job: Job) -> Job:
    """Commits of one article each, in a copy of the index, until a search finds it."""
    copy = Path(job["folder"]).with_name(f"{job['engine']}.commit")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(job["folder"], copy)
    try:
        engine = adapter(job["engine"])
        engine.open(copy)
        visible, faceted = [], []
        for number in range(_COMMITS):
            article = _new_article(number)
            unique = Query("word", ((article.field, article.title[0], 1.0),))
            call = engine.commit_one(article)
            start = time.perf_counter()
            call()
            while True:
                found = engine.top10(unique)
                if found is not None and found.ids == (article.id,):
                    break
            visible.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            engine.faceted(Query.from_dict(job["query"]))
            faceted.append((time.perf_counter() - start) * 1000)
        return {"visible_ms": visible, "next_faceted_ms": faceted}
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _new_article(number: int) -> Article:
    words = [chr(97 + i // 26) + chr(97 + i % 26) + "qv" for i in range(290)]
    unique = "qqvv" + chr(97 + number)
    return Article(
        f"new{number:05d}", "en", [unique, *words[:7]], words[8:], "New Source", 738_000,
        ("Nova Persona",),
    )  # fmt: skip


def serve(job: Job) -> Job:
    """Open one engine, warm it up, then answer the questions that come as lines of JSON.

    A question is [variant, way to ask, class, number of the query]; the answer tells
    milliseconds by the clock and by CPU, and total and counts to compare engines by. Each
    engine has a process of its own: in a common one, what one engine frees or maps changes
    what memory costs the next.
    """
    engine = adapter(job["engine"])
    engine.open(Path(job["folder"]))
    calls: Calls = {variant: {job["engine"]: getattr(engine, variant)} for variant in VARIANTS}
    for way, (variant, call) in engine.extras().items():
        calls[variant][way] = call
    asked = {
        name: [Query.from_dict(record) for record in records]
        for name, records in job["classes"].items()
    }
    for by_way in calls.values():
        for call in by_way.values():
            for queries in asked.values():
                for query in queries[: job["warm_up"]]:
                    call(query)
    gc.collect()
    gc.freeze()
    ways = {variant: [*by_way] for variant, by_way in calls.items()}
    print(json.dumps({"ways": ways, "segments": engine.segments()}), flush=True)
    for line in sys.stdin:
        variant, way, name, place = json.loads(line)
        print(json.dumps(_timed(calls[variant][way], asked[name][WARM_UP + place])), flush=True)
    return memory()


def _timed(call: Callable[[Query], object], query: Query) -> Job | None:
    cpu, start = time.thread_time(), time.perf_counter()
    answer = call(query)
    spent, cpu_spent = time.perf_counter() - start, time.thread_time() - cpu
    if answer is None:
        return None
    told: Job = {"ms": [spent * 1000, cpu_spent * 1000]}
    if isinstance(answer, Found):
        told |= {"total": answer.total, "counts": answer.counts}
    return told


def profile(job: Job) -> Job:
    """Where one engine spends its time, by class and variant: lines of cProfile."""
    import cProfile
    import io
    import pstats

    engine = adapter(job["engine"])
    engine.open(Path(job["folder"]))
    reports = []
    for name, records in job["classes"].items():
        asked = [Query.from_dict(record) for record in records]
        for variant in VARIANTS:
            call = getattr(engine, variant)
            for query in asked[:WARM_UP]:
                call(query)
            spent = []
            for query in asked[WARM_UP:]:
                start = time.perf_counter()
                call(query)
                spent.append((time.perf_counter() - start) * 1000)
            profiler = cProfile.Profile()
            profiler.enable()
            for query in asked[WARM_UP:]:
                call(query)
            profiler.disable()
            text = io.StringIO()
            shown = pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime")
            shown.print_stats(job["lines"])
            table = text.getvalue().split("Ordered by: internal time")[-1].strip().splitlines()
            reports.append(
                f"{name}, {variant}: median {statistics.median(spent):.2f} ms unprofiled\n"
                + "\n".join(line.rstrip() for line in table if line.strip())
            )
    return {"reports": reports}


JOBS: Final = {
    "queries": queries,
    "build": build,
    "cold": cold,
    "commit": commit,
    "serve": serve,
    "profile": profile,
}


def main() -> None:
    """Run the job that comes as the first line."""
    job = json.loads(sys.stdin.readline())
    print(json.dumps(JOBS[job["job"]](job)))


if __name__ == "__main__":
    main()
