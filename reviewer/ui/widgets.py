"""Pieces of the page that show one review. They show; they judge nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from reviewer.findings import ASPECTS, SEVERITIES, Finding, Review, at_least
from reviewer.language.counting import counted
from reviewer.language.messages import messages
from reviewer.report.checklist import checklist
from reviewer.report.outline import trust_lines
from reviewer.review import scorecard
from reviewer.scoring import settings
from reviewer.ui.book import pack_in_use
from reviewer.ui.highlight import Mark, render_marked
from reviewer.ui.words import page_language

_BANNER = {"send": ("#e3f4e7", "#2c7a3f"), "revise": ("#fff3d6", "#b36b00"), "block": ("#ffe0e2", "#b3001b")}
_STEP_SIGN = {"done": "✓", "open": "✗", "not_needed": "–"}

CARD_STYLE = """
<style>
.rr-card {border: 1px solid #d5dbe1; border-left-width: 6px; border-radius: 0.5rem; padding: 0.6rem 0.9rem;
  margin-bottom: 0.6rem; background: #ffffff; color: #1a1f24; overflow-wrap: anywhere;}
.rr-card q {display: block; margin: 0.35rem 0; padding-left: 0.6rem; border-left: 3px solid #d5dbe1; quotes: none;}
.rr-card .rr-meta {color: #4a5560; font-size: 0.8rem;}
.rr-tag {font-size: 0.78rem; border-radius: 0.3rem; padding: 0.05rem 0.4rem; color: #1a1f24;}
.rr-small {color: #4a5560; font-size: 0.85rem; margin: 0.2rem 0;}
.rr-banner {border-radius: 0.6rem; padding: 0.9rem 1.2rem; border-left: 8px solid; color: #1a1f24;}
.rr-banner b {font-size: 1.35rem;}
</style>
"""
_EDGE = {"note": "#7a8794", "warning": "#b98a00", "error": "#c65d00", "blocker": "#b3001b"}
_GROUND = {"note": "#eef1f4", "warning": "#fff3c9", "error": "#ffdfc4", "blocker": "#ffd0d3"}
_SCORES = ("overall", *ASPECTS)


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with the most serious first, in reading order within."""
    return sorted(findings, key=lambda one: -SEVERITIES.index(one.severity))


def show_figures(figures: Mapping[str, int | str], *, help_text: str | None = None) -> None:
    """Show figures side by side, each as wide as its name: columns of one width would cut the long ones.

    ``help_text`` goes with the first: five signs for the same words would take the room of a figure.
    """
    row = st.container(horizontal=True)
    for number, (name, value) in enumerate(figures.items()):
        row.metric(name, value, help=None if number else help_text, border=True, width="content")


def _widths(pixels: Mapping[str, int]) -> dict[str, Any]:
    """Return the column settings that give columns a width, that cuts no name; the others share the rest."""
    return {name: st.column_config.Column(width=width) for name, width in pixels.items()}


def _number(value: float) -> str:
    shown = f"{value:g}"
    return shown.replace(".", ",") if page_language() == "ru" else shown


def show_verdict(review: Review, said: dict[str, Any]) -> None:
    """Show the verdict, the four scores and the overall one."""
    ground, edge = _BANNER[review.verdict]
    floor = "blocker" if review.verdict == "block" else "warning"
    count = sum(at_least(one.severity, floor) for one in review.findings)  # type: ignore[arg-type]
    why = said[f"verdict_{review.verdict}_why"].format(n=count)
    st.html(
        f'{CARD_STYLE}<div class="rr-banner" role="status" style="background:{ground};border-color:{edge}">'
        f"<b>{escape(said[f'verdict_{review.verdict}'])}</b><br>{escape(why)}</div>"
    )
    scores = review.scores.model_dump()
    shown = {said[name]: said["not_applicable"] if scores[name] is None else scores[name] for name in _SCORES}
    show_figures(shown, help_text=said["of_hundred"])
    card = scorecard(
        review.findings, pack=pack_in_use(review.language), exchange_has_reply=review.scores.overall is not None
    )
    if card.mean is not None:
        st.caption(said["mean_and_minimum"].format(mean=_number(card.mean), minimum=card.minimum))
    if review.legal_review:
        reasons = ", ".join(said["legal_reasons"].get(reason, reason) for reason in review.legal_review)
        st.info(said["legal"].format(reasons=reasons), icon=":material/gavel:")


def show_draft(review: Review, reply: str, findings: Sequence[Finding], said: dict[str, Any]) -> None:
    """Show the draft with its findings marked; numbers match the list beside."""
    marks = [
        Mark(one.start, one.end or 0, one.severity, f"{said['kinds'][one.kind]}: {one.message}", number)
        for number, one in enumerate(findings, start=1)
        if one.start is not None
    ]
    st.html(render_marked(reply, marks))
    st.caption(said["legend"])


def show_small(lines: Sequence[str]) -> None:
    """Show lines beside the matter, as plain text."""
    st.html(CARD_STYLE + "".join(f'<p class="rr-small">{escape(line)}</p>' for line in lines))


def show_findings(findings: Sequence[Finding], said: dict[str, Any]) -> None:
    """Show one card for each finding: what, why, what instead."""
    st.html(CARD_STYLE + "".join(_card(number, one, said) for number, one in enumerate(findings, start=1)))


def _card(number: int, finding: Finding, said: dict[str, Any]) -> str:
    tag = (
        f'<span class="rr-tag" style="background:{_GROUND[finding.severity]}">'
        f"{escape(said[f'severity_{finding.severity}'])}</span>"
    )
    quote = f"<q>{escape(finding.quote)}</q>" if finding.quote else ""
    point = finding.trace.get("point")
    if isinstance(point, dict) and point.get("quote"):
        quote = f"<q>{escape(str(point['quote']))}</q>"
    say = messages(page_language())
    ready = doubt = ""
    if finding.replacement:
        ready = say("report.replace_with", replacement=finding.replacement)
    elif finding.replacement == "":
        ready = say("report.drop")
    ready = ready and f"<div>{escape(ready)}</div>"
    if finding.trace.get("origin") == "model":
        doubt = said["by_model"]
    elif "second_reader" in finding.trace:
        doubt = say("report.in_doubt")
    doubt = doubt and f"<div class='rr-meta'>{escape(doubt)}</div>"
    meta = " · ".join(
        [
            f"{said['rule']} {finding.code}",
            f"{said['principle']} {finding.principle}",
            f"{said['source']}: {_source(finding.source, said)}",
        ]
    )
    return (
        f'<div class="rr-card" style="border-left-color:{_EDGE[finding.severity]}">'
        f"<b>{number}. {escape(said['kinds'][finding.kind])}</b> {tag}{quote}"
        f"<div>{escape(finding.message)}</div>"
        f"<div><b>{escape(said['instead'])}:</b> {escape(finding.fix)}</div>{ready}{doubt}"
        f'<div class="rr-meta">{escape(meta)}</div></div>'
    )


def _source(source: str, said: dict[str, Any]) -> str:
    kind, _, note = source.partition(": ")
    return ": ".join(part for part in (said["sources"].get(kind, kind), note) if part)


def show_complaint(review: Review, complaint: str, said: dict[str, Any]) -> None:
    """Show the estimate with its doubt, the cues in the complaint, and its points."""
    estimate = review.substantiation
    if estimate is None:
        st.write(said["no_estimate"])
        return
    st.subheader(said["estimate"], anchor=False)
    st.markdown(f"**{said[f'label_{estimate.label}']}**")
    if estimate.probability is not None:
        st.write(said["estimate_line"].format(percent=round(estimate.probability * 100)))
        st.caption(" ".join(trust_lines(estimate.model_id, messages(page_language()))))
    if estimate.origin == "investigation":
        st.info(said["estimate_people"].format(label=said["outcomes"][estimate.label]))
    if estimate.cues:
        st.markdown(f"**{said['cues']}**")
        st.html(
            render_marked(
                complaint,
                [
                    Mark(
                        cue.start,
                        cue.end,
                        "for" if cue.weight > 0 else "against",
                        f"{said['cue_for'] if cue.weight > 0 else said['cue_against']}: {cue.why}",
                    )
                    for cue in estimate.cues
                ],
            )
        )
    st.markdown(f"**{said['points']}**")
    if not review.points:
        st.write(said["no_points"])
        return
    marks = [
        Mark(
            one.start,
            one.end,
            "covered" if one.covered else "open",
            said["point_covered" if one.covered else "point_open"],
            number,
        )
        for number, one in enumerate(review.points, start=1)
    ]
    st.html(render_marked(complaint, marks))
    st.dataframe(
        [
            {"№": number, said["words"]: one.quote, "": said["point_covered" if one.covered else "point_open"]}
            for number, one in enumerate(review.points, start=1)
        ],
        hide_index=True,
        width="stretch",
        column_config=_widths({"№": 50, said["words"]: 560, "": 120}),
    )


def show_deadlines(review: Review, said: dict[str, Any]) -> None:
    """Show by which day the reply is due, under which article, and the terms it promises."""
    terms = review.deadlines
    if terms.reply_due_on:
        st.markdown(f"**{said['due'].format(day=_day(terms.reply_due_on.isoformat()))}**")
        # A term of months has no number of days.
        term = "" if terms.days is None else counted(page_language(), terms.days, terms.unit)
        st.write(said["due_rule" if term else "due_act"].format(act=terms.act, article=terms.article, term=term))
    else:
        st.write(said["no_due"])
    st.markdown(f"**{said['promised']}**")
    if not terms.promised:
        st.write(said["nothing_promised"])
        return
    st.dataframe(
        [
            {
                said["promised_words"]: one.quote,
                said["promised_on"]: one.on.strftime("%d.%m.%Y") if one.on else "—",
                said["promised_for"]: said["acts"].get(one.for_, one.for_),
            }
            for one in terms.promised
        ],
        hide_index=True,
        width="stretch",
    )


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"


def show_checklist(review: Review, said: dict[str, Any]) -> None:
    """Show the procedure step by step."""
    st.write(said["checklist_lead"])
    rows = [
        {
            " ": _STEP_SIGN[step.state],
            "№": number,
            said["checklist_step"]: said["step"][step.name],
            said["checklist_state"]: said[f"step_{step.state}"],
            said["principle"]: ", ".join(step.principles),
        }
        for number, step in enumerate(checklist(review), start=1)
    ]
    widths = {" ": 40, "№": 45, said["checklist_step"]: 400, said["checklist_state"]: 150, said["principle"]: 150}
    st.dataframe(rows, hide_index=True, width="stretch", height="content", column_config=_widths(widths))


def show_scores(review: Review, said: dict[str, Any]) -> None:
    """Show every lost point with its rule, words and principle."""
    st.write(said["scores_lead"])
    card = scorecard(
        review.findings, pack=pack_in_use(review.language), exchange_has_reply=review.scores.overall is not None
    )
    rows = [
        {
            said["aspect"]: said[score.aspect],
            said["lost_points"]: -one.points,
            said["rule"]: one.code,
            said["kind"]: said["kinds"][one.kind],
            said["words"]: one.quote or "—",
            said["principle"]: one.principle,
        }
        for score in card.aspects
        for one in score.lost
    ]
    if rows:
        narrow = {"aspect": 120, "lost_points": 60, "rule": 80, "kind": 230, "words": 200, "principle": 80}
        widths = _widths({said[name]: width for name, width in narrow.items()})
        st.dataframe(rows, hide_index=True, width="stretch", column_config=widths)
    else:
        st.write(said["lost_none"])
    for score in card.aspects:
        if score.capped_by:
            cap = settings()["caps"]["blocker_aspect"]
            st.caption(f"{said[score.aspect]}: " + said["capped"].format(cap=cap, code=score.capped_by))
