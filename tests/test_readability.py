"""How easy a reply reads."""

import pytest

from reviewer.language import analyse
from reviewer.language.readability import readability

PLAIN = {
    "ru": "Мы проверили ваш заказ. Шкаф стоит на складе. Его привезут в среду, пятого мая. Водитель позвонит за час. "
    "Если день вам не подходит, скажите нам сегодня. Мы найдём другой. Деньги за доставку мы вернули.",
    "en": "We looked into your order. The desk is in our store. It will come to you on Wednesday, the fifth of May. "
    "The driver will ring an hour before. If the day does not suit you, tell us today. We will find another.",
}
HARD = {
    "ru": "Осуществление предусмотренных регламентом мероприятий по восстановлению работоспособности оборудования "
    "представляется целесообразным исключительно по завершении согласования соответствующей документации "
    "уполномоченными представителями эксплуатирующей организации, ответственными за материально-техническое "
    "обеспечение обслуживаемых территорий, с учётом установленной очерёдности удовлетворения потребностей.",
    "en": "Notwithstanding considerations previously communicated regarding organisational responsibilities, "
    "implementation of remedial interventions necessarily presupposes satisfactory finalisation of documentation "
    "requirements by authorised representatives of participating organisations, administratively accountable for "
    "proportionate prioritisation of operational necessities.",
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_plain_words_read_easily_and_officialese_does_not(language):
    plain, hard = (readability(analyse(text[language], language)) for text in (PLAIN, HARD))
    assert plain.band == "easy"
    assert hard.band == "very_hard"
    assert plain.longest < hard.longest


def test_by_hand():
    """Ten sentences of three words, six syllables each."""
    found = readability(analyse(" ".join(["Мама мыла раму."] * 10), "ru"))
    assert (found.n_words, found.n_sentences, found.longest) == (30, 10, 3)
    assert found.ease == pytest.approx(206.835 - 1.3 * 3 - 60.1 * 2)


@pytest.mark.parametrize("text", ["", "Добрый день!", "Деньги вернём 5 мая.", "7 8 9 " * 40])
def test_of_a_line_nothing_is_said(text):
    assert readability(analyse(text, "ru")) is None
