"""Whether the reply names a date or a term for what comes next."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from operator import attrgetter

from reviewer.evidence.cues import find_cues
from reviewer.evidence.layout import layout_of
from reviewer.language import Document
from reviewer.language.clauses import clause_at
from reviewer.language.document import Mention, Sentence
from reviewer.language.mentions.dates import resolve_date
from reviewer.text import TextSpan


def stated_terms(reply: Document, *, reply_on: date, month_first: bool = False) -> list[TextSpan]:
    """Return the dates and terms that stand for something still to come.

    Parameters
    ----------
    reply : Document
    reply_on : datetime.date
        A date after it lies ahead whatever the verb.
    month_first : bool, default=False
        Whether 02/03 is the third of February.
    """
    cues = find_cues(reply, "elements")
    ahead = {clause_at(reply, cue.first) for cue in cues if cue.of == "ahead"}
    behind = {cue.sentence for cue in cues if cue.of == "term_no_deadline"}
    spoken = [reply.span(cue.first, cue.last) for cue in cues if cue.of == "deadline_stated"]
    body = layout_of(reply).body
    found = list(spoken)
    for sentence in reply.sentences[body[0] : body[1]]:
        if sentence.index in behind:
            continue
        for mention in _terms_in(reply, sentence):
            if _is_later(mention, reply_on, month_first=month_first) or clause_at(reply, mention.first) in ahead:
                found.append(TextSpan(mention.start, mention.end))
    return sorted(found)


def _terms_in(reply: Document, sentence: Sentence) -> list[Mention]:
    mentions = reply.mentions_of("date", "duration")
    first, last = (bisect_left(mentions, place, key=attrgetter("start")) for place in (sentence.start, sentence.end))
    return mentions[first:last]


def _is_later(mention: Mention, reply_on: date, *, month_first: bool) -> bool:
    if mention.kind != "date" or mention.detail["parts"].form == "month":
        return False
    day = resolve_date(mention, reply_on, month_first=month_first)
    return day is not None and day > reply_on
