"""Countries, months and days of the week in eight languages, from the CLDR that Babel carries.

    python -m scripts.lexicon.cldr > search/lexicon/data/cldr.tsv

Names are taken as CLDR has them; `Myanmar (Burma)` gives two alternatives, and what is no name that
a newspaper would write ("о-ва Кука", "Hong Kong SAR China") is left to places.tsv, which is written
by hand. CLDR is under the Unicode licence, Babel under BSD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel import Locale

from search.documents import LANGUAGES

NO_COUNTRY = re.compile("AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|XA|XB|ZZ|AQ|BV|HM|IO|TF|UM")
"""Unions, test locales, and specks of land without people."""
REGIONS = ("002", "142", "150", "003", "005", "419", "143", "145", "151", "EU", "UN")
"""Continents and their parts that news speaks of, by their UN M.49 numbers; two unions."""
NO_NAME = re.compile(r"[,.&]|\bSAR\b|\b(о-ва?|о-в)\b|САР|ОАР|Sonderverwaltungsregion|R\.A\.S|\d")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "–": "-", "—": "-", " ": " "})


def rows() -> Iterator[tuple[list[str], str]]:
    """The cells of each line and its part of speech."""
    locales = [Locale.parse(language) for language in LANGUAGES]
    codes = [code for code in locales[0].territories if re.fullmatch("[A-Z]{2}", code)]
    countries = sorted(code for code in codes if not NO_COUNTRY.fullmatch(code))
    for code in [*countries, *REGIONS]:
        cells = [alternatives(locale.territories.get(code, "")) for locale in locales]
        if all(cells):
            yield [" | ".join(cell) for cell in cells], "name"
    for kind in ("months", "days"):
        for number in getattr(locales[0], kind)["stand-alone"]["wide"]:
            names = (getattr(one, kind)["stand-alone"]["wide"][number] for one in locales)
            yield [name.translate(APOSTROPHES) for name in names], "noun"


def alternatives(name: str) -> list[str]:
    """`Myanmar (Burma)` is two names; a name with commas, dots or abbreviations is none."""
    parts = re.fullmatch(r"(.+?) \((.+)\)", name)
    names: Iterable[str] = parts.groups() if parts else [name]
    tidy = (
        one.translate(APOSTROPHES).strip().replace(" & ", " and ").replace(" - ", "-")
        for one in names
    )
    return [one for one in tidy if one and not NO_NAME.search(one)]


def main() -> None:
    """Print the file."""
    print("\t".join([*LANGUAGES, "pos", "sense"]))
    print("# Countries, regions, months and days of CLDR: Svodka's scripts/lexicon/cldr.py.")
    for cells, part_of_speech in rows():
        print("\t".join([*cells, part_of_speech, ""]))


if __name__ == "__main__":
    main()
