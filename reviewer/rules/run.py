"""Rules over an analysed reply: patterns first, then the guards, so that the parser is asked only where it matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from reviewer.findings import Finding, Hit, kinds
from reviewer.language.clauses import clause_at
from reviewer.language.document import Document
from reviewer.language.parties import party_of
from reviewer.language.pattern import Match, PatternSet
from reviewer.language.scopes import StatusTrace, statuses
from reviewer.rules.load import LoadedRule, RulePack
from reviewer.rules.marks import find_marks
from reviewer.rules.style import find_style
from reviewer.text import TextSpan, fold, trim

_LEADING = {
    "ru": frozenset(["и", "а", "но", "да", "или", "также", "однако", "поэтому"]),
    "en": frozenset(["and", "but", "or", "so", "also", "however"]),
}


def check_reply(
    document: Document,
    pack: RulePack,
    *,
    channel: str = "email",
    sector: str = "other",
    without_guards: Collection[str] = (),
) -> list[Hit]:
    """Return what the presence rules find in a reply.

    Parameters
    ----------
    document : Document
        The analysed reply.
    pack : RulePack
    channel, sector : str
        Rules may be limited to some.
    without_guards : collection of str
        Statuses to ignore; tests use it to prove that a near-miss is silent because of its guard.

    Returns
    -------
    list of Hit
        At most one for each rule and place.
    """
    hits: dict[tuple[str, int, int], Hit] = {}
    for loaded, match in pack.patterns.find(document):
        assert isinstance(loaded, LoadedRule)
        rule = loaded.rule
        if (rule.channels and channel not in rule.channels) or channel in rule.not_channels:
            continue
        if rule.sectors and sector not in rule.sectors:
            continue
        if not _conditions_hold(document, loaded, match):
            continue
        trace = _guard(document, loaded, match, without_guards)
        if trace is None:
            continue
        span = place_of(document, match, rule.span)
        if any(fold(phrase).lower() in fold(span.of(document.text)).lower() for phrase in pack.allowed):
            continue
        _keep(hits, Hit(rule.code, span.start, span.end, trace=trace, replacement=rule.replacement))
    return [*_said_once(document, pack, list(hits.values())), *_by_character(document, pack, channel)]


def _said_once(document: Document, pack: RulePack, hits: list[Hit]) -> Iterator[Hit]:
    """Yield the hits without those that only carry on another one of their rule: when the promised money comes."""
    said: set[str] = set()
    # What says it in full comes first, so that it is the echo that gives way.
    echoes = [_is_echo(document, pack[hit.code], hit) for hit in hits]
    for is_echo, hit in sorted(zip(echoes, hits, strict=True), key=lambda one: one[0]):
        if not is_echo or hit.code not in said:
            said.add(hit.code)
            yield hit


def _is_echo(document: Document, loaded: LoadedRule, hit: Hit) -> bool:
    if loaded.echo is None:
        return False
    first, last = document.token_range(hit.start or 0, hit.end or 0)
    return _stands_in(document, loaded.echo, first, last)


def _by_character(document: Document, pack: RulePack, channel: str) -> Iterator[Hit]:
    codes = pack.rules.keys()
    for hit in (*find_marks(document, channel=channel, codes=codes), *find_style(document, codes=codes)):
        words = fold(document.text[hit.start : hit.end]).lower()
        if not any(fold(phrase).lower() in words for phrase in pack.allowed):
            yield hit


def held_back(document: Document, pack: RulePack) -> list[dict[str, Any]]:
    """Return the matches that a guard kept silent, each with its reason, for ``reviewer rules`` and the page."""
    silent = []
    for loaded, match in pack.patterns.find(document):
        assert isinstance(loaded, LoadedRule)
        reasons = [one for one in _statuses(document, match) if one.status in loaded.rule.unless]
        if reasons:
            span = place_of(document, match, loaded.rule.span)
            silent.append(
                {
                    "code": loaded.rule.code,
                    "kind": loaded.kind,
                    "start": span.start,
                    "end": span.end,
                    "because": [asdict(one) for one in reasons],
                }
            )
    return silent


def _keep(hits: dict[tuple[str, int, int], Hit], hit: Hit) -> None:
    """Keep the longest of the overlapping hits of one rule."""
    start, end = hit.start or 0, hit.end or 0
    for key, _other in list(hits.items()):
        if key[0] == hit.code and key[1] < end and start < key[2]:
            if end - start <= key[2] - key[1]:
                return
            del hits[key]
    hits[(hit.code, start, end)] = hit


def _conditions_hold(document: Document, loaded: LoadedRule, match: Match) -> bool:
    if loaded.needs is None and loaded.lacks is None:
        return True
    first, last = _surroundings(document, match, loaded.rule.near)
    if loaded.needs is not None and not _stands_in(document, loaded.needs, first, last):
        return False
    return loaded.lacks is None or not _stands_in(document, loaded.lacks, first, last, beside=match)


def _surroundings(document: Document, match: Match, near: str) -> tuple[int, int]:
    if near == "reply":
        return 0, len(document.tokens)
    if near == "clause":
        clause = clause_at(document, match.anchor)
        return clause.first, clause.last
    sentence = document.sentence_at(match.anchor)
    if near == "sentence":
        return sentence.first, sentence.last
    start = document.text.rfind("\n", 0, sentence.start) + 1
    stop = document.text.find("\n", sentence.end)
    return document.token_range(start, len(document.text) if stop < 0 else stop)


def _stands_in(document: Document, patterns: PatternSet, first: int, last: int, *, beside: Match | None = None) -> bool:
    """Return whether a condition stands between two tokens; a date inside the words ``beside`` is no date beside them.

    «через неделю-другую»: the week is part of what is found, not the term that would make it good.
    """
    for _, hit in _found_once(document, patterns):
        if first <= hit.first and hit.last <= last:
            inside = beside is not None and beside.first <= hit.first and hit.last <= beside.last
            if not (inside and hit.pattern.ends_with_mention):
                return True
    return False


def _found_once(document: Document, patterns: PatternSet) -> list[tuple[object, Match]]:
    key = ("conditions", id(patterns))
    if key not in document.memo:
        document.memo[key] = list(patterns.find(document))
    found: list[tuple[object, Match]] = document.memo[key]
    return found


def _statuses(document: Document, match: Match) -> tuple[StatusTrace, ...]:
    key = ("statuses", match.first, match.last, match.anchor, match.gaps)
    if key not in document.memo:
        document.memo[key] = statuses(document, match.first, match.last, anchor=match.anchor, gaps=match.gaps)
    found: tuple[StatusTrace, ...] = document.memo[key]
    return found


def _guard(
    document: Document, loaded: LoadedRule, match: Match, without_guards: Collection[str]
) -> dict[str, Any] | None:
    """Return the trace of a match that may speak, or None where a guard holds it back."""
    rule = loaded.rule
    guards = set(rule.unless) - set(without_guards)
    trace: dict[str, Any] = {
        "rule": loaded.file,
        "pattern": match.pattern.source,
        "matched": document.words(match.first, match.last),
    }
    if guards:
        found = _statuses(document, match)
        if any(one.status in guards for one in found):
            return None
        if found:
            trace["statuses"] = [asdict(one) for one in found]
    if rule.party or rule.not_party:
        party = party_of(document, match.first, match.last, anchor=match.anchor)
        if (rule.party and party.party not in rule.party) or party.party in rule.not_party:
            return None
        trace["party"] = asdict(party)
    return trace


def place_of(document: Document, match: Match, span: str) -> TextSpan:
    """Return the offsets a finding shows: the matched words, their clause or their sentence."""
    if span == "match":
        first, last = match.first, match.last
    elif span == "clause":
        first, last = match.first, match.last
        for token in (match.first, match.last - 1):
            clause = clause_at(document, token)
            first, last = min(first, clause.first), max(last, clause.last)
    else:
        sentence = document.sentence_at(match.anchor)
        first, last = sentence.first, sentence.last
    while first < match.first and (
        not document.tokens[first].is_word or document.tokens[first].form in _LEADING[document.language]
    ):
        first += 1
    while last > match.last and not document.tokens[last - 1].is_word:
        last -= 1
    place = document.span(first, last)
    if span == "match":
        return place
    return trim(document.text, place.start, place.end, strip=" \t\r\n.,;:…-–—")


def to_findings(hits: Iterable[Hit], text: str, pack: RulePack) -> list[Finding]:
    """Return hits with the words of their rules."""
    return [_to_finding(hit, text, pack) for hit in hits if hit.code in pack.rules]


def _to_finding(hit: Hit, text: str, pack: RulePack) -> Finding:
    loaded = pack[hit.code]
    kind = kinds()[loaded.kind]
    source = loaded.rule.source
    return Finding(
        code=hit.code,
        kind=kind.name,
        aspect=kind.aspect,
        severity=hit.severity or loaded.code.severity,
        start=hit.start,
        end=hit.end,
        quote=None if hit.start is None else text[hit.start : hit.end],
        message=_fill(f"{loaded.rule.title}. {loaded.rule.why}", hit.params),
        fix=_fill(loaded.rule.fix, hit.params),
        replacement=hit.replacement,
        principle=loaded.code.principle or kind.principle,
        source=f"{source.type}: {source.note}" if source.note else source.type,
        trace=hit.trace,
    )


def _fill(template: str, params: dict[str, Any]) -> str:
    for name, value in params.items():
        template = template.replace("{" + name + "}", str(value))
    return template
