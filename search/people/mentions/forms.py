"""What the form of a name tells: its gender, whether several people bear it, who acts beside it.

An ending often leaves both open ("Иванова" is she, or of him), so genders are sets.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from search.analysis.tokens import fold
from search.people.mentions.evidence import is_thing_word
from search.people.model import Gender

Genders = frozenset[Gender]

BOTH: Final[Genders] = frozenset(("m", "f"))
HE: Final[Genders] = frozenset(("m",))
SHE: Final[Genders] = frozenset(("f",))

_SHE: Final = re.compile(
    r".+(?:[сц]ь?к(?:ая|а|ую|ою|ої|ой|ай|у|ій)|"
    r"(?:[оеёая][вў]|[иіїы]н)(?:ой|ою|ої|ій|ай)|ая|[оеё]вой|[иы]ной)"
    r"|.+(?:sk|ck|tsk)(?:aya|aia|aja|aïa|a)|.+(?:ov|ev|in)a"
)
_HE: Final = re.compile(
    r".+(?:[сц]ь?к(?:ий|ый|і|ого|ому|им|ім|ага|аму)|"
    r"(?:[оеёая][вў]|[иіїы]н)(?:ым|им|ом|е|ові)?|ий|ый|"
    r"енком|енку|енка|энку|энкам|ічам|[уюіы]кам|чуком|чука|чуку|ичем|ича|ичу|ічем|іча|ічу|яном|яну)"
    r"|.+(?:sk|ck|tsk)(?:y|i|iy|ij|yi|yj|ii)|.+(?:ov|ev)"
)
_SEVERAL: Final = re.compile(
    r".{2,}(?:[сц]к(?:ие|ия|ия|ія)|[сц]ьк(?:і)|[оеё]в(?:ы|і|ых|ыми|ими)|[иы]н(?:ы|ых|ыми))"
    r"|.{3,}(?:ых|их|іх)|.{3,}(?:ей|ов|ам|ами)"
    r"|.{2,}(?:[чщ]ук[иі]|юк[иі]|[еэа]нк[иі]|[ие]ч[иі]|віч[ыі]|ян[иыі])"
)
_PLURAL: Final = re.compile(
    r"(?P<base>.{2,})(?P<ending>[сц]кие|[сц]ких|[сц]кими|[сц]ким|[сц]ькі|[сц]ьких|[сц]ькими|"
    r"[сц]кія|[сц]кіх|[сц]кімі|[оеё]вы|[оеё]вых|[оеё]выми|[оеё]ві|[оеё]вими|"
    r"[оеа]вы|[оеа]вых|ины|иных|иными|ині|іны|іных)"
)
_EITHER: Final = re.compile(r".+(?:[оеёа][вў]|[иіїы]н)а")
_GENITIVE: Final = re.compile(
    r"(?:^|\W)(?:у|от|для|без|до|из|против|против|про|від|для|ад|супраць|з|с)\s+$", re.IGNORECASE
)
_BEGINNING: Final = re.compile(r"(?:^|[.!?…\n]\s*|[—–-]\s+)$")
_SPEECH: Final = re.compile(
    r"(?:сказа[лвў]|рассказ|расказ|розпов|распав|заяви|заяўл|отмети|отмеч|зазначи|адзначы|добави|"
    r"додава|дода[влє]|дада[ўл]|дадає|ответ|відпов|адказ|подчерк|підкресл|падкрэс|объясн|поясн|"
    r"патлумач|сообщ|повідом|паведам|уточн|утачн|возраз|признал|призна[её]т|напис|счита|вважа|"
    r"лічы|полага|говор|гавор|каза|каже|кажа|думае|думає|вспомин|згаду|заверил|пообеща|обеща|"
    r"пожалов|пошутил|жарту|настаива|призв|закликав|каза[вў]|каза|заяв)"
)
_VERB: Final = re.compile(
    r".{2,}(?P<end>[аеиыуояюіїє](?:л|ла|в|ў|ла|лася|лась|лся|вся|ўся)"
    r"|[сзгкбрт]ла(?:ся|сь)?)"
)


@lru_cache(maxsize=100_000)
def surname_genders(word: str) -> Genders:
    """Who may bear a surname in this form; both when the form does not tell.

    >>> sorted(surname_genders("Тихановской")), sorted(surname_genders("Иванова"))
    (['f'], ['f', 'm'])
    """
    low = fold(word)
    if _HE.fullmatch(low):
        return HE
    if _SHE.fullmatch(low):
        # Трубецкой is a man's name too, but "Тихановской" nearly always hers.
        return SHE
    return BOTH


def plural_base(word: str) -> tuple[str, str] | None:
    """Base and ending of a surname in the plural (Тиханов, ские), or None."""
    match = _PLURAL.fullmatch(fold(word))
    return (match["base"], match["ending"]) if match else None


def singular(word: str, gender: Gender) -> str:
    """The surname of one of several: Тихановские → Тихановский or Тихановская.

    A form that is no plural (Гейтс, Лукашенко) stays.
    """
    found = plural_base(word)
    if found is None:
        return word
    base, ending = found
    she = gender == "f"
    if ending[1] in "кь":
        if "ь" in ending:
            tail = ending[0] + ("ька" if she else "ький")
        elif ending[2] in "іi" or "і" in ending:
            tail = ending[0] + ("кая" if she else "кі")
        else:
            tail = ending[0] + ("кая" if she else "кий")
    else:
        tail = ending[:2] + ("а" if she else "")
    return word[: len(base)] + tail


def is_several(word: str) -> bool:
    """Whether a surname after "братья" or "семья" names all of them: Орловых, Ковалей."""
    return bool(_SEVERAL.fullmatch(fold(word)))


def speaks(word: str) -> bool:
    """Whether a word is a verb of speech, whose subject is a person: сказал, заявила, кажа."""
    return _SPEECH.match(word) is not None


def acting(word: str) -> Genders:
    """Who does what a verb in the past tense tells: заявила → she; both for other words."""
    match = _VERB.fullmatch(fold(word)) if word.islower() else None
    if match is None:
        return BOTH
    return SHE if "ла" in match["end"] else HE


def _is_owned(before: str) -> bool:
    """Whether the word before is a thing: "тетради Морозова" are his, hers are Морозовой."""
    word = before.rsplit(maxsplit=1)[-1] if before[-1:] == " " and before.split() else ""
    return word.isalpha() and word.islower() and is_thing_word(word)


def governed(before: str, surname: str) -> Genders:
    """Who "Иванова" is by the words before it: he behind a preposition, she at the beginning.

    The form is his genitive or her nominative; both for all other forms.
    """
    if not _EITHER.fullmatch(fold(surname)):
        return BOTH
    if _GENITIVE.search(before) or _is_owned(before):
        return HE
    words = before.split()
    if words and speaks(words[-1]):  # "рассказала Морозова"
        return acting(words[-1])
    return SHE if _BEGINNING.search(before) else BOTH
