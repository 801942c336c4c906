"""Names across scripts: how many persons are recognised by their name in the other alphabet.

The data are `names_dev/persons.jsonl.xz`: persons with Latin and Cyrillic spellings. Of each
person i the first spelling of either list is taken, as it stands.

* positive score: compare(latin_i, cyrillic_i).score
* negative score: the highest compare(latin_i, cyrillic_j).score over all other persons j.
  Cyrillic names equal to that of i, case and order aside, are left out: in these data they
  are one person whom two legal acts list. The figures called `strict` count them as errors.

The same is measured once more for given name and surname alone (`without_patronymics`),
where persons who share both are left out likewise.

At a threshold t, true positives are the positive scores ≥ t, false ones the negative scores
≥ t; recall is true positives over persons, precision true positives over both. Reported are
the highest recall at a precision ≥ 0.99, and both figures at the threshold that ships.

To save time, j runs over the 80 names nearest by letters (`rapidfuzz` on transliterated
text), all names that share a key, and all with the same given name and patronymic;
`--full` runs over all; what it changes lies far below the threshold that ships.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from search.people.names import SAME, Comparison, compare, keys, parse

_WANTED_PRECISION = 0.99
_NEAREST = 80


def run(data: Path, *, full: bool = False) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    latin, cyrillic = _read(data)
    figures = _measured(latin, cyrillic, full=full)
    short = _measured([_short(one) for one in latin], [_short(one) for one in cyrillic], full=full)
    figures["without_patronymics"] = short
    figures["pairs_per_second"] = _speed(latin, cyrillic)
    return figures


def _measured(latin: Sequence[str], cyrillic: Sequence[str], *, full: bool) -> dict[str, Any]:
    equal = _namesakes(cyrillic)
    candidates = _everybody(cyrillic) if full else _candidates(latin, cyrillic)
    positives = [compare(one, other) for one, other in zip(latin, cyrillic, strict=True)]
    hardest = [
        _hardest(latin[i], cyrillic, candidates[i], {i} | equal[i]) for i in range(len(latin))
    ]
    listed_twice = [
        max((compare(latin[i], cyrillic[j]).score for j in equal[i]), default=0.0)
        for i in range(len(latin))
    ]
    right = [one.score for one in positives]
    wrong = [score for score, _ in hardest]
    worst = [max(pair) for pair in zip(wrong, listed_twice, strict=True)]
    missed = [i for i, score in enumerate(right) if score < SAME]
    taken = [i for i, score in enumerate(wrong) if score >= SAME]
    return {
        "persons": len(latin),
        "listed_twice": sum(map(bool, equal)),
        "best": _best(right, wrong),
        "shipped": _at(SAME, right, wrong),
        "strict_shipped": _at(SAME, right, worst),
        "keys_shared": sum(
            not keys(a).isdisjoint(keys(b)) for a, b in zip(latin, cyrillic, strict=True)
        ),
        "missed_by_kind": dict(Counter(_kind(positives[i]) for i in missed).most_common()),
        "missed": [[latin[i], cyrillic[i], right[i], _kind(positives[i])] for i in missed],
        "taken": [[latin[i], cyrillic[hardest[i][1]], wrong[i]] for i in taken],
    }


def _short(name: str) -> str:
    """Given name and surname alone, as news have them."""
    parts = parse(name)
    return f"{parts.given} {parts.surname}".strip()


def _read(data: Path) -> tuple[list[str], list[str]]:
    with lzma.open(data / "names_dev" / "persons.jsonl.xz", "rt", encoding="utf-8") as lines:
        persons = [json.loads(line) for line in lines]
    persons = [one for one in persons if one["latin"] and one["cyrillic"]]
    return [one["latin"][0] for one in persons], [one["cyrillic"][0] for one in persons]


def _namesakes(names: Sequence[str]) -> list[set[int]]:
    """For each name the other places where it stands."""
    places: dict[tuple[str, ...], set[int]] = defaultdict(set)
    plain = [tuple(sorted(_plain(name).split())) for name in names]
    for at, words in enumerate(plain):
        places[words].add(at)
    return [places[words] - {at} for at, words in enumerate(plain)]


def _plain(name: str) -> str:
    folded = name.casefold().replace("ё", "е")
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def _everybody(names: Sequence[str]) -> list[Iterable[int]]:
    return [range(len(names))] * len(names)


def _candidates(latin: Sequence[str], cyrillic: Sequence[str]) -> list[Iterable[int]]:
    from anyascii import anyascii
    from rapidfuzz import fuzz, process

    by_key: dict[str, set[int]] = defaultdict(set)
    by_given: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, name in enumerate(cyrillic):
        for key in keys(name):
            by_key[key].add(at)
        by_given[_first_parts(name)].add(at)
    plain = [anyascii(name).lower() for name in cyrillic]
    found: list[Iterable[int]] = []
    for at, name in enumerate(latin):
        near = process.extract(
            anyascii(name).lower(), plain, scorer=fuzz.token_sort_ratio, limit=_NEAREST
        )
        some = {place for _, _, place in near} | by_given[_first_parts(cyrillic[at])]
        found.append(some.union(*(by_key.get(key, set()) for key in keys(name))))
    return found


def _first_parts(name: str) -> tuple[str, str]:
    parts = parse(name)
    return parts.given.casefold(), parts.patronymic.casefold()


def _hardest(
    name: str, others: Sequence[str], places: Iterable[int], left_out: set[int]
) -> tuple[float, int]:
    return max(
        ((compare(name, others[j]).score, j) for j in places if j not in left_out),
        default=(0.0, -1),
    )


def _at(threshold: float, right: Sequence[float], wrong: Sequence[float]) -> dict[str, float]:
    true = sum(score >= threshold for score in right)
    false = sum(score >= threshold for score in wrong)
    return {
        "threshold": threshold,
        "recall": round(true / len(right), 4),
        "precision": round(true / (true + false), 4) if true + false else 1.0,
    }


def _best(right: Sequence[float], wrong: Sequence[float]) -> dict[str, float]:
    """The figures at the threshold of the highest recall with the precision wanted."""
    best = {"threshold": 1.01, "recall": 0.0, "precision": 1.0}
    for threshold in sorted({score for score in (*right, *wrong) if score > 0}):
        figures = _at(threshold, right, wrong)
        if figures["precision"] >= _WANTED_PRECISION and figures["recall"] > best["recall"]:
            best = figures
    return best


def _kind(comparison: Comparison) -> str:
    """The reasons that speak against the pair, as one label."""
    against = ("differs", "close", "missing", "part")
    codes = [one.code for one in comparison.reasons if one.code.endswith(against)]
    return "+".join(sorted(codes)) or "none"


def _speed(latin: Sequence[str], cyrillic: Sequence[str], pairs: int = 40_000) -> int:
    """Pairs a second: names already parsed, in pairs not seen before (CPU seconds)."""
    some = [(latin[i], cyrillic[(i * 7 + k) % len(cyrillic)])
            for k in range(1 + pairs // len(latin)) for i in range(len(latin))][:pairs]  # fmt: skip
    for name in (*latin, *cyrillic):
        parse(name)
    start = time.process_time()
    for one, other in some:
        compare(one, other)
    return round(len(some) / (time.process_time() - start))


def main() -> None:
    """Prints the figures and the errors by kind."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--full", action="store_true", help="compare with everybody")
    parser.add_argument("--errors", type=int, default=40, help="how many errors to print")
    args = parser.parse_args()
    figures = run(args.data, full=args.full)
    short = figures.pop("without_patronymics")
    for title, part in (("as they stand", figures), ("without patronymics", short)):
        missed, taken = part.pop("missed"), part.pop("taken")
        print(title, json.dumps(part, ensure_ascii=False, indent=1))
        print(f"missed ({len(missed)}):")
        for row in missed[: args.errors]:
            print("  ", *row, sep=" | ")
        print(f"wrongly taken for one ({len(taken)}):")
        for row in taken[: args.errors]:
            print("  ", *row, sep=" | ")


if __name__ == "__main__":
    main()
