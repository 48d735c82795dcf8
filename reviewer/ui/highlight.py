"""A text with marks, as safe HTML: everything of the user's is escaped, overlaps and line breaks survive."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_RANK = ("note", "warning", "error", "blocker", "for", "against", "covered", "open")

# Contrast of black on each ground is above 9:1; the underline carries the meaning for those who see no colour.
STYLE = """
<style>
.rr-text {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7; font-size: 1rem; padding: 0.9rem 1.1rem;
  border: 1px solid #d5dbe1; border-radius: 0.5rem; background: #ffffff; color: #1a1f24;}
.rr-text mark {color: #1a1f24; padding: 0.05rem 0.1rem; border-radius: 0.2rem;}
.rr-note {background: #eef1f4; border-bottom: 2px dotted #7a8794;}
.rr-warning {background: #fff3c9; border-bottom: 2px dashed #b98a00;}
.rr-error {background: #ffdfc4; border-bottom: 2px solid #c65d00;}
.rr-blocker {background: #ffd0d3; border-bottom: 3px double #b3001b;}
.rr-for, .rr-covered {background: #d9f0de; border-bottom: 2px solid #2c7a3f;}
.rr-against, .rr-open {background: #ffdfc4; border-bottom: 2px dashed #c65d00;}
.rr-text sup {font-size: 0.7em; color: #4a5560; padding-left: 0.1rem;}
</style>
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of the text with a style, a tip and the number it has in the list beside."""

    start: int
    end: int
    style: str
    tip: str
    number: int | None = None


def render_marked(text: str, marks: Sequence[Mark]) -> str:
    """Return the text as HTML with its marks.

    Parameters
    ----------
    text : str
        Anything a user pasted; shown as plain text.
    marks : sequence of Mark
        May overlap; where they do, the most serious style shows and all tips are joined.

    Examples
    --------
    >>> "&lt;b&gt;" in render_marked("<b>x", [])
    True
    """
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in kept), *(mark.end for mark in kept)})
    parts: list[str] = []
    for start, end in itertools.pairwise(edges):
        piece = escape(text[start:end])
        over = [mark for mark in kept if mark.start <= start and end <= mark.end]
        if over:
            style = max(over, key=lambda mark: _RANK.index(mark.style)).style
            tip = escape(" · ".join(dict.fromkeys(mark.tip for mark in over)), quote=True)
            ends = "".join(f"<sup>{mark.number}</sup>" for mark in over if mark.end == end and mark.number)
            piece = f'<mark class="rr-{style}" title="{tip}">{piece}</mark>{ends}'
        parts.append(piece)
    return f'{STYLE}<div class="rr-text">{"".join(parts)}</div>'
