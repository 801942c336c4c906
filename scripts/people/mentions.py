"""How well persons are found in articles, over public data laid out as in --data DIR.

    python -m scripts.people.mentions --data DIR [--only factrueval,ru,uk] [--errors N] [--json]

What counts as a mention, as the data's annotators had it:

* factRuEval (Russian): a person object is the name alone, with initials, patronymic and
  particles (ибн Сина), without title or office; a name repeated in brackets in Latin letters
  is an object of its own. Names inside those of things count too (a theatre named after
  somebody, a law of physics). We leave these out on purpose: they are no persons of the story.
* SlavicNER: as above; only ids that begin with PER- count (the others are peoples and
  organisations annotated as groups of persons). Every place is annotated, more or less; some
  articles are annotated in half.
* WikiGold (English): sentences by themselves; a person is a row of B-PER, I-PER.

Measures, over mentions: *exact*, both borders are right; *partial*, the find and a gold mention
share a code point (precision over finds, recall over gold). *False* are finds that touch no
gold mention, per article. *Chains*: B-cubed of the persons within articles over mentions found
exactly, against the gold ids. Speed is in articles of 2,400 characters per second, one thread,
warm dictionaries, recogniser and joining together.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.analysis import languages
from search.documents import LANGUAGES, UNKNOWN
from search.people.mentions import find, latin
from search.people.model import Mention

SLAVIC: Final = ("ru", "uk", "pl", "bg", "cs", "sl")
_ARTICLE: Final = 2_400


@dataclass(frozen=True, slots=True)
class Gold:
    """An article with its person mentions: (start, end) → id ("" where the data has none)."""

    id: str
    text: str
    language: str
    people: dict[tuple[int, int], str]


def run(data: Path) -> dict[str, Any]:
    """The figures of all collections, by name."""
    return {name: figures for name, figures, _ in measure(data, None)}


def measure(
    data: Path, only: frozenset[str] | None
) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """Name, figures and disagreements of each collection asked for."""
    if only is None or "factrueval" in only:
        yield "factrueval", *_articles(factrueval(data))
    for language in SLAVIC:
        if only is None or language in only:
            yield f"slavicner.{language}", *_articles(slavicner(data, language))
    if only is None or "wikigold" in only:
        yield "wikigold", *_sentences(wikigold(data))


def factrueval(data: Path) -> list[Gold]:
    """The Russian articles of factRuEval."""
    return [
        Gold(
            one["id"], one["text"], "ru",
            {(e["start"], e["end"]): "" for e in one["entities"] if e["type"] == "Person"},
        )
        for one in _records(data / "factrueval_dev" / "docs.jsonl.xz")
    ]  # fmt: skip


def slavicner(data: Path, language: str) -> list[Gold]:
    """The articles of SlavicNER in one language."""
    people: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in _records(data / "slavicner_dev" / "person_mentions.jsonl.xz"):
        if one["eid"].startswith("PER"):
            people[one["doc"]][one["start"], one["end"]] = one["eid"]
    return [
        Gold(one["id"], one["text"], language, people[one["id"]])
        for one in _records(data / "slavicner_dev" / "docs.jsonl.xz")
        if one["lang"] == language
    ]


def wikigold(data: Path) -> list[Gold]:
    """The sentences of WikiGold, words joined by spaces."""
    text = (data / "wikigold" / "test.conllu").read_text(encoding="utf-8")
    found = []
    for number, block in enumerate(text.split("\n\n")):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        words, people, at, open_at = [], {}, 0, -1
        for row in [*rows, ["", "", "O"]]:
            if open_at >= 0 and row[2] != "I-PER":
                people[open_at, at - 1] = ""
                open_at = -1
            if row[2] == "B-PER":
                open_at = at
            words.append(row[1])
            at += len(row[1]) + 1
        found.append(Gold(str(number), " ".join(words).rstrip(), "en", people))
    return found


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _articles(golds: list[Gold]) -> tuple[dict[str, Any], list[str]]:
    found = [_find(gold) for gold in golds]
    # A second time for the clock: by now dictionaries and caches are warm.
    sample = golds[:: max(1, len(golds) // 100)]
    start = time.process_time()
    for gold in sample:
        _find(gold)
    seconds = time.process_time() - start
    places = [{(m.start, m.end) for m in mentions} for mentions in found]
    figures, wrong = _compared(golds, places)
    figures["articles_per_second"] = round(sum(len(g.text) for g in sample) / _ARTICLE / seconds, 1)
    if any(id for gold in golds for id in gold.people.values()):
        figures["chains"] = _chains(golds, found)
    return figures, wrong


def _find(gold: Gold) -> tuple[Mention, ...]:
    main = gold.language if gold.language in LANGUAGES else UNKNOWN
    return find("", gold.text, languages.spans(gold.text, main), main)


def _sentences(golds: list[Gold]) -> tuple[dict[str, Any], list[str]]:
    places = [{(span.start, span.end) for span in latin.spans(gold.text, "en")} for gold in golds]
    return _compared(golds, places)


def _compared(
    golds: list[Gold], places: list[set[tuple[int, int]]]
) -> tuple[dict[str, Any], list[str]]:
    """Figures and a line per disagreement."""
    count: Counter[str] = Counter()
    wrong = []
    for gold, found in zip(golds, places, strict=True):
        real = set(gold.people)
        touching = {one for one in found if _touches(one, real)}
        touched = {one for one in real if _touches(one, found)}
        count.update(
            gold=len(real), found=len(found), exact=len(real & found),
            touching=len(touching), touched=len(touched),
        )  # fmt: skip
        wrong += [_line("false", gold, one) for one in sorted(found - touching)]
        wrong += [_line("border", gold, one) for one in sorted(touching - real)]
        wrong += [_line("missed", gold, one) for one in sorted(real - touched)]
    exact = _scores(count["exact"], count["exact"], count["found"], count["gold"])
    partial = _scores(count["touching"], count["touched"], count["found"], count["gold"])
    false = (count["found"] - count["touching"]) / max(1, len(golds))
    return {
        "articles": len(golds), "gold": count["gold"], "found": count["found"],
        "exact": exact, "partial": partial, "false_per_article": round(false, 3),
    }, wrong  # fmt: skip


def _touches(one: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)


def _scores(right: int, recalled: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / max(1, found), recalled / max(1, gold)
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _chains(golds: list[Gold], found: list[tuple[Mention, ...]]) -> dict[str, float]:
    """B-cubed of names within articles, over mentions found exactly."""
    precision = recall = 0.0
    total = 0
    for gold, mentions in zip(golds, found, strict=True):
        pairs = [
            (m.name, gold.people[m.start, m.end])
            for m in mentions
            if gold.people.get((m.start, m.end))
        ]
        by_name, by_id = Counter(n for n, _ in pairs), Counter(i for _, i in pairs)
        both = Counter(pairs)
        for name, id in pairs:
            precision += both[name, id] / by_name[name]
            recall += both[name, id] / by_id[id]
        total += len(pairs)
    p, r = precision / max(1, total), recall / max(1, total)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f1, 4)}


def _line(kind: str, gold: Gold, place: tuple[int, int]) -> str:
    start, end = place
    before, after = gold.text[max(0, start - 40) : start], gold.text[end : end + 25]
    around = f"{before}[{gold.text[start:end]}]{after}"
    return f"{kind}\t{gold.id}\t{' '.join(around.split())}"


def main() -> None:
    """Prints the figures as a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", help="collections, separated by commas")
    parser.add_argument("--errors", type=int, default=0, help="disagreements to print of each kind")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    only = frozenset(arguments.only.split(",")) if arguments.only else None
    result = {}
    for name, figures, wrong in measure(arguments.data, only):
        result[name] = figures
        if not arguments.json:
            print(f"{name:13}", _row(figures), flush=True)
        for kind in ("false", "border", "missed"):
            for line in [one for one in wrong if one.startswith(kind)][: arguments.errors]:
                print("   ", line)
    if arguments.json:
        print(json.dumps(result, indent=2))


def _row(figures: dict[str, Any]) -> str:
    cells = [f"gold {figures['gold']:5}"]
    for kind in ("exact", "partial", "chains"):
        if scores := figures.get(kind):
            triple = "/".join(f"{scores[part]:.3f}" for part in ("precision", "recall", "f1"))
            cells.append(f"{kind} {triple}")
    cells.append(f"false/article {figures['false_per_article']:.2f}")
    if speed := figures.get("articles_per_second"):
        cells.append(f"{speed:.0f} articles/s")
    return "  ".join(cells)


if __name__ == "__main__":
    main()
