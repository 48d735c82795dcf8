"""Whether the reply addresses the person who wrote the complaint."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reviewer.evidence.twins import edits_between
from reviewer.language.document import Document, Mention, Token
from reviewer.language.pack import read_toml

_NEAR = 2  # letters: Whitcombe and Whitcomb are one customer, miscopied


@cache
def _short_names(language: str) -> dict[str, frozenset[str]]:
    table = read_toml(files("reviewer").joinpath("evidence", language, "facts.toml"))["short_names"]
    return {short: frozenset(full) for short, full in table.items()}


def find_other_names(complaint: Document, reply: Document) -> Iterator[tuple[Mention, Mention]]:
    """Yield the name addressed and the name signed, where they cannot be one person's."""
    signed = complaint.mentions_of("person")
    addressed = [one for one in reply.mentions_of("person") if one.detail["role"] == "salutation"][:1]
    for one in addressed:
        if any(
            _shares_part(one, reply, other, complaint) and not _contradicts(one, reply, other, complaint)
            for other in signed
        ):
            continue
        for other in signed:
            if _contradicts(one, reply, other, complaint):
                yield one, other
                break


def _parts(mention: Mention, document: Document, part: str) -> list[Token]:
    tokens = document.tokens[mention.first : mention.last]
    return [token for token in tokens if len(token.form.rstrip(".")) > 1 and (not part or token.has(part))]


def _names_of(token: Token, part: str) -> frozenset[str]:
    lemmas = {reading.lemma for reading in token.readings if part in reading.grammemes}
    return frozenset(lemmas | {token.form})


def _shares_part(one: Mention, here: Document, other: Mention, there: Document) -> bool:
    ours, theirs = _parts(one, here, ""), _parts(other, there, "")
    return any(a.lemmas & b.lemmas or a.form == b.form for a in ours for b in theirs)


def _contradicts(one: Mention, here: Document, other: Mention, there: Document) -> bool:
    if here.language == "ru":
        return _russian(one, here, other, there)
    ours, theirs = _parts(one, here, ""), _parts(other, there, "")
    if not ours or not theirs or _shares_part(one, here, other, there):
        return False
    # "Ms Whitcomb" for Whitcombe: a slip. Another name altogether may be the firm's or the spouse's.
    return any(
        0 < edits_between(a.form, b.form) <= _NEAR and a.form[0] == b.form[0] and min(len(a.form), len(b.form)) > 4
        for a in ours
        for b in theirs
    )


def _russian(one: Mention, here: Document, other: Mention, there: Document) -> bool:
    for part in ("patr", "name"):
        ours, theirs = _parts(one, here, part), _parts(other, there, part)
        if part == "name":
            # «Р. Ахметов»: beside an initial stands a surname, even where it looks like a name.
            if any(len(token.form.rstrip(".")) == 1 for token in there.tokens[other.first : other.last]):
                theirs = [token for token in theirs if not token.has("surn") and "name" in token.readings[0].grammemes]
            # «Нефёдов» alone is a surname, not several Нефёдs.
            theirs = [token for token in theirs if any({"name", "sing"} <= one.grammemes for one in token.readings)]
            ours = [token for token in ours if "name" in token.readings[0].grammemes]
            theirs = [token for token in theirs if "name" in token.readings[0].grammemes]
        if ours and theirs and not _same(ours[0], theirs[0], part):
            return True
    return False


def _same(one: Token, other: Token, part: str) -> bool:
    ours, theirs = _full_names(_names_of(one, part)), _full_names(_names_of(other, part))
    if ours & theirs:
        return True
    # «Наталья» and «Наталия»: spellings of one name.
    return any(edits_between(a, b) <= 1 and a[0] == b[0] for a in ours for b in theirs)


def _full_names(names: frozenset[str]) -> frozenset[str]:
    table = _short_names("ru")
    return names | {full for name in names for full in table.get(name, ())}
