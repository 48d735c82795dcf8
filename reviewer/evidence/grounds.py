"""Findings and refusals against the customer, and what they rest on; bare ones are unsupported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from reviewer.evidence.cues import Cue, find_cues
from reviewer.evidence.weighing import chance, load_weights, said_in_body, strength, weigh
from reviewer.exchange import Said
from reviewer.language import Document
from reviewer.language.clauses import clause_at
from reviewer.language.document import Mention, Sentence
from reviewer.text import TextSpan, trim

# How many sentences of the same paragraph before and after lend their evidence.
_BEFORE, _AFTER = 2, 1
_GROUND_MENTIONS = ("law", "document", "attachment")
_CODE = {"finding": "EVD101", "refusal": "EVD102"}
_LEARNED = "EVD901"
_TELLING = ("bare", "against", "refuse", "basis", "brush", "grant", "offer", "route", "review", "restate", "for")
_ENDS = " \t\r\n.,;:!…-–—"
_RECORD_NOUNS = frozenset("запись журнал пломба показание показания reading entry log journal".split())
_LEADING = {
    "ru": frozenset("и а но да при этом вместе с тем однако поэтому также кроме того таким образом".split()),
    "en": frozenset("and but or so also however therefore having".split()),
}


# Project judgement: out of fold on annotated letters three of four are right from ``_NOTED`` on, four of five from
# ``_SURE`` on; what words call bare is left out below ``_DROPPED``.
_NOTED, _SURE, _DROPPED = 0.35, 0.6, 0.15


@dataclass(frozen=True, slots=True)
class BareClaim:
    """A finding or a refusal with nothing behind it.

    Parameters
    ----------
    code : {"EVD101", "EVD102", "EVD901"}
    span : TextSpan
        The clauses of one sentence that state it; the sentence where no known words do.
    cues : tuple of str
        Which rows of ``findings.toml`` spoke.
    chance : float or None
        Estimated chance that it is one; None where nothing is known of the sentences.
    """

    code: str
    span: TextSpan
    cues: tuple[str, ...]
    chance: float | None = None

    @property
    def is_note(self) -> bool:
        """Whether it is likely rather than sure."""
        return self.chance is not None and self.chance < _SURE


def find_bare_claims(
    reply: Document, *, decision: str | None = None, said: Sequence[Said] = ()
) -> tuple[BareClaim, ...]:
    """Return the findings and refusals of a reply that rest on nothing, one for each sentence.

    Parameters
    ----------
    reply : Document
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        A reply that gives the customer what is asked finds nothing against him.
    said : sequence of Said, optional
        What the sentences do; without it only known words are found («Пятно было до нас» is not).
    """
    if decision == "satisfy":
        return ()
    if not said:
        return tuple(
            _claim(reply, cues) for sentence, cues in _cued(reply).items() if not _rests(reply, sentence, cues)
        )
    return tuple(_judged(reply, decision, said))


def _cued(reply: Document) -> dict[int, list[Cue]]:
    if "claims" not in reply.memo:
        by_sentence: dict[int, list[Cue]] = {}
        for cue in sorted(find_cues(reply, "findings"), key=lambda one: one.sentence):
            by_sentence.setdefault(cue.sentence, []).append(cue)
        reply.memo["claims"] = by_sentence
    cued: dict[int, list[Cue]] = reply.memo["claims"]
    return cued


def _rests(reply: Document, number: int, cues: Sequence[Cue]) -> bool:
    sentence = reply.sentences[number]
    return sentence.is_question or is_grounded(reply, sentence, refusal=all(one.of == "refusal" for one in cues))


def _judged(reply: Document, decision: str | None, said: Sequence[Said]) -> Iterator[BareClaim]:
    cued = _cued(reply)
    for one, values in claim_values(reply, decision, said):
        number = _sentence_at(reply, one)
        likely = chance(weigh(load_weights().claim["letter" if len(said) > 1 else "line"], values))
        if number in cued and likely >= _DROPPED:
            claim = _claim(reply, cued[number])
            if likely >= _NOTED or not values["resting"]:
                yield BareClaim(claim.code, claim.span, claim.cues, likely)
        elif likely >= _NOTED:
            yield BareClaim(_LEARNED, trim(reply.text, one.start, one.end, strip=_ENDS), (), likely)


def claim_values(
    reply: Document, decision: str | None, said: Sequence[Said]
) -> Iterator[tuple[Said, dict[str, float]]]:
    """Yield the sentences of the body, each with what is weighed: is it a claim, and what stands behind it.

    ``bare``, ``against``, ``refuse`` and other acts: how much it does them, -1 to 1; ``words``: 1 where known words
    state a finding or a refusal, ``resting`` 1 where these rest on something; ``ground``: 1 where it names a document,
    a record or a rule; ``basis_before``, ``basis_after``, ``basis_best``: how much a neighbour, and any sentence, names
    something it rests on; ``giving``: 1 where the reply gives what is asked.
    """
    body = said_in_body(reply, said)
    cued, grounded = _cued(reply), _grounded_sentences(reply)
    best = max((strength(one, "basis") for one in body), default=-1.0)
    for index, one in enumerate(body):
        number = _sentence_at(reply, one)
        values = {act: strength(one, act) for act in _TELLING}
        values["words"] = float(number in cued)
        values["resting"] = float(number in cued and _rests(reply, number, cued[number]))
        values["ground"] = float(number in grounded)
        values["basis_before"] = strength(body[index - 1], "basis") if index else -1.0
        values["basis_after"] = strength(body[index + 1], "basis") if index + 1 < len(body) else -1.0
        values["basis_best"] = best
        values["giving"] = float(decision == "satisfy")
        yield one, values


def _sentence_at(reply: Document, said: Said) -> int:
    return bisect_right(reply.sentences, said.start, key=attrgetter("start")) - 1


def _claim(reply: Document, cues: list[Cue]) -> BareClaim:
    clauses = [clause_at(reply, place) for cue in cues for place in (cue.first, cue.last - 1)]
    first = min(min(one.first for one in clauses), min(cue.first for cue in cues))
    last = max(max(one.last for one in clauses), max(cue.last for cue in cues))
    begins = min(cue.first for cue in cues)
    leading = _LEADING[reply.language]
    while first < begins and (not reply.tokens[first].is_word or reply.tokens[first].form in leading):
        first += 1
    span = reply.span(first, last)
    place = trim(reply.text, span.start, span.end, strip=_ENDS)
    kinds = {cue.of for cue in cues}
    code = _CODE["refusal" if kinds == {"refusal"} else "finding"]
    return BareClaim(code, place, tuple(sorted({cue.row.id for cue in cues})))


def is_grounded(reply: Document, sentence: Sentence, *, refusal: bool = False) -> bool:
    """Return whether a sentence or its neighbours in the paragraph name a document, record, rule or measurement.

    A refusal is also borne by a reason in its own sentence («поэтому», "because") and by evidence anywhere before it.
    """
    grounded = _grounded_sentences(reply)
    first, last = _paragraph(reply, sentence)
    begin = first if refusal else max(first, sentence.index - _BEFORE)
    near = range(begin, min(last, sentence.index + _AFTER + 1))
    if any(number in grounded for number in near):
        return True
    return refusal and any(cue.of == "reason" and cue.sentence == sentence.index for cue in find_cues(reply, "grounds"))


def _paragraph(reply: Document, sentence: Sentence) -> tuple[int, int]:
    """Return the sentences of the paragraph; a list and the line that opens it are one."""
    start = reply.text.rfind("\n\n", 0, sentence.start)
    stop = reply.text.find("\n\n", sentence.end)
    inside = [one.index for one in reply.sentences if one.start > start and (stop < 0 or one.end <= stop)]
    return (inside[0], inside[-1] + 1) if inside else (sentence.index, sentence.index + 1)


def _grounded_sentences(reply: Document) -> frozenset[int]:
    if "grounded" not in reply.memo:
        found = {cue.sentence for cue in find_cues(reply, "grounds") if cue.of == "ground"}
        numbers = {cue.sentence for cue in find_cues(reply, "grounds") if cue.of == "complaint-number"}
        for mention in reply.mentions_of(*_GROUND_MENTIONS):
            found.add(reply.sentence_of[mention.first])
        found.update(
            reply.sentence_of[one.first]
            for one in reply.mentions_of("number")
            if reply.sentence_of[one.first] not in numbers and _is_record(one)
        )
        reply.memo["grounded"] = frozenset(found)
    grounded: frozenset[int] = reply.memo["grounded"]
    return grounded


def _is_record(mention: Mention) -> bool:
    """The number of a record of one's own, not of the customer's order."""
    return mention.unit in _RECORD_NOUNS
