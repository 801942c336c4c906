"""The embedded engine: Whoosh's frame around memory-mapped columns.

Whoosh keeps what it is good at: the schema, immutable segments, the write lock, and the
table of contents that commits by one rename (`frame`). A segment is one file of named
arrays (`arrays`, `strings`), written by inverting a batch (`inversion`) or by merging
(`merging`), read by `segment`. Postings are laid down by `laying` and read by `columns`, in few
bits (`packing`); of terms asked for lately `term_cache` keeps them decoded. A `view` is all
segments of one commit side by side; plans are evaluated over whole arrays (`evaluation`,
`postings`, `phrases`, `ordering`; rows are united in `scratch`), and facets counted (`counting`)
in `tables` of numbered `values`.

The format of the files is described in docs/index-format.md.
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
