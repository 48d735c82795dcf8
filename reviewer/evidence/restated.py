"""Whether the reply says what the complaint is about: words and numbers of the complaint that come back in it."""

from __future__ import annotations

from functools import cache

from reviewer.evidence.layout import layout_of
from reviewer.evidence.lexicons import own_lexicons
from reviewer.language import Document
from reviewer.language.document import Token
from reviewer.language.vectors import sentence_vectors
from reviewer.text import TextSpan

# Project judgement: in a chat or under a review one own noun of the complaint («шкаф», "deposit") or one of its numbers
# says what it is about, two light words (a verb, an adjective) are as good; a letter says it in two such words, for one
# comes back by chance. Set on annotated letters.
_NEEDED, _NEEDED_IN_LETTER = 1.0, 2.0
_FEW_WORDS = 8  # content words of a complaint that has too few to ask for two of them
_NOUN, _OTHER, _NUMBER = 1.0, 0.5, 1.0
# Project judgement: on the letters of tests/letters a sentence of another case is hardly ever as close.
_CLOSE = 0.45
_PARTICULARS = ("date", "duration", "money", "number", "document", "quantity", "address")
_STEM = 6  # code points: «доплата» and «доплатить» are one matter
_SHORTEST_WORD = 3
_SHORTEST_NUMBER = 2  # digits: «5» says nothing, «15 000» much


def restated_words(complaint: Document | None, reply: Document, *, in_letter: bool = True) -> list[TextSpan]:
    """Return the words of the reply that take up the complaint; empty where they are too few to say what it is about.

    Parameters
    ----------
    complaint : Document or None
        Without it, or where it is in another language, any particulars of the reply stand for its subject.
    reply : Document
        Salutation and signature do not count: a firm's name is no subject, nor is the customer's.
    in_letter : bool, default=True
        Whether it is a letter or e-mail, which owes more than one word.
    """
    if complaint is None or complaint.language != reply.language:
        return particulars(reply)
    names = {index for one in (*complaint.mentions_of("person"),) for index in range(one.first, one.last)}
    theirs = {
        word for token in complaint.tokens if token.index not in names for word in _content(token, complaint.language)
    }
    total = 0.0
    seen: set[str] = set()
    places: list[TextSpan] = []
    for token in _body(reply):
        shared = _content(token, reply.language) & theirs
        if not shared:
            continue
        places.append(TextSpan(token.start, token.end))
        if not shared & seen:
            total += _weight(token)
        seen |= shared
    told = sum(bool(_content(token, complaint.language)) for token in complaint.tokens if token.index not in names)
    if total >= (_NEEDED_IN_LETTER if in_letter and told > _FEW_WORDS else _NEEDED):
        return places
    return _close_sentences(complaint, reply)


def particulars(reply: Document) -> list[TextSpan]:
    """Return dates, terms, sums, numbers, documents and quoted names of the body."""
    first, last = layout_of(reply).body
    found = [TextSpan(one.start, one.end) for one in reply.mentions_of(*_PARTICULARS)] + list(reply.quotes)
    sentences = reply.sentences[first:last]
    return sorted(span for span in found if any(one.start <= span.start < one.end for one in sentences))


def _close_sentences(complaint: Document, reply: Document) -> list[TextSpan]:
    """Return the sentences of the body that mean what a sentence of the complaint means."""
    first, last = layout_of(reply).body
    ours = reply.sentences[first:last]
    if not ours or not complaint.sentences:
        return []
    said = sentence_vectors([reply.text[one.start : one.end] for one in ours])
    asked = sentence_vectors([complaint.text[one.start : one.end] for one in complaint.sentences])
    close = (said @ asked.T).max(axis=1) >= _CLOSE
    return [TextSpan(one.start, one.end) for one, is_close in zip(ours, close, strict=True) if is_close]


def _body(document: Document) -> list[Token]:
    first, last = layout_of(document).body
    return [
        token
        for sentence in document.sentences[first:last]
        for token in document.tokens[sentence.first : sentence.last]
        if token.is_word
    ]


def _content(token: Token, language: str) -> frozenset[str]:
    """Return what a word can stand for: normal forms that are not common to all complaints, or its digits."""
    if token.form[:1].isdigit():
        digits = "".join(character for character in token.form if character.isdigit())
        return frozenset({digits}) if len(digits) >= _SHORTEST_NUMBER else frozenset()
    if not token.is_word or len(token.form) < _SHORTEST_WORD or token.lemmas & _common(language):
        return frozenset()
    if token.readings and all(one.grammemes & _EMPTY_PARTS for one in token.readings):
        return frozenset()
    return token.lemmas | {lemma[:_STEM] for lemma in token.lemmas if len(lemma) > _STEM}


_EMPTY_PARTS = frozenset({"prep", "conj", "prcl", "npro", "intj", "advb", "aux", "prdx", "apro", "numr"})


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(own_lexicons(language)["common_word"])


def _weight(token: Token) -> float:
    if token.form[:1].isdigit():
        return _NUMBER
    return (
        _NOUN
        if not token.readings or token.has("noun") or (token.text[:1].isascii() and token.text.isalpha())
        else _OTHER
    )
