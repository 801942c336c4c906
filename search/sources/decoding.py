"""From bytes to clean text: which encoding a file has, and what no text should hold.

UTF-8 needs no guess: text in another encoding is hardly ever valid UTF-8. Without it (and
without a byte order mark or a declaration) the candidates are scored by how much the result
looks like a word in a newspaper: frequent Cyrillic letters, accents next to Latin letters,
no capital inside a word. A guess always comes with a warning.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from search.errors import InputError

SAMPLE: Final = 65_536
"""Bytes of the beginning that decide whether a file is text, and in which encoding."""
DAMAGED_UTF8: Final = "Some bytes are not valid UTF-8; they were replaced."

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the one of UTF-16, so it stands first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive (its name should end in .gz)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_ODD_BYTES: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")) + b"\x7f"

CANDIDATES: Final = (
    "windows-1251", "koi8-r", "koi8-u", "cp866", "windows-1252", "windows-1250", "iso8859-2",
)  # fmt: skip
_PYTHON_NAMES: Final = {
    "koi8-u": "koi8_u", "windows-1251": "cp1251", "windows-1252": "cp1252",
    "windows-1250": "cp1250",
}  # fmt: skip
_ALIASES: Final = {
    # What browsers take these for (WHATWG Encoding Standard, "names and labels").
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic", "x-cp1251": "cp1251", "win-1251": "cp1251",
    "x-sjis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949",
}  # fmt: skip
# Only charsets of web pages: Python also knows "punycode" or "unicode_escape" as encodings.
_CHARSET: Final = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|windows-\d{3,4}|cp\d{3,4}|(iso-?)?8859-\d{1,2}|iso-8859-\d{1,2}|"
    r"koi8-[ru]|macintosh|mac_cyrillic|gb18030|big5(-hkscs)?|euc-(jp|kr)|shift[_-]jis|"
    r"iso-2022-jp|tis-620"
)
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_DECLARED_XML: Final = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})""")

# Letters of Russian, Ukrainian and Belarusian by falling frequency; counted by rank.
_CYRILLIC_ORDER: Final = "оаеинтсрвлкмдпуіяыьзбгчйхжшюцщэўєїфёґъ"
_CYRILLIC_SCORE: Final = {
    letter: 1.0 - 1.6 * rank / len(_CYRILLIC_ORDER) for rank, letter in enumerate(_CYRILLIC_ORDER)
}
_ACCENTED: Final = frozenset("éèàçêüöäßñóáíúôîûëïâùœãõåøæąćęłńśźżčšžřěůýőű")
_NEVER_LAST: Final = frozenset("êœñæ")
"""They end no word; where they seem to, they are Polish "ę", "ś", "ń" and "ć" misread."""
_PUNCTUATION: Final = {**dict.fromkeys("«»—–„“”‘’…№§°•·\u00a0©®€£", 0.2), "¿": 0.8, "¡": 0.8}
_IMPLAUSIBLE: Final = -0.1
"""Random bytes score below -0.2, headlines in eight languages above 0.1."""
_SCORED: Final = 6000
"""Bytes that are scored: two paragraphs decide, and a whole book would take a second."""
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it had; `warning` is a sentence when that was a guess."""

    text: str
    encoding: str
    warning: str | None = None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of a whole file; InputError when it is binary or in no known encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    reason = binary_reason(data[:SAMPLE])
    if reason is not None:
        raise InputError(reason)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    name = None if declared is None else _python_charset(declared)
    if name is not None and name != "utf-8":
        try:
            return Decoded(data.decode(name), name)
        except (UnicodeError, LookupError):
            pass  # a false declaration: the bytes themselves decide
    encoding = guess(data)
    if encoding == "utf-8":
        warning = DAMAGED_UTF8
    else:
        warning = f"The text is not UTF-8; it was read as {encoding}."
    return Decoded(decode_as(data, encoding), encoding, warning)


def decode_as(data: bytes, encoding: str) -> str:
    """Decode in an encoding that `guess` named; what does not fit becomes U+FFFD."""
    return data.decode(_PYTHON_NAMES.get(encoding, encoding), "replace")


def declared_charset(data: bytes) -> str | None:
    """The charset that an HTML page names in its first kilobytes, as it writes it."""
    head = data[:4096]
    match = _DECLARED.search(head) or _DECLARED_XML.search(head)
    return None if match is None else match[1].decode("ascii")


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 as their byte order mark tells, else None."""
    for mark, encoding in _BOMS[1:]:
        if head.startswith(mark):
            return encoding.rsplit("-", 1)[0]  # this one reads the mark itself
    return None


