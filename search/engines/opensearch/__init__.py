"""The OpenSearch engine: the same index on a cluster of servers.

What is asked and answered is pure: `dsl` with `leaves` and `counting` makes requests of plans,
`decoding` reads answers, `articles` with `texts` makes records of articles, `mapping` says what
their fields are. Around it a thin rim sends (`client`, `bulk`). `state` is the one record that
says what is committed; `reader` shows one commit, `writer` makes the next, `sweeping` tidies
up behind it. `nearest` finds passages by their vectors where the servers can, `vocabulary` has
the terms, `explaining` the shares of a score, `addresses` where an index is.

Why it is like this: docs/decisions/011-opensearch.md.
"""

from search.engines.opensearch.addresses import Address, is_address, parse
from search.engines.opensearch.engine import OpenSearchEngine

__all__ = ["Address", "OpenSearchEngine", "is_address", "parse"]
