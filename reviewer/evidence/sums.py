"""Simple sums of a reply: products, totals, differences that do not come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.numerals import folded, parse_number

_AMOUNT = (
    r"(?:[£$€₽] ?)?(\d{1,3}(?:[ ,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    r"(?: ?(?:руб(?:\.|лей|ля|ль)?|р\.|₽|€|евро))?"
)
_WORDS = r"(?: [^\W\d]+){0,2}"
_SIGNED = re.compile(rf"{_AMOUNT}{_WORDS}((?: ?[+×xх*-] ?{_AMOUNT}{_WORDS})+) ?= ?{_AMOUNT}", re.IGNORECASE)
_STEP = re.compile(rf" ?([+×xх*-]) ?{_AMOUNT}", re.IGNORECASE)
_TOTAL = {
    "ru": re.compile(r"\b(?:итого|всего|в сумме|общая сумма|суммарно|в общей сложности)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:total(?:s|ling|ing)?|in all|altogether|sum of)\b", re.IGNORECASE),
}
_PARTS_AFTER = re.compile(
    r"^[^\d.;]{0,40}?(?::|\bиз них\b|\bв том числе\b|\bmade up of\b|\bi\.e\.|\(| - )", re.IGNORECASE
)
_ROUNDING = Decimal("0.05")
_MOST_PARTS = 8
# Project judgement: a slip in adding leaves the total near the sum; farther off, the parts are not all there.
_FURTHEST = Decimal("0.35")


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A result that its parts do not give: half-open offsets of the result, the parts, and what they give."""

    start: int
    end: int
    stated: Decimal
    computed: Decimal
    parts: tuple[Decimal, ...]


def find_wrong_sums(reply: Document, complaint: Document | None = None) -> list[WrongSum]:
    """Return the sums of a reply that do not add up.

    Parameters
    ----------
    reply : Document
    complaint : Document, optional
        Its amounts may be part of a total («142 000 less 18 200»).
    """
    written = list(_written_out(reply))
    taken = [(one.start, one.end) for one in written]
    money = reply.mentions_of("money")
    known = [one.value for one in (complaint.mentions_of("money") if complaint else ())]
    for one in _totals(reply, money, known):
        if not any(start < one.end and one.start < end for start, end in taken):
            written.append(one)
    return sorted(written, key=lambda one: one.start)


def _written_out(reply: Document) -> Iterator[WrongSum]:
    """«3 × 350 = 1 050», "£20 + £30 = £60"."""
    text = folded(reply)
    for match in _SIGNED.finditer(text):
        value = parse_number(match[1])
        parts = [value]
        for step in _STEP.finditer(match[2]):
            number = parse_number(step[2])
            parts.append(number)
            if step[1] == "+":
                value += number
            elif step[1] == "-":
                value -= number
            else:
                value *= number
        stated = parse_number(match[match.re.groups])
        if abs(value - stated) > _ROUNDING:
            end = match.end()
            start = match.start(match.re.groups)
            while start > 0 and text[start - 1] in "£$€₽":
                start -= 1
            yield WrongSum(start, end, stated, value, tuple(parts))


def _totals(reply: Document, money: Sequence[Mention], known: Sequence[Decimal]) -> Iterator[WrongSum]:
    text = folded(reply)
    for index, one in enumerate(money):
        before = text[max(0, one.start - 60) : one.start]
        clause = re.split(r"[.;\n]\s", before)[-1]
        if _TOTAL[reply.language].search(clause):
            wrong = _judge(one, _parts_before(reply, money, index), money, known)
            if wrong:
                yield wrong
        elif _PARTS_AFTER.match(text[one.end : one.end + 50]):
            wrong = _judge(one, _parts_after(reply, money, index), money, known)
            if wrong:
                yield wrong


def _parts_before(reply: Document, money: Sequence[Mention], index: int) -> list[Decimal]:
    """Amounts listed before a total: back to the last total or the head of the paragraph."""
    head = reply.text.rfind("\n\n", 0, money[index].start)
    text = folded(reply)
    parts: list[Decimal] = []
    for one in reversed(money[:index]):
        if one.start < head or _TOTAL[reply.language].search(text[max(0, one.start - 30) : one.start]):
            break
        # «4 x £35 = £140»: the result is the part, not what it was reckoned from.
        if not re.match(r" ?(?:[^\W\d]+ ?){0,2}[+×xх*=-]", text[one.end : one.end + 25]) or "=" not in _line(text, one):
            parts.append(one.value)
    return parts


def _line(text: str, one: Mention) -> str:
    start = text.rfind("\n", 0, one.start) + 1
    stop = text.find("\n", one.end)
    line = text[start : stop if stop >= 0 else len(text)]
    return line[one.end - start :]


def _parts_after(reply: Document, money: Sequence[Mention], index: int) -> list[Decimal]:
    """Amounts that follow a total in its sentence: «202 руб.: 139 за дни и 63 за выезды»."""
    sentence = reply.sentence_of[money[index].first]
    return [one.value for one in money[index + 1 :] if reply.sentence_of[one.first] == sentence]


def _judge(
    total: Mention, parts: Sequence[Decimal], money: Sequence[Mention], known: Sequence[Decimal]
) -> WrongSum | None:
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    computed = sum(parts, Decimal(0))
    if abs(computed - total.value) <= _ROUNDING or abs(computed - total.value) > _FURTHEST * max(computed, total.value):
        return None
    others = [one.value for one in money if one is not total]
    if _explained(total.value, [*others, *known]):
        return None
    return WrongSum(total.start, total.end, total.value, computed, tuple(parts))


def _explained(value: Decimal, amounts: Sequence[Decimal]) -> bool:
    """Some of the amounts, added or taken off one another, give the total, or it is named elsewhere."""
    amounts = list(dict.fromkeys(amounts))[: _MOST_PARTS + 2]
    if value in amounts:
        return True
    sums = {sum(some, Decimal(0)) for size in range(2, len(amounts) + 1) for some in combinations(amounts, size)}
    if any(abs(one - value) <= _ROUNDING for one in sums):
        return True
    return any(abs(whole - part - value) <= _ROUNDING for whole in amounts for part in sums | set(amounts))
