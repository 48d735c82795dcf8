"""The law files of a country, read once and checked: terms, acts, citation traps, routes, calendar."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from reviewer.case import JURISDICTIONS, Sector
from reviewer.errors import LawError
from reviewer.sectors.schema import Act, ActsFile, CalendarRow, LawFile, RouteRow, Term, Trap, TrapsFile
from reviewer.sectors.workdays import Calendar

_NO_SECTOR = {"acts", "traps", "calendar", "general"}
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """What is known of one country's law.

    Parameters
    ----------
    jurisdiction : str
    terms : tuple of Term
        In the order of the files: a sector's own rows first, then the general ones.
    acts : mapping of str to Act
    traps : tuple of Trap
    routes : tuple of RouteRow
    calendar : Calendar
    """

    jurisdiction: str
    terms: tuple[Term, ...]
    acts: Mapping[str, Act]
    traps: tuple[Trap, ...]
    routes: tuple[RouteRow, ...]
    calendar: Calendar

    def term(self, term_id: str) -> Term:
        """Return a term by its id.

        Raises
        ------
        LawError
            E204 if there is no such row.
        """
        for term in self.terms:
            if term.id == term_id:
                return term
        raise LawError(
            "E204", f"no term is called '{term_id}'", where=f"sectors/{self.jurisdiction}", cure="see the README table"
        )

    def of_sector(self, sector: str) -> tuple[Term, ...]:
        """Return the terms that can apply in a sector, its own first."""
        return tuple(term for term in self.terms if sector in term.sectors)


@cache
def load_law(jurisdiction: str) -> Law:
    """Return the law of a country.

    Parameters
    ----------
    jurisdiction : {"ru", "uk", "us", "eu"}

    Raises
    ------
    LawError
        E205 for an unknown country; E210 TOML syntax; E211 a key or value that does not fit; E212 an act without a row;
        E213 an id twice.
    """
    if jurisdiction not in JURISDICTIONS:
        raise LawError("E205", f"no law is known for '{jurisdiction}'", cure="use one of: " + ", ".join(JURISDICTIONS))
    root = files("reviewer").joinpath("sectors", jurisdiction)
    terms: list[Term] = []
    routes: list[RouteRow] = []
    for file in sorted((one for one in root.iterdir() if one.name.endswith(".toml")), key=_specific_first):
        sector = file.name.removesuffix(".toml")
        if sector in {"acts", "traps", "calendar"}:
            continue
        content = read_law_file(file.read_text("utf-8"), LawFile, where=f"sectors/{jurisdiction}/{file.name}")
        own: tuple[Sector, ...] = get_args(Sector) if sector == "general" else (sector,)
        terms += [term if term.sectors else term.model_copy(update={"sectors": own}) for term in content.term]
        routes += [route if route.sectors else route.model_copy(update={"sectors": own}) for route in content.route]
    acts = {act.id: act for act in _read(root, "acts", ActsFile).act}
    _check_terms(jurisdiction, terms, acts)
    calendar = Calendar(_read(root, "calendar", CalendarRow))
    return Law(jurisdiction, tuple(terms), acts, _read(root, "traps", TrapsFile).trap, tuple(routes), calendar)


def read_law_file(text: str, model: type[_Model], *, where: str) -> _Model:
    """Return one law file, checked.

    Raises
    ------
    LawError
        E210 TOML syntax, E211 a key or value that does not fit; both name the file and the place.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LawError("E210", str(error), where=where, cure="mend the TOML syntax") from None
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        raise LawError("E211", f"{path}: {first['msg']}", where=where, cure="see reviewer/sectors/schema.py") from None


def _read(root: Traversable, name: str, model: type[_Model]) -> _Model:
    file = root.joinpath(f"{name}.toml")
    return read_law_file(file.read_text("utf-8"), model, where=f"sectors/{root.name}/{name}.toml")


def _specific_first(file: Traversable) -> tuple[bool, str]:
    return (file.name == "general.toml", file.name)


def _check_terms(jurisdiction: str, terms: list[Term], acts: Mapping[str, Act]) -> None:
    seen: set[str] = set()
    for term in terms:
        if term.act not in acts:
            raise LawError(
                "E212",
                f"act '{term.act}' of '{term.id}' has no row",
                where=f"sectors/{jurisdiction}",
                cure="add it to acts.toml",
            )
        if term.id in seen:
            raise LawError(
                "E213", f"the id '{term.id}' stands twice", where=f"sectors/{jurisdiction}", cure="rename one"
            )
        seen.add(term.id)
