"""Training on the page: a table of the team, a public download, or the labels collected here; then the comparison."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from reviewer.classifier.artifact import Manifest, read_manifest
from reviewer.classifier.cases import COLUMNS, LABELS, REQUIRED, table_rows
from reviewer.classifier.promote import Promotion, promote
from reviewer.classifier.remarks import Remark
from reviewer.classifier.shelf import champion, models_root
from reviewer.classifier.sources import Reading
from reviewer.classifier.train import TrainingReport, train
from reviewer.store import Store
from reviewer.tables.labels import labels_as_csv
from reviewer.ui.kept import n_labels_kept, store_path
from reviewer.ui.model_words import figure_table, show_card, told_origin
from reviewer.ui.words import page_language, spoken_key

ENDINGS = ["csv", "jsonl", "xlsx", "parquet"]
_MAPPED = ("complaint", "label", "sector", "group", "language", "case_id")
# Project judgement: a column with more different words is no column of labels.
_MOST_WORDS = 12


def show(said: dict[str, Any]) -> None:
    """Show where cases come from, train, and show what came of it."""
    _offer_labels(said)
    source, reading = _choose_source(said)
    if st.button(said["train"], type="primary", disabled=source is None, icon=":material/model_training:"):
        assert source is not None
        _train(source, reading, said)
    report = st.session_state.get("training_report")
    if report is not None:
        _show_report(report, said)


class _TableFolder:
    """A folder that goes when its session ends, or the program: uploaded letters do not stay on the disk."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="reviewer-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def table_folder() -> Path:
    """Return a folder of this session for uploaded tables."""
    if "table_folder" not in st.session_state:
        st.session_state["table_folder"] = _TableFolder()
    folder: Path = st.session_state["table_folder"].path
    return folder


def uploaded(upload: Any) -> Path:
    """Return an uploaded table as a file."""
    path = table_folder() / Path(upload.name).name
    path.write_bytes(upload.getvalue())
    return path


def _offer_labels(said: dict[str, Any]) -> None:
    n_labels = n_labels_kept()
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.write(said["labels_kept"].format(n=n_labels, store=store_path().name))
    if n_labels:
        with Store(store_path()) as store:
            content = labels_as_csv(store)
        right.download_button(
            said["labels_download"], content, file_name="cases.csv", mime="text/csv", icon=":material/download:"
        )


def _choose_source(said: dict[str, Any]) -> tuple[Path | None, Reading]:
    corpus = models_root().parent / "data" / "complaints"
    choices = ["table", "labels", "cfpb", *(["corpus"] if corpus.is_dir() else [])]
    chosen = st.radio(
        said["train_source"], choices, format_func=lambda name: said[f"source_{name}"], key=spoken_key("train_source")
    )
    if chosen == "corpus":
        st.caption(said["invented"])
        return corpus, Reading()
    if chosen == "labels":
        return _labels_table(said), Reading()
    upload = st.file_uploader(said[f"upload_{chosen}"], type=ENDINGS if chosen == "table" else ["csv", "gz"])
    if chosen == "cfpb":
        st.caption(said["origin_proxy_note"])
        without = st.checkbox(said["without_reports"], value=True)
        return uploaded(upload) if upload else None, Reading("cfpb", with_credit_reporting=not without)
    return _own_table(upload, said) if upload else (None, Reading())


def _labels_table(said: dict[str, Any]) -> Path | None:
    if not n_labels_kept():
        st.info(said["labels_none"])
        return None
    with Store(store_path()) as store:
        path = table_folder() / "labels.csv"
        path.write_bytes(labels_as_csv(store))
    return path


def _own_table(upload: Any, said: dict[str, Any]) -> tuple[Path | None, Reading]:
    path = uploaded(upload)
    rows = table_rows(path)
    if not rows:
        st.warning(said["table_empty"])
        return None, Reading()
    columns, words = _mapping(rows, said)
    is_ready = all(columns.get(name, name) in rows[0] for name in REQUIRED)
    return path if is_ready else None, Reading(columns=columns, label_words=words)


