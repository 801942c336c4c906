"""Every error that Svodka raises on purpose, in one tree.

::

    SearchError                  the root: catch this one
    ├── QuerySyntaxError         the query cannot be honoured; has a position and a hint
    │   └── QueryTooCostly       it could be, but would cost more than is allowed
    ├── ParameterError           a filter, facet, sort or limit that does not exist; names it
    ├── DocumentError            an article that cannot be indexed as given
    ├── InputError               a file or stream that cannot be read at all
    ├── EncoderMissing           what makes sentence vectors is not installed; says how to get it
    └── IndexError_              something about an index as a whole
        ├── IndexNotFound        there is none at that path; names those that exist
        ├── IndexLocked          another process is writing to it
        ├── IndexMismatch        built by another version; says what to do
        ├── IndexDamaged         a file of it is missing or was changed
        ├── IndexMovedOn         a view that is older than what the index still keeps
        └── ClusterError         the servers under an index cannot do what is asked
            ├── ClusterUnreachable   none answers, or not in time
            ├── ClusterRefused       the login is missing, wrong or not enough
            ├── ClusterUnfit         another product or version, or a missing part of it
            ├── ClusterReadOnly      a full disk, or an index that may not be written
            ├── ClusterUnhealthy     some shards of the index are nowhere to be had
            └── SearchIncomplete     a shard failed: no answer rather than a part of it

Messages are whole English sentences that say what to do next. A face (command, page)
may show them as they are.
"""

from __future__ import annotations


class SearchError(Exception):
    """The root of all errors that Svodka raises on purpose."""


class QuerySyntaxError(SearchError):
    """A query that cannot be honoured.

    `position` is the code point offset in `query` where the trouble begins, `hint` one
    sentence that says how to write it instead.
    """

    def __init__(self, message: str, *, query: str = "", position: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.position = position
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.message} (at character {self.position + 1})"
        return f"{where}. {self.hint}" if self.hint else f"{where}."


class QueryTooCostly(QuerySyntaxError):  # noqa: N818 -- reads as what it says
    """A query whose evaluation would go beyond the written limits."""


class ParameterError(SearchError):
    """A search parameter that has no meaning here; `param` is its name."""

    def __init__(self, message: str, *, param: str) -> None:
        super().__init__(message)
        self.param = param


class DocumentError(SearchError):
    """An article that cannot be indexed as it was given."""


class InputError(SearchError):
    """A file or stream that cannot be read."""


class EncoderMissing(SearchError):  # noqa: N818 -- reads as what it says
    """A model for sentence vectors that is not installed."""


class IndexError_(SearchError):  # noqa: N801, N818 -- the plain name belongs to a builtin
    """Something is wrong with an index as a whole."""


class IndexNotFound(IndexError_):
    """There is no index at that path."""


class IndexLocked(IndexError_):
    """Another process is writing to the index."""


class IndexMismatch(IndexError_):
    """The index was built by another version of schema or analysis."""


class IndexDamaged(IndexError_):
    """A file of the index is missing, torn or was changed."""


class IndexMovedOn(IndexError_):
    """A view of an index was kept longer than the index keeps what it shows."""


class ClusterError(IndexError_):
    """The servers that hold an index cannot do what is asked of them."""


class ClusterUnreachable(ClusterError):  # noqa: N818 -- reads as what it says
    """No server answers at the address, or none in time."""


class ClusterRefused(ClusterError):  # noqa: N818 -- reads as what it says
    """The servers refuse the login, or it may not do this."""


class ClusterUnfit(ClusterError):  # noqa: N818 -- reads as what it says
    """The servers are another product or version than Svodka can use."""


class ClusterReadOnly(ClusterError):  # noqa: N818 -- reads as what it says
    """The servers accept no changes, for a full disk most often."""


class ClusterUnhealthy(ClusterError):  # noqa: N818 -- reads as what it says
    """Some shards of the index are on no server that runs."""


class SearchIncomplete(ClusterError):  # noqa: N818 -- reads as what it says
    """A part of the servers failed: a shorter list would not be the answer."""
