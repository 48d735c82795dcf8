"""``reviewer check``: one review."""

from __future__ import annotations

import importlib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.case import Case, read_case
from reviewer.cli.inputs import (
    STANDARD_INPUT,
    existing,
    read_case_file,
    read_day,
    read_rulebook,
    read_text,
    refuse_overwriting,
)
from reviewer.errors import InputError
from reviewer.findings import Review
from reviewer.review import review

FORMATS = ("text", "json", "markdown", "sarif")
EXIT_BY_VERDICT = {"send": 0, "revise": 1, "block": 2}


def check(
    complaint: Annotated[str | None, typer.Argument(help="File with the complaint; - standard input, '' none.")] = None,
    reply: Annotated[str | None, typer.Argument(help="File with the draft reply; - is standard input.")] = None,
    case: Annotated[str | None, typer.Option("--case", help="JSON file with a whole case; - standard input.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json, markdown or sarif.")] = "text",
    sector: Annotated[str | None, typer.Option(help="goods, services, bank, telecom … (default: other).")] = None,
    channel: Annotated[str | None, typer.Option(help="letter, email, chat, social, review_site or phone_note.")] = None,
    language: Annotated[str | None, typer.Option(help="ru or en (default: detected).")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="ru, uk, us or eu (default: by language).")] = None,
    received_on: Annotated[str | None, typer.Option(help="Day the complaint arrived, YYYY-MM-DD.")] = None,
    reply_on: Annotated[str | None, typer.Option(help="Day of the reply, YYYY-MM-DD (default: not sent).")] = None,
    decision: Annotated[str | None, typer.Option(help="satisfy, partial, refuse, interim (default: detected).")] = None,
    investigation: Annotated[str | None, typer.Option(help="People found: substantiated or unsubstantiated.")] = None,
    case_id: Annotated[str | None, typer.Option(help="Your own number of the case.")] = None,
    agent: Annotated[str | None, typer.Option(help="Who wrote the reply.")] = None,
    team: Annotated[str | None, typer.Option(help="The writer's team.")] = None,
    today: Annotated[str | None, typer.Option(help="Day that stands for today, YYYY-MM-DD.")] = None,
    rulebook: Annotated[Path | None, typer.Option(help="A team's reviewer.toml (default: beside the reply).")] = None,
    store: Annotated[Path | None, typer.Option(help="Keep case and review here.", envvar="REVIEWER_STORE")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
) -> int:
    """Review one reply to one complaint.

    Exit code: 0 send, 1 revise, 2 block; 64 and up are errors.

    \b
    Examples:
      reviewer check complaint.txt reply.txt --sector bank --received-on 2026-03-02
      reviewer check '' reply.txt                  no complaint at hand
      reviewer check --case case.json --format json
    """
    if format_ not in FORMATS:
        raise InputError("E703", f"'{format_}' is no format", where="--format", cure=f"use {', '.join(FORMATS)}")
    options = {
        "case_id": case_id,
        "language": language,
        "jurisdiction": jurisdiction,
        "sector": sector,
        "channel": channel,
        "received_on": received_on,
        "reply_on": reply_on,
        "decision": decision,
        "investigation": investigation,
        "agent": agent,
        "team": team,
    }
    fields = _texts(case, complaint, reply) | {name: value for name, value in options.items() if value is not None}
    given = read_case(fields, where=case or "command line")
    day = read_day(today, "--today") or date.today()
    source = existing(case) or existing(reply) or existing(complaint)
    refuse_overwriting(output, existing(case), existing(reply), existing(complaint), rulebook, store)
    book = read_rulebook(rulebook, beside=source)
    found = review(given, today=day, pack=book)
    report = _render(found, given, book[found.language] if book else None, format_, source)
    if output is None:
        typer.echo(report, nl=False)
    else:
        _write(output, report)
    _keep(store, given, found)
    return EXIT_BY_VERDICT[found.verdict]


def _render(found: Review, case: Case, pack: Any, format_: str, source: Path | None) -> str:
    renderer = importlib.import_module(f"reviewer.report.{format_}")
    more = {"uri": source.as_posix()} if format_ == "sarif" and source else {}
    report: str = renderer.render(found, case=case, pack=pack, **more)
    return report


def _texts(case: str | None, complaint: str | None, reply: str | None) -> dict[str, Any]:
    if case is not None:
        if complaint is not None or reply is not None:
            cure = "give either --case or the two files"
            raise InputError("E704", "a case and text files at once", where="--case", cure=cure)
        return read_case_file(case)
    if complaint is None:
        cure = "write: reviewer check COMPLAINT REPLY, or --case FILE.json"
        raise InputError("E704", "there is nothing to review", where="reviewer check", cure=cure)
    if complaint == reply == STANDARD_INPUT:
        cure = "give one of them as a file, or both with --case -"
        raise InputError("E704", "complaint and reply cannot both be standard input", where="-", cure=cure)
    return {"complaint": read_text(complaint), "reply": read_text(reply)}


def _write(output: Path, report: str) -> None:
    try:
        output.write_text(report, "utf-8")
    except OSError as error:
        cure = "choose another place with -o"
        raise InputError("E317", f"cannot write: {error.strerror}", where=str(output), cure=cure) from None


def _keep(path: Path | None, case: Case, found: Review) -> None:
    if path is None:
        return
    from reviewer.store import Store

    with Store(path) as store:
        store.keep(case, found, kept_at=datetime.now())
