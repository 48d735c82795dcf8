"""Signs: lexicons of what a clause speaks of (an oversight, a warning, a promise, a defect …), one file a language.

An entry is a line of the pattern language (``reviewer/language/pattern.py``); ``a_b`` among alternatives stands for
the words «a b». A sign is no verdict: oversights are told by people in the right, too. Its weight is learnt.
"""

from __future__ import annotations

import itertools
import tomllib
from functools import cache
from importlib.resources import files

from reviewer.errors import RuleError
from reviewer.language import Document
from reviewer.language.pattern import PatternSet, parse_pattern


@cache
def signs_of(language: str) -> PatternSet:
    """Return the patterns of a language; each match carries the name of its sign.

    Raises
    ------
    RuleError
        E101 for a malformed pattern, E130 for a malformed file.
    """
    where = f"classifier/signs/{language}.toml"
    try:
        table = tomllib.loads(files("reviewer.classifier.signs").joinpath(f"{language}.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError("E130", str(error), where=where, cure="mend the file") from None
    patterns = []
    for name, row in table.items():
        if set(row) != {"any"} or not all(isinstance(source, str) for source in row["any"]):
            raise RuleError("E130", f"sign '{name}' has other keys than 'any'", where=where, cure="give a list 'any'")
        for source in row["any"]:
            for line in expand(source):
                patterns += [(name, pattern) for pattern in parse_pattern(line, where=f"{where} [{name}]")]
    return PatternSet(patterns)


def find_signs(document: Document) -> list[tuple[str, int]]:
    """Return ``(sign, token)`` for each sign in the text, the token being the one that carries it."""
    return [(str(name), match.anchor) for name, match in signs_of(document.language).find(document)]


def expand(source: str) -> list[str]:
    """Return the lines of the pattern language that an entry stands for.

    Examples
    --------
    >>> expand("decline|turn_down insurance")
    ['decline insurance', 'turn down insurance']
    """
    places = []
    for item in source.split():
        alternatives = item.split("|")
        single = "|".join(word for word in alternatives if "_" not in word)
        places.append(
            [*([single] if single else []), *(word.replace("_", " ") for word in alternatives if "_" in word)]
        )
    return [" ".join(choice) for choice in itertools.product(*places)]
