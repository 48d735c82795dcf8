"""The decision a reply expresses."""

import pytest
from letters import FILES, exchange_of, read_letter

from reviewer.evidence.decision import detect_decision, explain_decision
from reviewer.language import analyse


@pytest.mark.parametrize("name", list(FILES))
def test_decision_of_letters(name):
    assert detect_decision(exchange_of(name).reply) == read_letter(name)["decision"]


@pytest.mark.parametrize(
    ("language", "reply", "decision"),
    [
        ("ru", "Если экспертиза подтвердит дефект, деньги вернём. Пока ждём её заключение.", "interim"),
        ("ru", "Вы пишете, что банк обязан вернуть деньги. Вернуть их не можем.", "refuse"),
        ("ru", "Вернём 4 000 рублей за ремонт, расходы на такси возместить не сможем.", "partial"),
        ("ru", "Можем подарить сертификат, но деньги вернуть не сможем.", "refuse"),
        ("ru", "Перерасчёт сделан, переплата зачтена в мартовской квитанции.", "satisfy"),
        ("ru", "Плату за апрель списывать не будем.", "satisfy"),
        ("en", "If the test shows a fault, we will refund you. We are waiting for the lab.", "interim"),
        ("en", "We can't offer a refund, but I could send you a voucher.", "refuse"),
        ("en", "We'll refund the ticket but cannot cover the hotel.", "partial"),
        ("en", "Your refund of £12 was issued today.", "satisfy"),
        ("en", "I'm unable to change the outcome.", "refuse"),
    ],
)
def test_decision_rests_on_what_is_asserted(language, reply, decision):
    assert detect_decision(analyse(reply, language)) == decision


def test_decision_names_its_words():
    reply = analyse("Деньги не вернём.", "ru")
    found = explain_decision(reply)
    assert {side: [one.of(reply.text) for one in places] for side, places in found.items()} == {"refuse": ["не вернём"]}
