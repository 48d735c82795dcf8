"""The second reader: a learned look at each sentence, where the rules stop and where a rule is not to be trusted alone.

It never blocks by itself. What it is sure of is a finding, what it holds for likely a note. A rule's finding that it
finds unlikely is kept as a note, with the reason in its trace; one that is almost surely wrong is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from reviewer.classifier.artifact import load, read_manifest
from reviewer.classifier.reader_model import Impression, SentenceReading, read_reply
from reviewer.classifier.shelf import models_root
from reviewer.errors import ModelError
from reviewer.exchange import ACTS, Said
from reviewer.findings import Hit, Severity
from reviewer.language import Document
from reviewer.text import TextSpan, trim

FOLDER = "reader"
ORIGIN = "model"
BUILDER = "reader-of-kinds-and-acts"
_SERIES = "9"
# Project judgement, from sentences neither the reader nor the writers of rules had seen (card in ``models/reader``): a
# finding from here on is worth a look, from ``SURE`` on it counts.
NOTED = 0.5
SURE = 0.8
# A rule's finding below this is a note, below ``DROPPED`` it is left out: there rules were wrong in five cases of six.
DOUBTED = 0.2
DROPPED = 0.1
# Nor is a rule doubted where the sentence by itself does not clearly speak against the kind: above this log-odds rules
# were right in nine of ten such sentences.
_AGAINST = -1.0
# Mentions that settle the question whatever the sentence sounds like: a ground, a term.
_SETTLED_BY = {"unsupported_claim": ("document", "law", "date", "attachment"), "vague_deadline": ("date", "duration")}
# What a whole letter may be full of is shown by its worst sentences: a wall of the same remark helps nobody.
_MOST_OF = {"officialese": 2}
# Kinds whose words are a clause; measured on annotated letters (a promise or an apology is its few words).
_CARRIED_BY_CLAUSES = frozenset({"accusation", "dismissive", "internal_disclosure", "sarcasm", "threat"})
_ENDS = " \t\r\n.,;:…-–—•*"


@dataclass(frozen=True, slots=True)
class RuleMark:
    """What a rule found, as plain data: its code, kind, place, and whether the reader may speak against it."""

    code: str
    kind: str
    start: int
    end: int


def read_sentences(
    document: Document, marks: Sequence[RuleMark], codes: Mapping[str, str], *, channel: str = "email"
) -> tuple[list[Hit], dict[tuple[str, int, int], dict[str, Any]]]:
    """Return what the reader finds beside the rules, and what it doubts of their findings.

    Parameters
    ----------
    document : Document
        The analysed reply.
    marks : sequence of RuleMark
        What rules and checks found, with places.
    codes : mapping of str to str
        Kind to the code of its second reader; kinds that are not in it are not looked for.
    channel : str
        In chat and social nobody is told of an informal tone by a guess.

    Returns
    -------
    hits : list of Hit
        One for each sentence and kind, none where a rule of the kind marks the sentence.
    doubts : dict
        ``(code, start, end)`` of a rule's finding to the trace of the doubt.
    """
    found = _model(document.language)
    readings = read_reply(document) if found is not None else []
    if found is None or not readings:
        return [], {}
    kinds = found.kind_names()
    placed = [_marks_in(one, marks, kinds) for one in readings]
    named = [[(mark.code, mark.kind) for mark in inside] for inside in placed]
    impressions = found.read([one.text for one in readings])
    scores = np.stack([one.scores for one in impressions])
    # A single line is judged by itself.
    letters = ["this" if len(readings) > 1 else None] * len(readings)
    chances = found.probabilities(document.language, scores, named, letters)
    informal = channel in {"chat", "social"}
    looked_for = {kind for kind in codes if not (informal and kind == "familiarity")}
    hits, doubts = [], {}
    for reading, impression, inside, row in zip(readings, impressions, placed, chances, strict=True):
        for column, (kind, chance) in enumerate(zip(kinds, row, strict=True)):
            own = [mark for mark in inside if mark.kind == kind]
            if own:
                for mark in own:
                    if chance < DOUBTED and impression.scores[column] < _AGAINST:
                        trusted = found.trusted(document.language, mark.code)
                        doubts[(mark.code, mark.start, mark.end)] = _doubt(float(chance), trusted)
            elif kind in looked_for and chance >= NOTED and not _is_settled(document, reading, kind):
                hits.append(_hit(document, reading, impression, column, codes[kind], float(chance)))
    for kind, most in _MOST_OF.items():
        hits = _worst(hits, codes.get(kind), most - sum(mark.kind == kind for mark in marks))
    return hits, doubts


def read_acts(document: Document) -> tuple[Said, ...]:
    """Return what the sentences of a reply do; nothing where no reader is installed for its language."""
    found = _model(document.language)
    readings = read_reply(document) if found is not None else []
    if found is None or not readings:
        return ()
    names, bare = found.act_names(), found.kind_names().index("unsupported_claim")
    impressions = found.read([one.text for one in readings])
    rows = found.act_log_odds(np.stack([one.acts for one in impressions]))
    return tuple(
        Said(one.start, one.end, dict(zip(names, map(float, row), strict=True)) | {"bare": float(seen.scores[bare])})
        for one, seen, row in zip(readings, impressions, rows, strict=True)
    )


def whole_words(document: Document, marks: Sequence[RuleMark]) -> dict[tuple[str, int, int], TextSpan]:
    """Return for what rules found the whole words that carry the kind, where the reader sees it there as well.

    A rule marks what gave a threat or a sneer away; what has to be changed is the clause around it.
    """
    found = _model(document.language)
    places: dict[tuple[str, int, int], TextSpan] = {}
    asked = [one for one in marks if one.kind in _CARRIED_BY_CLAUSES]
    if found is None or not asked:
        return places
    kinds = found.kind_names()
    for reading in read_reply(document):
        for mark in _marks_in(reading, asked, kinds):
            (impression,) = found.read([reading.text])
            column = kinds.index(mark.kind)
            words = impression.words_of(column, reading.clauses)
            place = trim(document.text, reading.start + words.start, reading.start + words.end, strip=_ENDS)
            if impression.scores[column] > 0 and place.start < mark.end and mark.start < place.end:
                whole = TextSpan(min(place.start, mark.start), max(place.end, mark.end))
                places[(mark.code, mark.start, mark.end)] = whole
    return places


def with_doubts(hits: Sequence[Hit], doubts: Mapping[tuple[str, int, int], dict[str, Any]]) -> list[Hit]:
    """Return the hits without what is almost surely wrong, and those in doubt as notes that say why."""
    judged = []
    for hit in hits:
        doubt = doubts.get((hit.code, hit.start, hit.end)) if hit.start is not None and hit.end is not None else None
        if doubt is None:
            judged.append(hit)
        elif doubt["probability"] >= DROPPED:
            judged.append(replace(hit, severity="note", trace={**hit.trace, "second_reader": doubt}))
    return judged


def second_codes(kind_of: Mapping[str, str]) -> dict[str, str]:
    """Return kind to the code of its second reader, out of the codes of a rule pack and their kinds."""
    return {kind: code for code, kind in kind_of.items() if code[3:4] == _SERIES and not code.startswith("OWN")}


def is_learned(trace: Mapping[str, Any]) -> bool:
    """Return whether a finding is the reader's own, or one that it doubts."""
    return trace.get("origin") == ORIGIN or "second_reader" in trace


