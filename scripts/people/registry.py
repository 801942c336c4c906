"""The registry's speed and size at 100,000 persons, and what the order of arrival changes.

The persons are generated: given names of three languages joined with surnames made of
syllables, drawn so that some surnames are as frequent as Ivanov. Each person has two or three
spellings (Latin, Cyrillic, another Latin one), some a mere surname beside. Measured on it:

* `build_seconds`: all spellings at once, from nothing;
* `memory_mb`: what the registry adds to the resident memory of a process that opens it;
* `bytes`: stored size; `open_ms`: from the stored bytes to the first `groups`;
* `lookup_ms`: `find` of a full name, of a surname, of an id (median and p95);
* `article_ms`: `changed` with the five persons of one new article, of whom one is new in
  every second article (median and p95);
  both in a process that has just opened the stored registry and compared no name before;
* `order`: for 20 shuffled arrivals of a sample, the share of persons that are the same
  spellings (`persons`), and the share of ids that are the same (`ids`), and of ids that
  find their person in the other registry (`ids_found`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from search.people.registry import Registry

GIVEN = (
    ("Alexander", "Aliaksandr", "Александр"), ("Sergei", "Siarhei", "Сергей"),
    ("Andrei", "Andrii", "Андрей"), ("Dmitry", "Dzmitry", "Дмитрий"),
    ("Nikolai", "Mykola", "Николай"), ("Mikhail", "Mikhas", "Михаил"),
    ("Pavel", "Pavlo", "Павел"), ("Viktor", "Viktar", "Виктор"), ("Oleg", "Aleh", "Олег"),
    ("Vladimir", "Uladzimir", "Владимир"), ("Ivan", "Ivan", "Иван"), ("Peter", "Petr", "Пётр"),
    ("John", "John", "Джон"), ("David", "David", "Дэвид"), ("Maria", "Maryia", "Мария"),
    ("Anna", "Hanna", "Анна"), ("Elena", "Alena", "Елена"), ("Olga", "Volha", "Ольга"),
    ("Natalia", "Natallia", "Наталья"), ("Irina", "Iryna", "Ирина"),
)  # fmt: skip
FEMALE = 14
ENDINGS = (("ov", "ов", "ova", "ова"), ("in", "ин", "ina", "ина"), ("enko", "енко") * 2,
           ("sky", "ский", "skaya", "ская"), ("ich", "ич") * 2, ("son", "сон") * 2)  # fmt: skip
ONSETS = tuple(
    zip(
        ["b", "v", "g", "d", "z", "k", "l", "m", "n", "p", "r", "s", "t", "f"],
        "бвгдзклмнпрстф",
        strict=True,
    )
)
VOWELS = tuple(zip(["a", "o", "u", "e", "i"], "аоуеи", strict=True))

Names = tuple[str, ...]


def generated(count: int, seed: int = 5) -> list[Names]:
    """The spellings of each person."""
    draw = random.Random(seed)  # noqa: S311 -- no secret
    surnames = [_surname(draw) for _ in range(max(count // 5, 1))]
    persons: list[Names] = []
    for number in range(count):
        place = draw.randrange(len(GIVEN))
        latin, other, cyrillic = GIVEN[place]
        # Frequent surnames first: the square of an even draw is uneven.
        man, man_cyrillic, woman, woman_cyrillic = surnames[int(len(surnames) * draw.random() ** 2)]
        one, two = (woman, woman_cyrillic) if place >= FEMALE else (man, man_cyrillic)
        spellings = [f"{latin} {one}", f"{cyrillic} {two}"]
        if number % 3 == 0:
            spellings.append(f"{other} {one}")
        if number % 20 == 0:
            spellings.append(two)
        persons.append(tuple(spellings))
    return persons


def _surname(draw: random.Random) -> tuple[str, str, str, str]:
    pieces = [
        (a + c, b + d)
        for (a, b), (c, d) in (
            (draw.choice(ONSETS), draw.choice(VOWELS)) for _ in range(draw.randint(1, 3))
        )
    ]
    onset = draw.choice(ONSETS)
    latin = "".join(a for a, _ in pieces).capitalize() + onset[0]
    cyrillic = "".join(b for _, b in pieces).capitalize() + onset[1]
    m, mc, f, fc = draw.choice(ENDINGS)
    return latin + m, cyrillic + mc, latin + f, cyrillic + fc


def run(data: Path | None = None, *, persons: int = 100_000) -> dict[str, Any]:
    """All figures as a dict that JSON can hold; `data` is not used."""
    del data
    draw = random.Random(7)  # noqa: S311 -- no secret
    people = generated(persons)
    counts = {name: draw.randint(1, 40) for names in people for name in names}
    began = time.perf_counter()
    registry = Registry.build(counts)
    build = time.perf_counter() - began
    stored = registry.to_bytes(persons)
    return {
        "persons": sum(1 for _ in registry.ids()), "generated": persons,
        "spellings": len(counts), "build_seconds": round(build, 1), "bytes": len(stored),
        **_in_a_new_process(stored, persons), "order": order(generated(2_000)),
    }  # fmt: skip


def _in_a_new_process(stored: bytes, persons: int) -> dict[str, Any]:
    """Opening, look-ups and arrivals where nothing is remembered yet."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people"
        file.write_bytes(stored)
        command = [sys.executable, __file__, "--opened", str(file), "--persons", str(persons)]
        path = os.pathsep.join(filter(None, ["", str(Path(__file__).parents[2])]))
        child = subprocess.run(
            command, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
    figures: dict[str, Any] = json.loads(child.stdout)
    return figures


def opened(file: Path, persons: int) -> dict[str, Any]:
    """What the new process measures on a stored registry."""
    Registry.build({"Anna Petrova": 1}).find("Петрова")  # imports and tables of names
    before = _resident()
    began = time.perf_counter()
    registry = Registry.from_bytes(file.read_bytes())
    assert registry.groups, "there are persons"
    seconds = time.perf_counter() - began
    assert registry.counts, "with their counts"
    memory = _resident() - before
    draw = random.Random(11)  # noqa: S311 -- no secret
    people = generated(persons)
    some = draw.sample(people, 300)
    full, surname = [], []
    for names in some:
        full.append(partial(registry.find, names[0]))
        surname.append(partial(registry.find, names[1].split()[-1]))
    ids = [partial(registry.find, registry.groups[names[0]]) for names in some]
    return {
        "open_ms": round(1000 * seconds, 1),
        "memory_mb": round(memory, 1),
        "lookup_ms": {"full": _times(full), "surname": _times(surname), "id": _times(ids)},
        "article_ms": _times(list(_arrivals(registry, people, draw))),
        "memory_mb_after": round(_resident() - before, 1),
    }


def _arrivals(
    registry: Registry, people: Sequence[Names], draw: random.Random
) -> Iterator[Callable[[], object]]:
    """One new article after another."""
    state = [registry]
    for number in range(200):
        names = [draw.choice(draw.choice(people)) for _ in range(4 if number % 2 else 5)]
        if number % 2:
            names.append(generated(1, seed=10_000 + number)[0][number % 4 // 2])
        counts = {name: state[0].counts.get(name, 0) + 1 for name in names}

        def arrive(counts: dict[str, int] = counts) -> None:
            state[0] = state[0].changed(counts)

        yield arrive


def _times(jobs: Sequence[Callable[[], object]]) -> dict[str, float]:
    taken = []
    for job in jobs:
        began = time.perf_counter()
        job()
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    return {
        "median": round(statistics.median(taken), 2), "p95": round(taken[len(taken) * 95 // 100], 2)
    }  # fmt: skip


def _resident() -> float:
    """Megabytes of this process in memory; 0 where /proc does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0) / 1024


def order(people: Sequence[Names], arrivals: int = 20) -> dict[str, float]:
    """What shuffled arrivals change, compared with all spellings at once."""
    draw = random.Random(3)  # noqa: S311 -- no secret
    counts = {name: 1 + len(name) % 7 for names in people for name in names}
    whole = Registry.build(counts)
    same_persons, same_ids, found_ids = [], [], []
    for _ in range(arrivals):
        names = list(counts)
        draw.shuffle(names)
        registry = Registry.build({})
        while names:
            registry = registry.changed({name: counts[name] for name in names[:100]})
            del names[:100]
        groups = {id: _own(whole, id) for id in whole.ids()}
        others = {id: _own(registry, id) for id in registry.ids()}
        partition = set(others.values())
        same_persons.append(sum(own in partition for own in groups.values()) / len(groups))
        same_ids.append(sum(others.get(id) == own for id, own in groups.items()) / len(groups))
        found = (registry.find(id) for id in groups)
        hits = (
            len(ids) == 1 and _own(registry, ids[0]) == own
            for ids, own in zip(found, groups.values(), strict=True)
        )  # fmt: skip
        found_ids.append(sum(hits) / len(groups))
    return {
        "persons": round(statistics.fmean(same_persons), 4),
        "ids": round(statistics.fmean(same_ids), 4),
        "ids_found": round(statistics.fmean(found_ids), 4),
    }


def _own(registry: Registry, id: str) -> frozenset[str]:
    record = registry.record(id)
    return frozenset() if record is None else frozenset(record.spellings)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--opened", type=Path, help=argparse.SUPPRESS)  # what the child runs
    options = parser.parse_args()
    if options.opened:
        print(json.dumps(opened(options.opened, options.persons)))
        return
    print(json.dumps(run(persons=options.persons), indent=1))


if __name__ == "__main__":
    main()
