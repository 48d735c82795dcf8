"""Clauses of rules cited by number: «п. 6.2», «ст. 25», "section 3", "clause 4.3"."""

from __future__ import annotations

from reviewer.evidence.lexicons import own_lexicons
from reviewer.language import Document
from reviewer.text import TextSpan


def cited_clauses(document: Document) -> list[TextSpan]:
    """Return the places where a clause word stands before a number."""
    words = frozenset(own_lexicons(document.language)["clause_word"])
    found = []
    for token in document.tokens:
        if not (token.form.rstrip(".") in words or token.lemmas & words):
            continue
        for after in document.tokens[token.index + 1 : token.index + 3]:
            if after.form[:1].isdigit():
                found.append(TextSpan(token.start, after.end))
                break
            if after.text not in {".", "№"}:
                break
    return found
