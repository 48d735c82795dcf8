"""The only place that knows the whole order: texts in, review out. Page, command line and batches call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from typing import Any, TypeVar

from reviewer.case import Case
from reviewer.classifier.estimate import estimate
from reviewer.classifier.reader import (
    RuleMark,
    is_learned,
    read_acts,
    read_sentences,
    second_codes,
    whole_words,
    with_doubts,
)
from reviewer.deadlines.check import check_deadlines
from reviewer.deadlines.vague import leave_one_vague
from reviewer.errors import InputError
from reviewer.evidence.check import check_evidence
from reviewer.evidence.decision import detect_decision
from reviewer.exchange import Exchange
from reviewer.findings import (
    SEVERITIES,
    Cue,
    Finding,
    Hit,
    Point,
    Promise,
    Review,
    Severity,
    Substantiation,
    at_least,
    kinds,
    merge,
)
from reviewer.language import Document, analyse
from reviewer.language.threads import one_thread
from reviewer.rules.load import RulePack, load_pack
from reviewer.rules.run import check_reply, to_findings
from reviewer.scoring import Scorecard, score, severity_in_case
from reviewer.text import TextSpan, check_text

VERSION = version("reply-reviewer")
# What a sentence rests on stands around it: the comparison of reply and complaint has weighed that already.
_WEIGHED = "unsupported_claim"
# Of the annotated letters with one of these all but one must not go out.
_UNSENDABLE = frozenset({"insult", "accusation", "threat"})
_RUDE = _UNSENDABLE | {"sarcasm", "dismissive", "shouting"}
_Quoted = TypeVar("_Quoted", Cue, Point, Promise)

Rules = RulePack | Mapping[str, RulePack]
"""The rules of one language, or of each by its name: a table may hold letters of both."""


def review(case: Case, *, today: date, pack: Rules | None = None) -> Review:
    """Return the review of one case.

    Parameters
    ----------
    case : Case
        Needs a complaint or a reply; without a complaint nothing is compared, without a reply only the complaint is
        assessed.
    today : datetime.date
        Stands for an unknown day of the reply.
    pack : RulePack or mapping of str to RulePack, optional
        A team's own rule book, of the reply's language or of each, with its service levels; the product's rules if
        not given.

    Returns
    -------
    Review

    Raises
    ------
    InputError
        E301 for a text too long, E306 if both texts are empty.

    Examples
    --------
    >>> review(Case(reply="Мы виноваты, ошибка произошла по нашей вине."), today=date(2026, 3, 2)).language
    'ru'
    """
    with one_thread():
        return _review(case, today, pack)


def _review(case: Case, today: date, pack: Rules | None) -> Review:
    exchange, substantiation = prepare(case, today=today)
    rules = _rules(pack, exchange.language)
    hits: list[Hit] = []
    reading = check_evidence(exchange)
    terms = check_deadlines(exchange, house=rules.levels)
    if exchange.reply is not None:
        hits += check_reply(exchange.reply, rules, channel=case.channel, sector=case.sector)
        hits += [*terms.hits, *reading.hits]
        hits = leave_one_vague(exchange.reply, hits, has_term=bool(terms.deadlines.promised))
        hits = _read_again(exchange, hits, rules)
    findings = _in_case(to_findings(hits, case.reply, rules), exchange, rules)
    card = scorecard(findings, pack=rules, exchange_has_reply=exchange.reply is not None)
    return Review(
        case_id=case.case_id,
        language=exchange.language,  # type: ignore[arg-type]
        jurisdiction=exchange.jurisdiction,  # type: ignore[arg-type]
        sector=case.sector,
        decision=exchange.decision,  # type: ignore[arg-type]
        substantiation=substantiation
        and substantiation.model_copy(update={"cues": _as_written(substantiation.cues, case.complaint)}),
        points=_as_written(reading.points, case.complaint),
        present=reading.present,
        deadlines=terms.deadlines.model_copy(update={"promised": _as_written(terms.deadlines.promised, case.reply)}),
        findings=findings,
        scores=card.as_scores(),
        verdict=card.verdict,
        legal_review=reading.legal_review,
        pack_id=rules.pack_id,
        version=VERSION,
    )


def _as_written(places: Iterable[_Quoted], text: str) -> tuple[_Quoted, ...]:
    """Return places that quote what was pasted: checks read it without its control characters."""
    return tuple(one.model_copy(update={"quote": text[one.start : one.end]}) for one in places)


def _read_again(exchange: Exchange, hits: list[Hit], rules: RulePack) -> list[Hit]:
    """Return what rules and checks found, weak findings in doubt as notes, with what the second reader adds."""
    kind_of = {code: loaded.kind for code, loaded in rules.rules.items()}
    marks = [
        RuleMark(hit.code, kind_of[hit.code], hit.start, hit.end)
        for hit in hits
        if hit.start is not None and hit.end is not None and hit.code in kind_of
    ]
    codes = second_codes(kind_of)
    if any(kind_of.get(hit.code) == "no_deadline" for hit in hits):
        codes.pop("vague_deadline", None)  # for one act a missing term is said once
    if exchange.said:
        codes.pop(_WEIGHED, None)
    assert exchange.reply is not None
    added, doubts = read_sentences(exchange.reply, marks, codes, channel=exchange.case.channel)
    # What must not go out is not softened by a guess, nor what a team's own book or the case has set; a term is held
    # against the calendar, not against an impression, and a note is a hint already.
    firm = {
        code
        for code, loaded in rules.rules.items()
        if loaded.code.severity in {"blocker", "note"}
        or severity_in_case(loaded.kind, loaded.code.severity, **_case_of(exchange)) == "blocker"
        or loaded.severity_set
        or code.startswith("OWN")
        or kinds()[loaded.kind].aspect == "deadlines"
        or loaded.kind == _WEIGHED
    }
    kept = with_doubts(hits, {place: why for place, why in doubts.items() if place[0] not in firm})
    whole = whole_words(exchange.reply, marks)
    return [*(_widened(hit, whole) for hit in kept), *added]


def _widened(hit: Hit, whole: Mapping[tuple[str, int, int], TextSpan]) -> Hit:
    if hit.start is None or hit.end is None or hit.replacement is not None:
        return hit  # a proposed wording stands for the words of its rule, not for more
    place = whole.get((hit.code, hit.start, hit.end))
    return hit if place is None else replace(hit, start=place.start, end=place.end)


def _case_of(exchange: Exchange) -> dict[str, Any]:
    """Return what the weight of an admission rests on."""
    by_people = exchange.case.investigation is not None
    return {"label": exchange.label, "decision": exchange.decision, "by_people": by_people}


def review_many(cases: Iterable[Case], *, today: date, pack: Rules | None = None) -> Iterator[Review]:
    """Yield the review of each case, in order; one at a time, so that memory does not grow with the table."""
    for case in cases:
        yield review(case, today=today, pack=pack)


def _rules(pack: Rules | None, language: str) -> RulePack:
    if isinstance(pack, RulePack):
        return pack
    return (pack or {}).get(language) or load_pack(language)


def scorecard(findings: Iterable[Finding], *, pack: RulePack, exchange_has_reply: bool = True) -> Scorecard:
    """Return the arithmetic behind the scores of a review's findings."""
    weights = {code: loaded.code.weight for code, loaded in pack.rules.items()}
    absent = {} if exchange_has_reply else dict.fromkeys(("tone", "admissions", "deadlines", "evidence"), "no reply")
    return score(tuple(findings), weights=weights, not_applicable=absent)


