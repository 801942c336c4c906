"""The bundled articles: invented news in eight languages, and what is true about them.

`articles/` is what `svodka demo` indexes, `gold/` the truth of each story; README.md tells
how both are made, and `search.demo.gold` reads them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

ARTICLES: Final = Path(__file__).parent / "articles"
"""The folder to index."""
