"""The outward form of a letter: head, salutation, body, signature. By lines and shapes of words, no parse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.evidence.lexicons import own_lexicons
from reviewer.language import Document
from reviewer.language.clauses import is_predicate
from reviewer.language.document import Sentence, Token
from reviewer.language.pack import parties
from reviewer.text import TextSpan

_END_MARKS = frozenset(".!?…")
_LONGEST_SIGNATURE_WORDS = 14  # Project judgement: post, department, company and a phone number
_LONGEST_VOCATIVE_WORDS = 6  # Project judgement: «Уважаемый господин Иванов Пётр Ильич»
_OPENING_SENTENCES = 6  # Project judgement: number, date, addressee, subject, salutation
_ENDING_SENTENCES = 4
_LEAD_SENTENCES = 5  # Project judgement: thanks, what happened, how it must feel
# A line that only says how to reach the writer: digits, an address, a site.
_CONTACT = re.compile(
    r"(?:(?:тел|tel|phone|e-?mail)\.?:? ?)?(?:[+\d()\s.-]{5,}|\S+@\S+|(?:https?://|www\.)?\S+\.\w{2,})", re.IGNORECASE
)
# «Т. В. Рогожина», «Крот Р. Ф.» at the end of a line: initials make a name of any word, a bird or a beast too.
_INITIALED = re.compile(
    r"\b(?:[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.?)[ \t]*(?:,|$)", re.MULTILINE
)
_HEAD = re.compile(r"^\s*(?:исх|вх|ref|our ref|re|№|на №|to|from|кому|от кого|тема|subject)\b[\s.:№#]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a letter lie; sentence numbers are half-open ranges.

    Parameters
    ----------
    body : tuple of int
        Sentences between salutation and signature.
    vocative : TextSpan or None
        A line or opening that only names the addressee («Josephine,», «Захар Борисович!»).
    signature : TextSpan or None
        Names, posts and firms at the end.
    n_sentences : int
    is_official : bool
        Whether it carries a registration number or date in its head.
    """

    body: tuple[int, int]
    vocative: TextSpan | None
    signature: TextSpan | None
    n_sentences: int
    is_official: bool

    def in_zone(self, zone: str, sentence: int) -> bool:
        """Return whether a sentence lies in a part of the letter."""
        if zone == "opening":
            return sentence < _OPENING_SENTENCES
        if zone == "lead":
            return self.body[0] <= sentence < min(self.body[1], self.body[0] + _LEAD_SENTENCES)
        if zone == "ending":
            return sentence >= self.n_sentences - _ENDING_SENTENCES
        if zone == "body":
            return self.body[0] <= sentence < self.body[1]
        return True


def layout_of(document: Document) -> Layout:
    """Return the parts of a letter, found once."""
    if "layout" not in document.memo:
        document.memo["layout"] = _layout(document)
    found: Layout = document.memo["layout"]
    return found


def _layout(document: Document) -> Layout:
    sentences = document.sentences
    first, last = 0, len(sentences)
    while last > 1 and _is_signature(document, sentences[last - 1], alone=last == len(sentences)):
        last -= 1
    signature = None
    if last < len(sentences):
        signature = TextSpan(sentences[last].start, sentences[-1].end)
    vocative = None
    for number in range(min(_OPENING_SENTENCES, last)):
        span = _vocative(document, sentences[number])
        if span is not None:
            vocative = span
            if span.end >= sentences[number].end - 1 and number + 1 < last:
                first = number + 1
            break
    official = any(_HEAD.match(document.text[one.start : one.end]) for one in sentences[:_OPENING_SENTENCES])
    return Layout((first, max(first, last)), vocative, signature, len(sentences), official)


def _words(document: Document, sentence: Sentence) -> list[Token]:
    return [token for token in document.tokens[sentence.first : sentence.last] if token.is_word]


