"""Splits pasted text into title, body and what belongs to the page around them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis.tokens import script
from search.documents import Removed
from search.sources.chrome.lines import (
    TITLE_LIMIT,
    Line,
    is_crumbs,
    is_prose,
    last_crumb,
    line_of,
    site_name,
)
from search.sources.chrome.path import Part, Step, parts
from search.sources.chrome.signals import OTHERS, Signs, is_signature, signs_of

KEEP: Final = 0.4
"""The share of the characters in long lines that must stay, or nothing is removed."""
EDGE: Final = 400
"""Lines at either end of a page that are looked at; what lies between them is article."""
_LONG: Final = 80
_CERTAIN: Final = 2.0
_OTHER_SCRIPT: Final = 2.0
"""What a sentence in another script than the article's is worth, at its edges alone."""
_ANNOUNCED: Final = 1.5
"""What a headline under "Read also" is worth."""
_RECURRING: Final = 4.0
_RECURRING_ANYHOW: Final = 0.15
_BESIDE_SURE: Final = 0.3
_BESIDE_SHORT: Final = 0.1
_TIMES: Final = 3
"""So often printed, a short line is a form of the page's."""
_AGAIN: Final = 1.0
_POSTER: Final = 2.0
"""What a name is worth that stands beside such a line: that of a reader."""
_REPEATED: Final = 5.0
_REPEATED_REASON: Final = "title repeated"
_STEM: Final = 5
_OVERLAP_READ: Final = 20_000
_REASON: Final = {
    Part.HEAD: "page furniture", Part.UNDER: "page furniture", Part.INSET: "page furniture",
    Part.FOOT: OTHERS, Part.OTHERS: OTHERS,
}  # fmt: skip
_FOREIGN: Final = frozenset({OTHERS, "comments"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article without its page.

    `head` are the lines above the first paragraph and `tail` those below the last that may
    still tell of this article (not of others, and no comments): dates are looked for there.
    """

    title: str
    body: str
    removed: tuple[Removed, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Why a line goes, and whether it is about others than this article."""

    reason: str
    foreign: bool = False


def clean(text: str) -> Cleaned:
    """Split pasted text into title, body and what belongs to the page around them."""
    raws = text.split("\n")
    numbers = [i for i, raw in enumerate(raws) if raw and not raw.isspace()]
    if len(numbers) > 2 * EDGE:
        numbers = numbers[:EDGE] + numbers[-EDGE:]
    lines = {i: line for i in numbers if (line := line_of(raws[i])).text}
    cuts = _cuts(lines)
    title_at = _title_at(lines, cuts)
    kept = [i for i in lines if i not in cuts and i != title_at]
    first, last = (kept[0], kept[-1]) if kept else (len(raws), len(raws))
    end = min((i for i, cut in cuts.items() if cut.foreign and i > last), default=len(raws))
    return Cleaned(
        title=lines[title_at].text if title_at is not None else "",
        body=_joined([raw for i, raw in enumerate(raws) if i not in cuts and i != title_at]),
        removed=tuple(Removed(raws[i], cuts[i].reason) for i in sorted(cuts)),
        head=tuple(line.text for i, line in lines.items() if i < first),
        tail=tuple(line.text for i, line in lines.items() if last < i < end),
    )


def reason_of(text: str) -> str:
    """Why a piece of a page that is known to be no article is there, as far as it says."""
    return signs_of(line_of(text), frozenset()).reason or "page furniture"


def _joined(lines: list[str]) -> str:
    """The lines as text, with at most one blank line in a row and none at the ends."""
    return re.sub(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+", "\n\n", "\n".join(lines)).strip()


def _cuts(lines: Mapping[int, Line]) -> dict[int, _Cut]:
    """The lines that are page, with their reasons; none when too much would go."""
    numbers, seen = list(lines), list(lines.values())
    if len(seen) < 2:
        return {}
    sites = frozenset(name for line in seen if (name := site_name(line)))
    signs = [signs_of(line, sites) for line in seen]
    if not any(map(is_prose, seen)):
        signs = [_surely(one) for one in signs]
    twice = _printed_twice(seen, signs)
    echoes = _echoes(seen)
    signs = [
        replace(one, weight=_REPEATED, reason=_REPEATED_REASON) if i in echoes else one
        for i, one in enumerate(signs)
    ]
    steps = _steps(seen, signs, twice)
    path = parts(steps)
    found = _reasons(seen, signs, path, twice)
    if _loses_too_much(seen, signs, found):
        return {}
    return {numbers[i]: cut for i, cut in found.items()}


def _surely(signs: Signs) -> Signs:
    """The signs of a line of a page without a sentence: only what is certain counts.

    Short lines and times are what its article is made of: "10:05 Port is closed".
    """
    stamped = signs.reason in ("time stamp", OTHERS) and not signs.section
    if stamped or signs.weight < _CERTAIN:
        return replace(signs, weight=min(0.0, signs.weight))
    return signs


def _printed_twice(lines: Sequence[Line], signs: Sequence[Signs]) -> list[int]:
    """Where a headline stands that is printed more than once, or ends a breadcrumb line."""
    stop = next((i for i, line in enumerate(lines) if is_prose(line) and line.is_stopped
                 and signs[i].weight < 0), len(lines))  # fmt: skip
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines[:stop]):
        if len(line.text) < TITLE_LIMIT and " " in line.text and signs[i].weight < _CERTAIN:
            places.setdefault(line.low.rstrip(" .!"), []).append(i)
    crumbs = {last_crumb(line) for line in lines[:stop] if is_crumbs(line)}
    twice = [at for low, at in places.items() if len(at) > 1 or low in crumbs]
    return max(twice, key=lambda at: (len(lines[at[0]].text), -at[0]), default=[])


def _echoes(lines: Sequence[Line]) -> set[int]:
    """Headlines below the first paragraph that already stood above it."""
    stop = next((i for i, line in enumerate(lines) if is_prose(line)), len(lines))
    above = {line.low for line in lines[:stop] if line.text.count(" ") > 2}
    return {i for i in range(stop, len(lines)) if lines[i].low in above}


def _steps(lines: Sequence[Line], signs: Sequence[Signs], twice: list[int]) -> list[Step]:
    """The lines as the path sees them."""
    stems = _stems_of_article(lines, signs)
    main = _main_script(lines, signs)
    beside = _beside(lines, signs) if any(map(is_prose, lines)) else [0.0] * len(lines)
    steps = []
    announced = False
    for i, (line, sign) in enumerate(zip(lines, signs, strict=True)):
        weight = sign.weight + beside[i]
        if weight < 0 and len(lines) < 4:
            weight *= 2  # there is hardly a page around two lines
        inset = sign.inset
        announced = i > 0 and (signs[i - 1].foreign or announced) and not line.is_ended
        if announced and -1 < weight < 2:
            weight, inset = weight + _ANNOUNCED, 0.0
        if weight < 0 and is_prose(line):
            weight -= _shared_with_others(line, stems)
        if main and weight < 0 and script(line.low[:200]) not in (main, "none"):
            weight, inset = weight + _OTHER_SCRIPT, inset + _OTHER_SCRIPT
        if i in twice:
            first = i == twice[0]
            steps.append(Step(weight if first else _REPEATED, 8.0 if first else -math.inf))
            continue
        title = _title_weight(line, sign, stems) if not twice else -math.inf
        headline = not line.is_ended and line.text.count(" ") > 2
        steps.append(Step(weight, title, inset, sign.foreign, headline))
    return steps


def _beside(lines: Sequence[Line], signs: Sequence[Signs]) -> list[float]:
    """What the two lines above and below say of a line that is no sentence of an article.

    "Anna" means nothing, but between a time stamp and "Reply" it is who wrote a comment.
    """
    again = _again(lines)
    sure = [sign.weight >= _CERTAIN or i in again for i, sign in enumerate(signs)]
    short = [len(line.text) < 100 and not line.is_ended for line in lines]
    found = []
    for i, sign in enumerate(signs):
        near = [*range(max(0, i - 2), i), *range(i + 1, min(len(signs), i + 3))]
        value = sum(_BESIDE_SURE * sure[j] + _BESIDE_SHORT * short[j] for j in near)
        if is_signature(lines[i]) and not again.isdisjoint((i - 1, i + 1)):
            value += _POSTER
        elif i in again:
            value += _AGAIN
        found.append(value if sign.weight > -1 and short[i] else 0.0)
    return found


def _again(lines: Sequence[Line]) -> set[int]:
    """Short lines that a page prints again and again, but for their numbers: "Posts: 12".

    Whoever speaks in an interview is named again and again too, so names do not count.
    """
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) < _LONG and not line.is_ended and not is_signature(line):
            places.setdefault(re.sub(r"\d+", "0", line.low), []).append(i)
    return {i for same in places.values() if len(same) >= _TIMES for i in same}


def _main_script(lines: Sequence[Line], signs: Sequence[Signs]) -> str:
    """The script of most paragraphs."""
    sizes: Counter[str] = Counter()
    for line, sign in zip(lines, signs, strict=True):
        if sign.weight < -1:
            sizes[script(line.low[:200])] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else ""


def _title_weight(line: Line, sign: Signs, stems: Counter[str]) -> float:
    """How much a line is like the title of this article: it shares words with the text."""
    if len(line.text) >= TITLE_LIMIT or is_signature(line):
        return -math.inf
    if is_prose(line) and line.is_stopped:
        return -math.inf
    own = _stems(line.low)
    base = 0.0 if line.is_stopped else 1.5
    if len(own) < 2:
        return base - 1.0 - max(0.0, sign.weight)
    shared = sum(stems[stem] > 0 for stem in own) / len(own)
    return base + 4.0 * shared - max(0.0, sign.weight)


def _shared_with_others(line: Line, stems: Counter[str]) -> float:
    """How much a paragraph's words recur in others, as an article's do and a teaser's do not."""
    own = _stems(line.low)
    shared = sum(stems[stem] > 1 for stem in own) / max(1, len(own))
    return _RECURRING * max(0.0, shared - _RECURRING_ANYHOW)


def _stems(low: str) -> set[str]:
    """The beginnings of a line's longer words, which most endings leave alone."""
    return {word[:_STEM] for word in re.findall(r"[^\W_]{4,}", low[:_OVERLAP_READ])}


def _stems_of_article(lines: Sequence[Line], signs: Sequence[Signs]) -> Counter[str]:
    """The beginnings of words that stand in the paragraphs."""
    found: Counter[str] = Counter()
    read = 0
    for line, sign in zip(lines, signs, strict=True):
        if sign.weight < -1 and is_prose(line):
            found.update(_stems(line.low))
            read += len(line.text)
            if read > _OVERLAP_READ:
                break
    return found


def _reasons(
    lines: Sequence[Line], signs: Sequence[Signs], path: Sequence[Part], twice: list[int]
) -> dict[int, _Cut]:
    """What goes and why; in the foot a line without a reason of its own has its section's."""
    found: dict[int, _Cut] = {}
    section, foreign = "", False
    for i, part in enumerate(path):
        if part in (Part.TITLE, Part.ARTICLE):
            continue
        sign = signs[i]
        reason = sign.reason
        if i in twice:
            reason = _REPEATED_REASON
        if part in (Part.FOOT, Part.OTHERS):
            foreign = foreign or sign.foreign or reason in _FOREIGN
            if sign.section or (reason in _FOREIGN):
                section = reason
            elif section and not _keeps_own(reason):
                reason = section
        elif not reason and len(lines[i].text.split()) <= 3:
            reason = "menu" if part is Part.HEAD else ""
        found[i] = _Cut(reason or _REASON[part], foreign)
    return found


def _keeps_own(reason: str) -> bool:
    return reason not in ("", "staff", "read also")


def _title_at(lines: Mapping[int, Line], cuts: Mapping[int, _Cut]) -> int | None:
    """Where the title stands: the first line that stays, if short and no sentence."""
    for i, line in lines.items():
        if i not in cuts:
            return None if line.is_stopped or len(line.text) >= TITLE_LIMIT else i
    return None


def _loses_too_much(lines: Sequence[Line], signs: Sequence[Signs], cuts: dict[int, _Cut]) -> bool:
    """Whether removing would leave less than `KEEP` of the long lines, or nothing at all.

    Lines that are certainly page by what they say do not count: a page may well have more
    notices than text.
    """
    sizes: Counter[int] = Counter({i: len(line.text) for i, line in enumerate(lines)})
    long = {i: n for i, n in sizes.items() if n >= _LONG and signs[i].weight < _CERTAIN}
    weighed = long or sizes
    stays = sum(size for i, size in weighed.items() if i not in cuts)
    return bool(cuts) and stays < (KEEP if long else KEEP / 2) * sum(weighed.values())
