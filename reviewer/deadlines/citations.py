"""Citations that surely belong to another act, to no act, or to an act no longer in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reviewer.exchange import Exchange
from reviewer.findings import Hit
from reviewer.sectors.law import load_law
from reviewer.sectors.schema import Act, Trap
from reviewer.text import fold

_TITLE_REACH = 80
"""Most code points between the title of an act and its number in one citation."""
_LAST_ARTICLE = {
    "ru": "{title}: последняя известная нам статья {number}",
    "en": "{title}: the last article we know of is {number}",
}
_DAY_BEFORE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?| года)? ?$")
_NUMBER = re.compile(r"№ ?(\d{1,4}(?:-\d|-фз))(?!\d)")


def check_citations(exchange: Exchange) -> Iterator[Hit]:
    """Yield the citation traps that the reply walks into, and numbers that do not belong to the title beside them."""
    if exchange.reply is None:
        return
    text = fold(exchange.case.reply).lower()
    if len(text) != len(exchange.case.reply):
        return
    for trap in load_law(exchange.jurisdiction).traps:
        hit = _trap(exchange, trap, text)
        if hit:
            yield hit
    if exchange.jurisdiction == "ru":
        yield from _titles(text)
    yield from _articles(exchange, text)


def _trap(exchange: Exchange, trap: Trap, text: str) -> Hit | None:
    sector = exchange.case.sector
    if not trap.pattern or sector in trap.not_sectors or (trap.only_sectors and sector not in trap.only_sectors):
        return None
    if trap.from_on and exchange.reply_on < trap.from_on:
        return None
    match = _compiled(trap.pattern).search(text)
    if match is None:
        return None
    right = trap.right_ru if exchange.language == "ru" else trap.right_en
    trace = {"trap": trap.id, "confidence": trap.confidence}
    severity = None if trap.confidence == "verified" else "note"
    return Hit("DDL121", match.start(), match.end(), {"right": right}, trace, severity=severity)  # type: ignore[arg-type]


def _titles(text: str) -> Iterator[Hit]:
    """«Закон «О связи» № 149-ФЗ»: the title of one act with the number of another."""
    for act in load_law("ru").acts.values():
        title = fold(act.title).lower()
        if "закон" not in act.kind or not act.number or len(title) < 6:
            continue
        for match in re.finditer(rf'"{re.escape(title)}"', text):
            hit = _number_beside(act, text, match.start(), match.end())
            if hit:
                yield hit


def _number_beside(act: Act, text: str, start: int, end: int) -> Hit | None:
    before = text[max(0, start - _TITLE_REACH) : start]
    before = before[max(before.rfind(mark) for mark in (";", "\n", ")")) + 1 :]
    behind = re.split(r"[;\n(]", text[end : end + _TITLE_REACH // 2])[0]
    found = [*_NUMBER.finditer(before)][-1:] or [*_NUMBER.finditer(behind)][:1]
    if not found:
        return None
    number = found[0][1]
    wrong_day = _day_of_another(act, found[0].string[: found[0].start()])
    offset = (start - len(before) if found[0].string is before else end) + found[0].start()
    known = act.number.lower()
    if (number == known or number.split("-")[0] == known.split("-")[0]) and not wrong_day:
        return None
    right = f"{act.number} от {act.dated:%d.%m.%Y}" if wrong_day and act.dated else act.number
    place = (offset, offset + len(found[0].group()))
    return Hit("DDL122", *place, {"title": act.title, "number": right}, {"act": act.id, "written": number})


def _day_of_another(act: Act, before: str) -> bool:
    """Return whether a day stands before the number, and it is not the day of the act."""
    found = _DAY_BEFORE.search(before)
    if found is None or act.dated is None:
        return False
    return (int(found[1]), int(found[2]), int(found[3])) != (act.dated.day, act.dated.month, act.dated.year)


def _articles(exchange: Exchange, text: str) -> Iterator[Hit]:
    """«ст. 70 ЗоЗПП»: an article beyond the last one of an act named beside it; it asks, since acts grow."""
    for act in load_law(exchange.jurisdiction).acts.values():
        if act.highest_article is None:
            continue
        for match in _articles_of(act.id, exchange.jurisdiction).finditer(text):
            if int(match["article"]) > act.highest_article:
                last = _LAST_ARTICLE[exchange.language].format(title=act.label(), number=act.highest_article)
                trace = {"act": act.id, "written": match["article"], "highest": act.highest_article}
                yield Hit("DDL121", match.start(), match.end(), {"right": last}, trace, severity="note")


@cache
def _articles_of(act_id: str, jurisdiction: str) -> re.Pattern[str]:
    act = load_law(jurisdiction).acts[act_id]
    names = [re.escape(fold(name).lower()) for name in (*act.short_names, act.title, act.number) if len(name) > 3]
    named = "|".join(sorted(names, key=len, reverse=True))
    lead = r"(?:ст(?:\.|атья|атьи|атье|атьей|атью)|article|art\.?|section|s\.)"
    return re.compile(rf"(?<!\w){lead} ?(?P<article>\d{{1,4}})(?![\d.-]*\d)[^.;\n]{{0,40}}?(?:{named})(?!\w)")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
