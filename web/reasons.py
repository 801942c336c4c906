"""Why spellings were joined, in the reader's language: a whole message for every reason.

The library gives codes with values (`given-table`, Siarhei, Сергей); no message is put
together from pieces, since languages order them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from web.locale import PageLanguage

if TYPE_CHECKING:
    from search.people.names import Reason
    from search.people.registry import Joining

_CUE: Final = re.compile(r"(?P<where>after|before) “(?P<cue>.*)”", re.DOTALL)


def reasons(speech: PageLanguage, found: Iterable[Reason]) -> tuple[str, ...]:
    """Each reason as a line."""
    return tuple(reason(speech, one.code, one.values) or str(one) for one in found)


def reason(speech: PageLanguage, code: str, values: tuple[str, ...]) -> str:
    """One reason; empty for a code that is not known."""
    message = _messages(speech).get(code)
    if message is None:
        return ""
    first, second = (*values, "", "")[:2]
    return message % {"a": first, "b": second} if values else message


def _messages(speech: PageLanguage) -> dict[str, str]:
    return _given(speech) | _others(speech)


def _given(speech: PageLanguage) -> dict[str, str]:
    _ = speech.gettext
    return {
        "equal": _("the same spelling"),
        "given-equal": _("given name: %(a)s in both"),
        "given-table": _("given name: %(a)s and %(b)s are one name, by the table of names"),
        "given-nickname": _("given name: %(a)s and %(b)s are its short and full form"),
        "given-sounds": _("given name: %(a)s and %(b)s sound alike"),
        "given-part": _("given name: %(a)s is a part of %(b)s"),
        "given-initial": _("initials: %(a)s fits %(b)s"),
        "given-missing": _("given name: only one of the spellings has it"),
        "given-differs": _("given name: %(a)s is not %(b)s"),
    }


def _others(speech: PageLanguage) -> dict[str, str]:
    _ = speech.gettext
    return {
        "patronymic-same": _("patronymic: %(a)s and %(b)s are one"),
        "patronymic-initial": _("patronymic: %(a)s fits %(b)s"),
        "patronymic-missing": _("patronymic: only one of the spellings has it"),
        "patronymic-differs": _("patronymic: %(a)s is not %(b)s"),
        "surname-equal": _("surname: %(a)s in both"),
        "surname-sounds": _("surname: the same sounds, %(a)s"),
        "surname-close": _("surname: %(a)s and %(b)s sound nearly alike"),
        "surname-part": _("surname: %(a)s is a part of %(b)s"),
        "surname-missing": _("surname: only one of the spellings has it"),
        "surname-differs": _("surname: %(a)s is not %(b)s"),
        "gender-differs": _("gender: %(a)s is the name of a man, %(b)s of a woman"),
        "generation-differs": _("generation: %(a)s is not %(b)s"),
        "order": _("word order: one of them begins with the surname"),
    }


def joined(speech: PageLanguage, joining: Joining) -> str:
    """How a spelling came to its person."""
    messages = {
        "seed": lambda: speech.gettext("The others were joined to it"),
        "names": lambda: speech.gettext("The same name as %(name)s", name=joining.to),
        "only": lambda: speech.gettext("Short for %(name)s: nobody else fits", name=joining.to),
        "company": lambda: speech.gettext(
            "Short for %(name)s: of those who fit, only this person is named with the same people",
            name=joining.to,
        ),
        "decision": lambda: speech.gettext("A reader decided so"),
    }
    return messages[joining.kind]()


def mention(speech: PageLanguage, told: str) -> str:
    """Why a stretch of an article was taken for a name, as `Mention.reason` tells it."""
    known = {
        "named in full": speech.pgettext("mention", "named in full"),
        "named alone": speech.pgettext("mention", "this name alone"),
        "same name": speech.pgettext("mention", "the same name again"),
        "initials": speech.pgettext("mention", "by initials"),
        "patronymic": speech.pgettext("mention", "by patronymic"),
        "surname": speech.pgettext("mention", "by surname"),
        "given name": speech.pgettext("mention", "by given name"),
        "a line of its own": speech.pgettext("mention", "a line of its own"),
    }
    parts = []
    for part in told.split("; "):
        cue = _CUE.fullmatch(part)
        if cue and cue["where"] == "after":
            parts.append(speech.pgettext("mention", "after “%(cue)s”", cue=cue["cue"]))
        elif cue:
            parts.append(speech.pgettext("mention", "before “%(cue)s”", cue=cue["cue"]))
        elif part:
            parts.append(known.get(part, part))
    return "; ".join(parts)


def role(speech: PageLanguage, name: str) -> str:
    """What somebody is to an article who is no person of its story."""
    return {
        "author": speech.pgettext("role", "author or editor"),
        "photo": speech.pgettext("role", "picture credit"),
    }.get(name, "")
