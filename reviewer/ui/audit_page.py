"""Placeholder until the next commit."""

from __future__ import annotations

import streamlit as st

from reviewer.ui.words import page_words


def render() -> None:
    """Show the page."""
    st.title(page_words()["audit_title"])
