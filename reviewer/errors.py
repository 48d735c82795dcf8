"""Errors with a code, a place and a cure."""

from __future__ import annotations


class ReviewerError(Exception):
    """An error a person can act on.

    Parameters
    ----------
    code : str
        ``E`` and three digits; the first digit names the layer: 1 rules and language files, 2 law and calendar,
        3 input (cases, tables, files), 4 scoring, 5 models, 6 store, 7 command line.
    what : str
        What is wrong, in one clause.
    where : str, optional
        File and line, row number, option or field.
    cure : str, optional
        What to do about it.
    """

    def __init__(self, code: str, what: str, *, where: str = "", cure: str = "") -> None:
        self.code = code
        self.what = what
        self.where = where
        self.cure = cure
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f" {self.where}:" if self.where else ""
        cure = f"; {self.cure}" if self.cure else ""
        return " ".join(f"{self.code}{place} {self.what}{cure}".split())


class RuleError(ReviewerError):
    """A rule, lexicon or message file is malformed (E1xx)."""


class LawError(ReviewerError):
    """A legal term or a calendar question cannot be answered (E2xx)."""


class InputError(ReviewerError):
    """What was handed in cannot be reviewed (E3xx)."""


class ScoringError(ReviewerError):
    """Findings and weights do not fit (E4xx)."""


class ModelError(ReviewerError):
    """A model file is refused (E5xx)."""


class StoreError(ReviewerError):
    """The store cannot keep or give a record (E6xx)."""


class ProgramFault(ReviewerError):
    """The program itself is wrong, not what it was given (E799).

    Parameters
    ----------
    error : Exception
        What was raised; it becomes the cause.
    where : str, optional
    """

    def __init__(self, error: Exception, *, where: str = "") -> None:
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        cure = "set REVIEWER_TRACEBACK=1 and report what it prints"
        super().__init__("E799", f"this is a fault of the program ({told})", where=where, cure=cure)
        self.__cause__ = error
