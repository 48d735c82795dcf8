"""The page of many replies: upload a table, see it reviewed, filter, open a letter, download."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from reviewer.batch import VERDICTS, Outcome, Summary, audit, open_outcomes
from reviewer.demo import demo_cases
from reviewer.errors import ReviewerError
from reviewer.findings import at_least
from reviewer.tables.columns import FIELDS
from reviewer.tables.read import CaseRow, CaseTable, Dates
from reviewer.ui.book import show_book
from reviewer.ui.review_page import show_review
from reviewer.ui.spoken_errors import spoken
from reviewer.ui.widgets import show_figures
from reviewer.ui.words import page_words, spoken_key

_ENDINGS = ["csv", "tsv", "xlsx", "jsonl", "parquet"]
_DOWNLOADS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
_MOST_KINDS = 10
_BAR_STEP = 24  # pixels: room for a line of its name
_TEXTS = ("complaint", "reply")


def render() -> None:
    """Show the page."""
    said = page_words()
    st.title(said["audit_title"], anchor=False)
    st.write(said["audit_lead"])
    upload = st.file_uploader(said["upload"], type=_ENDINGS)
    if upload is not None:
        _offer_table(upload.getvalue(), upload.name, said)
    elif st.button(said["audit_example"], icon=":material/school:"):
        rows = [
            CaseRow(number, demo.case) for number, demo in enumerate([*demo_cases("ru"), *demo_cases("en")], start=1)
        ]
        _run(rows, len(rows), said)
    if "audit_outcomes" in st.session_state:
        _show_results(st.session_state["audit_outcomes"], said)


def _offer_table(content: bytes, name: str, said: dict[str, Any]) -> None:
    try:
        header = CaseTable(content, name=name, header_only=True).header
        columns, dates = _mapping_form(header, said)
        if st.button(said["start_audit"], type="primary", icon=":material/fact_check:"):
            table = CaseTable(content, name=name, columns=columns, dates=dates)
            _run(table, table.count(), said)
    except ReviewerError as error:
        # A damaged model stops an audit too.
        st.error(spoken(error))


def _mapping_form(header: tuple[str, ...], said: dict[str, Any]) -> tuple[dict[str, str], Dates]:
    """Ask which column is which; columns with the contract's own names are filled in, nothing else is."""
    known = {name.casefold(): name for name in header}
    complete = set(_TEXTS) & set(known)
    with st.expander(said["mapping"], expanded=not complete, icon=":material/table_rows:"):
        st.caption(said["mapping_lead"])
        columns: dict[str, str] = {}
        boxes = st.columns(3)
        for number, field in enumerate(sorted(FIELDS, key=lambda name: name not in _TEXTS)):
            own = known.get(field)
            options = ["", *header]
            chosen = boxes[number % 3].selectbox(
                f"{said['mapping_fields'][field]} ({field})",
                options,
                index=options.index(own) if own else 0,
                format_func=lambda column: column or said["mapping_skip"],
                key=spoken_key(f"column-{field}"),
            )
            if chosen:
                columns[field] = chosen
        written: Dates = st.radio(
            said["mapping_dates"],
            ["iso", "dmy", "mdy"],
            format_func={"iso": "2026-12-31", "dmy": "31.12.2026", "mdy": "12/31/2026"}.__getitem__,
            horizontal=True,
        )
    return columns, written


def _run(rows: Any, total: int, said: dict[str, Any]) -> None:
    bar = st.progress(0.0)
    outcomes: list[Outcome] = []
    for outcome in audit(rows, today=date.today(), pack=show_book(said)):
        outcomes.append(outcome)
        bar.progress(min(1.0, len(outcomes) / max(1, total)), said["progress"].format(done=len(outcomes), total=total))
    bar.empty()
    st.session_state["audit_outcomes"] = outcomes


def _show_results(outcomes: list[Outcome], said: dict[str, Any]) -> None:
    summary = Summary()
    for outcome in outcomes:
        summary.add(outcome)
    _show_figures(summary, said)
    _show_bad_rows(outcomes, said)
    kept = _filtered([one for one in outcomes if one.review is not None], said)
    if not kept:
        st.info(said["no_rows"])
        return
    st.dataframe(_frame(kept, said), hide_index=True, width="stretch")
    _show_charts(kept, said)
    _show_downloads(outcomes, said)
    _open_one(kept, said)


def _show_figures(summary: Summary, said: dict[str, Any]) -> None:
    show_figures(
        {
            said["letters"]: summary.n_reviews,
            **{said[f"share_{verdict}"]: summary.verdicts[verdict] for verdict in reversed(VERDICTS)},
            said["mean_score"]: "—" if summary.mean_overall is None else round(summary.mean_overall),
        }
    )


def _show_bad_rows(outcomes: list[Outcome], said: dict[str, Any]) -> None:
    bad = [spoken(one.error) for one in outcomes if one.error is not None]
    if bad:
        with st.expander(said["bad_rows"].format(n=len(bad)), icon=":material/warning:"):
            st.text("\n".join(bad))


