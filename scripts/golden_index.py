"""Lay down the golden index of format 1, which tests/engines/test_golden_index.py opens.

    python scripts/golden_index.py [FOLDER]

It was run once and its files are kept in tests/engines/golden/format-1, so that a version that
can no longer read what an earlier one wrote is noticed. Run it again only with a new format,
into another folder. The articles are invented here: eight, in as many languages, one
that repeats a word three hundred times, and short notices, for only where there are more than
64 articles is a term rare. Their terms are not those of the analyzer, which may change: the
first four letters stand for the lemma.
"""

from __future__ import annotations

import datetime
import re
import shutil
import sys
from pathlib import Path
from typing import Final

from search.documents import AnalyzedDocument, Posting, Postings
from search.engines.embedded import EmbeddedEngine

GOLDEN: Final = Path(__file__).parent.parent / "tests" / "engines" / "golden" / "format-1"
NOTICES: Final = 150
DELETED: Final = ("notice-007", "notice-140")
ATTACHED: Final = b'{"kept": "with the index"}'
ARTICLES: Final = {
    "en": ("The ferry is late", "The ferry to the island was late again. Nobody minds."),
    "ru": ("Паром опоздал", "Паром на остров опять опоздал. На острове паром ждали до вечера."),
    "uk": ("Пором запізнився", "Пором на острів знову запізнився. На острові чекали до вечора."),
    "be": ("Паром спазніўся", "Паром на востраў зноў спазніўся. На востраве чакалі да вечара."),
    "de": ("Die Fähre kommt später", "Die Fähre zur Insel kam wieder spät. Man wartet."),
    "fr": ("Le bac est en retard", "Le bac de l’île était encore en retard. Sur l’île, on attend."),
    "es": ("El barco llega tarde", "El barco de la isla llegó tarde otra vez. En la isla esperan."),
    "pl": ("Prom się spóźnił", "Prom na wyspę znów się spóźnił. Na wyspie czekano do wieczora."),
}  # fmt: skip


def article(
    id: str, language: str, title: str, body: str, number: int, people: tuple[str, ...] = ()
) -> AnalyzedDocument:
    """An analysed article, with its title as the payload."""
    heading = _words(title)
    content = list(enumerate(_words(body), start=len(heading) + 100))
    postings = []
    for place, form in [*enumerate(heading), *content]:
        field = "num" if form.isdecimal() else language
        postings.append(Posting("exact", form, place, form))
        postings.append(Posting(field, form[:4], place, form))
    day = datetime.date(2025, 1, 1).toordinal() + number
    return AnalyzedDocument(
        id=id,
        postings=Postings.of(postings),
        title_length=len(heading),
        length=len(content) + 3 * len(heading),
        facets={
            "person": people,
            "source": ("Маяк" if number % 2 else "Harbour Post",),
            "language": (language,),
        },
        published=None if number % 10 == 9 else (day, day),
        instant=None if number % 10 == 9 else (day - 719_163) * 86_400,
        mentioned=((day - 1, day + 1),) if number % 3 == 0 else (),
        payload=title.encode(),
        digest=f"digest of {id}",
        origin="golden",
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def notice(number: int) -> AnalyzedDocument:
    """Short, half of them English; each has a number of its own, one in eleven speaks of fog."""
    fog = number % 11 == 0
    if number % 2:
        body = f"Буй {number} на месте, {'туман' if fog else 'ясно'}."
        return article(f"notice-{number:03}", "ru", f"Сводка {number}", body, number)
    body = f"Buoy {number} in place, {'fog' if fog else 'clear'}."
    return article(f"notice-{number:03}", "en", f"Notice {number}", body, number, ("Anna Kord",))


def build(folder: Path) -> None:
    """Three commits: articles, an attachment and deletions, one more article."""
    engine = EmbeddedEngine(folder, create=True)
    with engine.writer() as writer:
        for number, (language, (title, body)) in enumerate(ARTICLES.items()):
            people = ("Anna Kord", "Анна Корд")
            writer.add(article(f"ferry-{language}", language, title, body, number, people))
        for number in range(NOTICES):
            writer.add(notice(number))
    with engine.writer() as writer:
        for id in DELETED:
            writer.delete(id)
        writer.attach("golden", ATTACHED)
    with engine.writer() as writer:
        writer.add(article("bell", "en", "The bell", "Ding " * 300 + "dong.", 20))
    (folder / "MAIN_WRITELOCK").unlink()
    engine.close()


def main() -> None:
    """Build into an empty folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN
    if folder == GOLDEN and folder.exists():
        print(f"{folder} is there. What an earlier version wrote must stay as it is.")
        sys.exit(1)
    shutil.rmtree(folder, ignore_errors=True)
    build(folder)
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{folder}: {size:,} bytes")


if __name__ == "__main__":
    main()
