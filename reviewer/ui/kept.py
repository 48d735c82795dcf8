"""What people say of complaints on the page: one form, and the store it goes to."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from reviewer.case import LANGUAGES, Case
from reviewer.classifier.cases import LABELS, TEACHING, language_of
from reviewer.demo import demo_cases
from reviewer.errors import ReviewerError
from reviewer.store import Store
from reviewer.ui.spoken_errors import spoken
from reviewer.ui.words import spoken_key

STORE_VARIABLE = "REVIEWER_STORE"
_DEFAULT = "reviewer.sqlite"
_LONGEST_WHY = 500


def store_path() -> Path:
    """Return the store of this page: the one named when it was opened, else one in the current folder."""
    return Path(os.environ.get(STORE_VARIABLE) or _DEFAULT)


def n_labels_kept() -> int:
    """Return how many labels would go into a table for training; 0 where there is no store yet.

    Raises
    ------
    StoreError
        E601 to E603 for a store that cannot be opened.
    """
    if not store_path().is_file():
        return 0
    with Store(store_path()) as store:
        return len(store.current_labels())


def label_form(case: Case, said: dict[str, Any], *, key: str, source: str, group: str = "") -> bool:
    """Show the form in which a person says what a complaint is; return whether it was kept just now."""
    with st.form(spoken_key(f"label-{key}"), border=True):
        st.markdown(f"**{said['label_ask']}**")
        label = st.radio(
            said["label_ask"],
            LABELS,
            index=LABELS.index(case.investigation) if case.investigation else None,
            format_func=said["labels"].__getitem__,
            horizontal=True,
            label_visibility="collapsed",
        )
        left, right = st.columns([3, 1])
        why = left.text_input(said["label_why"], max_chars=_LONGEST_WHY, placeholder=said["label_why_hint"])
        by = right.text_input(said["label_by"], value=st.session_state.get("labelled_by", ""), max_chars=80)
        is_sent = st.form_submit_button(said["label_keep"], icon=":material/bookmark_add:")
        st.caption(said["label_where"].format(store=store_path().name))
    if not is_sent:
        return False
    if label is None:
        st.warning(said["label_none"])
        return False
    st.session_state["labelled_by"] = by
    st.session_state["label_given"] = label
    return _keep(case, label, why, by, "" if _is_teaching(case) else source, group)


def _keep(case: Case, label: str, why: str, by: str, source: str, group: str) -> bool:
    try:
        with Store(store_path()) as store:
            store.keep_label(
                case,
                label,
                language=language_of(case.complaint),
                labelled_by=by,
                labelled_at=datetime.now(),
                why=why,
                group=group,
                source=source or TEACHING,
            )
    except ReviewerError as error:
        st.error(spoken(error))
        return False
    return True


def _is_teaching(case: Case) -> bool:
    return any(
        one.case.complaint.strip() == case.complaint.strip() for language in LANGUAGES for one in demo_cases(language)
    )
