"""`svodka index https://…` as a process, against a local server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from local_site import site

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item>
<title>Bridge</title>
<link>https://river.example/bridge</link><description>The council voted to rebuild the old bridge.
</description></item></channel></rss>"""


def svodka(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "search.cli", *arguments, "--index", "index"],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_feed_is_indexed_and_asked_again_only_for_what_is_new(tmp_path: Path) -> None:
    with site() as server:
        url = server.says("/feed", FEED, ETag='"1"')
        refused = svodka("index", url, "--strict", cwd=tmp_path)
        assert refused.returncode == 1
        assert "--allow-private" in refused.stderr
        done = svodka("index", url, "--allow-private", cwd=tmp_path)
        assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 skipped\n", done.stderr
        server.says("/feed", status=304)
        again = svodka("index", url, "--allow-private", "--prune", "--strict", cwd=tmp_path)
        assert again.returncode == 0
        assert again.stdout == "0 added, 0 updated, 1 unchanged, 0 skipped\n"
        assert "nothing new" in again.stderr
        assert server.asked[-1][1]["If-None-Match"] == '"1"'
    assert "sound: 1 articles" in svodka("check", cwd=tmp_path).stdout


def test_an_address_cannot_be_watched(tmp_path: Path) -> None:
    done = svodka("index", "https://river.example/feed", "--watch", cwd=tmp_path)
    assert done.returncode == 2
    assert "--watch takes files and folders" in done.stderr
