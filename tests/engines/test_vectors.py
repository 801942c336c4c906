"""Vectors in segments: sketches find what a full comparison finds, through merges too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from worlds import analyzed, passages

from search.documents import PassageVectors
from search.engines import nearness
from search.engines.embedded import EmbeddedEngine, vectors

DIMENSIONS = 100  # no multiple of 64: the last sketch is not full


def clustered(seed: int, count: int) -> np.ndarray:
    """Vectors around some directions, as those of news stories lie."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((40, DIMENSIONS))
    rows = centres[random.integers(0, 40, count)] + random.standard_normal((count, DIMENSIONS))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def few_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sketches decide: only a tenth of the passages is compared in full."""
    monkeypatch.setattr(vectors, "SHARE", 0.1)
    monkeypatch.setattr(vectors, "FULL", 1)


def exact(rows: np.ndarray, vector: np.ndarray, limit: int) -> list[str]:
    codes = nearness.quantised(rows)
    squares = (codes.astype(int) ** 2).sum(axis=1)
    near = nearness.similarities(codes, squares, vector.astype(np.float32)).reshape(-1, 2)
    best = near.max(axis=1)
    return [str(n) for n in sorted(range(len(best)), key=lambda n: (-best[n], str(n)))[:limit]]


@pytest.mark.usefixtures("few_compared")
def test_sketches_lose_few_of_the_nearest(tmp_path: Path) -> None:
    rows = clustered(1, 4000)
    engine = EmbeddedEngine(tmp_path, create=True)
    with engine.writer() as writer:
        for n in range(2000):
            codes = nearness.quantised(rows[2 * n : 2 * n + 2])
            own = PassageVectors(DIMENSIONS, codes.tobytes())
            writer.add(analyzed(str(n), [], ["deal"], vectors=own))
    assert "vector.sketch.1" in engine.reader().segments[0].arrays
    hits = total = 0
    for vector in clustered(2, 30):
        expected = set(exact(rows, vector, 10))
        hits += len(expected & {one.id for one in engine.reader().nearest(vector, 10)})
        total += 10
    assert hits / total >= 0.9
    gone = engine.reader().nearest(rows[0], 1)[0].id
    with engine.writer() as writer:
        writer.delete(gone)
    assert gone not in {one.id for one in engine.reader().nearest(rows[0], 10)}
    assert engine.check() == []


def test_a_query_is_weighed_by_the_size_of_its_numbers() -> None:
    signs, low, high = vectors.sketched_query(np.array([0.01, -1.0, 4.0, 1.0], dtype=np.float32))
    assert int(signs[0]) == 0b1101
    weights = [(int(low[0]) >> n & 1) + 2 * (int(high[0]) >> n & 1) for n in range(4)]
    assert weights == [0, 1, 3, 1]


def test_codes_keep_directions() -> None:
    rows = clustered(3, 50)
    codes = nearness.quantised(rows)
    squares = (codes.astype(int) ** 2).sum(axis=1)
    vector = rows[0].astype(np.float32)
    found = nearness.similarities(codes, squares, vector)
    assert found == pytest.approx(rows @ rows[0], abs=0.01)
    assert nearness.quantised(np.zeros((1, 4))).tolist() == [[0, 0, 0, 0]]
    assert nearness.similarities(codes, squares, np.zeros(DIMENSIONS, dtype=np.float32)).max() == 0


def test_vectors_of_two_lengths_are_refused(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)

    def add(*lengths: int) -> None:
        with engine.writer() as writer:
            for length in lengths:
                own = passages(tuple(range(length)))
                writer.add(analyzed(str(length), [], ["deal"], vectors=own))

    with pytest.raises(ValueError, match="differ in length"):
        add(2, 3)
    assert len(engine.reader()) == 0
