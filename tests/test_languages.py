"""Which language a headline, a paragraph or a whole page is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import identify, main_language, script_languages, spans
from search.documents import LANGUAGES, LanguageSpan

HEADLINES = {
    "en": """Ministers agree to reopen the border after talks
Grain ships wait for insurance in the strait
Airline files for bankruptcy and cancels all flights
Court frees journalist after two years in prison
Why the central bank is keeping rates where they are""",
    "ru": """Министры договорились открыть границу после переговоров
Суд освободил журналиста после двух лет тюрьмы
Авиакомпания объявила о банкротстве и отменила рейсы
Почему центральный банк не меняет ставку
Посол вернулся в Минск и ждёт встречи""",
    "uk": """Міністри домовилися відкрити кордон після переговорів
Суд звільнив журналіста після двох років ув'язнення
Авіакомпанія оголосила про банкрутство та скасувала рейси
Чому центральний банк не змінює ставку
Посол повернувся до Києва і чекає на зустріч""",
    "be": """Міністры дамовіліся адкрыць мяжу пасля перамоваў
Суд вызваліў журналіста пасля двух гадоў турмы
Авіякампанія абвясціла пра банкруцтва і скасавала рэйсы
Чаму цэнтральны банк не мяняе стаўку
Пасол вярнуўся ў Мінск і чакае сустрэчы""",
    "de": """Minister einigen sich auf die Öffnung der Grenze
Gericht lässt Journalisten nach zwei Jahren Haft frei
Fluggesellschaft meldet Insolvenz an und streicht alle Flüge
Warum die Zentralbank den Zins nicht ändert
Der Botschafter ist zurück und wartet auf ein Treffen""",
    "fr": """Les ministres s'accordent pour rouvrir la frontière
Le tribunal libère un journaliste après deux ans de prison
La compagnie aérienne dépose le bilan et annule ses vols
Pourquoi la banque centrale ne change pas ses taux
L'ambassadeur est de retour et attend une rencontre""",
    "es": """Los ministros acuerdan reabrir la frontera
El tribunal libera a un periodista tras dos años de prisión
La aerolínea se declara en quiebra y cancela sus vuelos
Por qué el banco central no cambia los tipos
El embajador ha vuelto y espera una reunión""",
    "pl": """Ministrowie zgodzili się otworzyć granicę po rozmowach
Sąd uwolnił dziennikarza po dwóch latach więzienia
Linia lotnicza ogłosiła upadłość i odwołała loty
Dlaczego bank centralny nie zmienia stóp
Ambasador wrócił i czeka na spotkanie""",
}
CASES = [(language, line) for language, lines in HEADLINES.items() for line in lines.split("\n")]


def test_headlines_are_told_apart_but_for_one_in_forty():
    wrong = [(language, line) for language, line in CASES if identify(line) != language]
    assert len(CASES) == 40
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_of_headlines_is_certain(language):
    assert identify(HEADLINES[language].replace("\n", ". ")) == language


@pytest.mark.parametrize(
    "text",
    [
        "I ministri si accordano per riaprire il confine dopo i colloqui",
        "Os ministros concordam em reabrir a fronteira depois das conversações",
        "Ministers worden het eens over het heropenen van de grens na overleg",
        "Ministři se dohodli na otevření hranice po jednáních",
        "Ministrarna enades om att öppna gränsen efter samtalen",
        "Министрите се споразумяха да отворят границата след преговорите",
        "Министри су се договорили да отворе границу после преговора",
        "Министрите се договорија да ја отворат границата по преговорите",
        "Министрлер келіссөздерден кейін шекараны ашуға келісті",
        "Οι υπουργοί συμφώνησαν να ανοίξουν τα σύνορα",
        "部长们同意重新开放边境",
        "وافق الوزراء على إعادة فتح الحدود",
        "12:45 18.12.2025",
        "",
        "Reuters",
        "😀 !!!",
    ],
)
def test_other_languages_and_no_language_are_unknown(text):
    assert identify(text) == "unknown"


@pytest.mark.parametrize(
    ("word", "language"),
    [("Straßenbahn", "de"), ("España", "es"), ("Łukaszenka", "pl"), ("Ціханоўская", "be"),
     ("Україна", "uk"), ("съёмки", "ru"), ("the deal", "en")],
)  # fmt: skip
def test_letters_and_small_words_decide_short_texts(word, language):
    assert identify(word) == language


def test_paragraphs_keep_their_own_language_and_neighbours_are_joined():
    russian, english = HEADLINES["ru"], HEADLINES["en"]
    text = f"{russian}\n{english}\n"
    assert spans(text) == (
        LanguageSpan(0, len(russian) + 1, "ru"),
        LanguageSpan(len(russian) + 1, len(text), "en"),
    )


def test_short_lines_take_the_language_of_the_document():
    text = f"Сделка\n{HEADLINES['uk']}\n18.12.2025\n\nУгода"
    assert spans(text) == (LanguageSpan(0, len(text), "uk"),)


def test_a_given_main_language_is_believed_where_a_line_is_unclear():
    assert spans("Сделка", main="ru") == (LanguageSpan(0, 6, "ru"),)
    assert spans("Reuters", main="ru") == (LanguageSpan(0, 7, "unknown"),)
    assert spans(HEADLINES["en"], main="ru")[0].language == "en"


def test_a_sentence_in_another_script_has_its_own_language():
    quote = '"We are ready to make a deal with them, but not at any price," he said.'
    text = f"Президент ответил журналистам в аэропорту коротко. {quote} Потом он уехал на юг."
    assert [text[span.start : span.end] for span in spans(text) if span.language == "en"] == [
        f"{quote} "
    ]
    assert {span.language for span in spans(text)} == {"ru", "en"}


def test_a_name_in_another_script_is_no_sentence():
    text = "Об этом в пятницу сообщила газета The Wall Street Journal, а с ней и Reuters."
    assert spans(text) == (LanguageSpan(0, len(text), "ru"),)


def test_a_text_of_very_many_lines_is_read_some_lines_at_a_time():
    line = HEADLINES["uk"].replace("\n", ". ")
    text = "\n".join([line] * 3_000 + [HEADLINES["en"].replace("\n", ". ")] * 3_000)
    found = spans(text)
    assert [span.language for span in found] == ["uk", "en"]
    assert abs(found[0].end - 3_000 * (len(line) + 1)) < 1_000


@pytest.mark.parametrize(
    "text",
    ["a\n" * 300_000, "\n" * 500_000, "\0\n" * 50_000, "\ud800 x\n" * 20_000, "я" * 1_000_000],
)
def test_monstrous_text_is_covered(text):
    assert spans(text)[-1].end == len(text)


def test_main_language_is_that_of_the_longest_part():
    found = (LanguageSpan(0, 10, "en"), LanguageSpan(10, 40, "ru"), LanguageSpan(40, 65, "en"))
    assert main_language(found) == "en"
    assert main_language(()) == "unknown"


def test_languages_of_a_script():
    assert set(script_languages("cyrillic")) == {"ru", "uk", "be"}
    assert set(script_languages("latin")) == {"en", "de", "fr", "es", "pl"}
    assert script_languages("other") == script_languages("none") == ()


@given(st.text(alphabet="аы і\n.Theцў ß", max_size=60) | st.text(max_size=60))
def test_spans_cover_the_whole_text_in_order(text):
    end = 0
    for span in spans(text):
        assert span.start == end < span.end
        assert span.language in (*LANGUAGES, "unknown")
        end = span.end
    assert end == len(text)