def _model(language: str) -> Any:
    folder = models_root() / FOLDER
    return _load(folder, language) if (folder / "manifest.json").is_file() else None


@lru_cache(maxsize=4)
def _load(folder: Any, language: str) -> Any:
    manifest = read_manifest(folder)
    if manifest.builder != BUILDER:
        raise ModelError(
            "E501", f"a reader of another kind, '{manifest.builder}'", where=FOLDER, cure="run 'make reader'"
        )
    found = load(folder, language) if language in manifest.languages else None
    if found is not None and set(found.act_names()) != set(ACTS):
        raise ModelError("E501", "a reader of other acts", where=FOLDER, cure="run 'make reader'")
    return found


def _marks_in(reading: SentenceReading, marks: Sequence[RuleMark], kinds: Sequence[str]) -> list[RuleMark]:
    return [one for one in marks if one.kind in kinds and one.start < reading.end and reading.start < one.end]


def _worst(hits: list[Hit], code: str | None, n_kept: int) -> list[Hit]:
    """Return the hits, of those with the code only the likeliest, all in their order."""
    own = sorted((hit for hit in hits if hit.code == code), key=lambda hit: -float(hit.trace["probability"]))
    left_out = own[max(0, n_kept) :]
    return [hit for hit in hits if not any(hit is one for one in left_out)]


def _is_settled(document: Document, reading: SentenceReading, kind: str) -> bool:
    mentions = document.mentions_of(*_SETTLED_BY[kind]) if kind in _SETTLED_BY else ()
    return any(one.start < reading.end and reading.start < one.end for one in mentions)


def _doubt(chance: float, trusted: float) -> dict[str, Any]:
    return {
        "origin": ORIGIN,
        "probability": round(chance, 3),
        "rule_right": round(trusted, 2),
        "because": "the second reader finds it unlikely here",
    }


def _hit(
    document: Document, reading: SentenceReading, impression: Impression, column: int, code: str, chance: float
) -> Hit:
    words = impression.words_of(column, reading.clauses)
    place = trim(document.text, reading.start + words.start, reading.start + words.end, strip=_ENDS)
    severity: Severity | None = None if chance >= SURE else "note"
    trace = {"origin": ORIGIN, "probability": round(chance, 3)}
    return Hit(code, place.start, place.end, severity=severity, trace=trace)
