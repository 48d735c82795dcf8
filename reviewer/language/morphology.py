"""Readings of a word form: all its normal forms, never one guess. One function per language, cached by form."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from reviewer.language.document import Reading
from reviewer.text import fold_word

_CACHE_FORMS = 200_000


@cache
def _russian_analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=_CACHE_FORMS)
def russian_readings(form: str) -> tuple[Reading, ...]:
    """Return the readings pymorphy3 proposes for a folded lower-case form.

    Examples
    --------
    >>> sorted({reading.lemma for reading in russian_readings("вину")})
    ['вина', 'вино']
    """
    readings = []
    for parse in _russian_analyzer().parse(form):
        grammemes = frozenset(str(parse.tag).replace(" ", ",").lower().split(","))
        readings.append(Reading(fold_word(parse.normal_form), grammemes))
    return tuple(dict.fromkeys(readings))


_ENGLISH_NORMS = {
    "'ll": "will",
    "'ve": "have",
    "'re": "be",
    "'m": "be",
    "'d": "would",
    "n't": "not",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "cannot": "can",
    "an": "a",
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "does": "do",
    "did": "do",
    "done": "do",
    "should": "should",
    "would": "would",
    "could": "could",
    "might": "might",
    "must": "must",
    "may": "may",
    "these": "this",
    "those": "that",
}


@lru_cache(maxsize=_CACHE_FORMS)
def english_readings(form: str) -> tuple[Reading, ...]:
    """Return the readings of a folded lower-case form: every part of speech it can be.

    Examples
    --------
    >>> sorted({reading.lemma for reading in english_readings("left")})
    ['leave', 'left']
    """
    import lemminflect

    if form in _ENGLISH_NORMS:
        tense = _english_verb_grammemes(form, _ENGLISH_NORMS[form])
        return (Reading(_ENGLISH_NORMS[form], frozenset({"verb", "aux"}) | tense),)
    if not form.replace("-", "").isalpha():
        return (Reading(form, frozenset()),)
    lemmas = lemminflect.getAllLemmas(form) or lemminflect.getAllLemmasOOV(form, "NOUN")
    readings = []
    for part, names in lemmas.items():
        for name in names:
            lemma = fold_word(name)
            grammemes = {part.lower()}
            if part in {"VERB", "AUX"}:
                grammemes |= {"verb"} | _english_verb_grammemes(form, lemma)
            elif part == "NOUN" and form != lemma:
                grammemes.add("plur")
            readings.append(Reading(lemma, frozenset(grammemes)))
    if not any(reading.lemma == form for reading in readings) and len(form) < 4:
        readings.append(Reading(form, frozenset()))
    return tuple(dict.fromkeys(readings))


def _english_verb_grammemes(form: str, lemma: str) -> set[str]:
    if form.endswith("ing") and form != lemma:
        return {"ger"}
    if form in {"is", "has", "does"} or (form != lemma and form.endswith("s") and form not in {"was"}):
        return {"3per", "pres"}
    if form in {"was", "were", "had", "did", "been", "done"}:
        return {"past"}
    # "put" and "let" are their own past: both readings stay open.
    return {"base", "pres"} if form == lemma else {"past"}


READERS: dict[str, Callable[[str], tuple[Reading, ...]]] = {"ru": russian_readings, "en": english_readings}
