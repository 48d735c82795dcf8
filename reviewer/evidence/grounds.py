"""Findings and refusals against the customer, and what they rest on; bare ones are unsupported."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.evidence.cues import Cue, find_cues
from reviewer.language import Document
from reviewer.language.clauses import clause_at
from reviewer.language.document import Mention, Sentence
from reviewer.text import TextSpan, trim

# How many sentences of the same paragraph before and after lend their evidence.
_BEFORE, _AFTER = 2, 1
_GROUND_MENTIONS = ("law", "document", "attachment")
_CODE = {"finding": "EVD101", "refusal": "EVD102"}
_RECORD_NOUNS = frozenset("запись журнал пломба показание показания reading entry log journal".split())
_LEADING = {
    "ru": frozenset("и а но да при этом вместе с тем однако поэтому также кроме того таким образом".split()),
    "en": frozenset("and but or so also however therefore having".split()),
}


@dataclass(frozen=True, slots=True)
class BareClaim:
    """A finding or a refusal with nothing behind it.

    Parameters
    ----------
    code : {"EVD101", "EVD102"}
    span : TextSpan
        The clauses of one sentence that state it.
    cues : tuple of str
        Which rows of ``findings.toml`` spoke.
    """

    code: str
    span: TextSpan
    cues: tuple[str, ...]


def find_bare_claims(reply: Document, *, decision: str | None = None) -> tuple[BareClaim, ...]:
    """Return the findings and refusals of a reply that rest on nothing, one for each sentence.

    Parameters
    ----------
    reply : Document
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        A reply that gives the customer what is asked finds nothing against him.

    Notes
    -----
    Findings told in the company's own words without any of the known forms («Пятно было до нас») are seen only where
    a cue names their shape.
    """
    if decision == "satisfy":
        return ()
    by_sentence: dict[int, list[Cue]] = {}
    for cue in find_cues(reply, "findings"):
        by_sentence.setdefault(cue.sentence, []).append(cue)
    claims = []
    for number, cues in sorted(by_sentence.items()):
        sentence = reply.sentences[number]
        if sentence.is_question or is_grounded(reply, sentence, refusal=all(one.of == "refusal" for one in cues)):
            continue
        claims.append(_claim(reply, cues))
    return tuple(claims)


def _claim(reply: Document, cues: list[Cue]) -> BareClaim:
    clauses = [clause_at(reply, place) for cue in cues for place in (cue.first, cue.last - 1)]
    first = min(min(one.first for one in clauses), min(cue.first for cue in cues))
    last = max(max(one.last for one in clauses), max(cue.last for cue in cues))
    begins = min(cue.first for cue in cues)
    leading = _LEADING[reply.language]
    while first < begins and (not reply.tokens[first].is_word or reply.tokens[first].form in leading):
        first += 1
    span = reply.span(first, last)
    place = trim(reply.text, span.start, span.end, strip=" \t\r\n.,;:!…-–—")
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
