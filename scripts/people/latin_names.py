"""Makes search/people/mentions/data/latin_names.tsv, the table of names in Latin letters.

Sources, each free to be passed on: the frequencies of names in the United States census of
1990 (public domain, carried by the package `names`, MIT), the name lists of the package
`faker` (MIT), the Latin spellings of our own search/people/data/given_names.tsv, and our own
latin_names_own.txt beside this script. A list of ordinary English words (one a line, Debian's
`wamerican`) is only asked which names are words too; none of its words is added.

Both packages and the list of words are needed here alone, never by who uses the search:
    pip install names faker
    python scripts/people/latin_names.py --words /usr/share/dict/american-english
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
PEOPLE: Final = HERE.parent.parent / "search" / "people"
TARGET: Final = PEOPLE / "mentions" / "data" / "latin_names.tsv"
NAME: Final = re.compile(r"[^\W\d_][\w’'ʻ-]{1,24}")
NOT_LATIN: Final = re.compile(r"[\u0370-\u1dff\u2e80-\uffff]")
CENSUS_SURNAMES: Final = 90_000


def main() -> None:
    """Write the table anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--words", type=Path, required=True, help="ordinary English words")
    parser.add_argument("--places", type=Path, default=HERE / "latin_places_own.txt")
    options = parser.parse_args()
    given = {*census_given(), *fakers("first"), *own_given()}
    surnames = {*census_surnames(), *fakers("last")}
    lines = options.words.read_text(encoding="utf-8").splitlines()
    words = {line for line in lines if line.islower() and "'" not in line}
    places = {w for line in lines_of(options.places) for w in fold(line).split()}
    places |= {w for name in territories() for w in fold(name).split()}
    strong, never = marks("strong"), marks("never")
    rows = []
    for name in sorted(given | surnames):
        if name in never or len(name) < 2:
            continue
        flags = "g" * (name in given) + "s" * (name in surnames)
        flags += "w" * (name in words and name not in strong) + "p" * (name in places)
        rows.append(f"{name}\t{flags}")
    head = (
        "# Names in Latin letters: g given name, s surname, w also a word, p also a place.\n"
        "# Made by scripts/people/latin_names.py, which tells the sources and their licences.\n"
    )
    TARGET.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), "names,", TARGET.stat().st_size, "bytes")


def fold(name: str) -> str:
    """Lower case with one kind of apostrophe; the dot of İ is dropped."""
    return name.lower().replace("’", "'").replace("i̇", "i")


def lines_of(path: Path) -> list[str]:
    """The lines of a list that are no comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def marks(kind: str) -> set[str]:
    """The words of one kind in latin_names_marks.txt."""
    rows = (line.split() for line in lines_of(HERE / "latin_names_marks.txt"))
    return {word for first, *others in rows if first == kind for word in others}


def own_given() -> Iterator[str]:
    """Given names of ours, also the halves of double ones."""
    for line in lines_of(HERE / "latin_names_own.txt"):
        yield from usable(line.split())
    for line in lines_of(PEOPLE / "data" / "given_names.tsv"):
        columns = line.split("\t")
        if len(columns) >= 3:
            yield from usable(columns[2].split("|"))


def usable(names: Iterable[str]) -> Iterator[str]:
    """Names of one word in Latin letters, as keys."""
    for name in names:
        if NAME.fullmatch(name) and not NOT_LATIN.search(name):
            yield fold(name)


def census_given() -> Iterator[str]:
    """All given names of the census."""
    for file in ("dist.male.first", "dist.female.first"):
        yield from usable(line.split()[0].title() for line in census(file))


def census_surnames() -> Iterator[str]:
    """The more frequent surnames of the census; the rarest ones are often misspelt."""
    yield from usable(line.split()[0].title() for line in census("dist.all.last")[:CENSUS_SURNAMES])


def census(file: str) -> list[str]:
    """The lines of one file of the package `names`."""
    # Not imported: names.py beside this script has the same name.
    folder = Path(str(distribution("names").locate_file("names")))
    return (folder / file).read_text(encoding="utf-8").splitlines()


def fakers(part: str) -> Iterator[str]:
    """First or last names of all languages of `faker` that are written in Latin letters."""
    person = importlib.import_module("faker.providers.person")
    for folder in sorted(Path(str(person.__file__)).parent.iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider: Any = importlib.import_module(f"{person.__name__}.{folder.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if part not in attribute or "name" not in attribute or callable(values):
                continue
            for value in values if isinstance(values, (list, tuple, dict, set)) else ():
                text = value[-1] if isinstance(value, tuple) else value
                if isinstance(text, str):
                    yield from usable(word for word in text.split() if word[:1].isupper())


def territories() -> Iterator[str]:
    """Countries of one word in the languages of our articles (CLDR)."""
    from babel import Locale

    for language in ("en", "de", "fr", "es", "pl", "cs", "sl"):
        names = Locale(language).territories.values()
        yield from (str(name) for name in names if " " not in str(name))


if __name__ == "__main__":
    main()
