"""The page of the analyst: the model in use, a new one trained and compared, and the complaints to label next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from reviewer.case import LANGUAGES
from reviewer.classifier.artifact import read_manifest
from reviewer.classifier.promote import rollback
from reviewer.classifier.shelf import champion, in_use, models_root
from reviewer.errors import ReviewerError
from reviewer.ui import sample_part, training_part
from reviewer.ui.model_words import figure_table, show_card, told_origin
from reviewer.ui.spoken_errors import spoken
from reviewer.ui.words import page_words


def render() -> None:
    """Show the page."""
    said = page_words()
    st.title(said["models_title"], anchor=False)
    st.write(said["models_lead"])
    names = ("models_shipped", "training", "sample_title")
    parts = (_show_in_use, training_part.show, sample_part.show)
    for tab, part in zip(st.tabs([said[name] for name in names]), parts, strict=True):
        with tab:
            try:
                part(said)
            except ReviewerError as error:
                st.error(spoken(error))


def _show_in_use(said: dict[str, Any]) -> None:
    for line in st.session_state.pop("models_told", []):
        st.success(line)
    folders = {language: champion(models_root(), language) for language in LANGUAGES}
    present = {language: folder for language, folder in folders.items() if folder is not None}
    if not present:
        st.info(said["models_none"])
        return
    manifests = {language: read_manifest(folder) for language, folder in present.items()}
    for manifest in {one.name: one for one in manifests.values()}.values():
        languages = [said["language_names"][language] for language, one in manifests.items() if one == manifest]
        st.markdown(f"**{', '.join(languages)}: {manifest.name}.** {told_origin(manifest, said)}")
    figures = {language: manifest.of(language).figures for language, manifest in manifests.items()}
    st.dataframe(figure_table(figures, said), width="stretch")
    st.caption(said["interval_note"])
    for folder in dict.fromkeys(present.values()):
        show_card(folder, said)
    _offer_rollback(said)


def _offer_rollback(said: dict[str, Any]) -> None:
    earlier = {language: names[-2] for language, names in in_use(models_root()).items() if len(names) > 1}
    for language, name in earlier.items():
        text = said["rollback"].format(language=said["language_names"][language], model=name)
        if st.button(text, key=f"rollback-{language}", icon=":material/undo:"):
            back = rollback(language=language)
            st.session_state["models_told"] = [said["promoted"].format(model=back)]
            st.rerun()
