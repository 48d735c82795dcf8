"""What to label next: complaints the model knows least, read one by one, their labels kept in the store."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from reviewer.case import read_case
from reviewer.classifier.cases import LabelledCase, read_cases
from reviewer.classifier.sampling import Sample, Sampled, choose_cases
from reviewer.store import Store
from reviewer.tables.labels import SAMPLE_COLUMNS, open_table, sample_row, unlabelled_cases
from reviewer.ui.highlight import render_marked
from reviewer.ui.kept import label_form, store_path
from reviewer.ui.training_part import ENDINGS, uploaded
from reviewer.ui.widgets import CARD_STYLE
from reviewer.ui.words import spoken_key

_FEWEST, _USUAL, _MOST = 5, 20, 200
_SHOWN_LETTERS = 140


def show(said: dict[str, Any]) -> None:
    """Show where complaints come from, choose, and label."""
    st.write(said["sample_lead"])
    pool = _choose_pool(said)
    n_cases = st.number_input(said["sample_n"], _FEWEST, _MOST, _USUAL, step=5, width=220)
    if st.button(said["sample_choose"], type="primary", disabled=pool is None, icon=":material/quiz:"):
        _choose(pool, int(n_cases), said)
        st.session_state["sample_at"] = 0
        st.session_state["sample_labels"] = {}
    if "sample" in st.session_state:
        _show_sample(st.session_state["sample"], said)


def _choose(pool: Path | None, n_cases: int, said: dict[str, Any]) -> None:
    bar = st.progress(0.0)

    def tell(_what: str, share: float) -> None:
        bar.progress(min(1.0, max(0.0, share)), said["sample_reading"])

    try:
        st.session_state["sample"] = choose_cases(_read(pool), n_cases=n_cases, progress=tell)
    finally:
        bar.empty()


def _choose_pool(said: dict[str, Any]) -> Path | None:
    chosen = st.radio(
        said["sample_source"],
        ["table", "store"],
        format_func=lambda name: said[f"sample_{name}"],
        key=spoken_key("sample_source"),
    )
    if chosen == "table":
        upload = st.file_uploader(said["sample_upload"], type=ENDINGS)
        return uploaded(upload) if upload else None
    if not store_path().is_file():
        st.info(said["sample_no_store"].format(store=store_path().name))
        return None
    return store_path()


def _read(pool: Path | None) -> tuple[LabelledCase, ...]:
    assert pool is not None
    if pool != store_path():
        return read_cases(pool, is_labelled=False).cases
    with Store(pool) as store:
        return unlabelled_cases(store)


def _show_sample(sample: Sample, said: dict[str, Any]) -> None:
    if not sample.chosen:
        st.info(said["sample_none"])
        return
    given: dict[int, str] = st.session_state["sample_labels"]
    st.subheader(said["sample_chosen"].format(n=len(sample.chosen), done=len(given)), anchor=False)
    widths = {"№": 45, said["label_column"]: 120, said["probability"]: 75, said["sector"]: 130}
    st.dataframe(
        _overview(sample, given, said),
        hide_index=True,
        width="stretch",
        height=280,
        column_config={name: st.column_config.Column(width=width) for name, width in widths.items()},
    )
    _download(sample, said)
    at = min(st.session_state["sample_at"], len(sample.chosen) - 1)
    if len(given) == len(sample.chosen):
        st.success(said["sample_done"])
        return
    _show_case(sample.chosen[at], at, len(sample.chosen), said)


def _overview(sample: Sample, given: dict[int, str], said: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "№": number,
                said["label_column"]: said["labels"].get(given.get(number - 1, ""), "—"),
                said["probability"]: f"{one.probability:.2f}",
                said["sector"]: said["sectors"][one.case.sector],
                said["complaint"]: _beginning(one.case.complaint),
            }
            for number, one in enumerate(sample.chosen, start=1)
        ]
    )


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_LETTERS else line[:_SHOWN_LETTERS].rsplit(" ", 1)[0] + " …"


def _download(sample: Sample, said: dict[str, Any]) -> None:
    buffer = io.BytesIO()
    with open_table(buffer, "csv", SAMPLE_COLUMNS) as write:
        for one in sample.chosen:
            write(sample_row(one))
    st.download_button(
        said["sample_download"],
        buffer.getvalue(),
        file_name="to-label.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _show_case(one: Sampled, at: int, of: int, said: dict[str, Any]) -> None:
    percent = round(100 * one.probability)
    st.markdown(
        f"**{said['sample_case'].format(number=at + 1, of=of)}** · {said['sectors'][one.case.sector]} · "
        + said["estimate_line"].format(percent=percent)
    )
    st.html(CARD_STYLE + render_marked(one.case.complaint, []))
    case = read_case(
        {"case_id": one.case.case_id, "complaint": one.case.complaint, "sector": one.case.sector}, where="page"
    )
    if label_form(case, said, key=f"sample-{at}", source="models page", group=one.case.group):
        st.session_state["sample_labels"][at] = st.session_state["label_given"]
        _go_on(at, of)
    if st.button(said["sample_skip"], icon=":material/skip_next:"):
        _go_on(at, of)


def _go_on(at: int, of: int) -> None:
    """Go to the next complaint that has no label yet."""
    given = st.session_state["sample_labels"]
    left = [number % of for number in range(at + 1, at + 1 + of) if number % of not in given]
    st.session_state["sample_at"] = left[0] if left else at
    st.rerun()
