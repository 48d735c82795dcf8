"""The page of the analyst: the model in use, a new one trained on labelled complaints, and the comparison of both."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from reviewer.case import LANGUAGES
from reviewer.classifier.artifact import Manifest, read_manifest
from reviewer.classifier.promote import promote
from reviewer.classifier.shelf import champion, models_root
from reviewer.classifier.train import TrainingReport, train
from reviewer.errors import ReviewerError
from reviewer.ui.words import page_words

_ENDINGS = ["csv", "jsonl", "xlsx", "parquet"]
_CARD = "card.md"


def render() -> None:
    """Show the page."""
    said = page_words()
    st.title(said["models_title"], anchor=False)
    st.write(said["models_lead"])
    try:
        _show_in_use(said)
        _offer_training(said)
    except ReviewerError as error:
        st.error(str(error))
        return
    report = st.session_state.get("training_report")
    if report is not None:
        _show_training(report, said)


def _show_in_use(said: dict[str, Any]) -> None:
    st.subheader(said["models_shipped"], anchor=False)
    folders = {language: champion(models_root(), language) for language in LANGUAGES}
    present = {language: folder for language, folder in folders.items() if folder is not None}
    if not present:
        st.info(said["models_none"])
        return
    figures = {language: read_manifest(folder).languages[language].figures for language, folder in present.items()}
    names = ", ".join(f"{said['language_names'][language]}: {folder.name}" for language, folder in present.items())
    st.write(names)
    st.dataframe(_figure_table(figures, said), width="stretch")
    st.caption(f"{said['interval_note']} {said['invented']}")
    for folder in dict.fromkeys(present.values()):
        _show_card(folder, said)


def _figure_table(columns: dict[str, dict[str, tuple[float, float, float]]], said: dict[str, Any]) -> pd.DataFrame:
    rows = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    return pd.DataFrame(
        {
            said["language_names"].get(column, column): [_shown(figures.get(name)) for name in rows]
            for column, figures in columns.items()
        },
        index=pd.Index([said["figures"].get(name, name) for name in rows], name=said["metric"]),
    )


def _shown(figure: tuple[float, float, float] | None) -> str:
    return "—" if figure is None else f"{figure[0]:.3f} [{figure[1]:.3f}; {figure[2]:.3f}]"


def _show_card(folder: Path, said: dict[str, Any]) -> None:
    card = folder / _CARD
    if card.is_file():
        with st.expander(f"{said['card']}: {folder.name}", icon=":material/description:"):
            st.markdown(card.read_text("utf-8"))


def _offer_training(said: dict[str, Any]) -> None:
    st.subheader(said["training"], anchor=False)
    upload = st.file_uploader(said["models_upload"], type=_ENDINGS)
    corpus = models_root().parent / "data" / "complaints"
    own = corpus.is_dir() and st.checkbox(said["models_use_own"], value=False, disabled=upload is not None)
    if not st.button(
        said["train"], type="primary", disabled=upload is None and not own, icon=":material/model_training:"
    ):
        return
    name = f"complaints-{datetime.now():%Y%m%d-%H%M%S}"
    bar = st.progress(0.0)
    with tempfile.TemporaryDirectory() as folder:
        source = corpus
        if upload is not None:
            source = Path(folder, Path(upload.name).name)
            source.write_bytes(upload.getvalue())

        def show(what: str, share: float) -> None:
            bar.progress(min(1.0, max(0.0, share)), what)

        report = train(source, models_root() / name, progress=show)
    bar.empty()
    st.session_state["training_report"] = report


def _show_training(report: TrainingReport, said: dict[str, Any]) -> None:
    if report.remarks:
        with st.expander(said["problems"], expanded=True, icon=":material/rule:"):
            st.text("\n".join(report.remarks))
    manifest = read_manifest(report.model_dir)
    for language in report.figures:
        st.markdown(f"**{said['language_names'][language]}**")
        st.dataframe(_comparison(language, manifest, said), width="stretch")
    st.caption(said["interval_note"])
    _show_card(report.model_dir, said)
    reason = st.text_input(said["promote_reason"])
    if st.button(said["promote"], icon=":material/publish:"):
        for decision in promote(report.model_dir, reason=reason):
            shown = st.success if decision.promoted else st.warning
            shown(f"{said['language_names'][decision.language]}: {decision.reason}")


def _comparison(language: str, challenger: Manifest, said: dict[str, Any]) -> pd.DataFrame:
    present = champion(models_root(), language)
    columns = {said["challenger"]: challenger.languages[language].figures}
    if present is not None:
        columns = {said["shipped"]: read_manifest(present).languages[language].figures, **columns}
    return _figure_table(columns, said)
