"""Marked text is safe HTML and keeps every character."""

import html
import re

import pytest

from reviewer.ui.highlight import Mark, render_marked


def shown(rendered):
    body = rendered.split('<div class="rr-text">', 1)[1].removesuffix("</div>")
    return html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", body))


@pytest.mark.parametrize(
    "text",
    ["строка\n\nвторая", '<script>alert("x")</script> & <b>жирно</b>', "a < b > c", "😂 ё\u00a0«»", ""],
    ids=["line-breaks", "script", "signs", "emoji", "empty"],
)
def test_render_marked_keeps_the_text(text):
    marks = [Mark(0, min(5, len(text)), "error", "tip"), Mark(2, min(9, len(text)), "note", "other")]
    assert shown(render_marked(text, marks)) == text


def test_render_marked_lets_no_tag_through():
    rendered = render_marked("<img src=x onerror=alert(1)>", [Mark(0, 4, "note", '"><script>')])
    assert "<img" not in rendered
    assert "<script>" not in rendered


def test_render_marked_shows_the_worst_of_overlapping_marks():
    rendered = render_marked("abcdef", [Mark(0, 6, "note", "one"), Mark(2, 4, "blocker", "two")])
    assert re.search(r'<mark class="rr-blocker" title="one · two">cd</mark>', rendered)


def test_render_marked_ignores_ranges_outside_the_text():
    assert shown(render_marked("abc", [Mark(1, 99, "note", "x"), Mark(2, 2, "note", "y")])) == "abc"
