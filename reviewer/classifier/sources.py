"""Where labelled complaints come from: a team's own tables, or public data with an outcome for a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewer.classifier.cases import CaseTable, read_cases
from reviewer.classifier.cfpb import read_cfpb
from reviewer.errors import InputError

FORMATS = ("table", "cfpb")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read.

    Parameters
    ----------
    form : {"table", "cfpb"}
        ``table`` has a column with labels; ``cfpb`` is the US Consumer Financial Protection Bureau's download, whose
        outcome is a proxy for a label.
    columns : mapping of str to str, optional
        Name in the contract to the name in the table.
    label_words : mapping of str to str, optional
        The table's word to the label it stands for.
    with_credit_reporting : bool, default=True
        Of ``cfpb``: whether complaints about credit reports are kept.
    """

    form: str = "table"
    columns: Mapping[str, str] | None = None
    label_words: Mapping[str, str] | None = None
    with_credit_reporting: bool = True


def read_labelled(path: Path, reading: Reading | None = None) -> CaseTable:
    """Return labelled cases, read as told.

    Raises
    ------
    InputError
        E320 to E326 for the table, E703 for a format that is none.
    """
    how = reading or Reading()
    if how.form == "table":
        return read_cases(path, columns=how.columns, label_words=how.label_words)
    if how.form != "cfpb":
        raise InputError("E703", f"'{how.form}' is no format", where="--format", cure=f"use {', '.join(FORMATS)}")
    cases = tuple(read_cfpb(path, with_credit_reporting=how.with_credit_reporting))
    if not cases:
        cure = "export it with narratives, and with complaints that are closed"
        raise InputError("E323", "no row has both a narrative and an outcome", where=path.name, cure=cure)
    return CaseTable(cases)
