"""Thirty pairs of our own: what is copied wrongly, what is left open, what is stated with nothing behind it."""

import tomllib
from pathlib import Path

import pytest

from reviewer.evidence.coverage import cover_points, is_firm, open_points
from reviewer.evidence.facts import find_mismatches
from reviewer.evidence.grounds import find_bare_claims
from reviewer.evidence.points import find_points
from reviewer.evidence.sums import find_wrong_sums
from reviewer.language import analyse

FOLDER = Path(__file__).parent / "pairs"
PAIRS = [
    pytest.param(language, pair, id=f"{language}-{pair['id']}")
    for language in ("ru", "en")
    for pair in tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["pair"]
]


def both(pair, language):
    return analyse(pair["complaint"], language), analyse(pair["reply"], language)


def mismatches(complaint, reply):
    spans = [(one.found.start, one.found.end) for one in find_mismatches(complaint, reply)]
    spans += [(one.start, one.end) for one in find_wrong_sums(reply, complaint)]
    return [reply.text[start:end] for start, end in sorted(spans)]


def still_open(complaint, reply):
    covered = cover_points(find_points(complaint), complaint, reply, decision="partial")
    return [one.point.span.of(complaint.text) for one in open_points(covered) if is_firm(one)]


@pytest.mark.parametrize(("language", "pair"), PAIRS)
def test_facts_copied_wrongly_are_found_and_no_others(language, pair):
    assert mismatches(*both(pair, language)) == pair["mismatch"]


@pytest.mark.parametrize(("language", "pair"), PAIRS)
def test_dropped_points_are_open_and_no_others(language, pair):
    assert still_open(*both(pair, language)) == pair["open"]


@pytest.mark.parametrize(("language", "pair"), PAIRS)
def test_bare_claims_are_found_and_no_others(language, pair):
    reply = analyse(pair["reply"], language)
    assert [one.span.of(reply.text) for one in find_bare_claims(reply)] == pair["bare"]


def swap_paragraphs(text):
    paragraphs = text.split("\n\n")
    return "\n\n".join([*paragraphs[:1], *reversed(paragraphs[1:-1]), *paragraphs[1:][-1:]])


NEUTRAL = {
    "ru": "\n\nОтделение работает по будням и отвечает на письма ежедневно.",
    "en": "\n\nOur office is open on weekdays and answers letters daily.",
}


@pytest.mark.parametrize(("language", "pair"), PAIRS)
@pytest.mark.parametrize("change", ["order", "neutral", "typography"])
def test_pairing_does_not_hang_on_order_or_typography(language, pair, change):
    reply = {
        "order": swap_paragraphs,
        "neutral": lambda text: text + NEUTRAL[language],
        "typography": lambda text: text.replace(" ", "\u00a0", 3).replace("«", '"').replace("»", '"').replace("’", "'"),
    }[change](pair["reply"])
    complaint, changed = analyse(pair["complaint"], language), analyse(reply, language)
    found = {words.replace("\u00a0", " ") for words in mismatches(complaint, changed)}
    assert found == set(pair["mismatch"])
    assert still_open(complaint, changed) == pair["open"]
