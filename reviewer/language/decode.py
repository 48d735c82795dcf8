"""Bytes to text: UTF-8 and UTF-16 with or without mark, and the old code pages of our languages."""

from __future__ import annotations

import codecs

from reviewer.errors import InputError
from reviewer.language.code_pages import likeliest_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"PK\x03\x04", "a ZIP file (Word, Excel)"),
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format", "a database"),
)
# Project judgement: in UTF-16 text of our languages every second byte is 0x00 or 0x04; other text has almost none.
_SHARE_OF_HIGH_BYTES = 0.7


def guess_encoding(raw: bytes, *, where: str, is_whole: bool = True) -> str:
    """Return the name of the encoding of a text file's first bytes.

    Parameters
    ----------
    raw : bytes
    where : str
        Name of the file, for the error.
    is_whole : bool, default=True
        Whether the file ends there: else the last sign may be cut.

    Raises
    ------
    InputError
        E310 for a file that is no text.

    Examples
    --------
    >>> guess_encoding("Верните деньги".encode("cp1251"), where="-")
    'cp1251'
    >>> guess_encoding("Верните деньги".encode("utf-16-le"), where="-")
    'utf-16-le'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    for mark, name in _BINARY:
        if raw.startswith(mark):
            raise InputError("E310", f"this is {name}, not text", where=where, cure="save it as plain text in UTF-8")
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = raw[first::2]
        if len(high) >= 2 and sum(byte in (0x00, 0x04) for byte in high) / len(high) > _SHARE_OF_HIGH_BYTES:
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw, final=is_whole)
    except UnicodeDecodeError:
        return likeliest_code_page(raw)
    return "utf-8"


def decode(raw: bytes, *, where: str) -> str:
    """Return the text of a file, line breaks as ``\\n``.

    Parameters
    ----------
    raw : bytes
    where : str
        Name of the file, for the error.

    Raises
    ------
    InputError
        E310 for a file that is no text, or whose encoding is none of ours.
    """
    encoding = guess_encoding(raw, where=where)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            "E310", f"byte {error.start} is no {encoding}", where=where, cure="save the file as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
