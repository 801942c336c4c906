"""Build the wheel, install it into an empty environment, and use it: nothing may be missing.

    python scripts/check_wheel.py [--quick]

`--quick` looks into the wheel without installing it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ("search", "web")
LEFT_OUT = {".py", ".pyc"}


def wheel(folder: Path) -> Path:
    """Build the wheel into a folder."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT],
        check=True,
    )
    (path,) = folder.glob("svodka-*.whl")
    return path


def missing(path: Path) -> list[str]:
    """Files of the packages that git knows and the wheel does not hold."""
    listed = subprocess.run(
        ["git", "ls-files", *DATA], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    held = set(zipfile.ZipFile(path).namelist())
    return [name for name in listed if name not in held]


def use(path: Path, folder: Path) -> None:
    """Install the wheel beside nothing else and run the demo with it, away from the sources."""
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", path], check=True)
    command = [python, "-m", "search.cli", "demo", "--no-serve"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Check, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = wheel(folder)
        absent = missing(path)
        for file in absent:
            print(f"not in the wheel: {file}")
        if not absent and not quick:
            use(path, folder)
        size = path.stat().st_size / 1e6
    print(f"{path.name}: {size:.1f} MB, {len(absent)} files missing")
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
