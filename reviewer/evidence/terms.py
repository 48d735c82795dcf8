"""Whether the reply names a date or a term for what comes next."""

from __future__ import annotations

from datetime import date

from reviewer.evidence.cues import find_cues
from reviewer.evidence.layout import layout_of
from reviewer.language import Document
from reviewer.language.document import Mention, Sentence
from reviewer.text import TextSpan


def stated_terms(reply: Document, *, reply_on: date) -> list[TextSpan]:
    """Return the dates and terms that stand for something still to come.

    Parameters
    ----------
    reply : Document
    reply_on : datetime.date
        A date after it lies ahead whatever the verb.
    """
    cues = find_cues(reply, "elements")
    ahead = {cue.sentence for cue in cues if cue.of == "ahead"}
    behind = {cue.sentence for cue in cues if cue.of == "term_no_deadline"}
    spoken = [reply.span(cue.first, cue.last) for cue in cues if cue.of == "deadline_stated"]
    body = layout_of(reply).body
    found = list(spoken)
    for sentence in reply.sentences[body[0] : body[1]]:
        if sentence.index in behind:
            continue
        for mention in _terms_in(reply, sentence):
            later = mention.kind == "date" and isinstance(mention.value, date) and mention.value > reply_on
            if later or sentence.index in ahead:
                found.append(TextSpan(mention.start, mention.end))
    return sorted(found)


def _terms_in(reply: Document, sentence: Sentence) -> list[Mention]:
    return [
        mention
        for mention in reply.mentions_of("date", "duration", "time")
        if sentence.start <= mention.start < sentence.end
    ]
