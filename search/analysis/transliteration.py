"""Names across alphabets: do two spellings sound alike, and where to look for the other?

`sound_key` brings a word of either script to a coarse skeleton of its sounds, in which
Лукашэнка, Lukashenko and Łukaszenka are one. The rules, in the order they are applied:

====================  ==================================================================
before romanising     ў, ŭ → v; soft and hard sign and apostrophe fall
letters with marks    č ć → ch, š → sh, ž ż → zh, ę → en, ö → oe, ü → u; then anyascii
щ                     shch, schtsch, szcz, chtch, šč → sc
sibilants             tsch, tch, cz → č (written c); sch, sh, sz → s; zh → z; j, дж → z
affricates            ts, tz → t (Tsikhanouskaya, Tikhanovskaya); dz → d
h-sounds              kh, gh, g → h (Ukrainian г); h between vowel and consonant falls
Latin spellings       ph → f, th → t, -cki → tki, ck, q → k, x → ks, c → k (s before e, i, y),
                      w → v, ou, oo → u (ov before sk: -ouskaya is -овская); au, eu
                      before n → av, ev (-еўна)
vowels                e, y, j → i; ai, ei → i (Biden, Байден); i before a vowel falls
                      (ia, ya, ja); o at the end → a (-енко, -енка); French e at the
                      end falls (Poutine)
doubles               two equal letters are one
====================  ==================================================================

Where one spelling has several sounds (ch in English, French, German; j; -ou), a word has
further keys, and `similar` compares all of them. Keys are for comparing names: short or common
words of two languages that sound alike by chance (deal, дело) must differ in them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from search.analysis.lemmatizers.suffixes import data_lines
from search.analysis.tokens import fold
from search.analysis.tokens import script as script_of

_SHORTEST: Final = 4
_LONG: Final = 6
_VERY_LONG: Final = 10
_CONSONANTS_FOR_VOWEL: Final = 4

_MARKED: Final = str.maketrans(
    {
        "č": "ch", "ć": "ch", "ç": "s", "š": "sh", "ş": "sh", "ž": "zh", "ż": "zh", "ę": "en",
        "ą": "on", "ö": "oe", "ü": "u", "ŭ": "v", "ў": "v", "ь": "", "ъ": "", "'": "",
        "х": "kh", "г": "g", "ґ": "g", "ы": "y", "э": "e", "є": "e", "ї": "i", "і": "i",
        "и": "i", "й": "i", "ч": "tch", "е": "e", "ю": "iu", "я": "ia", "щ": "shch", "ц": "ts",
        "w": "v", "ĸ": "k", "ñ": "n",
    }
)  # fmt: skip

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        # Уильям, Уоррен: an у before a vowel at the beginning is an English w.
        (r"^u(?=[aeio])", "v"),
        (r"shch|schtsch|szcz|chtch", "SC"),
        (r"dzh|dsch|dj(?=[aeiou])", "Z"),
        (r"tsch|tch|cz", "C"),
        (r"sch|sh|sz", "S"),
        (r"zh", "Z"),
        (r"ts|tz", "T"),
        (r"dz", "D"),
        (r"kh", "X"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"(?<=[aeiouy])h(?![aeiouy])", ""),
        (r"gh|g", "X"),
        (r"h", "X"),
        (r"(?<=[aei])ck(?=i$|a$)", "tk"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"(?<=[ao])u(?=sk)|(?<=[ae])u(?=n)", "v"),
        (r"ou|oo", "u"),
        (r"(?<=[^aeiouyj\n])e$", ""),
        (r"oe|ae", "e"),
        (r"ue", "u"),
        (r"[eyj]", "i"),
        (r"ai", "i"),
        (r"i+(?=[aou])", ""),
        (r"o$", "a"),
    )
)
_NO_LETTERS: Final = re.compile("[^a-z]")
_DOUBLE: Final = re.compile(r"(.)\1+")
_PERHAPS_AMBIGUOUS: Final = re.compile("ch|j|[aeo]u$|h$")
_VOWELS: Final = re.compile("[aiou]")
_VOWEL_LETTERS: Final = frozenset("aeiouyjаеиоуыэюяіїєй")
# Latin spellings with several sounds, the likeliest first: an English, French or German ch
# (Charles, Loukachenko, Tichanowskaja), an English or German j, the end of Belarusian -ou, -au
# (Kubrakou is Кубраков, Papandreou Папандреу), an h at the end (Aleh is Олег, Sarah Сара).
_AMBIGUOUS: Final = (
    (re.compile(r"(?<![ts])ch(?!tch)"), ("C", "S", "X")),
    (re.compile(r"(?<!d)j"), ("Z", "i")),
    (re.compile(r"(?<=[aeo])u$"), ("v", "u")),
    (re.compile(r"(?<=[aeiouy])h$"), ("", "X")),
)


@lru_cache(maxsize=200_000)
def sound_key(word: str) -> str:
    """The skeleton of a word's sounds, in letters a-z; the same for words that sound alike.

    Лукашенко, Lukashenka, Łukaszenka → lukasinka.
    """
    return sound_keys(word)[0]


@lru_cache(maxsize=200_000)
def sound_keys(word: str) -> tuple[str, ...]:
    """All keys of a word whose letters can be read in several ways, the likeliest first."""
    return next(iter(keys_of([word])))


def keys_of(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The `sound_keys` of many words, each a third of the work it is alone."""
    readings = [tuple(_readings(fold(word))) for word in words]
    keys = iter(_reduced("\n".join(itertools.chain.from_iterable(readings))).split("\n"))
    for some in readings:
        yield tuple(dict.fromkeys(itertools.islice(keys, len(some))))


