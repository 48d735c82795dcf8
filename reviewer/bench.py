"""How fast, how soon, how large: ``python -m reviewer.bench`` (``make bench``).

One run prints reviews a second for 1,000 letters, the share of the speed of spaCy's own tokenizer, the start-up time
and the peak memory of ``reviewer check``, cold, as a person types it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import reviewer
from reviewer.case import LANGUAGES, Case
from reviewer.demo import demo_cases
from reviewer.language.tokenizer import tokenizer
from reviewer.review import review
from reviewer.rules.examples import split_marked
from reviewer.rules.load import load_pack

_TODAY = date(2026, 3, 9)
_SEED = 7
# Project judgement: a real letter of a careful clerk has a flaw or two; bare rule examples would be all flaws.
_FLAWS_A_LETTER = 2
_CALM_A_LETTER = 6


@dataclass(frozen=True, slots=True)
class Cold:
    """One cold start of ``reviewer check``: seconds on the clock and of the processor, peak memory in MiB."""

    wall_s: float
    processor_s: float
    peak_mib: float


def letters(language: str, n_letters: int) -> list[Case]:
    """Return letters no two of which are alike, drawn with a fixed seed.

    Complaints are those of the labelled corpora; a reply is a teaching case's frame around sentences of the rules' own
    examples, most of them look-alikes that stay silent.
    """
    draw = random.Random(_SEED)
    rules = load_pack(language).rules.values()
    flaws = [split_marked(flag.text)[0] for loaded in rules for flag in loaded.rule.flag]
    calm = [one.text for loaded in rules for one in loaded.rule.pass_]
    demos = [demo.case for demo in demo_cases(language)]
    complaints = _complaints(language) or [case.complaint for case in demos]
    made = []
    for number in range(n_letters):
        base = demos[number % len(demos)]
        parts = base.reply.split("\n\n")  # a chat answer has one part: then its words frame the letter twice
        body = [*draw.sample(calm, _CALM_A_LETTER), *draw.sample(flaws, _FLAWS_A_LETTER)]
        draw.shuffle(body)
        reply = "\n\n".join([parts[0], " ".join(body), parts[-1]])
        made.append(base.model_copy(update={"reply": reply, "complaint": complaints[number % len(complaints)]}))
    return made


def _complaints(language: str) -> list[str]:
    folder = Path(reviewer.__file__).parent.parent / "data" / "complaints"
    files = sorted(folder.glob(f"{language}-*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    texts = [str(json.loads(line)["complaint"]) for line in lines if line.strip()]
    random.Random(_SEED).shuffle(texts)
    return texts


def measure_reviews(cases: Sequence[Case]) -> list[float]:
    """Return seconds of the clock for each review, the first ones left out: they load what is loaded once."""
    for case in cases[:10]:
        review(case, today=_TODAY)
    return [_timed(lambda case=case: review(case, today=_TODAY)) for case in cases]  # type: ignore[misc]


def measure_tokenizer(cases: Sequence[Case], language: str) -> float:
    """Return seconds that spaCy's tokenizer needs for the texts of all cases."""
    tokenize = tokenizer(language)
    texts = [text for case in cases for text in (case.complaint, case.reply)]
    for text in texts[:20]:
        tokenize(text)
    return _timed(lambda: [tokenize(text) for text in texts])


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


# A child begins with its parent's peak memory on its account, so a small process stands between.
_BETWEEN = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def measure_cold(case: Case) -> Cold:
    """Return what one cold ``reviewer check`` costs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "case.json")
        path.write_text(json.dumps(case.model_dump(mode="json"), ensure_ascii=False), "utf-8")
        command = [sys.executable, "-m", "reviewer", "check", "--case", str(path), "--format", "json"]
        between = [sys.executable, "-c", _BETWEEN, *command]
        printed = subprocess.run(between, capture_output=True, text=True, check=True, cwd=folder).stdout
    wall, processor, peak = json.loads(printed)
    per_mib = 1024 if sys.platform != "darwin" else 1024 * 1024  # Linux counts kilobytes, macOS bytes
    return Cold(wall, processor, peak / per_mib)


def main(
    n_letters: Annotated[int, typer.Option(help="Letters a language.")] = 1000,
    n_starts: Annotated[int, typer.Option(help="Cold starts a language; the middle one counts.")] = 3,
) -> None:
    """Measure speed, start-up time and memory."""
    console = Console(width=100)
    table = Table(title="Speed and size", title_justify="left")
    for head in ("", *LANGUAGES, "aim"):
        table.add_column(head, justify="right" if head else "left")
    columns = [_column(language, n_letters, n_starts, console) for language in LANGUAGES]
    aims = ["", "", "< 50 ms", "", "", "< 2 s", "", "< 400 MiB"]
    for (name, *_), aim, *cells in zip(columns[0], aims, *columns, strict=True):
        table.add_row(name, *(value for _, value in cells), aim)
    console.print(table)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    console.print(f"{os.cpu_count()} processors; load during the last 1, 5, 15 minutes: {load}", highlight=False)


def _column(language: str, n_letters: int, n_starts: int, console: Console) -> list[tuple[str, str]]:
    with console.status(language):
        starts = [measure_cold(demo_cases(language)[number].case) for number in range(n_starts)]
        cases = letters(language, n_letters)
        seconds = measure_reviews(cases)
        share = measure_tokenizer(cases, language) / sum(seconds)
    ordered = sorted(seconds)
    n_words = sum(len(case.reply.split()) + len(case.complaint.split()) for case in cases) / len(cases)
    return [
        ("words a letter with its complaint", f"{n_words:.0f}"),
        (f"reviews a second ({n_letters} letters)", f"{len(cases) / sum(seconds):.1f}"),
        ("one warm review, middle", f"{1000 * median(ordered):.0f} ms"),
        ("one warm review, 95 of 100 below", f"{1000 * ordered[int(0.95 * len(ordered))]:.0f} ms"),
        ("share of spaCy's tokenizer speed", f"{share:.1%}"),
        ("cold check, on the clock", f"{median(one.wall_s for one in starts):.1f} s"),
        ("cold check, processor", f"{median(one.processor_s for one in starts):.1f} s"),
        ("cold check, peak memory", f"{median(one.peak_mib for one in starts):.0f} MiB"),
    ]


if __name__ == "__main__":
    typer.run(main)
