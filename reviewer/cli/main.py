"""All commands together, and what happens to errors: one line on standard error, an exit code of 64 or more."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from reviewer.cli import audit, check, deadline, models, page, rules, stored
from reviewer.cli.inputs import show_traceback
from reviewer.errors import ProgramFault, ReviewerError

# Exit codes 0, 1 and 2 are verdicts, so no error may end with them; the numbers are those of sysexits.h.
USAGE, BAD_INPUT, BROKEN, NO_PLACE, BAD_CONFIGURATION, INTERRUPTED = 64, 65, 70, 74, 78, 130
_EXIT_BY_LAYER = {
    "1": BAD_CONFIGURATION,
    "2": BAD_INPUT,
    "3": BAD_INPUT,
    "4": BROKEN,
    "5": BAD_CONFIGURATION,
    "6": NO_PLACE,
    "7": USAGE,
}

app = typer.Typer(
    name="reviewer",
    help="Review replies to customer complaints: tone, admissions, deadlines, evidence. Offline, Russian and English.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("audit")(audit.audit_table)
app.command("deadline")(deadline.deadline)
app.command("train")(models.train_model)
app.command("evaluate")(models.evaluate_model)
app.command("promote")(models.promote_model)
app.command("sample")(models.sample_cases)
app.add_typer(rules.app, name="rules")
app.add_typer(stored.app, name="store")
app.command("app")(page.open_page)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process if not given.
    """
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="reviewer", standalone_mode=False)
    except ReviewerError as error:
        _say(str(error))
        return _EXIT_BY_LAYER.get(error.code[1:2], BROKEN)
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "reviewer")
        what = error.format_message()
        # A bare command shows its help; everything else is one line.
        line = " ".join(what.split()).rstrip(".")
        _say(what if what.startswith("Usage:") else f"E701 {command}: {line}; see '{command} --help'")
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        _say("E702 stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone (head, less): nothing more to say.
        _drop_output()
        return INTERRUPTED
    except OSError as error:
        # A full disk behind standard output, a file that went away: nothing the program did wrong.
        _drop_output()
        _say(f"E317 {error.filename or 'output'}: {error.strerror or error}; check the place and the space left")
        return NO_PLACE
    except Exception as error:
        # The outermost border: Python itself would end with 1, which here means the verdict "revise".
        show_traceback(error)
        _say(str(ProgramFault(error)))
        return BROKEN
    return code if isinstance(code, int) else 0


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _drop_output() -> None:
    """Leave nothing to flush at exit, where it would fail again."""
    with contextlib.suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console of another code page shows what it cannot print as an escape; it does not stop a review.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())
