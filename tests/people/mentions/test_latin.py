"""Persons in Latin script: who is found, where the name ends, and what is no person.

In the tables a sentence has its persons in square brackets; all else must stay unmarked.
"""

from __future__ import annotations

import re

import pytest

from search.people.mentions import latin

ENGLISH = """
[Angela Merkel] said on Monday that talks would go on.
The court heard [Sviatlana Tsikhanouskaya] and [Viktar Babaryka].
President [Joe Biden] met Prime Minister [Keir Starmer] in London.
Mr. [Hugo Penrose] and Mrs. [Penrose] left early.
Sen. [Bob Dole] told reporters that he would not run.
Lt. Col. [John Archer] was killed in action.
He was painted by [Vincent van Gogh] in Arles.
The sonata by [Ludwig van Beethoven] opened the evening.
[J. R. R. Tolkien] wrote it in Oxford.
[George W. Bush] and [Dick Cheney] were there too.
They remembered [Martin Luther King, Jr.] in Memphis.
[Osama bin Laden] was found in Abbottabad.
[Charles de Gaulle] spoke for an hour.
King [Charles III] opened Parliament.
The letter was signed by Pope [John Paul II].
[Conan O'Brien] joked about it.
[Mary-Anne O'Neil] and [Fiona McAllister] own the shop.
[Kim Jong-un] watched the parade with [Xi Jinping].
[Moon Jae-in] won the election.
[Shinzo Abe] resigned for reasons of health.
[Narendra Modi] thanked [Rahul Gandhi] for the debate.
[Mohammed bin Salman] flew to Cairo.
[Recep Tayyip Erdogan] called the decision wrong.
His wife [Anna] and daughter [Margaret] stayed at home.
[Lee]'s brother said nothing.
Singer [Adele Laurie] cancelled two concerts.
Former striker [Didier Drogba] scored twice.
"We will not leave," said [Farage].
[Wojciech Jaruzelski] (1923 – 2014) was a Polish general.
[Elena Ferris] (born 1971) is an engineer.
[Dmitri Karasov], 45, pleaded guilty.
[Tatiana Belova], who owns the house, refused.
Actors [Tom Hardwick], [Emily Brunt] and [Idris Obama] attended.
It was founded in 1898 by [Luigi Moretti] and his brother.
[Friedrich the Great] played the flute.
[William "Buckshot" Mayer] pitched in one game.
Treasury Secretary [Janet Yellen] spoke to Congress.
Apple CEO [Tim Cook] presented the figures.
Russian President [Vladimir Putin] did not attend.
Treaty or no treaty, [Grace Kelly] married a prince.
Secretary of State [Hillary Clinton] declined.
The Clinton Foundation gave money.
The Magnitsky Act was adopted in 2012.
She studied at Johns Hopkins University in Baltimore.
The USS John McCain left port.
Charles de Gaulle Airport was closed.
John Deere sold more tractors.
J.P. Morgan raised its forecast.
He lives in St. Louis, Missouri.
The Nobel Prize was given in Stockholm.
They walked along Lincoln Avenue to Madison Square.
The Kennedy Center reopened.
Washington and Moscow disagree.
They play in the Stanley Cup.
The village of Hamilton has a church.
He flew from Austin to Dallas.
The Lockheed Martin Corporation builds it.
The Abraham Lincoln Brigade fought in Spain.
Hurricane warnings came from San Francisco and Santa Fe.
On Monday, Parliament voted. In March, the Senate will.
The French and the Germans agreed with Brussels.
Mount Elbrus is higher than Mont Blanc.
The Democratic Party lost Ohio.
The F-16 Fighting Falcon landed.
He read The Washington Post and The Guardian.
Paris Saint-Germain beat Manchester United.
"""

GERMAN = """
Bundeskanzlerin [Angela Merkel] und [Ursula von der Leyen] trafen [Emmanuel Macron] in Berlin.
Außenminister [Heiko Maas] sagte, die Lage sei ernst.
Der Kremlchef [Wladimir Putin] schwieg.
Die Oppositionelle [Swetlana Tichanowskaja] forderte Neuwahlen.
[Olaf Scholz] und [Robert Habeck] stritten über den Haushalt.
[Johann Wolfgang von Goethe] lebte in Weimar.
Herr [Schmidt] kam zu spät.
Der Trainer [Jürgen Klopp] lobte die Mannschaft.
Nach dem Tod seines Vaters zog er nach Hamburg.
Die Konrad-Adenauer-Stiftung lud nach Minsk ein.
Das Spiel endete mit einem Tor in der letzten Minute.
Die Deutsche Bank senkte die Zinsen.
Der Flughafen München blieb geschlossen.
Die Straße wurde im Sommer gesperrt.
Im Bundestag sprach am Freitag die Opposition.
Frau [Baerbock] reiste nach Kiew.
[Angela Merkel]s Nachfolger trat zurück.
"""

