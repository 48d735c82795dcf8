"""What the page says of a model: what it learnt from, its figures, its card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from reviewer.classifier.artifact import Manifest

_CARD = "card.md"
_NAMED_SOURCES = 5


def told_origin(manifest: Manifest, said: dict[str, Any]) -> str:
    """Return in words whose complaints and labels a model learnt from."""
    n_cases = sum(sum(one.n_cases.values()) for one in manifest.languages.values())
    counts = {str(name): count for name, count in manifest.origins.items()} or {manifest.origin: n_cases}
    told = [said[f"origin_{name}"].format(n=count) for name, count in counts.items() if count]
    if set(counts) != {"invented"} and manifest.sources:
        told.append(said["origin_sources"].format(names=", ".join(list(manifest.sources)[:_NAMED_SOURCES])))
    return " ".join(told)


def figure_table(columns: dict[str, dict[str, tuple[float, float, float]]], said: dict[str, Any]) -> pd.DataFrame:
    """Return figures with their intervals as a table to show, one column a model or language."""
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


def show_card(folder: Path, said: dict[str, Any]) -> None:
    """Offer the card of a model to read."""
    card = folder / _CARD
    if card.is_file():
        with st.expander(f"{said['card']}: {folder.name}", icon=":material/description:"):
            # Headings of a card are no headings of the page.
            st.markdown(card.read_text("utf-8").replace("\n#", "\n###").replace("# ", "### ", 1))
