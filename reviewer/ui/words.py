"""The words of the page in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from reviewer.case import LANGUAGES
from reviewer.language.messages import messages
from reviewer.language.pack import language_folder, read_toml

ICON = Path(__file__).with_name("icon.svg")
# Names that the page shares with the reports: its own key and the key in ``messages.toml``; there they stand within a
# sentence, here at its beginning.
_SHARED = {
    "kinds": "report.kind",
    "step": "report.step",
    "legal_reasons": "report.legal",
    "sources": "report.source",
    "acts": "report.for_",
}
_CAPITAL = frozenset({"kinds"})
_NAMES = {"ru": "Русский", "en": "English"}


@cache
def words(language: str) -> dict[str, Any]:
    """Return the words of ``page.toml`` and the names shared with the reports."""
    return read_toml(language_folder(language).joinpath("page.toml")) | {
        key: _shared(language, name, with_capital=key in _CAPITAL) for key, name in _SHARED.items()
    }


def _shared(language: str, name: str, *, with_capital: bool) -> dict[str, str]:
    say = messages(language)
    names = [one.removeprefix(f"{name}.") for one in say.names if one.startswith(f"{name}.")]
    found = {one: say(f"{name}.{one}") for one in sorted(names)}
    return {one: text[:1].upper() + text[1:] for one, text in found.items()} if with_capital else found


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


def page_language() -> str:
    """Return the language of this session."""
    return str(st.session_state.get("page_language", "ru"))


def page_words() -> dict[str, Any]:
    """Return the words in the language of this session."""
    return words(page_language())


def spoken_key(name: str) -> str:
    """Return the key of a widget that speaks: its own in each language.

    The browser answers with the words it shows, and a widget whose label changes is a new one: with one key for both
    languages a choice would come back in the wrong words, and a text would be lost at the run after the change.
    """
    return f"{name}-{page_language()}"


def carried_key(name: str, default: Any) -> str:
    """Return the key of a widget whose value outlives a change of language; it starts with what was kept.

    The value is kept under the bare name by ``keep_carried``, and set there and on the page by ``set_carried``.
    """
    key = spoken_key(name)
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(name, default)
    return key


def keep_carried(name: str, value: Any) -> Any:
    """Keep what a widget says for the other language; return it."""
    st.session_state[name] = value
    return value


def set_carried(name: str, value: Any) -> None:
    """Give a widget a value before it is shown."""
    st.session_state[name] = st.session_state[spoken_key(name)] = value
