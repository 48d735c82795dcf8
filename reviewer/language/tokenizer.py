"""spaCy's tokenizer of a language, and nothing else of spaCy: start-up time is most of what one review costs."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any

from reviewer.language.pack import abbreviations


@cache
def tokenizer(language: str) -> Any:
    """Return spaCy's tokenizer of a language, with the abbreviations of its folder.

    Examples
    --------
    >>> [token.text for token in tokenizer("ru")("Ответим за 10 раб. дней.")]
    ['Ответим', 'за', '10', 'раб.', 'дней', '.']
    """
    spacy = start_spacy()
    from spacy.language import create_tokenizer
    from spacy.symbols import ORTH
    from spacy.vocab import create_vocab

    importlib.import_module(f"spacy.lang.{language}")
    defaults = spacy.util.get_lang_class(language).Defaults
    # Of a pipeline the tokenizer reads these two; a whole one costs another 0.1 s.
    pipeline: Any = SimpleNamespace(vocab=create_vocab(language, defaults), Defaults=defaults)
    made = create_tokenizer()(pipeline)
    for word in abbreviations(language):
        for shape in {word, word.capitalize()}:
            made.add_special_case(shape, [{ORTH: shape}])
    return made


# Project judgement: longer runs without a space are no words; spaCy's time grows with the square of their length.
_LONGEST_RUN = 100
_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")


def pieces(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each token but spaces.

    Examples
    --------
    >>> list(pieces("за 10 раб. дней", "ru"))
    [(0, 'за'), (3, '10'), (6, 'раб.'), (11, 'дней')]
    """
    tokenize = tokenizer(language)
    for start, end in _portions(text):
        for token in tokenize(text[start:end]):
            if not token.is_space:
                yield start + token.idx, token.text


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges that join to the whole text; a run without spaces is cut into ranges of ``_LONGEST_RUN``."""
    done = 0
    for run in _RUN.finditer(text):
        if done < run.start():
            yield done, run.start()
        for start in range(run.start(), run.end(), _LONGEST_RUN):
            yield start, min(start + _LONGEST_RUN, run.end())
        done = run.end()
    if done < len(text):
        yield done, len(text)


def start_spacy() -> Any:
    """Import spaCy without its command line, which it imports for one function (0.3 s, and a network client).

    Notes
    -----
    While spaCy is imported an empty module stands in for ``spacy.cli``; afterwards the real one can be imported as
    ever, and ``spacy.info`` does so when it is called.
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules |= {"spacy.cli": package, "spacy.cli.info": module}
    try:
        import spacy
    finally:
        del sys.modules["spacy.cli"], sys.modules["spacy.cli.info"]
    return spacy


def _info(*arguments: Any, **options: Any) -> Any:
    from spacy.cli.info import info

    return info(*arguments, **options)
