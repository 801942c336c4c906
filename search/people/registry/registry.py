"""The registry: the persons of an index, as a value that a change turns into the next one.

`Registry.build` makes it of spellings and their article counts, `changed` and `decided` of
another registry; both give the same persons. At rest it is a `Table`; what changed since
the table was made lies beside it in small dicts. A registry never changes, so many threads
may read one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from search.people.names import clean_name
from search.people.registry import evidence, explaining, finding, labels
from search.people.registry.decisions import Decisions
from search.people.registry.evolving import Change, Evolution
from search.people.registry.model import Company, Evidence, Person
from search.people.registry.overlay import Overlay, flat
from search.people.registry.table import Record, Table

RULES: Final = "2"
"""The version of the rules by which spellings are joined. A registry that was stored under
other rules is joined anew when it is read; whoever changes the rules raises this number."""


class Registry:
    """The persons of an index, the person of each spelling, and a way to find them by name."""

    def __init__(self, table: Table, decisions: Decisions, company: Company | None = None) -> None:
        self._table = table
        self.decisions = decisions
        self._company = company
        # What changed since the table was made.
        self._records: dict[str, Record | None] = {}
        self._aliases: dict[str, str | None] = {}
        self._came: dict[int, tuple[str, ...]] = {}
        self._is_stored = True

    @classmethod
    def build(
        cls, counts: Mapping[str, int], decisions: Decisions | None = None,
        company: Company | None = None,
    ) -> Registry:  # fmt: skip
        """The registry of these spellings; `counts` maps each to its number of articles."""
        empty = cls(Table.of({}, ()), decisions or Decisions(), company)
        return empty.changed(counts).packed()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Registry)
            and self.counts == other.counts
            and self.groups == other.groups
            and self.decisions == other.decisions
        )

    __hash__ = None  # type: ignore[assignment]

    # What is in it

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Every spelling with its number of articles."""
        return self._table.counts()

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The id of the person of every spelling."""
        return self._table.groups()

    @property
    def persons(self) -> Mapping[str, Person]:
        """All persons by id, in order; each is put together when it is asked for."""
        return _Persons(self)

    def record(self, id: str) -> Record | None:
        """The raw person whose id in use is this."""
        return self._records[id] if id in self._records else self._table.record(id)

    def record_of(self, spelling: str) -> Record | None:
        """The raw person that a spelling belongs to."""
        id = self.groups.get(spelling)
        return None if id is None else self.record(id)

    def main_id(self, id: str) -> str | None:
        """The id in use of the person with this id, or with this alias from earlier days."""
        if id in self._aliases:
            return self._aliases[id]
        if id in self._records:
            return id if self._records[id] else None
        return self._table.main_id(id)

    def is_taken(self, id: str) -> bool:
        """Whether an id is in use or an alias."""
        return self.main_id(id) is not None

    def ids(self) -> Iterator[str]:
        """All ids in use, in order."""
        changed = {id for id, record in self._records.items() if record}
        kept = (id for id in self._table.ids if id not in self._records)
        yield from sorted((*changed, *kept)) if self._records else kept

    def person(self, id: str) -> Person | None:
        """The person with this id or alias."""
        main = self.main_id(id)
        record = None if main is None else self.record(main)
        if record is None:
            return None
        counts = self.counts
        ranked = sorted(record.spellings, key=lambda s: (-counts[s], s))
        return Person(
            record.id,
            labels.label(ranked, counts),
            tuple((spelling, counts[spelling]) for spelling in ranked),
            tuple(id for id, _ in record.ids[1:]),
            labels.labels(ranked, counts),
        )

    def label(self, id: str) -> str:
        """What a person is called, or the id itself where there is none."""
        record = self.record(id)
        return id if record is None else labels.label(record.spellings, self.counts)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids of all persons that `name` may mean: an id, a spelling, or a mere surname."""
        return finding.find(self, name)

    def evidence(self, id: str) -> Evidence:
        """Why the spellings of a person are joined, and who might be the same."""
        return explaining.evidence_of(self, id)

    def bearing(self, key: int) -> Iterator[str]:
        """The spellings that have a key (`evidence.keys`), gone ones among them."""
        yield from self._came.get(key, ())
        yield from self._table.bearing(key)

    # What becomes of it

    def changed(self, counts: Mapping[str, int]) -> Registry:
        """The registry after these spellings have these counts; 0 for those that are gone."""
        before = self.counts
        news = {s: n for s, n in counts.items() if before.get(s, 0) != n and clean_name(s)}
        if not news:
            return self
        after = Overlay.over(before).with_({s: count or None for s, count in news.items()})
        came = [s for s in news if s not in before]
        went = [s for s, count in news.items() if not count]
        recounted = [s for s, count in news.items() if count and s in before]
        return self._evolved(Change(after, came, went, (), recounted), self.decisions)

    def matching(self, counts: Mapping[str, int]) -> Registry:
        """The registry of exactly these spellings, whatever was in this one."""
        before = flat(self.counts)
        gone = dict.fromkeys(before.keys() - counts.keys(), 0)
        news = {s: n for s, n in counts.items() if before.get(s) != n}
        return self.changed({**news, **gone})

    def decided(self, decisions: Decisions) -> Registry:
        """The registry under another history of decisions."""
        concerned = decisions.changed_from(self.decisions)
        there = [spelling for spelling in sorted(concerned) if spelling in self.counts]
        return self._evolved(Change(self.counts, (), (), there), decisions)

    def _evolved(self, change: Change, decisions: Decisions) -> Registry:
        came: dict[int, list[str]] = {}
        for spelling in change.came:
            if not self._table.has(spelling):
                for key in (*evidence.keys(spelling), *evidence.sample_keys(spelling)):
                    came.setdefault(key, []).append(spelling)
        bearing = self._bearing_with(came)
        step = Evolution(self, change, self.decisions, decisions, bearing, self._company)
        gone, new = step.run()
        merged = {k: (*self._came.get(k, ()), *v) for k, v in came.items()}
        return self._next(change.counts, decisions, gone, new, merged.items(), self._company)

    def _bearing_with(self, came: Mapping[int, list[str]]) -> Callable[[int], Iterable[str]]:
        def bearing(key: int) -> Iterator[str]:
            yield from came.get(key, ())
            yield from self.bearing(key)

        return bearing

    def _next(
        self, counts: Mapping[str, int], decisions: Decisions, gone: list[Record],
        new: list[Record], came: Iterable[tuple[int, tuple[str, ...]]], company: Company | None,
    ) -> Registry:  # fmt: skip
        after = Registry(self._table, decisions, company)
        after._is_stored = False
        after._records = {**self._records, **{record.id: None for record in gone}}
        after._aliases = dict(self._aliases)
        after._came = {**self._came, **dict(came)}
        groups: dict[str, str | None] = {}
        for record in gone:
            after._aliases.update((alias, None) for alias, _ in record.ids[1:])
            groups.update(dict.fromkeys(record.spellings))
        for record in new:
            after._records[record.id] = record
            after._aliases.pop(record.id, None)
            after._aliases.update((alias, record.id) for alias, _ in record.ids[1:])
            groups.update(dict.fromkeys(record.spellings, record.id))
        after.__dict__["counts"] = counts
        after.__dict__["groups"] = Overlay.over(self.groups).with_(groups)
        return after

    # At rest

    def packed(self) -> Registry:
        """The same registry with everything in its table."""
        records = (record for id in self.ids() if (record := self.record(id)))
        counts = flat(self.counts)
        packed = Registry(Table.of(counts, records), self.decisions, self._company)
        packed.__dict__["counts"], packed.__dict__["groups"] = counts, flat(self.groups)
        return packed

    def to_bytes(self, articles: int = 0) -> bytes:
        """The registry as bytes that `from_bytes` reads; `articles` is the index's size."""
        whole = self if self._is_stored else self.packed()
        return whole._table.to_bytes(self.decisions.to_text(), RULES, articles)

    @classmethod
    def from_bytes(cls, data: bytes, company: Company | None = None) -> Registry:
        """The inverse of `to_bytes`; ValueError for bytes that are no registry.

        One that was stored under other rules is joined anew; its persons keep their ids.
        """
        table, history, rules = Table.from_bytes(data)
        stored = cls(table, Decisions.from_text(history), company)
        return stored if rules == RULES else stored.joined_anew()

    def joined_anew(self) -> Registry:
        """The registry with every spelling judged again; persons keep their ids."""
        counts = dict(self.counts)
        return self._evolved(Change(counts, tuple(counts), ()), self.decisions).packed()


class _Persons(Mapping[str, Person]):
    """The persons of a registry by their ids in use."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __getitem__(self, id: str) -> Person:
        person = self._registry.person(id) if id in self else None
        if person is None:
            raise KeyError(id)
        return person

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._registry.main_id(id) == id

    def __iter__(self) -> Iterator[str]:
        return self._registry.ids()

    def __len__(self) -> int:
        return sum(1 for _ in self._registry.ids())
