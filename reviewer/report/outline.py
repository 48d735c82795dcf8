"""What a report says, in the order a tired clerk needs it; how it is printed is the renderers' business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reviewer.case import Case
from reviewer.classifier.figures import trust_in
from reviewer.classifier.reader import read_acts
from reviewer.evidence.decision import explain_decision
from reviewer.findings import SEVERITIES, Cue, Finding, Place, Review, at_least
from reviewer.language import Document, analyse
from reviewer.language.counting import counted
from reviewer.language.messages import Messages, messages
from reviewer.language.readability import readability
from reviewer.report.checklist import checklist
from reviewer.review import scorecard
from reviewer.rules.load import RulePack, load_pack
from reviewer.scoring import LostPoints, Scorecard

# Project judgement: more than this of a quote does not help to find the place.
_LONGEST_QUOTE = 160
# Project judgement: a sentence of so many words is short; to shorten it helps less than plainer words.
_SHORT_SENTENCE = 15

_SPEAKS_FOR = {"satisfy": ("grant",), "partial": ("grant", "refuse"), "refuse": ("refuse",), "interim": ("await",)}

State = Literal["done", "open", "not_needed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered finding: a tag, the words it is about, and what to say of them."""

    number: int
    tag: str
    quote: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with a state: a step of the procedure, a point of the complaint."""

    state: State
    text: str


Block = str | Entry | Tick


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a report."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report in words."""

    title: str
    headline: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str


def make_outline(
    review: Review, *, case: Case | None = None, pack: RulePack | None = None, language: str | None = None
) -> Outline:
    """Return what to say about a review.

    Parameters
    ----------
    review : Review
    case : Case, optional
        The texts; with them the report can quote where the reply answers a point.
    pack : RulePack, optional
        The rules the review was made with; the product's own if not given.
    language : {"ru", "en"}, optional
        Of the report; the review's own if not given.
    """
    say = messages(language or review.language)
    rules = pack or load_pack(review.language)
    has_reply = review.decision is not None
    card = scorecard(review.findings, pack=rules, exchange_has_reply=has_reply)
    lead = [say("report.verdict_hint." + (review.verdict if has_reply else "complaint_only"))]
    lead += _score_lines(card, say)
    if review.decision is not None:
        lead += reply_lines(review, case.reply if case else "", say)
    if review.legal_review:
        reasons = ", ".join(_named(say, "legal", reason) for reason in review.legal_review)
        lead.append(say("report.legal_review", reasons=reasons))
    headline = say(f"report.verdict.{review.verdict}")
    if not has_reply and review.substantiation:
        headline = _label(review, say)
    sections = [section for section in _sections(review, case, rules, card, say) if section.blocks]
    title = say("report.title") + (f". {say('report.case', case_id=review.case_id)}" if review.case_id else "")
    footer = say("report.footer", pack_id=review.pack_id, version=review.version)
    return Outline(title, headline, tuple(lead), tuple(sections), footer)


def _sections(review: Review, case: Case | None, rules: RulePack, card: Scorecard, say: Messages) -> Iterator[Section]:
    serious = [one for one in review.findings if at_least(one.severity, "warning")]
    ranked = sorted(serious, key=lambda one: -SEVERITIES.index(one.severity))
    here = [one for one in ranked if one.start is not None]
    absent = [one for one in ranked if one.start is None]
    notes = [one for one in review.findings if one.severity == "note"]
    costs = _Costs(card)
    if review.decision is not None and not serious:
        yield Section(say("report.to_change"), (say("report.nothing_to_change"),))
    yield Section(say("report.to_change"), _entries(here, costs, say, first=1))
    yield Section(say("report.missing"), _entries(absent, costs, say, first=1 + len(here)))
    yield Section(say("report.to_note"), _entries(notes, costs, say, first=1 + len(serious)))
    if review.substantiation is not None:
        yield Section(say("report.points"), tuple(_points(review, case, say)) or (say("report.no_points"),))
    yield Section(say("report.deadlines"), tuple(_deadlines(review, say)))
    yield Section(say("report.complaint"), tuple(_complaint(review, say)))
    steps = tuple(Tick(step.state, say(f"report.step.{step.name}")) for step in checklist(review))
    yield Section(say("report.checklist"), steps if review.decision is not None else ())
    yield Section(say("report.rules_left_out"), tuple(str(problem) for problem in rules.problems))