def similar(a: str, b: str) -> bool:
    """Whether two words can be spellings of one name, in one script or in two.

    Equal keys are. Keys of 6 letters may differ by one letter, of 10 by two, of 4 by one
    vowel between four consonants or more (Trump, Трамп).
    """
    return any(_close(one, other) for one in sound_keys(a) for other in sound_keys(b))


def near_keys(key: str, keys: Sequence[str]) -> Iterator[str]:
    """Those of many keys that are not the same as one, but by which `similar` would be true.

    They are compared in C: some 20 ns each.
    """
    if len(key) < _SHORTEST or not keys:
        return
    # rapidfuzz takes 20 ms to import: only for who compares names.
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    allowed = 2 if len(key) >= _VERY_LONG else 1
    found = process.extract(
        key, keys, scorer=Levenshtein.distance, score_cutoff=allowed, limit=None
    )  # fmt: skip
    for other, distance, _ in found:
        if distance and _close(key, other):
            yield other


@lru_cache(maxsize=10_000)
def prefixes(word: str, script: Literal["latin", "cyrillic"]) -> tuple[str, ...]:
    """The first two letters that a rendering of a word may have in a script, sorted.

    Both scripts work both ways: цiханоўская → ти, ци, ti, ts, ci …; a rendering that is
    one letter long gives a prefix of one letter.
    """
    column = 0 if script == "latin" else 1
    found: set[str] = set()
    for first, rest in _spellings(fold(word), column):
        if len(first) > 1:
            found.add(first[:2])
        else:
            seconds = {second[0] for second, _ in _spellings(rest, column)}
            found.update(first + second for second in seconds or {""})
    return tuple(sorted(found))


def _close(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST:
        return False
    if shorter < _LONG:
        consonants = _VOWELS.sub("-", one)
        enough = len(consonants.replace("-", "")) >= _CONSONANTS_FOR_VOWEL
        return enough and consonants == _VOWELS.sub("-", other)
    # rapidfuzz takes 20 ms to import: only for who compares names.
    from rapidfuzz.distance import Levenshtein

    allowed = 2 if shorter >= _VERY_LONG else 1
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def _readings(form: str) -> Iterator[str]:
    """A form in Latin letters without marks, once for each way to read what is ambiguous."""
    latin = _romanised(form)
    if script_of(form) != "latin" or not _PERHAPS_AMBIGUOUS.search(latin):
        yield latin
        return
    found = [sounds for pattern, sounds in _AMBIGUOUS if pattern.search(latin)]
    patterns = [pattern for pattern, _ in _AMBIGUOUS if pattern.search(latin)]
    for choice in itertools.product(*found):
        reading = latin
        for pattern, sound in zip(patterns, choice, strict=True):
            reading = pattern.sub(sound, reading)
        yield reading


def _romanised(form: str) -> str:
    # anyascii reads its tables as it goes: only for who compares names.
    from anyascii import anyascii

    plain = anyascii(form.translate(_MARKED)).lower()
    return plain if plain.isalpha() else _NO_LETTERS.sub("", plain)


def _reduced(latin: str) -> str:
    """Keys from words in Latin letters, one a line; capitals are sounds that are settled already.

    Each rule goes over all lines at once: calling it costs more than what it does to one word.
    """
    for pattern, replacement in _RULES:
        latin = pattern.sub(replacement, latin)
    return _DOUBLE.sub(r"\1", latin.lower().replace("x", "h"))


def _spellings(form: str, column: int) -> Iterator[tuple[str, str]]:
    """Every spelling in a column of the sounds a form may begin with, and what is left of it.

    The letter itself is always among them, so no letter lies outside the table.
    """
    form = form.lstrip("'ьъ")
    if not form:
        return
    if (script_of(form) == "latin") == (column == 0):
        yield form[0], form[1:]
    matching = [
        (own, sound)
        for sound in _sounds_by_letter().get(form[0], ())
        for own in (*sound[0], *sound[1])
        if form.startswith(own)
    ]
    # Consonants written together are one sound (Charles has no к and х), vowels may be two
    # (Ian is Ян or Иан).
    longest = 1 if form[0] in _VOWEL_LETTERS else max((len(own) for own, _ in matching), default=1)
    for own, sound in matching:
        if len(own) >= longest:
            yield from ((spelling, form[len(own) :]) for spelling in sound[column])


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    rows = (line.partition("\t") for line in data_lines("sounds.tsv"))
    return tuple((tuple(latin.split()), tuple(cyrillic.split())) for latin, _, cyrillic in rows)


@lru_cache(maxsize=1)
def _sounds_by_letter() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The sounds by every letter that a spelling of theirs begins with, in their order."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for sound in _sounds():
        for letter in dict.fromkeys(own[0] for own in (*sound[0], *sound[1])):
            found.setdefault(letter, []).append(sound)
    return found