def detect_language(text: str) -> str:
    """Return ``ru`` where Cyrillic letters are at least as many as Latin ones, else ``en``.

    Examples
    --------
    >>> detect_language("Заказ iPhone получен"), detect_language("Dear Ms Petrova")
    ('ru', 'en')
    """
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    return "ru" if cyrillic and cyrillic >= latin / 2 else "en"


def prepare(case: Case, *, today: date) -> tuple[Exchange, Substantiation | None]:
    """Return a case with its unknowns filled in, and how its complaint looks.

    Raises
    ------
    InputError
        E301 for a text too long, E306 if both texts are empty.
    """
    complaint_text = check_text(case.complaint, where="complaint")
    reply_text = check_text(case.reply, where="reply")
    if not complaint_text.strip() and not reply_text.strip():
        raise InputError("E306", "there is no text", where="complaint, reply", cure="give a complaint or a reply")
    has_words = any(letter.isalpha() for letter in reply_text)
    language = case.language or detect_language(reply_text if has_words else complaint_text)
    jurisdiction = case.jurisdiction or {"ru": "ru", "en": "uk"}[language]
    complaint = _document(complaint_text)
    reply = analyse(reply_text, language) if reply_text.strip() else None
    substantiation = _substantiation(case, complaint)
    said = read_acts(reply) if reply else ()
    decision = (case.decision or detect_decision(reply, complaint, said)) if reply else None
    label = substantiation.label if substantiation else None
    return Exchange(case, language, jurisdiction, today, complaint, reply, decision, label, said), substantiation


def _document(text: str) -> Document | None:
    # A complaint may be in another language than the reply.
    return analyse(text, detect_language(text)) if text.strip() else None


def _substantiation(case: Case, complaint: Document | None) -> Substantiation | None:
    estimated = estimate(complaint, sector=case.sector) if complaint else None
    if case.investigation:
        return Substantiation(
            label=case.investigation,
            probability=estimated.probability if estimated else None,
            origin="investigation",
            model_id=estimated.model_id if estimated else None,
            cues=estimated.cues if estimated else (),
        )
    return estimated


def _in_case(findings: list[Finding], exchange: Exchange, rules: RulePack) -> tuple[Finding, ...]:
    judged = []
    beside = {one.kind for one in findings if at_least(one.severity, "warning") and not is_learned(one.trace)}
    is_rude = any(one.kind in _RUDE and one.severity != "note" and not is_learned(one.trace) for one in findings)
    for finding in findings:
        loaded = rules[finding.code]
        if loaded.severity_set:
            severity = loaded.code.severity
        else:
            severity = severity_in_case(
                finding.kind,
                finding.severity,
                **_case_of(exchange),
                beside=beside,
            )
        if is_learned(finding.trace):
            severity = _by_the_reader(finding, severity, is_rude=is_rude)
        judged.append(finding if severity == finding.severity else finding.model_copy(update={"severity": severity}))
    return merge(judged)


def _by_the_reader(finding: Finding, severity: Severity, *, is_rude: bool) -> Severity:
    """A learned reader points; a letter is stopped only where a rule that a person can read found it rude as well."""
    if finding.severity == "note":
        return "note"
    if is_rude and finding.kind in _UNSENDABLE:
        return "blocker"
    return min(severity, "error", key=SEVERITIES.index)
