"""The pictures of the page in docs/, drawn anew from the bundled articles.

    python scripts/screenshots.py [--out docs] [--only page,dark]

Needs Chromium and Playwright (the extra `test`). The pictures are of few colours, so that they
stay small: a palette is made of what the page draws, where Pillow is installed.
"""

from __future__ import annotations

import argparse
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import waitress
from playwright.sync_api import Browser, sync_playwright

import search
import web

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ARTICLES = Path(search.__file__).parent / "demo" / "articles"


@dataclass(frozen=True)
class Picture:
    """What is drawn: an address, the size of the window, the scheme, all of the page or its top."""

    name: str
    path: str
    width: int = 1280
    height: int = 860
    scheme: Literal["light", "dark"] = "light"
    whole: bool = False


PICTURES = (
    Picture("page", "/search?q=sanctions&lang=be&lang=ru&lang=uk"),
    Picture("dark", "/search?q=big+deal&explain=1", scheme="dark"),
    Picture("russian", "/search?q=big+deal&hl=ru"),
    Picture("phone", "/search?q=sanctions&lang=be&lang=ru&lang=uk", 390, 844),
    Picture("start", "/"),
    Picture("document", "/documents/release-en-northgate?q=sanctions", height=1250),
    Picture("person", "/people/alyaksandr-hrynevich", height=1250),
    Picture("error", "/search?q=%22big+deal", height=620),
)


def draw(browser: Browser, picture: Picture, address: str, out: Path) -> Path:
    """Draw one picture; its size in a palette of 128 colours is about a third."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page = context.new_page()
    page.goto(address + picture.path, wait_until="networkidle")
    file = out / f"{picture.name}.png"
    page.screenshot(path=file, full_page=picture.whole)
    context.close()
    try:
        from PIL import Image
    except ImportError:
        return file
    with Image.open(file) as drawn:
        few = drawn.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def main() -> int:
    """Run as a script."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path("docs"))
    options.add_argument("--only", default="", help="names, joined by commas")
    asked = options.parse_args()
    names = set(filter(None, asked.only.split(",")))
    with search.open_index(":memory:") as index, sync_playwright() as playwright:
        index.add_files([str(ARTICLES)])
        server = waitress.create_server(web.create_app(index), host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for picture in PICTURES:
            if not names or picture.name in names:
                address = f"http://127.0.0.1:{server.effective_port}"
                file = draw(browser, picture, address, asked.out)
                print(f"{file}  {file.stat().st_size // 1024} kB")
        browser.close()
        server.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
