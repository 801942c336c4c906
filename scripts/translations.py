"""The page's messages: extract them, bring the catalogs up to date, compile them, check all.

python scripts/translations.py            extract, update, compile
python scripts/translations.py --check    fail when something is missing, fuzzy or stale
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
WEB: Final = ROOT / "web"
FOLDER: Final = WEB / "translations"
TEMPLATE: Final = FOLDER / "messages.pot"
LANGUAGES: Final = ("ru", "uk", "be")
"""English is what the messages are written in, so it has no catalog."""
_CHANGING: Final = tuple(
    f'"{name}'
    for name in (
        "Project-Id-Version", "POT-Creation-Date", "PO-Revision-Date", "Generated-By",
        "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To",
    )
)  # fmt: skip
_METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS: Final = {"templates/**.html": {"trimmed": "true"}}
_KEYWORDS: Final = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip


def extract() -> Catalog:
    """All messages of the package, in the order of its files."""
    catalog = Catalog(project="Svodka", charset="utf-8")
    found = extract_from_dir(WEB, _METHODS, _OPTIONS, _KEYWORDS)
    for filename, _line, message, _comments, context in sorted(
        found, key=lambda one: (one[0], one[1])
    ):
        # Line numbers would change the catalogs with every edit of a template.
        catalog.add(message, locations=[(f"web/{filename}", 0)], context=context)
    return catalog


def po_path(language: str) -> Path:
    """The catalog that people edit."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalog of a language; an empty one when there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Svodka", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """A catalog in the form that programs read."""
    # Without a fixed date the same messages would compile to other bytes each time.
    catalog.creation_date = catalog.revision_date = datetime(2025, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def is_stale(language: str, catalog: Catalog) -> bool:
    """Whether the compiled catalog says anything else than the one that people edit."""
    path = po_path(language).with_suffix(".mo")
    if not path.exists():
        return True
    with path.open("rb") as file:
        there = read_mo(file)
    return _messages(there) != _messages(catalog)


def _messages(catalog: Catalog) -> set[tuple[str, ...]]:
    """Context, message and its translations; read_mo gives contexts as bytes, forms as lists."""
    found = set()
    for one in catalog:
        if one.id:
            raw: object = one.context or ""
            context = raw.decode() if isinstance(raw, bytes) else str(raw)
            found.add((context, _forms(one.id)[0], *_forms(one.string)))
    return found


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def written(catalog: Catalog) -> bytes:
    """A catalog in the form that people edit, with nothing in it that changes by itself."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=96, omit_header=False, include_lineno=False, sort_output=True)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith((*_CHANGING, "# "))]
    return "".join(kept).encode("utf-8")


def update() -> None:
    """Write template, catalogs and compiled catalogs."""
    template = extract()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    for language in LANGUAGES:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.obsolete.clear()
        catalog.fuzzy = False  # `pybabel compile` leaves a fuzzy catalog out
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(read(language)))


def problems() -> list[str]:
    """What is wrong with the catalogs, one line each."""
    found = []
    template = extract()
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(template):
        found.append("messages.pot is out of date")
    wanted = {(message.context, message.id) for message in template if message.id}
    for language in LANGUAGES:
        catalog = read(language)
        there = {(message.context, message.id) for message in catalog if message.id}
        found += [f"{language}: {id!r} is missing" for _, id in sorted(wanted - there, key=str)]
        found += [f"{language}: {id!r} is not used" for _, id in sorted(there - wanted, key=str)]
        for message in catalog:
            if message.id:
                found += [f"{language}: {message.id!r} {why}" for why in _faults(message)]
        if is_stale(language, catalog):
            found.append(f"{language}: messages.mo is out of date")
    return found


def _faults(message: object) -> list[str]:
    forms = _forms(message.string)  # type: ignore[attr-defined]
    found = [] if all(forms) else ["is not translated"]
    if message.fuzzy:  # type: ignore[attr-defined]
        found.append("is fuzzy")
    found += [str(error) for error in message.check()]  # type: ignore[attr-defined]
    return found


def main() -> int:
    """Run as a script."""
    if "--check" not in sys.argv[1:]:
        update()
    found = problems()
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
