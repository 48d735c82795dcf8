"""The words of the page in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from reviewer.case import LANGUAGES
from reviewer.language.pack import language_folder, read_toml

ICON = Path(__file__).with_name("icon.svg")
_NAMES = {"ru": "Русский", "en": "English"}


@cache
def words(language: str) -> dict[str, Any]:
    """Return the messages of ``page.toml``."""
    return read_toml(language_folder(language).joinpath("page.toml"))


def choose_language() -> str:
    """Return the language of the page, chosen in the side bar and kept for the session."""
    with st.sidebar:
        language = st.segmented_control(
            "Язык / Language",
            LANGUAGES,
            default=st.session_state.get("page_language", "ru"),
            format_func=_NAMES.__getitem__,
            key="page_language_choice",
        )
        st.session_state["page_language"] = language or st.session_state.get("page_language", "ru")
        st.caption(words(st.session_state["page_language"])["offline"])
    return str(st.session_state["page_language"])


def page_words() -> dict[str, Any]:
    """Return the messages in the language of this session."""
    return words(st.session_state.get("page_language", "ru"))
