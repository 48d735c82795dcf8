"""A text without full stops is cut into sentences that can be read in reasonable time."""

from reviewer.language import analyse

WORDS = "мы проверили заказ и вернём деньги если склад подтвердит что товар получен "


def test_text_without_full_stops_is_cut_and_nothing_is_lost():
    document = analyse(WORDS * 200, "ru")
    lengths = [sentence.last - sentence.first for sentence in document.sentences]
    assert max(lengths) <= 600
    assert sum(lengths) == len(document.tokens) == 12 * 200
    assert [one.last for one in document.sentences[:-1]] == [one.first for one in document.sentences[1:]]