def _mapping(rows: list[dict[str, Any]], said: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Ask which column is which and what the table's labels mean; nothing is guessed."""
    header = [str(name) for name in rows[0]]
    columns: dict[str, str] = {}
    with st.expander(said["mapping"], expanded=not set(REQUIRED) <= set(header), icon=":material/table_rows:"):
        st.caption(said["mapping_lead"])
        boxes = st.columns(3)
        for number, field in enumerate(name for name in _MAPPED if name in COLUMNS):
            options = ["", *header]
            chosen = boxes[number % 3].selectbox(
                said["mapping_fields"][field],
                options,
                index=options.index(field) if field in header else 0,
                format_func=lambda column: column or said["mapping_skip"],
                key=spoken_key(f"case-column-{field}"),
            )
            if chosen:
                columns[field] = chosen
        words = _label_words(rows, columns.get("label"), said)
    return columns, words


def _label_words(rows: list[dict[str, Any]], column: str | None, said: dict[str, Any]) -> dict[str, str]:
    if column is None:
        return {}
    found = list(dict.fromkeys(str(row.get(column) or "").strip() for row in rows))
    foreign = [word for word in found if word and word.lower() not in LABELS]
    if not foreign:
        return {}
    if len(foreign) > _MOST_WORDS:
        st.warning(said["labels_too_many"].format(n=len(foreign)))
        return {}
    st.caption(said["labels_meaning"])
    words: dict[str, str] = {}
    boxes = st.columns(3)
    for number, word in enumerate(foreign):
        label = boxes[number % 3].selectbox(
            f"«{word}»",
            ["", *LABELS],
            format_func=lambda name: said["labels"][name] if name else said["mapping_skip"],
            key=spoken_key(f"label-word-{word}"),
        )
        if label:
            words[word] = label
    return words


def _train(source: Path, reading: Reading, said: dict[str, Any]) -> None:
    name = f"complaints-{datetime.now():%Y%m%d-%H%M%S}"
    bar = st.progress(0.0)

    def tell(_what: str, share: float) -> None:
        share = min(1.0, max(0.0, share))
        bar.progress(share, said["training_progress"].format(percent=round(100 * share)))

    try:
        report = train(source, models_root() / name, reading=reading, progress=tell)
    finally:
        bar.empty()
    st.session_state["training_report"] = report
    st.session_state["training_source"] = source, reading
    st.session_state.pop("promotions", None)


def _show_report(report: TrainingReport, said: dict[str, Any]) -> None:
    manifest = read_manifest(report.model_dir)
    st.subheader(said["trained"].format(model=manifest.name), anchor=False)
    st.write(told_origin(manifest, said))
    for language in report.figures:
        st.markdown(f"**{said['language_names'][language]}**")
        st.dataframe(figure_table(_beside(language, manifest, said), said), width="stretch")
    st.caption(f"{said['interval_note']} {said['beside_note']}")
    if report.remarks:
        with st.expander(said["problems"], expanded=True, icon=":material/rule:"):
            st.markdown("\n".join(f"- {_plain(_remark(remark))}" for remark in report.remarks))
    _show_suspected(report, said)
    show_card(report.model_dir, said)
    _offer_promotion(report, said)


def _remark(remark: str) -> str:
    return remark.told(page_language()) if isinstance(remark, Remark) else remark


def _plain(text: str) -> str:
    # Names out of a table are no markup.
    return "".join("\\" + letter if letter in "\\`*_{}[]<>#$|~:" else letter for letter in text)


def _beside(language: str, challenger: Manifest, said: dict[str, Any]) -> dict[str, Any]:
    present = champion(models_root(), language)
    columns = {said["challenger"]: challenger.of(language).figures}
    if present is None or present.name == challenger.name:
        return columns
    return {said["shipped"]: read_manifest(present).of(language).figures, **columns}


def _show_suspected(report: TrainingReport, said: dict[str, Any]) -> None:
    rows = [(language, *row) for language, found in report.suspected.items() for row in found]
    if not rows:
        return
    with st.expander(said["suspected"].format(n=len(rows)), icon=":material/help:"):
        st.caption(said["suspected_lead"])
        names = (said["models_language"], said["col_case"], said["label_column"], said["probability"])
        shown = [
            (said["language_names"][language], case_id, said["labels"][label], f"{probability:.2f}")
            for language, case_id, label, probability in rows
        ]
        st.dataframe(pd.DataFrame(shown, columns=list(names)), hide_index=True, width="stretch")


def _offer_promotion(report: TrainingReport, said: dict[str, Any]) -> None:
    st.markdown(f"**{said['compare']}**")
    st.caption(said["compare_lead"])
    source, reading = st.session_state["training_source"]
    corpus = models_root().parent / "data" / "complaints"
    places: dict[str, tuple[Path, Reading]] = {"own": (source, reading)}
    if corpus.is_dir() and source != corpus:
        places["corpus"] = corpus, Reading()
    chosen = st.radio(said["compare_on"], list(places), format_func=lambda name: said[f"compare_{name}"])
    reason = st.text_input(said["promote_reason"])
    if st.button(said["promote"], icon=":material/publish:"):
        path, how = places[chosen]
        with st.spinner(said["comparing"]):
            st.session_state["promotions"] = promote(report.model_dir, cases_path=path, reading=how, reason=reason)
    for decision in st.session_state.get("promotions", ()):
        (st.success if decision.promoted else st.warning)(_told(decision, said))


def _told(decision: Promotion, said: dict[str, Any]) -> str:
    language = said["language_names"][decision.language]
    told = [f"{language}: {said[f'decision_{decision.ground}']}"]
    if decision.confidence is not None:
        share = round(100 * decision.confidence)
        told.append(said["decision_figures"].format(percent=share, n=decision.n_cases))
    gains = [
        f"{said['figures'][name]} {value:+.3f} [{low:+.3f}; {high:+.3f}]"
        for name, (value, low, high) in decision.figures.items()
    ]
    return " ".join([*told, "; ".join(gains)]).strip()
