"""The sounds of names, coarse enough to be alike in every alphabet and spelling.

A word becomes a row of sounds. Capitals are classes of vowels: A is а and о, which
Belarusian writes alike (Бабарико, Бабарыка), E is е, and я and ё after a consonant
(Войтеховский, Вайцяхоўскі), I is и, ы, і, й, U is у and ю. G is г and х (Hrynevich,
Гриневич). Other letters are consonants as in Czech: č, š, ž, c.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
_VOWELS: Final = str.maketrans("", "", "AEIU")

_SOUNDS_CYRILLIC: Final = str.maketrans(
    {
        "а": "A", "б": "b", "в": "v", "г": "G", "ґ": "G", "д": "d", "е": "E", "ё": "E", "є": "E",
        "ж": "ž", "з": "z", "и": "I", "і": "I", "ї": "I", "й": "I", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "A", "п": "p", "р": "r", "с": "s", "т": "t", "у": "U", "ў": "v", "ф": "f",
        "х": "G", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ъ": "", "ь": "", "ы": "I", "э": "E",
        "ю": "U", "я": "E", "'": "",
    }
)  # fmt: skip
_LATIN_FIRST: Final = (
    (re.compile("schtsch|shch|šč|shč|szcz"), "ŠČ"),
    (re.compile("(?<!s)zk$"), "Ck"),
    (re.compile("tsch|tch|ch|cz|č"), "Č"),
    (re.compile("sch|sh|sz|š|ş"), "Š"),
    (re.compile("zh|ž|ż|rz"), "Ž"),
    (re.compile("kh"), "G"),
    (re.compile("ts(?=[iy]u)"), "t"),
    (re.compile("ts|tz"), "C"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ck"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("qu"), "kv"),
    (re.compile("q"), "k"),
    (re.compile("w|ŭ"), "v"),
    # Belarusian ў: Tsikhanouski, Marozau, Lebedzeu; elsewhere "ou" is the French у.
    (re.compile("ou(?=sk|$)"), "ov"),
    (re.compile("([ae])u(?=[^aeiouy]|$)"), r"\1v"),
    (re.compile("ou|oo"), "u"),
    (re.compile("ee"), "i"),
    (re.compile("^j(?=[aeiou])"), "dŽ"),
    (re.compile("(?<=[^aeiouy])[iyj]+[aoe]"), "E"),
    (re.compile("^[iy][aoe]"), "E"),
    (re.compile("[iyj]+u"), "U"),
    (re.compile("c(?=[eiyEI])"), "s"),
    (re.compile("c"), "k"),
)
_POLISH: Final = re.compile(
    r"[łżśćńąę]|(?<!s)cz|sz|wicz|^(?!.*(?:sch|tch|v)).*w.*(?:ch|j|k[ai]$)|^(?!.*v).*[cj]i.*wsk[ai]"
)
# French spellings of Slavic names: Loukachenko, Jouravski; Belarusian has "ou" before "sk".
_FRENCH: Final = re.compile(r"ou(?!sk|$)")
_FRENCH_FIRST: Final = (
    (re.compile("tch"), "Č"), (re.compile("(?<!s)ch"), "Š"), (re.compile("j"), "Ž"),
)  # fmt: skip
_POLISH_FIRST: Final = (
    (re.compile("szcz"), "ŠČ"), (re.compile("ch"), "G"), (re.compile("cz"), "Č"),
    (re.compile("c"), "C"), (re.compile("j"), "i"),
)  # fmt: skip
_SOUNDS_LATIN: Final = str.maketrans(
    {
        "a": "A", "o": "A", "e": "E", "i": "I", "y": "I", "j": "I", "u": "U", "g": "G", "h": "G",
        "Č": "č", "Š": "š", "Ž": "ž", "C": "c", "'": "", "ł": "l",
    }
)  # fmt: skip
_DOUBLED: Final = re.compile(r"(.)\1")
_DOUBLED_CONSONANT: Final = re.compile(r"([^aeiouyAEIU])\1")
_SOFT_D: Final = re.compile("dz(?=[EI])")
_SOFT_T: Final = re.compile("tc|c(?=[EI])")
_LONG_I: Final = re.compile("I+")
_VOWELS_CYRILLIC: Final = re.compile("[аоеёиіїыуюэяйьєъ]+$")
_VOWELS_LATIN: Final = re.compile("[aeiouyj']+$")
_FINAL_EAU: Final = re.compile("eaux?$")
_FINAL_U: Final = re.compile("([aeo])u$")
_KEPT: Final = frozenset("łčšžŭżşćśń")
_PLAIN: Final = str.maketrans("ćśń", "csn")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Lower case, ё as е, one kind of apostrophe."""
    return word.lower().replace("ё", "е").translate(_APOSTROPHES)


def plain_latin(word: str) -> str:
    """Latin letters without their marks, except those that are sounds of their own."""
    if word.isascii():
        return word
    kept = (char if char in _KEPT else unicodedata.normalize("NFD", char)[0] for char in word)
    return "".join(kept).translate(_PLAIN)


@lru_cache(maxsize=100_000)
def sounds(word: str) -> str:
    """The row of sounds of a word that is not bent: a given name, a part of a surname."""
    return softened(bare(fold(word)))


def letters(word: str) -> str:
    """Letters to sounds; doubled letters first become one (Kellogg, Келлог)."""
    if CYRILLIC.search(word):
        soft = word.replace("цю", "тю").replace("дзю", "дю")  # Гнацюк is Гнатюк
        return _DOUBLED.sub(r"\1", soft).translate(_SOUNDS_CYRILLIC)
    plain = plain_latin(word)
    plain = _DOUBLED_CONSONANT.sub(r"\1", plain)
    own: tuple[tuple[re.Pattern[str], str], ...] = ()
    if _POLISH.search(word):
        own = _POLISH_FIRST
    elif _FRENCH.search(word):
        own = _FRENCH_FIRST
    for pattern, sound in (*own, *_LATIN_FIRST):
        plain = pattern.sub(sound, plain)
    return plain.translate(_SOUNDS_LATIN)


def softened(row: str) -> str:
    """What Belarusian does to soft consonants, undone: ці → ти, дзе → де."""
    row = _SOFT_D.sub("d", row).replace("IE", "E")
    row = _SOFT_T.sub("t", row)
    return _LONG_I.sub("I", _DOUBLED_CONSONANT.sub(r"\1", row))


def skeleton(row: str) -> str:
    """The consonants of a row of sounds: Trump and Трамп have them in common."""
    return row.translate(_VOWELS)


def row_of(word: str) -> str:
    """The sounds of a whole word, its end included."""
    return softened(letters(word))


def bare(word: str) -> str:
    """The sounds without final vowels: Лукашенко, Лукашенка, Lukashenko → one stem."""
    if CYRILLIC.search(word):
        word = f"{word[:-2]}ов" if word.endswith("оу") else word  # Марлоу, as Latin Marlowe
        cut = _VOWELS_CYRILLIC.sub("", word)
        return letters(cut if len(cut) > 2 else word)
    word = _FINAL_EAU.sub("o", word)  # Moreau
    word = _FINAL_U.sub(r"\1v", word)
    cut = _VOWELS_LATIN.sub("", word)
    return letters(cut if len(cut) > 2 else word)
