"""A review as Markdown, for tickets and wikis."""

from __future__ import annotations

from reviewer.case import Case
from reviewer.findings import Review
from reviewer.report.outline import Block, Entry, Tick, make_outline
from reviewer.rules.load import RulePack

# Words of a letter must not become markup, nor call a person of the tracker (@name); a leading dash or number cannot,
# because every line starts with ours.
_ESCAPED = str.maketrans({character: "\\" + character for character in "\\`*_[]<>#|~$&@"})
_SIGNS = {"done": "[x]", "open": "[ ]", "not_needed": "–"}


def render(
    review: Review, *, case: Case | None = None, pack: RulePack | None = None, language: str | None = None
) -> str:
    """Return the report as Markdown with a task list; parameters as in ``report.text``."""
    outline = make_outline(review, case=case, pack=pack, language=language)
    parts = [f"# {_plain(outline.title)}", "", f"## {_plain(outline.headline)}", ""]
    parts += [_plain(line) + "\n" for line in outline.lead]
    for section in outline.sections:
        parts += [f"## {_plain(section.title)}", "", *(_block(block) for block in section.blocks), ""]
    parts += ["---", "", _plain(outline.footer)]
    return "\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Tick):
        return f"- {_SIGNS[block.state]} {_plain(block.text)}"
    if isinstance(block, Entry):
        head = f"{block.number}. **{_plain(block.tag)}**" + (f" {_plain(block.quote)}" if block.quote else "")
        return "\n".join([head, *(f"   - {_plain(line)}" for line in block.lines)])
    return f"- {_plain(block)}"


def _plain(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown.translate(_ESCAPED)
