"""A review as plain text for the terminal and for pasting."""

from __future__ import annotations

import textwrap

from reviewer.case import Case
from reviewer.findings import Review
from reviewer.language.messages import messages
from reviewer.report.outline import Block, Entry, Tick, make_outline
from reviewer.rules.load import RulePack

_WIDTH = 100
_SIGNS = {"done": "[+]", "open": "[ ]", "not_needed": "[-]"}


def render(
    review: Review, *, case: Case | None = None, pack: RulePack | None = None, language: str | None = None
) -> str:
    """Return the report as lines of at most 100 characters.

    Parameters
    ----------
    review : Review
    case : Case, optional
        The texts, so that answers to points can be quoted.
    pack : RulePack, optional
        The rules the review was made with.
    language : {"ru", "en"}, optional
        The review's own if not given.
    """
    outline = make_outline(review, case=case, pack=pack, language=language)
    say = messages(language or review.language)
    parts = [outline.title, "", outline.headline.upper(), *(_wrap(line) for line in outline.lead)]
    for section in outline.sections:
        parts += ["", section.title, "-" * len(section.title)]
        parts += [_block(block) for block in section.blocks]
        if any(isinstance(block, Tick) and block.state == "not_needed" for block in section.blocks):
            parts += ["", "; ".join(f"{sign} {say(f'report.step_state.{state}')}" for state, sign in _SIGNS.items())]
    parts += ["", _wrap(outline.footer)]
    return "\n".join(_printable(part) for part in parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Tick):
        return _wrap(f"{_SIGNS[block.state]} {block.text}", hang="    ")
    if isinstance(block, Entry):
        head = f"{block.number}. [{block.tag}]" + (f" {block.quote}" if block.quote else "")
        return "\n".join(
            [_wrap(head, hang="   "), *(_wrap(line, indent="   ", hang="   ") for line in block.lines), ""]
        )
    return _wrap(block)


def _wrap(line: str, *, indent: str = "", hang: str = "") -> str:
    return textwrap.fill(
        line, _WIDTH, initial_indent=indent, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )


def _printable(part: str) -> str:
    # A letter may carry escape sequences; a terminal must show them, not obey them.
    return "".join(letter if letter == "\n" or letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in part)
