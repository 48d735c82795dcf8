"""``reviewer rules``: the rule book, read, extended and proved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.case import LANGUAGES
from reviewer.cli.inputs import read_rulebook
from reviewer.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reviewer.rules.load import LoadedRule, RulePack

app = typer.Typer(help="The rule book: list, show, new, test.", no_args_is_help=True, rich_markup_mode=None)

Language = Annotated[str | None, typer.Option(help="ru or en; both if not given.")]
BookPath = Annotated[Path | None, typer.Option("--rulebook", help="A team's reviewer.toml (default: in this folder).")]

_SEE_LIST = "see 'reviewer rules list'"


@app.command("list")
def list_rules(
    language: Language = None,
    kind: Annotated[str | None, typer.Option(help="Only rules of this kind.")] = None,
    aspect: Annotated[str | None, typer.Option(help="tone, admissions, deadlines or evidence.")] = None,
    rulebook: BookPath = None,
) -> int:
    """List all rules: code, kind, severity, weight, languages, title; own service levels of a rule book first.

    \b
    Example:
      reviewer rules list --aspect admissions
    """
    from reviewer.findings import ASPECTS, kinds

    for option, given, known in (("--kind", kind, tuple(kinds())), ("--aspect", aspect, ASPECTS)):
        if given and given not in known:
            cure = f"use one of: {', '.join(known)}"
            raise InputError("E303", f"'{given}' is not in the list", where=option, cure=cure)
    packs = _packs(language, rulebook)
    for level in next(iter(packs.values())).levels:
        sectors = ",".join(level.sector) or "any"
        typer.echo(f"level   {level.what:21} {level.days} {level.unit}  {sectors}  {level.name}")
    codes = sorted({code for pack in packs.values() for code in pack.rules})
    for code in codes:
        found = {name: pack[code] for name, pack in packs.items() if code in pack.rules}
        first = next(iter(found.values()))
        if (kind and first.kind != kind) or (aspect and kinds()[first.kind].aspect != aspect):
            continue
        cells = (code, first.kind, first.code.severity, first.code.weight, ",".join(found), first.rule.title)
        typer.echo("{:7} {:21} {:8} {:>3}  {:6} {}".format(*cells))
    return 0


@app.command("show")
def show_rule(
    code: Annotated[str, typer.Argument(help="Such as ADM101.")], language: Language = None, rulebook: BookPath = None
) -> int:
    """Show one rule: what it finds, why, what instead, its guards and its examples.

    \b
    Example:
      reviewer rules show ADM101 --language ru
    """
    packs = _packs(language, rulebook)
    found = {name: pack[code.upper()] for name, pack in packs.items() if code.upper() in pack.rules}
    if not found:
        raise InputError("E706", f"there is no rule '{code}'", where="rules show", cure=_SEE_LIST)
    for name, loaded in found.items():
        typer.echo("\n".join(_rule_lines(name, loaded)) + "\n")
    return 0


@app.command("new")
def new_rule(
    name: Annotated[str, typer.Argument(help="Names the flaw, in English: promise-without-date.")],
    kind: Annotated[str, typer.Option(help="What kind of finding it makes.")],
    language: Annotated[str, typer.Option(help="ru or en.")] = "ru",
    code: Annotated[str | None, typer.Option(help="Default: the next free one.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder 'rules' to write to (default: the package's).")] = None,
) -> int:
    """Start a rule: its row and its file, with TODO lines that fail the tests until they are written.

    \b
    Example:
      reviewer rules new promise-without-date --kind vague_deadline --language ru
    """
    from reviewer.rules.scaffold import scaffold

    row, file = scaffold(name, kind=kind, language=language, code=code, folder=folder)
    typer.echo(f"{row}\n{file}\nnow write the TODO lines, then: reviewer rules test")
    return 0


@app.command("test")
def prove_rules(
    code: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    language: Language = None,
    rulebook: BookPath = None,
) -> int:
    """Prove the rules with their own examples: what must fire, what must stay silent, what each guard is for.

    Exit code: 0 if all examples hold, 1 if not.

    \b
    Example:
      reviewer rules test ADM101
    """
    from reviewer.rules.examples import check_corrections, check_examples

    n_rules = n_faults = 0
    by_code_only: set[str] = set()
    for name, pack in _packs(language, rulebook).items():
        for loaded in _chosen(pack, code):
            n_rules += 1
            if not loaded.rule.flag:
                by_code_only.add(loaded.rule.code)
            for fault in (*check_examples(loaded, name), *check_corrections(loaded, pack)):
                n_faults += 1
                typer.echo(f"{name} {loaded.rule.code}: {fault}")
    if not n_rules:
        raise InputError("E706", f"there is no rule '{code}'", where="rules test", cure=_SEE_LIST)
    if by_code_only:
        typer.echo(f"proved by the product's tests, not by examples: {', '.join(sorted(by_code_only))}", err=True)
    typer.echo(f"{n_rules} rules, {n_faults} faults", err=True)
    return 1 if n_faults else 0


def _chosen(pack: RulePack, code: str | None) -> Iterator[LoadedRule]:
    for own, loaded in sorted(pack.rules.items()):
        if code is None or own == code.upper():
            yield loaded


def _packs(language: str | None, rulebook: Path | None) -> Mapping[str, RulePack]:
    from reviewer.rules.load import load_pack

    if language is not None and language not in LANGUAGES:
        cure = f"use {' or '.join(LANGUAGES)}"
        raise InputError("E303", f"'{language}' is not in the list", where="--language", cure=cure)
    book = read_rulebook(rulebook)
    return {name: book[name] if book else load_pack(name) for name in ([language] if language else LANGUAGES)}


def _rule_lines(language: str, loaded: LoadedRule) -> Iterator[str]:
    rule, code = loaded.rule, loaded.code
    yield f"{rule.code} {code.name} [{language}] {rule.title}"
    yield f"  kind {code.kind}, severity {code.severity}, weight {code.weight}, {code.status} since {code.since}"
    yield f"  file: {loaded.file}"
    yield f"  why: {rule.why}"
    yield f"  instead: {rule.fix}"
    yield f"  source: {rule.source.type}" + (f", {rule.source.note}" if rule.source.note else "")
    for title, lines in (
        ("finds", rule.any),
        ("needs nearby", rule.needs),
        ("silent beside", rule.lacks),
        ("silent when", rule.unless),
        ("only said of", rule.party),
        ("not said of", rule.not_party),
        ("only in", (*rule.channels, *rule.sectors)),
        ("not in", rule.not_channels),
        ("fires", [one.text for one in rule.flag]),
        ("silent", [f"{one.text}  ({one.because})" for one in rule.pass_]),
        ("mends", [f"{one.before} -> {one.after}" for one in rule.fixed]),
        ("known misses", [f"{one.text}  ({one.because})" for one in rule.known_miss]),
    ):
        if lines:
            yield f"  {title}:"
            yield from (f"    {line}" for line in lines)