def _filtered(outcomes: list[Outcome], said: dict[str, Any]) -> list[Outcome]:
    kinds = sorted({one.kind for outcome in outcomes for one in outcome.review.findings})  # type: ignore[union-attr]
    first, second, third, fourth, fifth = st.columns(5)
    verdicts = first.multiselect(
        said["filter_verdict"], VERDICTS, format_func=lambda name: said[f"verdict_{name}"], placeholder=said["all"]
    )
    kind = second.multiselect(
        said["filter_kind"], kinds, format_func=said["kinds"].__getitem__, placeholder=said["all"]
    )
    chosen = {
        name: column.multiselect(
            said[f"filter_{name}"],
            sorted({str(getattr(one.case, name)) for one in outcomes if one.case and getattr(one.case, name)}),
            format_func=said["sectors"].__getitem__ if name == "sector" else str,
            placeholder=said["all"],
        )
        for name, column in (("team", third), ("agent", fourth), ("sector", fifth))
    }
    return [
        one
        for one in outcomes
        if one.review is not None
        and (not verdicts or one.review.verdict in verdicts)
        and (not kind or {finding.kind for finding in one.review.findings} & set(kind))
        and all(not names or (one.case and str(getattr(one.case, field)) in names) for field, names in chosen.items())
    ]


def _frame(outcomes: list[Outcome], said: dict[str, Any]) -> pd.DataFrame:
    rows = []
    for one in outcomes:
        assert one.review is not None
        assert one.case is not None
        found = [said["kinds"][each.kind] for each in one.review.findings if at_least(each.severity, "warning")]
        rows.append(
            {
                "№": one.number,
                said["col_case"]: one.review.case_id,
                said["col_verdict"]: said[f"verdict_{one.review.verdict}"],
                said["col_overall"]: one.review.scores.overall,
                said["col_team"]: one.case.team,
                said["col_agent"]: one.case.agent,
                said["tone"]: one.review.scores.tone,
                said["admissions"]: one.review.scores.admissions,
                said["deadlines"]: one.review.scores.deadlines,
                said["evidence"]: one.review.scores.evidence,
                said["col_findings"]: ", ".join(dict.fromkeys(found)),
            }
        )
    return pd.DataFrame(rows)


def _show_charts(outcomes: list[Outcome], said: dict[str, Any]) -> None:
    summary = Summary()
    for outcome in outcomes:
        summary.add(outcome)
    if summary.kinds:
        st.subheader(said["chart_kinds"], anchor=False)
        _show_bars({said["kinds"][kind]: n for kind, n in summary.kinds.most_common(_MOST_KINDS)}, said["letters"])
    if summary.teams:
        st.subheader(said["chart_teams"], anchor=False)
        _show_bars(
            {team: group.mean_overall for team, group in sorted(summary.teams.items())},
            said["mean_score"],
            up_to=100,
        )


def _show_bars(lengths: Mapping[str, float | None], title: str, *, up_to: int | None = None) -> None:
    """Show bars with whole names: Streamlit's own bar chart cuts them."""
    rows = pd.DataFrame({"name": list(lengths), "length": list(lengths.values())})
    names = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 420}}
    bars: dict[str, Any] = {"field": "length", "type": "quantitative", "axis": {"title": title, "tickMinStep": 1}}
    if up_to is not None:
        bars["scale"] = {"domain": [0, up_to]}
    drawn = {"mark": "bar", "encoding": {"y": names, "x": bars}, "height": {"step": _BAR_STEP}}
    st.vega_lite_chart(rows, drawn, width="stretch")


def _show_downloads(outcomes: list[Outcome], said: dict[str, Any]) -> None:
    st.markdown(f"**{said['download']}**")
    row = st.container(horizontal=True)
    for kind, mime in _DOWNLOADS.items():
        row.download_button(
            kind.upper(),
            partial(_as_bytes, outcomes, kind),
            file_name=f"audit.{kind}",
            mime=mime,
            icon=":material/download:",
        )


def _as_bytes(outcomes: list[Outcome], kind: Any) -> bytes:
    buffer = io.BytesIO()
    with open_outcomes(buffer, kind) as writer:
        for outcome in outcomes:
            writer.write(outcome)
    return buffer.getvalue()


def _open_one(outcomes: list[Outcome], said: dict[str, Any]) -> None:
    by_number = {one.number: one for one in outcomes}
    chosen = st.selectbox(
        said["open_letter"],
        [None, *by_number],
        format_func=lambda number: said["mapping_skip"] if number is None else _title(by_number[number], said),
    )
    if chosen is not None:
        one = by_number[chosen]
        assert one.review is not None
        assert one.case is not None
        show_review(one.review, one.case, said, can_edit=False)


def _title(outcome: Outcome, said: dict[str, Any]) -> str:
    assert outcome.review is not None
    return f"№ {outcome.number} · {outcome.review.case_id} · {said[f'verdict_{outcome.review.verdict}']}"
