"""The embedded engine: Whoosh's frame around memory-mapped columns.

Whoosh keeps what it is good at: the schema, immutable segments, the write lock, and the
table of contents that commits by one rename (`frame`). A segment is one file of named
arrays (`arrays`, `strings`), written by inverting a batch (`inversion`) or by merging
(`merging`), read by `segment`. A `view` is all segments of one commit side by side; plans
are evaluated over whole arrays (`evaluation`, `ordering`, `counting`).

The format of the files is described in docs/index-format.md.
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
