"""Completing and analysing articles in several processes, in the order in which they came.

Finding people and lemmas takes most of the time of indexing and needs nothing but the
article, so children do it: `python -m search.workers` reads tasks from its standard input
and writes answers to its standard output, each a frame of four bytes of length and one
marshalled value. They are started only when there is enough to do. An article that kills
its child is skipped with the reason; the others of its task are done again.

Children of `multiprocessing` would run the caller's own script again, or copy a process
that has threads; these import nothing but `search`.
"""

from __future__ import annotations

import contextlib
import itertools
import marshal
import os
import queue
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

from search import indexer
from search.analysis import Analyzer
from search.documents import AnalyzedDocument, Document, Postings, Removed, TermColumn
from search.errors import DocumentError
from search.indexer import Given
from search.sources.attribution import outlets_of

ALONE: Final = 64
"""So many articles are done in this process before children are started: they take a second."""
TASK_CHARACTERS: Final = 50_000
"""A task ends with the article that reaches this, so that all children end together."""
MOST_CHILDREN: Final = 4
"""Each holds dictionaries and models of its own."""
COMMAND = ("-m", "search.workers")
_AHEAD: Final = 3
_DIED: Final = "It could not be analysed: the process that tried to came to an end."


@dataclass(frozen=True, slots=True)
class Completed:
    """A given article with what an engine receives, or with the reason why there is nothing."""

    given: Given
    document: AnalyzedDocument | None
    warnings: tuple[str, ...] = ()
    reason: str = ""


def complete(given: Given, analyzer: Analyzer, folder: Path | None = None) -> Completed:
    """Complete and analyse one article here; `folder` is the index's, with its own outlets."""
    try:
        indexed, warnings = indexer.prepare(given, outlets=outlets_of(folder))
    except DocumentError as error:
        return Completed(given, None, reason=str(error))
    return Completed(given, indexer.analyze(indexed, given, analyzer), tuple(warnings))


def completed(
    givens: Iterable[Given],
    analyzer: Analyzer,
    *,
    folder: Path | None = None,
    children: int | None = None,
) -> Iterator[Completed]:
    """Complete and analyse articles, in order; by default with as many children as cores.

    No more than a few tasks are read ahead, so a stream of any length takes bounded memory.
    """
    stream = iter(givens)
    for given in itertools.islice(stream, ALONE):
        yield complete(given, analyzer, folder)
    children = _cores() if children is None else children
    first = next(stream, None)
    if first is None:
        return
    rest = itertools.chain((first,), stream)
    if children < 2 or not sys.executable:
        for given in rest:
            yield complete(given, analyzer, folder)
        return
    with _Pool(children, folder) as pool:
        yield from pool.run(_tasks(rest))


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(MOST_CHILDREN, allowed or 1)


def _tasks(givens: Iterable[Given]) -> Iterator[list[Given]]:
    task: list[Given] = []
    size = 0
    for given in givens:
        task.append(given)
        size += len(given.document.body or "") + 500
        if size >= TASK_CHARACTERS:
            yield task
            task, size = [], 0
    if task:
        yield task


class _Pool:
    """Children, each asked by one thread at a time."""

    def __init__(self, size: int, folder: Path | None) -> None:
        self._size = size
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="svodka-worker")
        for _ in range(size):
            self._idle.put(_Child(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for _number in range(self._size):
            self._idle.get().close()

    def run(self, tasks: Iterable[list[Given]]) -> Iterator[Completed]:
        """The answers to all tasks, in order."""
        waiting: deque[Future[list[Completed]]] = deque()
        for task in tasks:
            waiting.append(self._threads.submit(self._answer, task))
            while len(waiting) > self._size * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _answer(self, task: list[Given]) -> list[Completed]:
        child = self._idle.get()
        try:
            return child.answer(task)
        finally:
            self._idle.put(child)


class _Child:
    """One process, started when it is first asked, and again when it died."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = [] if folder is None else [str(folder)]
        self._process: subprocess.Popen[bytes] | None = None

    def answer(self, task: list[Given]) -> list[Completed]:
        """What became of each article."""
        try:
            return self._ask(task)
        except (OSError, EOFError, ValueError, TypeError, struct.error):
            self.close()
        if len(task) == 1:
            return [Completed(task[0], None, reason=_DIED)]
        return [one for given in task for one in self.answer([given])]

    def _ask(self, task: list[Given]) -> list[Completed]:
        if self._process is None:
            # Only this folder's `search` may answer, wherever the caller stands.
            root = str(Path(__file__).parent.parent)
            paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
            self._process = subprocess.Popen(  # noqa: S603 -- our own module, no shell
                [sys.executable, *COMMAND, *self._folder],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )  # fmt: skip
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        _send(process.stdin, [_plain_given(given) for given in task])
        answers = _receive(process.stdout)
        return [_completed(given, one) for given, one in zip(task, answers, strict=True)]

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what it did not read any more
                    stream.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# Frames


def _send(stream: IO[bytes], value: Any) -> None:
    data = marshal.dumps(value)
    stream.write(struct.pack("<I", len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(4)
    if len(head) < 4:
        raise EOFError
    (size,) = struct.unpack("<I", head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return marshal.loads(data)  # noqa: S302 -- from our own child or parent, by a pipe


def _plain_given(given: Given) -> tuple[Any, ...]:
    removed = [(piece.text, piece.reason) for piece in given.removed]
    return (
        given.document.to_dict(), given.pasted, dict(given.evidence), given.origin, removed,
        given.confidence,
    )  # fmt: skip


def _plain(done: Completed) -> tuple[Any, ...]:
    document = done.document
    if document is None:
        return None, done.warnings, done.reason
    columns = {
        name: (list(column.texts), list(column.positions), list(column.forms))
        for name, column in document.postings.columns.items()
    }
    values = (
        document.id, columns, document.title_length, document.length, dict(document.facets),
        document.published, document.instant, document.mentioned, document.payload,
        document.digest, document.origin,
    )  # fmt: skip
    return values, done.warnings, done.reason


def _completed(given: Given, answer: tuple[Any, ...]) -> Completed:
    values, warnings, reason = answer
    if values is None:
        return Completed(given, None, tuple(warnings), reason)
    id, columns, *others = values
    postings = Postings({name: TermColumn(*column) for name, column in columns.items()})
    return Completed(given, AnalyzedDocument(id, postings, *others), tuple(warnings), reason)


def main() -> None:
    """A child: answer tasks until there are no more."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand between the frames
    analyzer = Analyzer()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    while True:
        try:
            task = _receive(source)
        except EOFError:
            return
        answers = []
        for record, pasted, evidence, origin, removed, confidence in task:
            document = Document.from_dict(record)
            pieces = tuple(Removed(*piece) for piece in removed)
            given = Given(document, pasted, evidence, origin, pieces, confidence)
            answers.append(_plain(complete(given, analyzer, folder)))
        _send(sink, answers)


if __name__ == "__main__":
    main()
