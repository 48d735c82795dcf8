"""The page of one reply: paste, see, mend, copy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from reviewer.case import CHANNELS, DECISIONS, JURISDICTIONS, OUTCOMES, SECTORS, Case, read_case
from reviewer.demo import DemoCase, demo_cases
from reviewer.errors import ReviewerError
from reviewer.findings import Review, at_least
from reviewer.language.messages import messages
from reviewer.report.draft import corrected
from reviewer.report.outline import reply_lines
from reviewer.review import review
from reviewer.ui import widgets
from reviewer.ui.book import pack_in_use, show_book
from reviewer.ui.kept import label_form, n_labels_kept
from reviewer.ui.spoken_errors import spoken
from reviewer.ui.words import carried_key, keep_carried, page_language, page_words, set_carried, spoken_key

_FIELDS = (
    "complaint",
    "reply",
    "sector",
    "channel",
    "jurisdiction",
    "received_on",
    "reply_on",
    "decision",
    "investigation",
)


def render() -> None:
    """Show the page."""
    said = page_words()
    st.title(said["review_title"], anchor=False)
    st.write(said["review_lead"])
    _choose_demo(said)
    case = _read_form(said)
    if case is None:
        return
    try:
        result = review(case, today=date.today(), pack=show_book(said))
    except ReviewerError as error:
        st.error(spoken(error))
        return
    show_review(result, case, said)


def show_review(result: Review, case: Case, said: dict[str, Any], *, can_edit: bool = True) -> None:
    """Show a whole review; the audit page opens letters with it too."""
    if case.reply.strip():
        widgets.show_verdict(result, said)
        _show_marked(result, case, said)
    names = ["tab_points", "tab_dates", "tab_checklist", "tab_scores", "tab_report"]
    if can_edit:
        names.insert(3, "tab_corrected")
    for name, tab in zip(names, st.tabs([said[name] for name in names]), strict=True):
        with tab:
            _show_tab(name, result, case, said)


def _show_tab(name: str, result: Review, case: Case, said: dict[str, Any]) -> None:
    if name == "tab_points":
        widgets.show_complaint(result, case.complaint, said)
        if case.complaint.strip():
            _offer_label(result, case, said)
    elif name == "tab_dates":
        widgets.show_deadlines(result, said)
    elif name == "tab_checklist":
        widgets.show_checklist(result, said)
    elif name == "tab_corrected":
        _show_corrected(result, case, said)
    elif name == "tab_scores":
        widgets.show_scores(result, said)
    else:
        _show_report(result, case, said)


def _offer_label(result: Review, case: Case, said: dict[str, Any]) -> None:
    labelled = case.model_copy(update={"case_id": result.case_id})
    if label_form(labelled, said, key=f"{result.case_id}-{hash(case.complaint)}", source="reply page"):
        st.success(said["label_kept"].format(n=n_labels_kept()))


def _show_marked(result: Review, case: Case, said: dict[str, Any]) -> None:
    serious = [one for one in result.findings if at_least(one.severity, "warning")]
    shown = widgets.ranked(serious)
    left, right = st.columns([1, 1], gap="medium")
    with right:
        st.subheader(said["what_to_change"], anchor=False)
        n_notes = len(result.findings) - len(serious)
        if n_notes and st.toggle(said["show_notes"].format(n=n_notes), key=f"notes-{result.case_id}"):
            shown = widgets.ranked(result.findings)
        if shown:
            widgets.show_findings(shown, said)
        else:
            st.success(said["no_findings"])
    with left:
        st.subheader(said["draft_marked"], anchor=False)
        widgets.show_draft(result, case.reply, shown, said)
        widgets.show_small(reply_lines(result, case.reply, messages(page_language())))


def _choose_demo(said: dict[str, Any]) -> None:
    demos = demo_cases(page_language())
    key = spoken_key("demo_choice")

    def load() -> None:
        if st.session_state[key] is not None:
            _load_case(demos[st.session_state[key]])

    if "demo_loaded" not in st.session_state:
        # The first visit opens with a teaching case: an empty page teaches nothing.
        st.session_state["demo_loaded"] = True
        st.session_state[key] = 0
        _load_case(demos[0])
    st.selectbox(
        said["demo"],
        [None, *range(len(demos))],
        format_func=lambda number: (
            said["demo_none"] if number is None else f"{demos[number].title}: {demos[number].shows}"
        ),
        key=key,
        on_change=load,
        help=said["demo_note"],
    )


def _load_case(demo: DemoCase) -> None:
    jurisdiction = demo.case.jurisdiction or {"ru": "ru", "en": "uk"}[demo.case.language or "ru"]
    for name in _FIELDS:
        set_carried(f"form_{name}", jurisdiction if name == "jurisdiction" else getattr(demo.case, name))


def _read_form(said: dict[str, Any]) -> Case | None:
    left, right = st.columns(2, gap="medium")
    fields: dict[str, Any] = {
        name: keep_carried(
            f"form_{name}",
            column.text_area(
                said[name], key=carried_key(f"form_{name}", ""), height=220, placeholder=said[f"{name}_hint"]
            ),
        )
        for column, name in ((left, "complaint"), (right, "reply"))
    }
    with st.expander(said["details"], icon=":material/tune:"):
        fields |= _read_details(said)
    st.button(said["check"], type="primary", icon=":material/fact_check:")
    if not fields["complaint"].strip() and not fields["reply"].strip():
        st.info(said["nothing_yet"])
        return None
    try:
        return read_case(fields, where="page")
    except ReviewerError as error:
        st.error(spoken(error))
        return None


def _read_details(said: dict[str, Any]) -> dict[str, Any]:
    first, second, third = st.columns(3)
    fields = {
        "sector": _choose(first, "sector", SECTORS, said["sectors"], said),
        "channel": _choose(second, "channel", CHANNELS, said["channels"], said),
        "jurisdiction": _choose(third, "jurisdiction", JURISDICTIONS, said["jurisdictions"], said),
        "received_on": _ask_day(first, "received_on", said),
        "reply_on": _ask_day(second, "reply_on", said, help_text=said["reply_on_help"]),
        "decision": _choose(third, "decision", [None, *DECISIONS], {None: said["auto"], **said["decisions"]}, said),
    }
    outcomes = {None: said["unknown"], **said["outcomes"]}
    return fields | {"investigation": _choose(first, "investigation", [None, *OUTCOMES], outcomes, said)}


def _choose(column: Any, name: str, options: Sequence[Any], names: Mapping[Any, str], said: dict[str, Any]) -> Any:
    key = carried_key(f"form_{name}", options[0])
    chosen = column.selectbox(said[name], options, format_func=names.__getitem__, key=key)
    return keep_carried(f"form_{name}", chosen)


def _ask_day(column: Any, name: str, said: dict[str, Any], *, help_text: str | None = None) -> Any:
    key = carried_key(f"form_{name}", None)
    return keep_carried(f"form_{name}", column.date_input(said[name], key=key, format="DD.MM.YYYY", help=help_text))


def _show_corrected(result: Review, case: Case, said: dict[str, Any]) -> None:
    st.write(said["corrected_lead"])
    proposal = corrected(case.reply, result.findings)
    text = st.text_area(said["corrected_label"], value=proposal, height=320, key=f"corrected-{hash(case.reply)}")

    def use() -> None:
        set_carried("form_reply", text)
        st.session_state[spoken_key("demo_choice")] = None

    st.button(said["corrected_use"], on_click=use, icon=":material/refresh:")
    st.caption(said["copy"])
    st.code(text, language=None, wrap_lines=True)


def _show_report(result: Review, case: Case, said: dict[str, Any]) -> None:
    from reviewer.report import markdown

    text = markdown.render(result, case=case, pack=pack_in_use(result.language))
    row = st.container(horizontal=True)
    row.download_button(
        said["download_report"],
        text,
        file_name=f"review-{result.case_id or 'draft'}.md",
        mime="text/markdown",
        icon=":material/download:",
    )
    row.download_button(
        said["download_json"],
        result.model_dump_json(indent=1),
        file_name=f"review-{result.case_id or 'draft'}.json",
        mime="application/json",
        icon=":material/data_object:",
    )
    with st.container(border=True):
        # Its headings stand below those of the page.
        st.markdown(re.sub(r"(?m)^#", "####", text))
