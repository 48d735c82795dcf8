"""What words say and what sentences are taken to do, weighed together."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer.case import Case
from reviewer.errors import RuleError
from reviewer.evidence import weighing
from reviewer.evidence.decision import DECIDING, decision_by_words, detect_decision
from reviewer.evidence.elements import WEIGHED, find_elements
from reviewer.evidence.grounds import find_bare_claims
from reviewer.evidence.weighing import load_weights, said_in_body, strongest
from reviewer.exchange import ACTS, Said
from reviewer.language import analyse
from reviewer.review import prepare

REPLIES = Path(__file__).parent / "decisions"
FRAME = {
    "en": ("Dear Ann,\n\n", "\n\nKind regards,\nBob Lee"),
    "ru": ("Здравствуйте, Анна!\n\n", "\n\nС уважением,\nИван Петров"),
}
NOTHING = dict.fromkeys((*ACTS, "bare"), -5.0)


def said_of(reply, *acts):
    """One sentence after the other, each with what it is said to do."""
    return tuple(
        Said(one.start, one.end, NOTHING | dict.fromkeys(own, 5.0))
        for one, own in zip(reply.sentences, acts, strict=True)
    )


@pytest.mark.parametrize(
    ("acts", "decision"),
    [
        ([["grant", "dated"], []], "satisfy"),
        ([["against", "refuse"], ["route"]], "refuse"),
        ([["grant", "less"], ["refuse", "against"]], "partial"),
        ([["await", "undated"], ["await", "condition"]], "interim"),
    ],
)
def test_what_sentences_do_decides_where_words_are_silent(acts, decision):
    reply = analyse("The first line tells of it. The second line does as well.", "en")
    assert decision_by_words(reply, None) == "refuse"
    assert detect_decision(reply, None, said_of(reply, *acts)) == decision


def test_an_element_is_found_by_meaning_and_shown_by_its_sentence():
    reply = analyse("Wasps in the nursery would alarm anyone. The lift works on Mondays only.", "en")
    exchange = prepare(Case(reply=reply.text, language="en"), today=date(2026, 3, 2))[0]
    told = replace(exchange, reply=reply, said=said_of(reply, ["empathy"], []))
    silent = replace(exchange, reply=reply, said=said_of(reply, [], []))
    assert [one.of(reply.text) for one in find_elements(told)["empathy"]] == [
        "Wasps in the nursery would alarm anyone."
    ]
    assert "empathy" not in find_elements(silent)
    assert "empathy" not in find_elements(replace(exchange, said=()))


def test_a_claim_without_known_words_is_found_by_meaning_and_only_where_nothing_is_behind_it():
    text = "That limp is older than our ladder. Everything else is in order with the delivery."
    reply = analyse(text, "en")
    bare = said_of(reply, ["bare", "against", "refuse"], [])
    (claim,) = find_bare_claims(reply, decision="refuse", said=bare)
    assert (claim.code, claim.span.of(text)) == ("EVD901", "That limp is older than our ladder")
    resting = said_of(reply, ["against", "basis"], ["basis"])
    assert find_bare_claims(reply, decision="refuse", said=resting) == ()
    assert find_bare_claims(reply, decision="satisfy", said=bare) == ()


def test_greeting_and_signature_do_nothing():
    reply = analyse("The window is mended.".join(FRAME["en"]), "en")
    said = tuple(Said(one.start, one.end, NOTHING | {"grant": 5.0}) for one in reply.sentences)
    body = said_in_body(reply, said)
    assert [reply.text[one.start : one.end] for one in body] == ["The window is mended.", "Kind regards,"]
    assert strongest([], "grant") == -1.0


@pytest.mark.parametrize("language", list(FRAME))
def test_decisions_of_own_replies(language):
    replies = tomllib.loads((REPLIES / f"{language}.toml").read_text("utf-8"))["reply"]
    cases = [Case(reply=one["text"].join(FRAME[language]), language=language) for one in replies]
    right = [
        prepare(case, today=date(2026, 3, 2))[0].decision == one["decision"]
        for case, one in zip(cases, replies, strict=True)
    ]
    assert sum(right) >= 0.7 * len(right)  # half of them in words no letter has


def test_what_is_asked_and_promised_beside_a_refusal_is_a_part():
    reply = analyse("Починим замок, как только придёт личинка. Плату за май не вернём.", "ru")
    assert decision_by_words(reply, analyse("Прошу починить замок и вернуть плату за май.", "ru")) == "partial"
    assert decision_by_words(reply, analyse("Верните плату за май.", "ru")) == "refuse"


def test_every_weight_is_of_something_that_is_weighed():
    weights = load_weights()
    votes = {f"words_{name}" for name in weights.decision}
    assert set(weights.decision) == {"satisfy", "partial", "refuse", "interim"}
    assert all(set(own) == {"intercept", *DECIDING, *votes} for own in weights.decision.values())
    assert set(weights.element) == set(WEIGHED)
    assert set(weights.claim) == {"letter", "line"}


def test_weights_that_hold_nonsense_are_refused(monkeypatch):
    monkeypatch.setattr(weighing, "read_toml", lambda path: {"decision": {"satisfy": {"grant": "much"}}})
    with pytest.raises(RuleError, match=r"E117 evidence/weights\.toml"):
        load_weights.__wrapped__()


def test_acts_of_annotated_letters_are_known():
    data = Path(__file__).parents[2] / "data" / "annotated"
    pairs, n_labelled = {}, 0
    for file in data.glob("pairs-*.jsonl"):
        pairs |= {one["id"]: one for one in map(json.loads, file.read_text("utf-8").splitlines())}
    for file in data.glob("acts-*.jsonl"):
        for one in map(json.loads, file.read_text("utf-8").splitlines()):
            n_labelled += 1
            record = pairs[one["id"]]
            assert all(words in record["reply"] for words, _ in one["acts"]), one["id"]
            assert {act for _, own in one["acts"] for act in own} <= {*ACTS, "bare"}, one["id"]
            assert all(point["quote"] in record["complaint"] for point in one["points"]), one["id"]
    assert n_labelled == len(pairs)
