"""HTML fragments for the page. Every character of a letter is escaped: a letter is text, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reviewer.findings import SEVERITIES, Cue, Finding
from reviewer.language.messages import messages
from reviewer.report.draft import segments

# HTML's own characters, and those that Streamlit's Markdown would read: emphasis, code, links, headings, tables,
# formulas («$»), emoji codes («:»). A character reference is never read as markup.
_REFERENCES = {
    **{ord(character): escape(character) for character in "&<>\"'"},
    **{ord(character): f"&#{ord(character)};" for character in "\\`*_[]~$:#|"},
    ord("\n"): "<br>",
    ord("\r"): "<br>",
}


def highlight(text: str, findings: Sequence[Finding], *, language: str) -> str:
    """Return the draft as one ``<div>`` with its findings in ``<mark>``.

    Parameters
    ----------
    text : str
        The reply, exactly as reviewed: offsets point into it.
    findings : sequence of Finding
        Marks carry their numbers from 1, in this order; findings without a place are not shown.
    language : {"ru", "en"}
        Of the tooltips.

    Notes
    -----
    Where findings overlap, the stretch shows the most severe one's colour and all numbers. Styles hang on the classes
    ``draft``, ``finding``, ``note``, ``warning``, ``error``, ``blocker`` and ``number``.

    Examples
    --------
    >>> highlight("<b>да</b>", [], language="ru")
    '<div class="draft">&lt;b&gt;да&lt;/b&gt;</div>'
    """
    say = messages(language)
    parts: list[str] = []
    for segment in segments(text, findings):
        words = plain(text[segment.start : segment.end])
        if not segment.numbers:
            parts.append(words)
            continue
        here = [findings[number] for number in segment.numbers]
        worst = max(here, key=lambda one: SEVERITIES.index(one.severity)).severity
        tip = escape("; ".join(f"{say(f'report.severity.{one.severity}')}: {one.message}" for one in here), quote=True)
        ends = [number + 1 for number in segment.numbers if findings[number].end == segment.end]
        badge = "".join(f'<sup class="number">{number}</sup>' for number in ends)
        parts.append(f'<mark class="finding {worst}" title="{tip}">{words}{badge}</mark>')
    return f'<div class="draft">{"".join(parts)}</div>'


def highlight_cues(text: str, cues: Sequence[Cue], *, language: str) -> str:
    """Return the complaint as one ``<div>`` with the estimate's cues in ``<mark class="cue for|against">``."""
    say = messages(language)
    parts: list[str] = []
    position = 0
    for cue in sorted(cues, key=lambda one: (one.start, -one.end)):
        if cue.start < position:
            continue  # a cue inside another one adds nothing to the eye
        side = "for" if cue.weight > 0 else "against"
        tip = escape(f"{say(f'report.cues_{side}')}: {cue.why}", quote=True)
        parts.append(plain(text[position : cue.start]))
        parts.append(f'<mark class="cue {side}" title="{tip}">{plain(text[cue.start : cue.end])}</mark>')
        position = cue.end
    parts.append(plain(text[position:]))
    return f'<div class="draft">{"".join(parts)}</div>'


def plain(text: str) -> str:
    """Return text as HTML that shows exactly its characters.

    Line breaks become ``<br>``; what Markdown would read as markup is written as character references, because
    Streamlit reads Markdown around HTML.

    Examples
    --------
    >>> plain("a < b\\n*c*")
    'a &lt; b<br>&#42;c&#42;'
    """
    return text.replace("\r\n", "\n").translate(_REFERENCES)
