"""Where a customer can turn next, by country and sector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reviewer.sectors.law import load_law
from reviewer.text import fold


@dataclass(frozen=True, slots=True)
class Route:
    """A body that looks at complaints after the firm.

    Parameters
    ----------
    body : str
        Its name in the language asked for.
    when : str
        On which condition, or an empty string.
    names : tuple of re.Pattern
        How a reply may name it; searched in folded lower-case text.
    scope : str
        Narrower field, or an empty string.
    """

    body: str
    when: str
    names: tuple[re.Pattern[str], ...]
    scope: str = ""

    def is_named_in(self, text: str) -> bool:
        """Return whether a text names the body."""
        folded = fold(text).lower()
        return any(name.search(folded) for name in self.names)


@cache
def routes(jurisdiction: str, sector: str, language: str = "ru") -> tuple[Route, ...]:
    """Return the routes of a sector, its own first, then those open to every customer.

    Examples
    --------
    >>> any(route.is_named_in("Вы вправе обратиться в Банк России.") for route in routes("ru", "bank"))
    True
    """
    return tuple(
        Route(
            row.body_ru if language == "ru" else row.body_en,
            row.when_ru if language == "ru" else row.when_en,
            tuple(re.compile(name) for name in row.names),
            row.scope,
        )
        for row in load_law(jurisdiction).routes
        if sector in row.sectors
    )
