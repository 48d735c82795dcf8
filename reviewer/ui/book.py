"""The team's rule book on the page: ``reviewer.toml`` of the folder the page was started in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from reviewer.rules.load import RulePack, load_pack
from reviewer.rules.rulebook import RuleBook, find_rulebook, load_rulebook
from reviewer.ui.spoken_errors import spoken


def book_in_use() -> RuleBook | None:
    """Return the rule book of the current folder, read anew when the file has changed; None without one.

    Raises
    ------
    RuleError
        E125 if the file cannot be read.
    """
    path = find_rulebook(Path.cwd())
    return _read(path, path.stat().st_mtime_ns) if path else None


@lru_cache(maxsize=1)
def _read(path: Path, changed_at: int) -> RuleBook:
    return load_rulebook(path)


def pack_in_use(language: str) -> RulePack:
    """Return the rules of a language as the page applies them."""
    book = book_in_use()
    return book[language] if book else load_pack(language)


def show_book(said: dict[str, Any]) -> RuleBook | None:
    """Return the rule book in use; tell its name and what was left out of it."""
    book = book_in_use()
    if book is not None:
        st.caption(said["rulebook"].format(n_levels=len(book.levels)))
        for problem in book.problems:
            st.warning(f"{spoken(problem)} ({said['left_out']})")
    return book
