"""The drawing of who is named together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from web.network import MOST, WIDTH, Companion, Network, network


def companions(count: int) -> list[Companion]:
    return [Companion(f"p{n}", f"Person {n}", count - n, f"/people/p{n}", "") for n in range(count)]


def drawn(count: int, pairs: dict[tuple[str, str], int] | None = None) -> Network:
    found = network("Somebody", companions(count), pairs or {})
    assert found is not None
    return found


def test_two_companions_need_no_drawing() -> None:
    assert network("Somebody", companions(2), {}) is None


@given(st.integers(3, 30))
def test_no_name_lies_on_another(count: int) -> None:
    net = drawn(count)
    assert len(net.nodes) == min(count, MOST)
    for side in ("start", "end"):
        heights = sorted(node.y for node in net.nodes if node.anchor == side)
        assert all(b - a >= 15 for a, b in pairwise(heights))
        assert all(10 <= y <= net.height - 10 for y in heights)
    assert all(0 < node.text_x < WIDTH for node in net.nodes)
    assert all((node.anchor == "start") == (node.x > net.middle[0]) for node in net.nodes)


def test_those_named_together_most_stand_side_by_side() -> None:
    net = drawn(6, {("p0", "p5"): 9, ("p1", "p2"): 1})
    ids = [node.id for node in net.nodes]
    assert ids[:2] == ["p0", "p5"]


def test_every_companion_has_a_line_and_every_pair_another() -> None:
    net = drawn(4, {("p0", "p1"): 2, ("p1", "p3"): 1, ("p0", "gone"): 5, ("p2", "p3"): 0})
    assert sum(line.is_spoke for line in net.lines) == 4
    assert sum(not line.is_spoke for line in net.lines) == 2
    assert all(0 < line.weight <= 3.5 for line in net.lines)


def test_a_long_name_is_cut() -> None:
    long = [Companion(str(n), "ф" * 300, 1, "/", "") for n in range(3)]
    net = network("Somebody", long, {})
    assert net is not None
    assert all(len(node.label) <= 30 for node in net.nodes)
