"""The status of words: negated, hypothetical, conditional, questioned, attributed, quoted, past other, policy, purpose.

Words count only when they are asserted. A modifier (data, ``modifiers.toml``) gives a status to what lies in its
scope; where the scope is ``governed``, the dependency tree says what hangs on it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from reviewer.language.clauses import clause_at
from reviewer.language.document import Document, Sentence, Tree
from reviewer.language.pack import ModifierRow, lexicons, modifiers
from reviewer.language.pattern import PatternSet, parse_pattern
from reviewer.language.syntax import tree_of

# Without a tree (a sentence too long to parse) a governing word reaches this many tokens to the right.
_REACH_WITHOUT_TREE = 6
# Relations a negation does not pass through: another predicate, said beside the negated one.
_NOT_UNDER_NEGATION = ("conj", "parataxis", "advcl", "acl:relcl", "discourse")
# An apology reaches into the clause that describes its object: "we apologise to all whom we left behind".
_NOT_UNDER_APOLOGY = ("conj", "parataxis", "advcl", "discourse")


@dataclass(frozen=True, slots=True)
class StatusTrace:
    """Why words have a status.

    Parameters
    ----------
    status : str
        One of the statuses of ``modifiers.toml``, or ``quoted``, ``questioned``.
    modifier_id : str
        Row of ``modifiers.toml``; ``quotation-marks`` and ``question-mark`` are built in.
    cue : str
        The words that give the status.
    start, end : int
        Offsets of the cue.
    reason : str
        One clause: how the cue reaches the words.
    """

    status: str
    modifier_id: str
    cue: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Cue:
    row: ModifierRow
    first: int
    last: int


@cache
def _patterns(language: str) -> tuple[PatternSet, PatternSet]:
    rows = modifiers(language).modifier
    where = f"language/{language}/modifiers.toml"
    cues, exceptions = [], []
    for row in rows:
        for source in row.any:
            parsed = parse_pattern(source, lexicons=lexicons(language), where=f"{where} {row.id}")
            cues += [(row, pattern) for pattern in parsed]
        for source in row.but:
            parsed = parse_pattern(source, lexicons=lexicons(language), where=f"{where} {row.id}")
            exceptions += [(row, pattern) for pattern in parsed]
    return PatternSet(cues), PatternSet(exceptions)


def _cues(document: Document) -> dict[int, list[_Cue]]:
    """Return the modifiers of the text by sentence, found once."""
    if "cues" not in document.memo:
        cue_patterns, exception_patterns = _patterns(document.language)
        taken = [(row, match) for row, match in exception_patterns.find(document) if isinstance(row, ModifierRow)]
        table: dict[int, list[_Cue]] = {}
        for row, match in cue_patterns.find(document):
            assert isinstance(row, ModifierRow)
            if any(one is row and hit.first < match.last and match.first < hit.last for one, hit in taken):
                continue
            sentence = document.sentence_of[match.first]
            table.setdefault(sentence, []).append(_Cue(row, match.first, match.last))
        document.memo["cues"] = table
    found: dict[int, list[_Cue]] = document.memo["cues"]
    return found


def cues_of(document: Document, sentence: Sentence) -> list[tuple[str, str]]:
    """Return status and row of every modifier that stands in a sentence, whatever it reaches."""
    return [(cue.row.status, cue.row.id) for cue in _cues(document).get(sentence.index, ())]


def statuses(
    document: Document, first: int, last: int, *, anchor: int | None = None, gaps: Collection[int] = ()
) -> tuple[StatusTrace, ...]:
    """Return every status of the tokens ``first`` to ``last`` (exclusive), each with its trace.

    Parameters
    ----------
    document : Document
    first, last : int
        Half-open range of tokens of one sentence.
    anchor : int, optional
        The token that carries the meaning; ``first`` if not given.
    gaps : collection of int
        Tokens of the range that a gap of the pattern took: a cue among them still counts («we have not lost»).
    """
    sentence = document.sentence_at(first)
    found = list(_quoted(document, first, last))
    if sentence.is_question:
        end = document.tokens[sentence.last - 1]
        found.append(StatusTrace("questioned", "question-mark", "?", end.start, end.end, "the sentence asks"))
    for cue in _cues(document).get(sentence.index, ()):
        place = first if anchor is None else anchor
        if first <= cue.first and cue.last <= last and cue.first in gaps:
            # A cue that only a gap took reaches the pattern's next word as one from outside would.
            following = [index for index in range(cue.last, last) if index not in gaps]
            reason = _reach(document, sentence, cue, following[0], last, following[0]) if following else ""
        else:
            reason = _reach(document, sentence, cue, first, last, place)
        if reason:
            span = document.span(cue.first, cue.last)
            words = document.words(cue.first, cue.last)
            found.append(StatusTrace(cue.row.status, cue.row.id, words, span.start, span.end, reason))
    return tuple(found)


def _quoted(document: Document, first: int, last: int) -> list[StatusTrace]:
    span = document.span(first, last)
    return [
        StatusTrace(
            "quoted", "quotation-marks", quote.of(document.text), quote.start, quote.end, "inside quotation marks"
        )
        for quote in document.quotes
        if quote.contains(span)
    ][:1]


def _reach(document: Document, sentence: Sentence, cue: _Cue, first: int, last: int, anchor: int) -> str:
    """Return why the cue reaches the words, or an empty string."""
    if first <= cue.first and cue.last <= last:
        # Part of the matched words themselves: the rule's pattern has taken it into account.
        return ""
    words = document.words(cue.first, cue.last)
    scope = cue.row.scope
    if scope == "sentence":
        return f"«{words}» speaks of the whole sentence" if not _stopped(document, cue, first) else ""
    if scope == "clause":
        clause = clause_at(document, anchor)
        return f"«{words}» stands in the same clause" if clause.first <= cue.first < clause.last else ""
    if scope == "forward":
        return f"«{words}» opens what follows" if cue.first < first and not _stopped(document, cue, first) else ""
    if scope == "clause-forward":
        reaches = cue.first < first and not _stopped(document, cue, first) and _is_told(document, cue, anchor)
        return f"«{words}» opens what follows" if reaches else ""
    if scope == "backward":
        return f"«{words}» closes what stands before" if cue.last > last and not _stopped(document, cue, first) else ""
    return _governed(document, sentence, cue, first, last, anchor)


def _is_told(document: Document, cue: _Cue, anchor: int) -> bool:
    """«Вы просите деньги, мы их вернём»: the next clause is ours again, unless a colon hands it over."""
    own, other = clause_at(document, cue.last - 1), clause_at(document, anchor)
    return own == other or (own.last == other.first and document.tokens[own.last - 1].text == ":")


def _stopped(document: Document, cue: _Cue, first: int) -> bool:
    key = ("stops", cue.row.stop)
    if key not in document.memo:
        stops = {*modifiers(document.language).stop, *cue.row.stop}
        document.memo[key] = [token.index for token in document.tokens if token.form in stops]
    low, high = (cue.last, first) if cue.first < first else (first, cue.first)
    places: list[int] = document.memo[key]
    return bisect_left(places, low) < bisect_left(places, high)


def _governed(document: Document, sentence: Sentence, cue: _Cue, first: int, last: int, anchor: int) -> str:
    words = document.words(cue.first, cue.last)
    tree = tree_of(document, sentence)
    if tree is None:
        near = cue.last <= anchor <= cue.last + _REACH_WITHOUT_TREE
        return f"«{words}» stands before" if near and not _stopped(document, cue, first) else ""
    governor = tree.head(cue.first)
    own = tree.relation(cue.first)
    if governor < 0 or own in {"root", "obj", "nsubj"} or _is_content_word(document, cue.first):
        # «Вины банка нет»: the negation itself is the predicate; «отсутствует» governs what hangs on itself.
        governor = cue.first
    targets = {anchor, *(_heads(tree, first, last))}
    # The parse often hangs the next clause on a negated verb; a negation stays in its own clause.
    clause = clause_at(document, cue.first) if cue.row.status == "negated" else None
    for target in targets:
        if clause is not None and not clause.first <= target < clause.last:
            continue
        path = tree.path_up(target)
        if governor in path and not _crosses(tree, path[: path.index(governor)], cue.row.status):
            return f"«{words}» governs «{document.tokens[target].text}»"
    return ""


def _is_content_word(document: Document, index: int) -> bool:
    return any(document.tokens[index].has(part) for part in ("verb", "infn", "prts", "grnd", "noun", "pred"))


def _heads(tree: Tree, first: int, last: int) -> list[int]:
    """Return the tokens of the range whose head lies outside it."""
    return [
        index
        for index in range(first, last)
        if not first <= tree.head(index) < last and tree.relation(index) != "punct"
    ]


def _crosses(tree: Tree, path: list[int], status: str) -> bool:
    stops = _NOT_UNDER_APOLOGY if status == "apology" else _NOT_UNDER_NEGATION
    return any(tree.relation(index) in stops for index in path)
