"""``reviewer deadline``: the term, the article, the last day."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.case import JURISDICTIONS, LANGUAGES, SECTORS
from reviewer.cli.inputs import read_day, read_rulebook
from reviewer.errors import InputError
from reviewer.language.counting import counted

if TYPE_CHECKING:
    from reviewer.sectors.answer import TermAnswer
    from reviewer.sectors.house import HouseLevel
    from reviewer.sectors.workdays import CountedDay


def deadline(
    sector: Annotated[str, typer.Option(help="goods, services, bank, telecom, government …")],
    received_on: Annotated[str, typer.Option(help="Day the complaint arrived, YYYY-MM-DD.")],
    jurisdiction: Annotated[str, typer.Option(help="ru, uk, us or eu.")] = "ru",
    demand: Annotated[str | None, typer.Option(help="What is demanded: refund, repair, replace, info …")] = None,
    scope: Annotated[str | None, typer.Option(help="A narrower field with terms of its own.")] = None,
    registered_on: Annotated[str | None, typer.Option(help="Day of registration, YYYY-MM-DD.")] = None,
    house: Annotated[Path | None, typer.Option(help="Own service levels (default: reviewer.toml here).")] = None,
    language: Annotated[str | None, typer.Option(help="ru or en (default: by jurisdiction).")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> int:
    """Tell by when a complaint has to be answered, by which article, and how it was counted.

    \b
    Examples:
      reviewer deadline --sector bank --received-on 2026-03-02
      reviewer deadline --sector goods --demand refund --received-on 2026-03-02
      reviewer deadline --sector bank --jurisdiction uk --received-on 2026-03-02
    """
    from reviewer.sectors.choice import DEMANDS
    from reviewer.sectors.house import load_house
    from reviewer.sectors.term import reply_term

    tongue = language or ("ru" if jurisdiction == "ru" else "en")
    _choose("--sector", sector, SECTORS)
    _choose("--jurisdiction", jurisdiction, JURISDICTIONS)
    _choose("--language", tongue, LANGUAGES)
    _choose("--format", format_, ("text", "json"))
    if demand:
        _choose("--demand", demand, DEMANDS)
    received = read_day(received_on, "--received-on")
    if received is None:
        raise InputError("E304", "the day is empty", where="--received-on", cure="write the day as YYYY-MM-DD")
    answer = reply_term(
        jurisdiction,
        sector,
        received_on=received,
        demand=demand,
        scope=scope,
        registered_on=read_day(registered_on, "--registered-on"),
        house=load_house(house) if house else _levels_here(),
        language=tongue,
    )
    if format_ == "json":
        typer.echo(json.dumps(asdict(answer), ensure_ascii=False, indent=2, default=_plain))
    else:
        typer.echo("\n".join(_lines(answer, tongue)))
    return 0


def _levels_here() -> tuple[HouseLevel, ...]:
    book = read_rulebook(None)
    return book.levels if book else ()


def _choose(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputError("E303", f"'{value}' is not in the list", where=option, cure=f"use one of: {', '.join(known)}")


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)


def _lines(answer: TermAnswer, language: str) -> list[str]:
    from reviewer.language.messages import messages

    say = messages(language)
    lines = []
    if answer.last_on is not None:
        lines.append(say("cli.last_day", date=_day(answer.last_on, say)))
    if answer.days is not None:
        lines.append(
            say(
                "cli.term",
                term=counted(say.language, answer.days, answer.unit),
                act=answer.act or "",
                article=answer.article or "",
            )
        )
    lines += [f"- {remark}" for remark in answer.remarks]
    if answer.is_provisional:
        lines.append(f"- {say('cli.provisional')}")
    if answer.rows:
        lines += ["", say("cli.counted")]
        lines += [_counted(row, say) for row in answer.rows]
    if answer.alternatives:
        lines += ["", say("cli.other_terms")]
        lines += [f"  {_alternative(other, say)}" for other in answer.alternatives]
    return lines


def _counted(row: CountedDay, say: Any) -> str:
    note = row.note.partition(":")[0].replace(" ", "_")
    number = "" if row.number is None else str(row.number)
    words = say(f"cli.note.{note}") if note else ""
    return f"  {row.on} {say(f'cli.weekday.{row.on.isoweekday()}')} {number:>4}  {words}".rstrip()


def _alternative(other: TermAnswer, say: Any) -> str:
    when = f", {_day(other.last_on, say)}" if other.last_on else ""
    what = other.term.what if other.term else "reply"
    key = f"report.for_.{what}"
    name = say(key) if key in say else what
    return f"{name}: {counted(say.language, other.days or 0, other.unit)}{when} ({other.act}, {other.article})"


def _day(day: date, say: Any) -> str:
    return f"{day.day} {say(f'report.month.{day.month}')} {day.year}"