def _is_signature(document: Document, sentence: Sentence, *, alone: bool) -> bool:
    """A short line without a predicate, made of names, posts, firms and numbers."""
    text = document.text[sentence.start : sentence.end].strip()
    words = _words(document, sentence)
    if not words or len(words) > _LONGEST_SIGNATURE_WORDS or text[-1] in "?!":
        return False
    starts_small = not text[0].isupper() and text[0] not in "—–-+«\"'" and not text[0].isdigit()
    # «служба поддержки», «отдел претензий „Ёж“»: a role in lower case on a line of its own.
    if starts_small and not (_on_own_line(document, sentence) and _names_role(document, words)):
        return False
    # Telephone and site on lines of their own, in one sentence for want of a full stop.
    if all(_CONTACT.fullmatch(line.strip()) for line in text.splitlines()):
        return _on_own_line(document, sentence)
    # «… вправе обратиться в суд.»: an infinitive tells something as well, and «суд.» is no abbreviation.
    if any(_is_verb(token) or _is_infinitive(token) for token in words):
        return False
    if text[-1] == "." and not re.search(r"\b\w{1,3}\.$", text):
        return _names_role(document, words) and len(words) <= 6 and _on_own_line(document, sentence)
    if _on_own_line(document, sentence):
        return _named(document, words) or _names_role(document, words) or not alone
    # «… приедет мастер. Анна, «Пелл»»: a sentence ends with a full stop, a name that signs does not.
    bare = text[-1] != "." and not any(letter.isdigit() for letter in text)
    return alone and len(words) <= 6 and _named(document, words) and (bare or _names_role(document, words))


def _on_own_line(document: Document, sentence: Sentence) -> bool:
    before = document.text[: sentence.start].rstrip(" \t")
    return not before or before.endswith("\n")


def _is_verb(token: Token) -> bool:
    if token.text[:1].isupper() and any("verb" not in one.grammemes for one in token.readings):
        return False  # «Will», «Mark», «Белых»: a name that can also be a verb
    return all("verb" in one.grammemes or "infn" in one.grammemes for one in token.readings) and is_predicate(token)


def _is_infinitive(token: Token) -> bool:
    return bool(token.readings) and all("infn" in one.grammemes for one in token.readings)


def _named(document: Document, words: list[Token]) -> bool:
    if document.language == "ru":
        if _INITIALED.search(document.text[words[0].start : words[-1].end]):
            return True
        return any(
            token.text[:1].isupper() and (token.has("name") or token.has("surn") or token.has("patr"))
            for token in words
        ) or any(quote for quote in document.quotes if words[0].start <= quote.start <= words[-1].end)
    capital = sum(token.text.lstrip("-–—~^")[:1].isupper() for token in words)
    return capital >= max(1, len(words) / 2)


def _names_role(document: Document, words: list[Token]) -> bool:
    known = parties(document.language)
    roles = known["company"] | known["staff"]
    return any(token.lemmas & roles for token in words)


def _vocative(document: Document, sentence: Sentence) -> TextSpan | None:
    """Return the words that only name the addressee at the head of a text, or None."""
    tokens = document.tokens[sentence.first : sentence.last]
    name: list[Token] = []
    for token in tokens:
        if token.text in {",", "!", ":"}:
            if name and any(_is_person(one, document.language) for one in name):
                return TextSpan(name[0].start, token.end)
            return None
        if not token.is_word or not token.text[:1].isupper() or len(name) == _LONGEST_VOCATIVE_WORDS:
            return None
        name.append(token)
    # «Захар Борисович.» on a line of its own
    return None


def _is_person(token: Token, language: str) -> bool:
    if language == "ru":
        return token.has("name") or token.has("patr") or token.has("surn")
    # English has no list of names here: a capitalised word that is no verb, adverb or pronoun will do.
    return token.form not in own_lexicons(language)["no_name"] and not any(
        one.grammemes & {"adv", "aux"} or ({"verb"} == one.grammemes & {"verb", "noun", "adj"})
        for one in token.readings
    )
