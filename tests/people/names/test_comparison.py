"""Spellings of one name are told from spellings of two, with reasons in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.people.names import CODES, Reason, compare, keys

SAME = """
Alexander Lukashenko | Александр Лукашенко
Aliaksandr Lukashenka | Александр Лукашенко
Aliaksandr Lukashenka | Alexander Lukashenko
Alexandre Loukachenko | Александр Лукашенко
Aleksander Łukaszenka | Аляксандр Лукашэнка
Alaksandr Łukašenka | Аляксандр Лукашэнка
Alexander Lukaschenko | Олександр Лукашенко
Александр Лукашенко | Аляксандр Лукашэнка
Александр Лукашенко | Олександр Лукашенко
Александр Григорьевич Лукашенко | Лукашенко Александр Григорьевич
Aliaksandr Ryhoravich Lukashenka | Александр Григорьевич Лукашенко
Sviatlana Tsikhanouskaya | Светлана Тихановская
Sviatlana Tsikhanouskaya | Святлана Ціханоўская
Sviatlana Tsikhanouskaya | Світлана Тихановська
Sviatlana Tsikhanouskaya | Svetlana Tikhanovskaya
Swetlana Tichanowskaja | Светлана Тихановская
Swiatłana Cichanouska | Святлана Ціханоўская
Svetlana Tikhanovskaïa | Светлана Тихановская
Siarhei Tsikhanouski | Сергей Тихановский
Siarhei Tsikhanouski | Sergei Tikhanovsky
Viktar Babaryka | Виктор Бабарико
Viktar Babaryka | Viktor Babariko
Viktar Babaryka | Віктар Бабарыка
Maria Kolesnikova | Мария Колесникова
Maryia Kalesnikava | Мария Колесникова
Maryia Kalesnikava | Марыя Калеснікава
Veranika Tsapkala | Вероника Цепкало
Valery Tsepkalo | Валерий Цепкало
Valery Tsapkala | Валерий Цепкало
Pavel Latushko | Павел Латушко
Pavel Latushka | Павал Латушка
Mikola Statkevich | Николай Статкевич
Mikalai Statkevich | Мікалай Статкевіч
Ales Bialiatski | Алесь Беляцкий
Ales Bialiatski | Алесь Бяляцкі
Volodymyr Zelenskyy | Владимир Зеленский
Volodymyr Zelensky | Володимир Зеленський
Wolodymyr Selenskyj | Володимир Зеленський
Wołodymyr Zełenski | Владимир Зеленский
Petro Poroshenko | Пётр Порошенко
Petro Poroschenko | Петро Порошенко
Yulia Tymoshenko | Юлия Тимошенко
Ioulia Timochenko | Юлия Тимошенко
Julija Tymoschenko | Юлія Тимошенко
Vitali Klitschko | Виталий Кличко
Vitalii Klychko | Віталій Кличко
Andriy Yermak | Андрей Ермак
Andrij Jermak | Андрій Єрмак
Serhii Lavrenko | Сергей Лавренко
Vladimir Putin | Владимир Путин
Vladimir Poutine | Владимир Путин
Wladimir Putin | Владимир Путин
Władimir Putin | Владимир Путин
Vladímir Putin | Володимир Путін
Уладзімір Пуцін | Владимир Путин
Boris Yeltsin | Борис Ельцин
Boris Jelzin | Борис Ельцин
Boris Eltsine | Борис Ельцин
Borys Jelcyn | Борис Ельцин
Nikita Khrushchev | Никита Хрущёв
Nikita Chruschtschow | Никита Хрущёв
Nikita Khrouchtchev | Никита Хрущев
Nikita Chruszczow | Никита Хрущёв
Nikita Khrushchev | Nikita Chruschtschow
Mikhail Gorbachev | Михаил Горбачёв
Michail Gorbatschow | Михаил Горбачёв
Mikhaïl Gorbatchev | Михаил Горбачев
Michaił Gorbaczow | Михаил Горбачёв
Leonid Brezhnev | Леонид Брежнев
Leonid Breschnew | Леонид Брежнев
Leonid Breżniew | Леонид Брежнев
Dmitry Medvedev | Дмитрий Медведев
Dmitri Medwedew | Дмитрий Медведев
Dmitrij Miedwiediew | Дмитрий Медведев
Sergey Lavrov | Сергей Лавров
Sergej Lawrow | Сергей Лавров
Siergiej Ławrow | Сергей Лавров
Sergueï Lavrov | Сергей Лавров
Sergei Shoigu | Сергей Шойгу
Sergej Schoigu | Сергей Шойгу
Sergueï Choïgou | Сергей Шойгу
Alexei Navalny | Алексей Навальный
Alexej Nawalny | Алексей Навальный
Aleksiej Nawalny | Алексей Навальный
Alexeï Navalny | Алексей Навальный
Mikhail Khodorkovsky | Михаил Ходорковский
Michail Chodorkowski | Михаил Ходорковский
Yevgeny Prigozhin | Евгений Пригожин
Jewgeni Prigoschin | Евгений Пригожин
Evgueni Prigojine | Евгений Пригожин
Anton Chekhov | Антон Чехов
Anton Tschechow | Антон Чехов
Anton Tchekhov | Антон Чехов
Fyodor Dostoevsky | Фёдор Достоевский
Fjodor Dostojewski | Федор Достоевский
Leo Tolstoy | Лев Толстой
Lew Tołstoj | Лев Толстой
Pyotr Tchaikovsky | Пётр Чайковский
Peter Tschaikowski | Пётр Чайковский
Gerhard Schröder | Герхард Шрёдер
Gerhard Schroeder | Герхард Шредер
Gerhard Schröder | Gerhard Schroeder
Angela Merkel | Ангела Меркель
Olaf Scholz | Олаф Шольц
Annalena Baerbock | Анналена Бербок
Ursula von der Leyen | Урсула фон дер Ляйен
Frank-Walter Steinmeier | Франк-Вальтер Штайнмайер
Jean-Claude Juncker | Жан-Клод Юнкер
Emmanuel Macron | Эммануэль Макрон
Emmanuel Macron | Емманюель Макрон
François Hollande | Франсуа Олланд
Jacques Chirac | Жак Ширак
Nicolas Sarkozy | Николя Саркози
Donald Trump | Дональд Трамп
Joe Biden | Джо Байден
Barack Obama | Барак Обама
Hillary Clinton | Хиллари Клинтон
Bill Clinton | Билл Клинтон
George Bush | Джордж Буш
George Washington | Джордж Вашингтон
John Coale | Джон Коул
Winston Churchill | Уинстон Черчилль
Boris Johnson | Борис Джонсон
Theresa May | Тереза Мэй
Tony Blair | Тони Блэр
William Shakespeare | Уильям Шекспир
Charles Dickens | Чарльз Диккенс
Walter Scott | Вальтер Скотт
Arthur Conan Doyle | Артур Конан Дойл
Xavier Bettel | Ксавье Беттель
Javier Solana | Хавьер Солана
Josep Borrell | Жозеп Боррель
Pedro Sánchez | Педро Санчес
Silvio Berlusconi | Сильвио Берлускони
Giorgia Meloni | Джорджа Мелони
Mateusz Morawiecki | Матеуш Моравецкий
Mateusz Morawiecki | Матэуш Маравецкі
Jarosław Kaczyński | Ярослав Качиньский
Andrzej Duda | Анджей Дуда
Donald Tusk | Дональд Туск
Lech Wałęsa | Лех Валенса
Viktor Orbán | Виктор Орбан
Orbán Viktor | Виктор Орбан
Václav Havel | Вацлав Гавел
Recep Tayyip Erdoğan | Реджеп Тайип Эрдоган
Recep Tayyip Erdogan | Реджеп Эрдоган
Xi Jinping | Си Цзиньпин
Zhou Enlai | Чжоу Эньлай
Mao Zedong | Мао Цзэдун
Deng Xiaoping | Дэн Сяопин
Wen Jiabao | Вэнь Цзябао
Wang Yi | Ван И
Kim Jong-un | Ким Чен Ын
Kim Jong Un | Ким Чен Ын
Kim Jong Il | Ким Чен Ир
Moon Jae-in | Мун Чжэ Ин
Bashar al-Assad | Башар аль-Асад
Bashar Assad | Башар Асад
Abdel Fattah el-Sisi | Абдель Фаттах ас-Сиси
Mohammed bin Salman | Мухаммед бин Салман
Muammar Qaddafi | Муаммар Каддафи
Saddam Hussein | Саддам Хусейн
Ali Khamenei | Али Хаменеи
Benjamin Netanyahu | Биньямин Нетаньяху
Nursultan Nazarbayev | Нурсултан Назарбаев
Kassym-Jomart Tokayev | Касым-Жомарт Токаев
Ilham Aliyev | Ильхам Алиев
Nikol Pashinyan | Никол Пашинян
Mikheil Saakashvili | Михаил Саакашвили
Robert O'Brien | Роберт О'Брайен
Kate McDonald | Кейт Макдональд
Иван Громов | Громов Иван Петрович
Иван Петрович Громов | Ivan P. Gromov
А. Г. Лукашенко | Александр Григорьевич Лукашенко
Лукашенко А.Г. | Aliaksandr Ryhoravich Lukashenka
Саша Петров | Александр Петров
William Gates | Bill Gates
Dr. Angela Merkel | Angela Merkel
Щербаков Иван | Іван Шчарбакоў
Дмитрий Гнатюк | Дмитро Гнатюк
Андрій Шевченко | Андрей Шевченко
Ганна Краўцова | Анна Кравцова
Наталья Кочанова | Natallia Kachanava
Наталья Качанова | Natallia Kachanava
Ігар Сергяенка | Игорь Сергеенко
"""

DIFFERENT = """
John Coale | John Cole
Иван Бондарь | Иван Бондаренко
Ivan Bondar | Иван Бондаренко
Олег Минин | Олег Манин
Oleg Minin | Олег Манин
Максим Кравченко | Максим Кривченко
Maksim Krauchanka | Максим Кривченко
Сергей Тихановский | Светлана Тихановская
Siarhei Tsikhanouski | Sviatlana Tsikhanouskaya
Siarhei Tsikhanouski | Светлана Тихановская
Тихановский | Тихановская
Tsikhanouski | Тихановская
Alexander Smirnov | Alexandra Smirnova
Александр Смирнов | Александра Смирнова
Alexander Lukashenko | Alexandra Lukashenko
Виктор Лукашенко | Александр Лукашенко
Viktar Lukashenka | Александр Лукашенко
Bill Clinton | Hillary Clinton
Билл Клинтон | Hillary Clinton
Donald Trump | Melania Trump
Donald Trump | Иванка Трамп
Donald Trump Jr. | Donald Trump Sr.
Александр Иванович Петров | Александр Сергеевич Петров
Aleksandr Ivanovich Petrov | Александр Сергеевич Петров
Александр Коваль | Александр Ковалёв
Aleksandr Koval | Александр Ковалёв
Alexander Kovalev | Александр Коваленко
Alexander Kovalchuk | Александр Коваленко
Сергей Иванов | Сергей Ивашов
Sergei Ivanov | Сергей Ивашов
Sergei Ivanov | Сергей Иванков
Sergei Petrov | Сергей Петренко
Sergei Petrov | Сергей Перов
Sergei Belov | Сергей Белый
Андрей Попов | Андрей Поповский
Andrei Popov | Андрей Поповский
Andrei Popov | Андрей Папанов
Иван Сорокин | Иван Сорока
Ivan Sorokin | Иван Сорока
Michael Jackson | Michael Johnson
Michael Jackson | Майкл Джонсон
Joe Biden | Hunter Biden
Joe Biden | Хантер Байден
George Bush | Джордж Буль
Theresa May | Тереза Мао
John Smith | Джон Сноу
John Smith | Jane Smith
John Smith | Joan Smith
Anna Petrova | Anna Pavlova
Anna Petrova | Анна Перова
Anna Belova | Анна Былова
Dmitry Medvedev | Дмитрий Медведчук
Viktor Medvedchuk | Виктор Медведев
Igor Sechin | Игорь Сечкин
Vladimir Putin | Владимир Патин
Vladimir Putin | Владимир Пучин
Xi Jinping | Си Чжунсюнь
Kim Jong-un | Ким Чен Ир
Kim Jong Il | Kim Jong Un
Ван И | Ван Мин
Li Keqiang | Ли Пэн
Li Peng | Ли Кэцян
Emmanuel Macron | Brigitte Macron
Эммануэль Макрон | Brigitte Macron
Павел Морозов | Павел Мороз
Pavel Marozau | Павел Мороз
Andrei Sannikov | Андрей Санько
Николай Лукашенко | Александр Лукашенко
Дмитрий Лукашенко | Виктор Лукашенко
А. Лукашенко | Виктор Лукашенко
V. Lukashenko | Александр Лукашенко
А. В. Лукашенко | Александр Григорьевич Лукашенко
Mikhail Belousov | Михаил Белосусь
Mikhail Bely | Михаил Белых
Igor Nazarov | Игорь Назаренко
Roman Bondarenko | Роман Бондарев
Tom Hanks | Том Харди
Robert Kennedy | John Kennedy
Robert Kennedy | Джон Кеннеди
Paul Newman | Paul Neumann
Helmut Kohl | Helmut Koch
Helmut Kohl | Хельмут Кох
Rudolf Hess | Rudolf Höss
Jan Nowak | Jan Nowicki
Олена Зеленська | Володимир Зеленський
Olena Zelenska | Володимир Зеленський
Юрий Воскресенский | Юрий Вознесенский
Yury Vaskrasenski | Юрий Вознесенский
"""

DOUBTFUL = """
Лукашенко | Александр Лукашенко
А. Лукашенко | Александр Лукашенко
A. Lukashenka | Александр Лукашенко
Putin | Путин
Трамп | Donald Trump
John Coale | John Cole
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = (line.partition(" | ") for line in table.strip().splitlines())
    return [(one, other) for one, _, other in rows]


