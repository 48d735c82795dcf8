"""A rule's own examples as its proof: what must fire, what must stay silent and for which reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from reviewer.language import Document, analyse
from reviewer.rules import marks, style
from reviewer.rules.load import LoadedRule, RulePack, make_pack
from reviewer.rules.run import check_reply

CHARACTER_CODES = marks.CODES | style.CODES
_LETTER = {
    "ru": (
        "Уважаемая Анна Петровна!\n\nОбращение № 118 получено 3 марта 2026 года. ",
        "\n\nС уважением,\nотдел по работе с обращениями",
    ),
    "en": ("Dear Ms Carter,\n\nYour letter reached us on 3 March 2026. ", "\n\nKind regards,\nCustomer Relations"),
}
_STRAIGHT = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "’": "'"})
_ENGLISH_SHAPES: tuple[str, ...] = ("as-written", "no-break-space", "straight-quotes", "in-letter")

VARIANTS: dict[str, Callable[[str], str]] = {
    "as-written": lambda text: text,
    "e-for-yo": lambda text: text.replace("ё", "е").replace("Ё", "Е"),
    "no-break-space": lambda text: text.replace(" ", "\u00a0"),
    "straight-quotes": lambda text: text.translate(_STRAIGHT),
    "upper-case": str.upper,
}
"""Ways of writing the same text; none changes its length."""


def split_marked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a text without its braces, and the offsets that stood in them.

    Examples
    --------
    >>> split_marked("Мы {виноваты}.")
    ('Мы виноваты.', ((3, 11),))
    """
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    start = 0
    for character in text:
        if character == "{":
            start = len(plain)
        elif character == "}":
            spans.append((start, len(plain)))
        else:
            plain.append(character)
    return "".join(plain), tuple(spans)


@lru_cache(maxsize=4096)
def _analysed(text: str, language: str) -> Document:
    return analyse(text, language)


def _variants(loaded: LoadedRule, language: str) -> list[str]:
    names = [name for name in VARIANTS if name in _ENGLISH_SHAPES or name == "upper-case" or language == "ru"]
    # Capitals are what a shouting rule looks for, and the parser was not trained on them: only unguarded rules
    # promise to read them.
    wants_case = loaded.kind == "shouting" or loaded.rule.unless or loaded.rule.party or loaded.rule.not_party
    return [name for name in names if not (name == "upper-case" and wants_case)]


def check_examples(loaded: LoadedRule, language: str) -> Iterator[str]:
    """Yield what is wrong with a rule, in words for its author; nothing if all its examples hold.

    Notes
    -----
    ``fixed.after`` is held against the whole pack by ``check_corrections``.
    """
    if loaded.rule.check == "check" and loaded.rule.code not in CHARACTER_CODES:
        return
    rule = loaded.rule
    alone = make_pack(language, [loaded], digest="alone")
    if len(rule.flag) < 2 or len(rule.pass_) < 2:
        yield "needs at least two [[flag]] and two [[pass]]"
    yield from _check_flags(loaded, alone, language)
    yield from _check_passes(loaded, alone, language)
    for miss in rule.known_miss:
        text, spans = split_marked(miss.text)
        if spans and _found(text, language, alone) == spans:
            yield f"known_miss works now, make it a flag: {miss.text}"


def _found(text: str, language: str, pack: RulePack, **options: object) -> tuple[tuple[int, int], ...]:
    hits = check_reply(_analysed(text, language), pack, **options)  # type: ignore[arg-type]
    return tuple(sorted((hit.start or 0, hit.end or 0) for hit in hits))


def _check_flags(loaded: LoadedRule, alone: RulePack, language: str) -> Iterator[str]:
    fired: set[str] = set()
    for flag in loaded.rule.flag:
        text, spans = split_marked(flag.text)
        where = {"channel": flag.channel, "sector": flag.sector}
        if not spans:
            yield f"flag marks no words in braces: {flag.text}"
            continue
        for name in _variants(loaded, language):
            found = _found(VARIANTS[name](text), language, alone, **where)
            if found != spans:
                shown = [text[start:end] for start, end in found] or "nothing"
                yield f"flag ({name}): expected {[text[a:b] for a, b in spans]}, found {shown}"
        before, after = _LETTER[language]
        inside = _found(before + text + after, language, alone, **where)
        if inside != tuple((start + len(before), end + len(before)) for start, end in spans):
            yield f"flag (in-letter): not exactly the marked words: {flag.text}"
        hits = check_reply(_analysed(text, language), alone, channel=flag.channel, sector=flag.sector)
        fired.update(str(hit.trace.get("pattern")) for hit in hits)
        fired.update(_also_fired(loaded, text, language))
    for source in loaded.rule.any:
        if source not in fired:
            yield f"pattern fires in no flag: {source}"


def _also_fired(loaded: LoadedRule, text: str, language: str) -> set[str]:
    return {
        match.pattern.source
        for _, match in make_pack(language, [loaded], digest="").patterns.find(_analysed(text, language))
    }


def _check_passes(loaded: LoadedRule, alone: RulePack, language: str) -> Iterator[str]:
    rule = loaded.rule
    for example in rule.pass_:
        where = {"channel": example.channel, "sector": example.sector}
        for name in _variants(loaded, language):
            found = _found(VARIANTS[name](example.text), language, alone, **where)
            if found:
                words = [example.text[start:end] for start, end in found]
                yield f"pass ({name}) fires on {words}: {example.text}"
        if example.because in rule.unless:
            unguarded = _found(example.text, language, alone, without_guards=(example.because,), **where)
            if not unguarded:
                yield f"pass is silent for another reason than '{example.because}': {example.text}"
    shown = {example.because for example in rule.pass_}
    for status in rule.unless:
        if status not in shown:
            yield f"no pass shows the guard '{status}'"


def check_corrections(loaded: LoadedRule, pack: RulePack) -> Iterator[str]:
    """Yield the corrections of a rule that another rule, or this one, still finds fault with."""
    for fixed in loaded.rule.fixed:
        before, _ = split_marked(fixed.before)
        codes = {hit.code for hit in check_reply(_analysed(before, pack.language), pack)}
        proves = loaded.rule.check == "presence" or loaded.rule.code in CHARACTER_CODES
        if proves and loaded.rule.code not in codes:
            yield f"fixed.before does not fire: {fixed.before}"
        still = sorted({hit.code for hit in check_reply(_analysed(fixed.after, pack.language), pack)})
        if still:
            yield f"fixed.after is flagged by {', '.join(still)}: {fixed.after}"