FRENCH = """
Le président [Emmanuel Macron] a reçu Mme [von der Leyen] à Paris.
Selon M. [Dupont], rien ne presse.
L'opposante [Svetlana Tikhanovskaïa] a quitté le pays.
[Jean-Luc Mélenchon] et [Marine Le Pen] ont voté contre.
Le discours d'[Alexandre Loukachenko] a duré deux heures.
Le chancelier [Olaf Scholz] était absent.
L'écrivain [Victor Hugo] vécut à Guernesey.
[Charles de Gaulle] est né à Lille.
La ministre [Élisabeth Borne] a démissionné.
L'actrice [Juliette Binoche] présidait le jury.
La Banque de France a publié ses chiffres.
Le Conseil de l'Europe siège à Strasbourg.
La rue Victor Hugo est fermée.
Le Monde et Le Figaro en parlent.
Les États-Unis et la Chine négocient.
"""

SPANISH = """
El presidente [Pedro Sánchez] se reunió con [Gabriel García Márquez] en Madrid.
La ministra [Nadia Calviño] no asistió.
[Andrés Manuel López Obrador] ganó las elecciones.
El canciller [Olaf Scholz] y la señora [Merkel] llegaron tarde.
El entrenador [Pep Guardiola] elogió al equipo.
[Isabel Allende] escribió la novela en Chile.
El opositor [Leopoldo López] salió de la cárcel.
La cantante [Rosalía Vila] actuará en Sevilla.
[José Luis Rodríguez] y [Carmen Ortega] firmaron el acuerdo.
El Banco de España publicó el informe.
La Universidad de Salamanca cumple años.
El Reino Unido negocia con la Unión Europea.
La calle Alcalá está cerrada.
El Partido Popular perdió las elecciones.
En Buenos Aires llueve.
"""

POLISH = """
Prezydent [Andrzej Duda] spotkał się z [Donaldem Tuskiem] i [Jarosławem Kaczyńskim] w Warszawie.
[Tusk] powiedział, że negocjacje trwają.
Rzecznik Kremla [Dmitrij Pieskow] mówił o [Siergieju Ławrowie].
Szef Rady Europejskiej [Charles Michel] przyjechał do Wilna.
Rozmowa z [Agnieszką Holland] o filmie.
Książka [Olgi Tokarczuk] ukazała się wiosną.
Zdaniem prof. [Marka Belki] inflacja spadnie.
Premier [Mateusz Morawiecki] ogłosił decyzję.
[Swiatłana Cichanouska] wyjechała na Litwę.
Minister [Radosław Sikorski] i ambasador [Mark Brzezinski] podpisali umowę.
Wniosek poparł [Jean-Claude Juncker].
Według [Theresy May] umowa jest dobra.
Komisja Europejska przedstawiła plan.
Wielka Brytania opuściła Unię Europejską.
Sąd Najwyższy odroczył rozprawę.
Narodowy Bank Polski nie zmienił stóp.
W Poznaniu i w Krakowie padał deszcz.
Kiedy rząd upadł, ogłoszono wybory.
"""

OTHERS = """
Il presidente [Sergio Mattarella] ha incontrato [Giorgia Meloni] a Roma.
[Mark Rutte] en [Geert Wilders] spraken in Den Haag.
Statsminister [Magdalena Andersson] avgick.
"""


def cases() -> list[tuple[str, str]]:
    tables = {
        "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "pl": POLISH, "unknown": OTHERS,
    }  # fmt: skip
    return [(code, row) for code, table in tables.items() for row in table.strip().splitlines()]


def marked(text: str, language: str) -> str:
    """The text with its persons in brackets."""
    for span in reversed(latin.spans(text, language)):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(("language", "row"), cases())
def test_persons_and_nothing_else_are_found(language: str, row: str) -> None:
    text = re.sub(r"[\[\]]", "", row)
    assert marked(text, language) == row


def test_a_surname_is_known_once_the_full_name_has_been_given() -> None:
    text = "Reporters waited for Zbigniew Brzeznik. Everybody knew what Brzeznik wanted."
    assert marked(text, "en").count("[Brzeznik]") == 1


def test_a_surname_is_known_in_other_cases_of_polish() -> None:
    text = "Rozmawiano z Janem Wróbelskim. Wszyscy cenią Wróbelskiego za spokój."
    assert "[Wróbelskiego]" in marked(text, "pl")


def test_names_known_from_elsewhere_are_found_by_their_surname() -> None:
    text = "Nobody there had heard of Tsvirkun before."
    assert latin.spans(text, "en") == []
    assert [text[s.start : s.end] for s in latin.spans(text, "en", ["Pavel Tsvirkun"])] == [
        "Tsvirkun"
    ]


def test_a_word_often_written_small_is_no_name() -> None:
    text = "The baker said so. Baker bread is the best baker bread of any baker."
    assert latin.spans(text, "en") == []


def test_capitals_of_a_headline_tell_nothing() -> None:
    text = "Trade Deal Signed After Talks With Hanna Varabei\n\nThe deal was signed."
    assert marked(text, "en").startswith("Trade Deal Signed After Talks With [Hanna Varabei]\n")


def test_names_in_one_enumeration_speak_for_each_other() -> None:
    text = "The prize went to Maria Kowalski, Tadeusz Prus and Ostap Hrabiuk."
    assert marked(text, "en").count("[") == 3


def test_titles_and_possessives_stay_outside() -> None:
    text = "Chancellor Angela Merkel's speech"
    (span,) = latin.spans(text, "en")
    assert text[span.start : span.end] == "Angela Merkel"


def test_french_elision_stays_outside() -> None:
    text = "Le bureau d’Emmanuel Macron confirme."
    assert marked(text, "fr") == "Le bureau d’[Emmanuel Macron] confirme."
