"""Takes the page away from around a pasted article: menus, counters, credits, other headlines.

    lines → signals (what a line says by itself) → path (where it stands) → cleaning

A transparent model: every line gets a sum of weights for being page, each with its reason
(`data/chrome_patterns.tsv` for whole lines, `data/chrome_words.tsv` for words that pages say
to their readers, forms such as time stamps in `signals`), and the best path through head,
title, article, insets and foot decides for all lines together.

Nothing is thrown away: `removed` has the exact lines, in order, each with its reason.
"""

from search.sources.chrome.cleaning import Cleaned, clean, reason_of
from search.sources.chrome.lines import looks_like_name

__all__ = ["Cleaned", "clean", "looks_like_name", "reason_of"]