def binary_reason(head: bytes, *, tolerance: float = 0.01) -> str | None:
    """Why bytes cannot be text, as a sentence; None when they can.

    `tolerance` is the share of control characters that text may have: in a file of many
    articles one that is spoilt must not condemn the others.
    """
    odd = len(head) - len(head.translate(None, _ODD_BYTES))
    for magic, name in _MAGIC:
        # A text may well begin with "MZ" or "RIFF"; then it has no control characters.
        if head.startswith(magic) and (odd or magic in (b"%PDF-", b"\xff\xd8\xff")):
            return f"It is {name}, not text."
    if odd > max(2, tolerance * len(head)):
        return "It holds binary data, not text."
    return None


def guess(data: bytes) -> str:
    """The most plausible encoding of bytes that are not valid UTF-8.

    "utf-8" means damaged UTF-8: most of its longer sequences are sound. InputError when no
    candidate gives anything like words.
    """
    found = _BEYOND_ASCII.search(data)
    start = max(0, found.start() - 64) if found else 0
    sample = data[start : start + SAMPLE]
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    if sound >= broken:
        return "utf-8"
    sample = sample[:_SCORED]
    scores = {name: plausibility(decode_as(sample, name)) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: scores[name])  # the first one wins a tie
    if scores[best] < _IMPLAUSIBLE:
        raise InputError("It is in no known text encoding; save it as UTF-8.")
    return best


def plausibility(text: str) -> float:
    """How much the letters beyond ASCII look like those of our languages: -1 to 1."""
    total, count = 0.0, 0
    previous = " "
    for at, character in enumerate(text):
        if character > "\x7f":
            following = text[at + 1] if at + 1 < len(text) else " "
            total += _fit(character, previous, following)
            count += 1
        previous = character
    return total / count if count else 0.0


def clean(text: str) -> str:
    """Text as every `Document` holds it: NFC, one kind of line end, nothing invisible.

    Idempotent. Soft hyphens and zero-width spaces go, as they cut words in two for us, tabs
    become spaces, lone surrogates U+FFFD. A joiner stays where it has a meaning: between
    emoji or in Persian, but not beside a Latin or Cyrillic letter.
    """
    if _DIRTY.search(text):
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = text.replace("\r\n", "\n").translate(_TRANSLATION)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    while _JOINER.search(text):  # a joiner may hide behind another one
        text = unicodedata.normalize("NFC", _JOINER.sub("", text))
    return text


def clean_line(text: str) -> str:
    """`clean` for a value of one line: runs of white space become one space."""
    return " ".join(clean(text).split())


_INVISIBLE: Final = (
    0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
    *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
)  # fmt: skip
_TRANSLATION: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_INVISIBLE)),
    0x09: " ",
    **dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
}
_DIRTY: Final = re.compile(
    "[" + "".join(re.escape(chr(code)) for code in _TRANSLATION if code != 0x0A) + "\ud800-\udfff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LETTER: Final = "A-Za-z\u00c0-\u024f\u0300-\u036f\u0400-\u052f\u1e00-\u1eff"
_JOINER: Final = re.compile(f"(?<=[{_LETTER}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LETTER}])")


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") * 10 > len(text):
        raise InputError(f"It begins like {encoding.upper()} text, but is binary data.")
    damaged = "\ufffd" in text and "\ufffd".encode(encoding) not in data
    warning = f"Some bytes are not valid {encoding.upper()}; they were replaced."
    return Decoded(text, encoding, warning if damaged else None)


def _python_charset(name: str) -> str | None:
    name = name.strip().lower()
    name = _ALIASES.get(name, name)
    if not _CHARSET.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _fit(character: str, previous: str, following: str) -> float:
    """How well a character beyond ASCII suits its neighbours: -1 to 1."""
    lower = character.lower()
    beside = previous + following
    beside_latin = any(one.isascii() and one.isalpha() for one in beside)
    inner_capital = character != lower and previous.islower()
    score = _CYRILLIC_SCORE.get(lower)
    if score is not None:
        if inner_capital or (beside_latin and beside.isascii()):
            return -1.0  # "cafй" is "café" misread
        return score if not beside.isascii() else min(score, 0.3)  # "а" may be a French "à"
    if lower in _ACCENTED:
        if inner_capital:
            return -1.0
        if not beside_latin:
            return 0.4 if lower == "à" else -0.5  # "Ìîñêâà" is Cyrillic misread
        return 0.0 if lower in _NEVER_LAST and not following.isalpha() else 0.6
    if character in "¿¡" and previous.isalpha():
        return -1.0  # "Krzy¿em" is Polish misread
    return _PUNCTUATION.get(character, -1.0)
