"""However spellings and decisions come, one by one or all at once, the persons are the same."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from search.people.registry import Decision, Decisions, Registry

POOL = (
    "Alexander Grinevich", "Александр Гриневич", "Аляксандр Грыневіч", "А. Гриневич", "Гриневич",
    "Grinevich", "Alexandra Grinevich", "Siarhei Vaitsiakhouski", "Сергей Войтеховский",
    "Sviatlana Vaitsiakhouskaya", "Светлана Войтеховская", "Войтеховская", "Vaitsiakhouskaya",
    "Войтеховский", "С. Войтеховская", "Donald Trump", "Дональд Трамп", "Дональдом Трампом",
    "Трамп", "Trump", "Ivan Bondar", "Сергей Бондарь", "Бондарь", "Bondar", "И. Бондарь",
    "Иван Бондаренко", "John Coale", "John Cole", "Джон Коул", "Cole", "Иван Петрович Громов",
    "Иван Громов", "И. П. Громов", "Иван Сергеевич Громов", "Громов", "", " ", "\u0000", "Ли",
)  # fmt: skip
"""Names that are near each other, so that nearly every step joins or parts somebody."""

spellings = st.sampled_from(POOL)
steps = st.lists(st.dictionaries(spellings, st.integers(0, 3), max_size=6), max_size=6)


def partition(registry: Registry) -> set[frozenset[str]]:
    """The persons without their ids."""
    groups: dict[str, set[str]] = {}
    for spelling, id in registry.groups.items():
        groups.setdefault(id, set()).add(spelling)
    return {frozenset(group) for group in groups.values()}


def merge(a: str, b: str) -> Decision:
    return Decision("merge", ("", ""), ((a,), (b,)))


def split(a: str, b: str) -> Decision:
    return Decision("split", ("", ""), ((a,), (b,)))


histories = st.lists(
    st.tuples(st.sampled_from([merge, split]), spellings, spellings), max_size=3
).map(lambda found: Decisions(make(a, b) for make, a, b in found if a != b))


def checked(registry: Registry) -> None:
    """What must hold of any registry."""
    listed = [s for id in registry.ids() for s in registry.persons[id].spellings]
    assert sorted(listed) == sorted(registry.counts.items())
    assert set(registry.groups) == set(registry.counts)
    for id in registry.ids():
        assert registry.main_id(id) == id
        record = registry.record(id)
        assert record is not None
        assert all(anchor in record.spellings for _, anchor in record.ids)
        assert all(registry.main_id(alias) == id for alias, _ in record.ids)


@settings(max_examples=150, deadline=None)
@given(steps, histories)
def test_one_by_one_gives_what_all_at_once_gives(
    changes: list[dict[str, int]], history: Decisions
) -> None:
    counts: dict[str, int] = {}
    registry = Registry.build({}, history)
    for change in changes:
        registry = registry.changed(change)
        counts = {s: n for s, n in {**counts, **change}.items() if n}
        checked(registry)
    whole = Registry.build(counts, history)
    assert partition(registry) == partition(whole)
    assert dict(registry.counts) == dict(whole.counts)


@settings(max_examples=60, deadline=None)
@given(st.integers())
def test_shuffled_arrivals_give_the_same_persons(seed: int) -> None:
    shuffled = random.Random(seed)
    names = [name for name in POOL if name.strip()]
    counts = {name: 1 + position % 3 for position, name in enumerate(names)}
    shuffled.shuffle(names)
    registry = Registry.build({})
    while names:
        size = shuffled.randint(1, 8)
        registry = registry.changed({name: counts[name] for name in names[:size]})
        del names[:size]
    whole = Registry.build(counts)
    assert partition(registry) == partition(whole)
    # Ids may differ in which spelling they were made of, but each finds its person.
    for id in registry.ids():
        own = {spelling for spelling, _ in registry.persons[id].spellings}
        assert all(spelling in registry.groups for spelling in own)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(spellings, st.integers(1, 3), max_size=14), histories, histories)
def test_decisions_made_later_give_what_decisions_from_the_start_give(
    counts: dict[str, int], first: Decisions, second: Decisions
) -> None:
    registry = Registry.build(counts, first).decided(second)
    checked(registry)
    assert partition(registry) == partition(Registry.build(counts, second))


@settings(max_examples=60, deadline=None)
@given(steps, histories)
def test_storing_on_the_way_changes_nothing(
    changes: list[dict[str, int]], history: Decisions
) -> None:
    registry = kept = Registry.build({}, history)
    for change in changes:
        registry = registry.changed(change)
        kept = Registry.from_bytes(kept.changed(change).to_bytes())
        checked(kept)
        assert kept == registry
        assert list(kept.ids()) == list(registry.ids())


@given(st.dictionaries(st.text(max_size=20), st.integers(1, 9), max_size=12))
@settings(deadline=None)
def test_any_text_is_a_spelling(counts: dict[str, int]) -> None:
    registry = Registry.build(counts)
    checked(registry)
    assert Registry.from_bytes(registry.to_bytes()) == registry
    for id in list(registry.ids()):
        registry.evidence(id)
        for spelling, _ in registry.persons[id].spellings:
            assert id in registry.find(spelling) or spelling in registry.persons