@pytest.mark.parametrize(("one", "other"), _pairs(SAME))
def test_spellings_of_one_name_are_the_same_and_share_a_key(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.same, [str(reason) for reason in found.reasons]
    assert not keys(one).isdisjoint(keys(other))


@pytest.mark.parametrize(("one", "other"), _pairs(DIFFERENT))
def test_names_of_two_people_are_not_the_same(one: str, other: str) -> None:
    found = compare(one, other)
    assert not found.same, [str(reason) for reason in found.reasons]


@pytest.mark.parametrize(("one", "other"), _pairs(DOUBTFUL))
def test_what_may_be_one_name_is_doubtful(one: str, other: str) -> None:
    assert compare(one, other).doubtful
    assert not compare(one, other).same


@pytest.mark.parametrize(("one", "other"), _pairs(SAME + DIFFERENT + DOUBTFUL))
def test_order_of_the_two_plays_no_part(one: str, other: str) -> None:
    assert compare(one, other).score == compare(other, one).score


def test_reasons_read_as_words() -> None:
    reasons = [str(one) for one in compare("Siarhei Tsikhanouski", "Сергей Тихановский").reasons]
    assert "given name: Siarhei and Сергей are one name (table)" in reasons
    reasons = [str(one) for one in compare("Aleksander Łukaszenka", "Аляксандр Лукашэнка").reasons]
    assert any(one.startswith("surname: the same sounds lukaš") for one in reasons)


def test_gender_is_a_reason_against() -> None:
    codes = {one.code for one in compare("Сергей Тихановский", "Светлана Тихановская").reasons}
    assert {"gender-differs", "given-differs"} <= codes


def test_every_reason_has_a_code_of_the_set() -> None:
    with pytest.raises(ValueError, match="unknown reason code"):
        Reason("guess")
    for one, other in _pairs(SAME + DIFFERENT):
        assert {reason.code for reason in compare(one, other).reasons} <= set(CODES)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_compare(one: str, other: str) -> None:
    found = compare(one, other)
    assert 0.0 <= found.score <= 1.0
    assert found.score == compare(other, one).score
    assert all(str(reason) for reason in found.reasons)
    if found.same and found.reasons[0].code != "equal":
        assert not keys(one).isdisjoint(keys(other))


@given(st.text(max_size=30))
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert compare(text, text).same
    assert keys(text)