class _Costs:
    """What each finding cost, taken off the card once for each finding."""

    def __init__(self, card: Scorecard) -> None:
        self._left: list[LostPoints] = [one for aspect in card.aspects for one in aspect.lost]

    def of(self, finding: Finding) -> LostPoints | None:
        for one in self._left:
            if (one.code, one.quote) == (finding.code, finding.quote):
                self._left.remove(one)
                return one
        return None


def _score_lines(card: Scorecard, say: Messages) -> Iterator[str]:
    if card.overall is None:
        yield say("report.score_none")
        return
    yield say("report.score", overall=card.overall, mean=_number(card.mean, say), minimum=card.minimum)
    parts = []
    for aspect in card.aspects:
        shown = str(aspect.points)
        if aspect.points is None:
            reason = _named(say, "reason", aspect.reason.replace(" ", "_"))
            shown = say("report.not_applicable", reason=reason)
        parts.append(f"{say(f'report.aspect.{aspect.aspect}')}: {shown}")
    yield " · ".join(parts)
    for aspect in card.aspects:
        if aspect.capped_by:
            name = say(f"report.aspect.{aspect.aspect}")
            yield say("report.capped", aspect=name, points=aspect.points, code=aspect.capped_by)


def reply_lines(review: Review, reply: str, say: Messages) -> tuple[str, ...]:
    """Return how the reply is read, with the words it rests on, how long it is and how easy to read."""
    name = say(f"report.decision_name.{review.decision}")
    decision = say("report.decision", decision=name)
    if not reply.strip():
        return (decision,)
    document = analyse(reply, review.language)
    quotes = _decided_by(review, document, say)
    lines = [say("report.decision_from", decision=name, quotes=quotes) if quotes else decision]
    found = readability(document)
    if found is not None:
        values = {
            "words": found.n_words,
            "mean": round(found.mean),
            "longest": found.longest,
            "ease": round(found.ease),
        }
        band = "fair_words" if found.band == "fair" and found.longest <= _SHORT_SENTENCE else found.band
        lines.append(say("report.length", **values) + " " + say(f"report.ease.{band}", **values))
    return tuple(lines)


def _decided_by(review: Review, reply: Document, say: Messages) -> str:
    sides = explain_decision(reply, read_acts(reply))
    words = [one.of(reply.text) for side in _SPEAKS_FOR[review.decision or ""] for one in sides.get(side, ())[:1]]
    return "; ".join(_quoted(_short(one), say) for one in words)


def _entries(findings: Sequence[Finding], costs: _Costs, say: Messages, *, first: int) -> tuple[Entry, ...]:
    return tuple(_entry(number, one, costs, say) for number, one in enumerate(findings, start=first))


def _entry(number: int, finding: Finding, costs: _Costs, say: Messages) -> Entry:
    lines = [finding.message, say("report.instead", fix=finding.fix)]
    if finding.replacement:
        lines.append(say("report.replace_with", replacement=finding.replacement))
    elif finding.replacement == "":
        lines.append(say("report.drop"))
    if finding.trace.get("origin") == "model":
        lines.append(say("report.by_model"))
    elif "second_reader" in finding.trace:
        lines.append(say("report.in_doubt"))
    because = say("report.because", code=finding.code, principle=finding.principle, source=_source(finding.source, say))
    cost = costs.of(finding)
    if cost is not None:
        aspect = say(f"report.aspect.{finding.aspect}")
        because += " " + say("report.lost", points=_number(cost.points, say), aspect=aspect)
    lines.append(because)
    tag = f"{say(f'report.severity.{finding.severity}')}, {say(f'report.kind.{finding.kind}')}"
    words = finding.quote or _open_point(finding)
    return Entry(number, tag, _quoted(words, say) if words else "", tuple(lines))


