"""How two written values resemble one another: the ways in which a person miscopies."""

from __future__ import annotations

# Project judgement: a slip in a number of fewer characters cannot be told from another honest number.
_SHORTEST_CODE_FOR_ONE_SLIP = 5
_FEWEST_DIGITS_TO_SWAP = 3  # where they do not stand side by side


def slip_between(one: str, other: str) -> str:
    """Return ``swapped``, ``changed``, ``dropped`` for two codes a person may have miscopied; ``""`` otherwise.

    Parameters
    ----------
    one, other : str
        Letters and digits without separators.

    Examples
    --------
    >>> slip_between("20851436", "20851463"), slip_between("208514", "208519"), slip_between("4730", "8120")
    ('swapped', 'changed', '')
    """
    if one == other:
        return ""
    if len(one) == len(other):
        differing = [place for place in range(len(one)) if one[place] != other[place]]
        if sorted(one) == sorted(other) and len(differing) <= 4:
            side_by_side = len(differing) == 2 and differing[1] - differing[0] == 1
            if side_by_side or len(one.rstrip("0")) >= _FEWEST_DIGITS_TO_SWAP:
                return "swapped"
        return "changed" if len(differing) == 1 and len(one) >= _SHORTEST_CODE_FOR_ONE_SLIP else ""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(longer) == len(shorter) + 1 and len(longer) > _SHORTEST_CODE_FOR_ONE_SLIP:
        cut = any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
        return "dropped" if cut else ""
    return ""


def edits_between(one: str, other: str, *, limit: int = 3) -> int:
    """Return the number of letters added, dropped or changed from one word to the other, at most ``limit``."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for column, wanted in enumerate(other, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != wanted))
    return min(row[-1], limit)


def shape_of(code: str) -> str:
    """Return a code with its letters and digits made alike: «НБ30415» is ``AA00000``."""
    return "".join("0" if character.isdigit() else "A" for character in code)
