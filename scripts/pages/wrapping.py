"""Made-up pages around real articles: ten kinds of chrome, pasted as text, with their gold.

A page is a list of lines, each of which is the article's or the page's. `wrap` builds one
from an article and the phrases of a language (`chrome_phrases.tsv`), which may be another
language than the article's. The same seed gives the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

_NAMES = {
    "en": (
        "Harriet Owen Felix Nora Gavin Tessa",
        "Lockwood Penhale Tarrant Ashdown Merrick Dunmore",
    ),
    "ru": (
        "Анна Глеб Марина Пётр Зоя Игнат",
        "Ремизенко Толмач Бережных Саввин Кривонос Лапшик",
    ),
    "uk": (
        "Соломія Остап Леся Гнат Дарина Юхим",
        "Гайдук Перебийніс Вербицьк Кравчун Лисогор Тимчак",
    ),
    "be": (
        "Алеся Янка Зоська Міхась Вольга Юрка",
        "Крывашэй Бурак Цвірка Дубавец Лапуцька Жылка",
    ),
    "de": (
        "Heike Jürgen Anke Ulrich Silke Thilo",
        "Brandhorst Kessler Ahlers Wiegand Möllmann Rüdiger",
    ),
    "fr": (
        "Claire Étienne Odile Bastien Maud Gaël",
        "Moreau Lefèbure Castaing Delorme Vaugelas Rochet",
    ),
    "es": (
        "Inés Álvaro Lucía Gonzalo Pilar Ramiro",
        "Quintero Baztán Llorente Arribas Zubiri Morales",
    ),
    "pl": (
        "Łucja Wojciech Hanna Zbigniew Iga Tadeusz",
        "Wiśniak Kołodziej Brzoza Mączka Żurawik Pawlik",
    ),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка "
    "лістапада снежня",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `own` when it is the article's (its title too)."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A wrapped article: its lines, and the personal names that only its chrome has."""

    kind: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The page as it would be pasted."""
        return "\n".join(line.text for line in self.lines)


@cache
def phrases() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """language → slot → what such pages say; alternatives of one row are apart."""
    found: dict[str, dict[str, list[str]]] = {}
    path = Path(__file__).with_name("chrome_phrases.tsv")
    for row in path.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            language, slot, text = row.split("\t")
            alternatives = [text] if slot in ("posted", "tags") else text.split("|")
            found.setdefault(language, {}).setdefault(slot, []).extend(alternatives)
    return {
        language: {slot: tuple(texts) for slot, texts in slots.items()}
        for language, slots in found.items()
    }


@dataclass
class Voice:
    """Speaks as one site in one language: fills the phrases, and remembers the names used."""

    language: str
    rng: Random
    names: list[str] = field(default_factory=list)
    site: str = ""

    def __post_init__(self) -> None:
        self.site = self.rng.choice(phrases()[self.language]["site"])

    def name(self) -> str:
        """A personal name; the page must not leave it in the article."""
        given, family = (self.rng.choice(part.split()) for part in _NAMES[self.language])
        self.names.append(f"{given} {family}")
        return self.names[-1]

    def clock(self) -> str:
        """A time of day."""
        return f"{self.rng.randrange(7, 23):02}:{self.rng.randrange(60):02}"

    def day(self) -> str:
        """A date in figures."""
        return f"{self.rng.randrange(1, 28):02}.{self.rng.randrange(1, 13):02}.2024"

    def date(self) -> str:
        """A date in words."""
        day, month = self.rng.randrange(1, 28), self.rng.choice(_MONTHS[self.language].split())
        return {
            "en": f"{month} {day}, 2024", "de": f"{day}. {month} 2024",
            "es": f"{day} de {month} de 2024", "ru": f"{day} {month} 2024 года",
        }.get(self.language, f"{day} {month} 2024")  # fmt: skip

    def section(self) -> str:
        """A word of the menu."""
        return self.rng.choice(phrases()[self.language]["menu"][1:])

    def say(self, slot: str, pick: int | None = None) -> str:
        """A phrase, filled in."""
        texts = phrases()[self.language][slot]
        return self.fill(self.rng.choice(texts) if pick is None else texts[pick % len(texts)])

    def fill(self, text: str) -> str:
        """The text with its gaps filled."""
        makers: dict[str, Callable[[], str]] = {
            "{head}": lambda: self.say("head"), "{name}": self.name, "{clock}": self.clock,
            "{day}": self.day, "{date}": self.date, "{section}": self.section,
            "{n}": lambda: str(self.rng.randrange(2, 99)), "{year}": lambda: "2024",
            "{site}": lambda: self.site,
        }  # fmt: skip
        for gap, make in makers.items():
            while gap in text:
                text = text.replace(gap, make(), 1)
        return text

    def menu(self, size: int) -> list[str]:
        """The first words of the menu, which are in order."""
        return list(phrases()[self.language]["menu"][:size])

    def heads(self, size: int) -> list[str]:
        """Headlines of other articles, each once."""
        texts = list(phrases()[self.language]["head"])
        return [self.fill(text) for text in self.rng.sample(texts, min(size, len(texts)))]


_Builder = Callable[[Voice, str, Sequence[str]], list[Line]]


def _page(*lines: str) -> list[Line]:
    return [Line(text) for text in lines]


def _own(paragraphs: Sequence[str]) -> list[Line]:
    return [Line(text, own=True) for text in paragraphs]


def _with(paragraphs: Sequence[str], at: int, inset: Sequence[str]) -> list[Line]:
    """The paragraphs with lines of the page after the `at`-th of them."""
    return [*_own(paragraphs[:at]), *_page(*inset), *_own(paragraphs[at:])]


def _portal(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.say("cookie"), v.say("accept"), v.say("login"), v.site, *v.menu(9)),
        *_page(f"{v.menu(1)[0]} > {v.section()} > {title}", v.say("posted"), v.say("views")),
        Line(title, own=True), *_page(v.say("share"), v.say("photo", 0)),
        *_with(body, max(1, len(body) // 2), [v.say("inline")]),
        *_page(v.say("source"), v.say("share"), v.say("also")),
        *_page(*(f"{v.day()} {v.clock()} {head}" for head in v.heads(5))),
        *_page(v.say("comments"), v.say("mistake"), v.say("rights", 0), v.say("address")),
    ]  # fmt: skip


def _republisher(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.site, *v.menu(5), f"{v.menu(1)[0]} › {v.section()} › {title}"),
        Line(title, own=True),
        *_page(v.say("posted"), v.say("byline"), v.say("minutes"), title, v.say("photo", 0)),
        *_own(body), *_page(v.say("editors", 0), v.say("also"), *v.heads(4)),
        *_page(v.say("subscribe"), v.say("comments"), v.say("rights", 0)),
    ]  # fmt: skip


def _blog(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    lines = [
        *_page(v.site, " | ".join(v.menu(6))), Line(title, own=True),
        *_page(f"{v.say('byline', 0)} · {v.date()} · {v.say('minutes')}"), *_own(body),
        *_page(v.say("bio"), v.say("tags"), v.say("share"), v.say("subscribe"), v.say("comments")),
    ]  # fmt: skip
    for i in range(4):
        lines += _page(v.name(), f"{v.date()}, {v.clock()}", v.say("comment", i), v.say("reply"))
    return [*lines, *_page(v.say("rights"))]


def _telegram(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.site, f"{v.rng.randrange(2, 90)}K"),
        Line(title, own=True),
        *_own(body),
        *_page(v.say("source"), f"👉 {v.say('telegram')}", v.say("tags", 1), "❤ 24 👍 12 🔥 7"),
        *_page(f"👁 {v.rng.randrange(2, 9)}.1K  {v.clock()}", "https://t.example/c/1023/88"),
    ]


def _forum(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    lines = [
        *_page(v.site, v.say("login"), f"{v.menu(1)[0]} » {v.section()} » {title}"),
        Line(title, own=True), *_page(v.name(), v.say("forum", 2), v.say("forum", 0), v.day()),
        *_own(body), *_page(v.say("forum", 1)),
    ]  # fmt: skip
    for i in range(5):
        lines += _page(v.name(), v.say("forum", 2), v.say("forum", 0), f"{v.day()} {v.clock()}")
        lines += _page(v.say("comment", i), v.say("forum", 1))
    return lines


def _regional(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.site.upper(), v.date(), "  ".join(v.menu(6)), "USD 91,20  EUR 98,45  +12°"),
        Line(title, own=True), *_page(v.say("photo", 1)), *_own(body),
        *_page(v.say("byline", 1), v.say("editors", 1), v.say("mistake"), v.say("advert")),
        *_page(v.say("telegram"), v.say("also"), *v.heads(3), v.say("address"), v.say("rights", 1)),
    ]  # fmt: skip


def _finance(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    v = Voice("en", v.rng, v.names)
    return [
        *_page("S&P 500 5,120.41 +0.4%  Nasdaq 16,102.88 -0.1%  Brent 84.10 +1.2%", v.site),
        *_page("Markets   Wealth   Technology   Opinion   Subscribe   Sign In"),
        Line(title, own=True), *_page(v.say("byline", 0), v.say("posted"), "Save · Share · Gift"),
        *_page("In this article", "BRN1! +1.20% Follow", "KLX 41.07 -0.33% Follow"), *_own(body),
        *_page(v.say("editors", 0), "Disclosure: the writer holds none of these shares."),
        *_page("More from Markets", *v.heads(4), "Get real-time quotes with our app."),
        *_page("Data delayed by at least 20 minutes. See the full list of exchanges and delays."),
        *_page("Terms of Use", "Privacy Policy", "Do Not Sell My Personal Information"),
        *_page(v.say("rights", 0)),
    ]  # fmt: skip


def _foreign_frame(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.say("login"), v.site, *v.menu(6), str(v.rng.randrange(100, 999)), "0", "3"),
        Line(title, own=True),
        *_page(v.say("photo", 0)),
        *_own(body),
        *_page(v.say("rights", 1), v.say("subscribe"), v.say("share"), v.say("comments")),
        *_page(*(f"{head}\n{v.day()[:5]} {v.clock()}" for head in v.heads(6)), v.say("address")),
    ]


def _magazine(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    third = max(1, len(body) // 3)
    return [
        *_page(v.site, *v.menu(4), v.say("subscribe")), Line(title, own=True),
        *_page(v.say("byline"), v.say("posted")),
        *_with(body[: 2 * third], third, [v.say("advert"), v.say("subscribe")]),
        *_page(v.say("photo", 1)), *_own(body[2 * third :]),
        *_page(v.say("bio"), v.say("paywall"), v.say("also")),
        *_page(v.section(), *v.heads(1), v.say("teaser", 0), v.section(), *v.heads(1)),
        *_page(v.say("teaser", 1), v.say("telegram"), v.say("rights", 0)),
    ]  # fmt: skip


def _aggregator(v: Voice, title: str, body: Sequence[str]) -> list[Line]:
    return [
        *_page(v.site, v.say("login"), *(f"{v.clock()} {head}" for head in v.heads(4))),
        Line(title, own=True), *_page(f"{v.day()} {v.clock()}", v.say("source"), v.say("views")),
        *_own(body), *_page(v.say("share"), f"#{v.section().lower()}"),
        *_page(*(line for head in v.heads(5) for line in (v.clock(), head))),
        *_page(v.say("accept"), v.say("cookie"), v.say("rights")),
    ]  # fmt: skip


KINDS: Mapping[str, _Builder] = {
    "portal": _portal, "republisher": _republisher, "blog": _blog, "telegram": _telegram,
    "forum": _forum, "regional": _regional, "finance": _finance, "foreign": _foreign_frame,
    "magazine": _magazine, "aggregator": _aggregator,
}  # fmt: skip


def wrap(kind: str, language: str, title: str, body: Sequence[str], seed: int) -> Page:
    """An article in a page of one kind whose chrome is in `language`."""
    voice = Voice(language, Random(f"{kind} {language} {title} {seed}"))  # noqa: S311
    built = KINDS[kind](voice, title, body)
    lines = [Line(text, line.own) for line in built for text in line.text.split("\n")]
    if voice.rng.random() < 0.5:  # half of all pages have blank lines between their paragraphs
        lines = [one for line in lines for one in ((line, Line("")) if line.own else (line,))]
    article = " ".join([title, *body])
    return Page(kind, tuple(lines), tuple(n for n in voice.names if n not in article))
