"""The page under measure: time in the server, bytes, layout shift; then many readers at once.

    python scripts/bench_web.py [--articles N] [--seconds S] [--index DIR] [--json]

Without an index N articles are made of our own sentences; an index of real news is the better
measure. Server times are medians over requests through WSGI, without a network: of the clock,
and of the processor, which other work on the machine changes less. Bytes (compressed, the first
visit with an empty cache) and layout shift are what Chromium says, and left out where there is
none; the load goes over loopback to a server in a process of its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import search
import web

CHROMIUM = Path("/usr/bin/chromium")
WORDS = (
    "harvest", "budget", "strike", "railway", "flood", "election", "bridge", "sanctions", "central",
    "bank", "minister", "talks", "price", "market", "border", "river", "winter", "energy", "court",
)  # fmt: skip
PATHS = (
    "/search?q=sanctions", "/search?q=central+bank", "/search?q=railway+flood&lang=en",
    "/search?q=budget&from=2024&to=2024", "/search?q=", "/search?q=minister&sort=newest",
    "/search?q=election+price&page=2", "/search?q=санкции", "/search?q=центральный+банк",
)  # fmt: skip
SERVE = """
import sys, waitress, search, web
server = waitress.create_server(
    web.create_app(search.open_index(sys.argv[1])), host="127.0.0.1", port=0, threads=8,
    connection_limit=200,
)
print(server.effective_port, flush=True)
server.run()
"""


def fill(path: Path, articles: int) -> None:
    """Make an index of articles of some 150 words."""
    chance = random.Random(5)  # noqa: S311 -- the same articles every time
    with search.open_index(path) as index, index.writer() as writer:
        for number in range(articles):
            text = " ".join(chance.choices(WORDS, k=150))
            writer.add(
                search.Document(
                    str(number), " ".join(chance.choices(WORDS, k=6)).capitalize(), text,
                    language="en", source=f"Gazette {number % 40}", people=(),
                    published=f"{2022 + number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                )
            )  # fmt: skip


def server_times(path: Path, runs: int = 9) -> dict[str, dict[str, float]]:
    """Median milliseconds of a page of results, with and without translation."""
    found = {}
    with search.open_index(path, create=False) as index:
        client = web.create_app(index).test_client()
        for name, more in (("translate off", "&translate=0"), ("translate on", "")):
            clock, processor = [], []
            for url in PATHS:
                client.get(url + more)
                for _ in range(runs):
                    began, worked = time.perf_counter(), time.process_time()
                    assert client.get(url + more).status_code == 200
                    processor.append((time.process_time() - worked) * 1000)
                    clock.append((time.perf_counter() - began) * 1000)
            found[name] = {
                "clock": round(statistics.median(clock), 1),
                "processor": round(statistics.median(processor), 1),
                "slowest query": round(max(processor), 1),
            }
    return found


def in_browser(address: str) -> dict[str, float] | None:
    """Bytes of a first visit and the layout shift of a page of results."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not CHROMIUM.exists():
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        protocol = page.context.new_cdp_session(page)
        sizes: list[float] = []
        protocol.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        protocol.send("Network.enable")
        page.goto(f"{address}/search?q=central+bank", wait_until="networkidle")
        shift = page.evaluate(
            """() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
              }).observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(sum), 500);
            })"""
        )
        browser.close()
    return {"bytes": round(sum(sizes)), "requests": len(sizes), "layout shift": round(shift, 4)}


def load(port: int, connections: int, seconds: float) -> dict[str, Any]:
    """Many readers at once, each asking for one page after another."""
    times: list[float] = []
    errors: list[str] = []
    until = time.perf_counter() + seconds

    def reader(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        place = number
        while time.perf_counter() < until:
            began = time.perf_counter()
            try:
                connection.request("GET", quote(PATHS[place % len(PATHS)], safe="/?=&+"))
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    errors.append(str(answer.status))
            except (OSError, http.client.HTTPException, ValueError) as error:
                errors.append(repr(error))
                connection.close()
            times.append((time.perf_counter() - began) * 1000)
            place += 1
        connection.close()

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    return {
        "requests": len(times), "errors": len(errors), "first error": errors[0] if errors else None,
        "per second": round(len(times) / seconds, 1), "p50 ms": round(cuts[49]),
        "p99 ms": round(cuts[98]),
    }  # fmt: skip


def main() -> int:
    """Run as a script; 1 when a request of the load test failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--index", type=Path)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.index or Path(folder) / "index"
        if asked.index is None:
            fill(path, asked.articles)
        with search.open_index(path, create=False) as index:
            found: dict[str, Any] = {"articles": len(index)}
        found["server ms"] = server_times(path)
        command = [sys.executable, "-c", SERVE, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                port = int(server.stdout.readline())
                found["browser"] = in_browser(f"http://127.0.0.1:{port}")
                found["load"] = load(port, asked.connections, asked.seconds)
            finally:
                server.terminate()
    if asked.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:12} {value}")
    return 1 if found["load"]["errors"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