def _open_point(finding: Finding) -> str:
    point = finding.trace.get("point")
    words = point.get("quote", "") if isinstance(point, dict) else point
    return str(words or "")


def _points(review: Review, case: Case | None, say: Messages) -> Iterator[Tick]:
    for point in review.points:
        answer = say("report.covered" if point.covered else "report.open")
        if point.covered and point.covered_by and case:
            answer = say("report.covered_by", quote=_short(_words(case.reply, point.covered_by)))
        yield Tick("done" if point.covered else "open", f"{_quoted(point.quote, say)}: {answer}")


def _deadlines(review: Review, say: Messages) -> Iterator[str]:
    terms = review.deadlines
    if terms.reply_due_on and terms.act and terms.days is not None:
        days = counted(say.language, terms.days, terms.unit)
        due = _day(terms.reply_due_on, say)
        yield say("report.reply_due_law", date=due, days=days, act=terms.act, article=terms.article or "")
    elif terms.reply_due_on:
        yield say("report.reply_due", date=_day(terms.reply_due_on, say))
    else:
        yield say("report.no_term")
    for promise in terms.promised:
        key = "report.promised" if promise.on else "report.promised_no_date"
        on = _day(promise.on, say) if promise.on else ""
        yield say(key, quote=_short(promise.quote), for_=_named(say, "for_", promise.for_), date=on)


def _complaint(review: Review, say: Messages) -> Iterator[str]:
    estimate = review.substantiation
    if estimate is not None:
        yield _label(review, say) + "."
        if estimate.origin == "investigation":
            yield say("report.estimate_from_people")
        elif estimate.probability is None:
            yield say("report.estimate_none")
        if estimate.probability is not None:
            shown = f"{round(100 * estimate.probability)} %"
            yield say("report.probability", probability=shown)
            yield from trust_lines(estimate.model_id, say)
        if estimate.label == "unclear":
            yield say("report.estimate_unclear")
        yield from _cues([cue for cue in estimate.cues if cue.weight > 0], say("report.cues_for"), say)
        yield from _cues([cue for cue in estimate.cues if cue.weight < 0], say("report.cues_against"), say)


def trust_lines(model_id: str | None, say: Messages) -> Iterator[str]:
    """Yield what the model of an estimate learnt, and how often it is right."""
    trust = trust_in(model_id)
    yield say(f"report.estimate_{trust.origin if trust else 'unknown'}", model_id=model_id)
    if trust is None:
        yield say("report.estimate_error_unknown")
        return
    shares = (trust.decided, trust.right, trust.right_low, trust.right_high)
    decided, right, low, high = (str(round(100 * share)) for share in shares)
    yield say("report.estimate_error", decided=decided, right=right, low=low, high=high)


def _cues(cues: Sequence[Cue], title: str, say: Messages) -> Iterator[str]:
    for cue in sorted(cues, key=lambda one: -abs(one.weight)):
        yield f"{title}: {_quoted(cue.quote.rstrip(' ,;:'), say)}" + (f" ({cue.why})" if cue.why else "")


def _label(review: Review, say: Messages) -> str:
    estimate = review.substantiation
    assert estimate is not None
    return say(f"report.{'outcome' if estimate.origin == 'investigation' else 'label'}.{estimate.label}")


def _named(say: Messages, table: str, name: str) -> str:
    """Return the words for a name of an open list, the bare name where there are none yet."""
    key = f"report.{table}.{name}"
    return say(key) if key in say else name.replace("_", " ")


def _source(source: str, say: Messages) -> str:
    name, _, note = source.partition(": ")
    return ": ".join(part for part in (_named(say, "source", name), note) if part)


def _day(day: date, say: Messages) -> str:
    return f"{day.day} {say(f'report.month.{day.month}')} {day.year}"


def _number(value: float | None, say: Messages) -> str:
    shown = f"{value or 0:g}"
    return shown.replace(".", ",") if say.language == "ru" else shown


def _words(text: str, place: Place) -> str:
    return text[place.start : place.end]


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _quoted(words: str, say: Messages) -> str:
    opening, closing = ("«", "»") if say.language == "ru" else ("“", "”")
    return f"{opening}{_short(words)}{closing}"
