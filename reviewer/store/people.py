"""Whether a text names a person, in any grammatical case: what is asked to be shown or erased is found by name."""

from __future__ import annotations

from reviewer.language.morphology import READERS
from reviewer.review import detect_language
from reviewer.text import fold_word

# Project judgement: first name, patronymic and surname may stand in any order with a word or two between them.
_NAME_WINDOW = 4


def is_same_name(name: str, person: str) -> bool:
    """Return whether two names are one, whatever the capitals."""
    return bool(name.strip()) and fold_word(name.strip()) == fold_word(person.strip())


def names_person(text: str, person: str) -> bool:
    """Return whether a text names a person, in any grammatical case and order of the names.

    Examples
    --------
    >>> names_person("Ответ Анне Сергеевне Петровой направлен.", "Петрова Анна")
    True
    >>> names_person("Ответ Петру Петрову направлен.", "Петрова Анна")
    False
    """
    wanted = [_normal_forms(word, as_given=True) for word in person.split()]
    if not wanted:
        return False
    words = [_normal_forms(word) for word in text.split()]
    for start in range(len(words)):
        window = words[start : start + _NAME_WINDOW]
        if any(name & window[0] for name in wanted) and all(any(name & word for word in window) for name in wanted):
            return True
    return False


def _normal_forms(word: str, *, as_given: bool = False) -> frozenset[str]:
    """Return what a word may be a form of; a name as given is in the nominative where it can be.

    «Петров» is asked for as the surname, though it is the genitive plural of «Пётр» too: nobody else's records go.
    """
    form = fold_word(word.strip(" \t\r\n.,;:!?…()\"'«»“”"))
    if not form:
        return frozenset()
    readings = READERS[detect_language(form)](form)
    if as_given:
        readings = tuple(one for one in readings if {"nomn", "sing"} <= one.grammemes) or readings
    return frozenset({form, *(reading.lemma for reading in readings)})
