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
    "nt": "not",
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

    if form == "'d":
        # "we'd pay" and "we'd forgotten": what follows decides, so both stay open.
        return (Reading("would", frozenset({"verb", "aux"})), Reading("have", frozenset({"verb", "aux", "past"})))
    if form in _ENGLISH_NORMS:
        norm = _ENGLISH_NORMS[form]
        if norm in {"not", "a", "this", "that"}:
            return (Reading(norm, frozenset({"adv" if norm == "not" else "det"})),)
        return (Reading(norm, frozenset({"verb", "aux"}) | _english_aux_grammemes(form, norm)),)
    if not form.replace("-", "").isalpha():
        return (Reading(form, frozenset()),)
    lemmas = lemminflect.getAllLemmas(form)
    if not lemmas:
        lemmas = dict(lemminflect.getAllLemmasOOV(form, "NOUN"))
        if form.endswith(("ed", "ing")) and len(form) > 5:  # "misfiled", "rebooked": no dictionary lists them all
            lemmas |= lemminflect.getAllLemmasOOV(form, "VERB")
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


_ENGLISH_PAST_AUXILIARIES = frozenset({"was", "were", "had", "did", "been", "done"})
# Their own past: "put" may be today or yesterday, so the reading fits both.
_ENGLISH_UNCHANGED = frozenset(
    "put let cut set shut hit hurt cost quit read split spread cast burst bet bid rid shed misread beat upset overset "
    "thrust broadcast forecast mishit".split()
)
_AFTER_THESE_S_IS_A_VERB = frozenset("it that there here he she what who where how everything nothing".split())


def english_readings_after(form: str, before: str) -> tuple[Reading, ...]:
    """Return the readings of a form, with the word before it: in "it's" the "'s" is a verb, in "bank's" it is not.

    Examples
    --------
    >>> sorted({reading.lemma for reading in english_readings_after("'s", "it")})
    ["'s", 'be', 'have']
    """
    if form != "'s" or before not in _AFTER_THESE_S_IS_A_VERB:
        return english_readings(form)
    verb = frozenset({"verb", "aux", "3per", "pres"})
    return (Reading("'s", frozenset()), Reading("be", verb), Reading("have", verb))


def _english_aux_grammemes(form: str, norm: str) -> set[str]:
    if form in _ENGLISH_PAST_AUXILIARIES:
        return {"past"}
    if norm in {"will", "shall"}:
        return {"futr"}
    if norm in {"be", "have", "do"}:
        return {"ger"} if form.endswith("ing") else {"3per", "pres"} if form.endswith("s") else {"pres"}
    return set()


def _english_verb_grammemes(form: str, lemma: str) -> set[str]:
    if form.endswith("ing") and form != lemma:
        return {"ger"}
    if form != lemma and form.endswith("s"):
        return {"3per", "pres"}
    if form == lemma:
        return {"base", "pres", "past"} if form in _ENGLISH_UNCHANGED else {"base", "pres"}
    return {"past"}


READERS: dict[str, Callable[[str], tuple[Reading, ...]]] = {"ru": russian_readings, "en": english_readings}


@lru_cache(maxsize=_CACHE_FORMS)
def is_dictionary_word(form: str, language: str) -> bool:
    """Return whether a folded lower-case form stands in the dictionary of a language.

    Examples
    --------
    >>> is_dictionary_word("вина", "ru"), is_dictionary_word("oooх", "ru"), is_dictionary_word("never", "en")
    (True, False, True)
    """
    if language == "ru":
        return bool(_russian_analyzer().word_is_known(form))
    import lemminflect
    from spacy.lang.en.stop_words import STOP_WORDS

    return form in _ENGLISH_NORMS or form in STOP_WORDS or bool(lemminflect.getAllLemmas(form))
