"""From text to an analysed ``Document``; the only package that knows spaCy, pymorphy3 and the parsers."""

from reviewer.language.analyse import analyse
from reviewer.language.document import Document, Mention, Reading, Sentence, Token

__all__ = ["Document", "Mention", "Reading", "Sentence", "Token", "analyse"]
