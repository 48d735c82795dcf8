"""Every rule has fired on some text of the tests or of the data: a rule that never fires proves nothing."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from reviewer import review
from reviewer.case import LANGUAGES, Case, read_case
from reviewer.demo import demo_cases
from reviewer.rules.examples import split_marked
from reviewer.rules.load import load_pack
from reviewer.rules.rulebook import RuleBook

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 6, 1)
FIELDS = frozenset(Case.model_fields)
# Rules that the learned reader gives its words to: they fire where no example was written for them.
LEARNED = "9"
# A team's own service level, so that the rules on levels have something to fire on; the law goes before it.
BOOK = RuleBook('[[level]]\nname = "Own level"\nsector = ["bank", "services"]\ndays = 1\n')
COVERAGE = tomllib.loads((ROOT / "tests" / "rules" / "coverage.toml").read_text("utf-8"))["letter"]


def tables():
    for path in sorted((ROOT / "tests").rglob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        yield path, [table, *(row for rows in table.values() if isinstance(rows, list) for row in rows)]
    for path in [
        *sorted((ROOT / "tests").rglob("*.jsonl")),
        *sorted((ROOT / "data" / "annotated").glob("pairs-*.jsonl")),
    ]:
        yield path, [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def letters():
    for language in LANGUAGES:
        yield from (demo.case for demo in demo_cases(language))
    for path, rows in tables():
        for row in rows:
            if isinstance(row, dict) and isinstance(row.get("reply"), str):
                language = row.get("language") or row.get("lang") or ("en" if "en" in path.as_posix() else "ru")
                fields = {name: value for name, value in row.items() if name in FIELDS}
                yield read_case({**fields, "language": language}, where=path.name)


@pytest.mark.slow
def test_every_rule_has_fired():
    fired = {language: set() for language in LANGUAGES}
    for case in letters():
        found = review(case, today=TODAY, pack=BOOK)
        for one in found.findings:
            fired[found.language] |= {one.code, *one.trace.get("also", ())}
    for language in LANGUAGES:
        for code, loaded in load_pack(language).rules.items():
            for flag in loaded.rule.flag:
                text, _ = split_marked(flag.text)
                case = Case(reply=text, language=language, channel=flag.channel, sector=flag.sector)
                found = [] if code in fired[language] else review(case, today=TODAY, pack=BOOK).findings
                fired[language] |= {name for one in found for name in (one.code, *one.trace.get("also", ()))}
    never = {
        language: [code for code in load_pack(language).rules if code not in codes and code[3] != LEARNED]
        for language, codes in fired.items()
    }
    assert never == {language: [] for language in LANGUAGES}


@pytest.mark.parametrize("letter", COVERAGE, ids=[f"{one['language']}-{one['fires']}" for one in COVERAGE])
def test_letter_of_the_coverage_list_fires_its_rule(letter):
    fields = {name: value for name, value in letter.items() if name in FIELDS}
    found = review(read_case(fields, where="coverage.toml"), today=TODAY, pack=BOOK).findings
    assert letter["fires"] in {code for one in found for code in (one.code, *one.trace.get("also", ()))}
