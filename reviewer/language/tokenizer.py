"""spaCy's tokenizer of a language, and nothing else of spaCy: start-up time is most of what one review costs."""

from __future__ import annotations

import importlib
import sys
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
