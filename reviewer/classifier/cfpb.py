"""Complaints of the US Consumer Financial Protection Bureau as analysts download them: a proxy for a label.

The outcome is what the company chose to do, no verdict. The company's name is never a feature: alone it predicts
relief (AUC 0.82 on the sample we measured); it is the group, so that whole companies are held out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reviewer.classifier.cases import LabelledCase
from reviewer.errors import InputError

NARRATIVE = "Consumer complaint narrative"
OUTCOME = "Company response to consumer"
COMPANY = "Company"
PRODUCT = "Product"
NUMBER = "Complaint ID"
# "In progress" and "Untimely response" are no outcome.
_PROXY = {
    "Closed with monetary relief": "substantiated",
    "Closed with non-monetary relief": "unsubstantiated",
    "Closed with explanation": "unsubstantiated",
    "Closed without relief": "unsubstantiated",
    "Closed with relief": "substantiated",
}
_ROWS_AT_A_TIME = 10_000


def read_cfpb(path: Path, *, with_credit_reporting: bool = True) -> Iterator[LabelledCase]:
    """Yield the complaints with a narrative and an outcome; the file is read piece by piece.

    Parameters
    ----------
    path : pathlib.Path
        The CSV (also packed) in the database's own column names.
    with_credit_reporting : bool, default=True
        Whether complaints about credit reports are kept: they are most of the table and almost never end in money.

    Yields
    ------
    LabelledCase
        ``substantiated`` stands for *closed with monetary relief*; ``group`` is the company.

    Raises
    ------
    InputError
        E320 if there is no such file, E322 if a column is missing.
    """
    if not path.is_file():
        raise InputError("E320", "there is no such table", where=str(path), cure="give the downloaded CSV")
    needed = [NARRATIVE, OUTCOME, COMPANY, PRODUCT, NUMBER]
    head = pd.read_csv(path, nrows=0)
    missing = [name for name in needed if name not in head.columns]
    if missing:
        raise InputError("E322", f"column '{missing[0]}' is missing", where=path.name, cure="export it with narratives")
    number = 0
    for piece in pd.read_csv(path, usecols=needed, dtype=str, keep_default_na=False, chunksize=_ROWS_AT_A_TIME):
        for row in piece.to_dict("records"):
            number += 1
            label = _PROXY.get(row[OUTCOME], "")
            about_reports = row[PRODUCT].startswith("Credit reporting")
            if label and row[NARRATIVE].strip() and (with_credit_reporting or not about_reports):
                case_id = row[NUMBER] or f"row {number}"
                text, group = row[NARRATIVE], row[COMPANY]
                yield LabelledCase(case_id, text, label, "en", "bank", group=group, source=path.name, origin="proxy")
