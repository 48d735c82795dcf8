"""Judgements that weigh what words say and what the second reader takes sentences to do.

The weights (``weights.toml``) were fitted by logistic regression on annotated letters the reader had not learned from
(``python -m reviewer.devtools.weights``) and can be read: each says how much a number speaks for the judgement.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from reviewer.errors import RuleError
from reviewer.evidence.layout import layout_of
from reviewer.exchange import Said
from reviewer.language import Document
from reviewer.language.pack import read_toml

FILE = "weights.toml"
# Log-odds beyond this say the same.
_MOST = 5.0
Values = Mapping[str, float]


class Weights(BaseModel):
    """The file ``weights.toml``: judgement to its numbers and their weights, ``intercept`` among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision: dict[str, dict[str, float]]
    element: dict[str, dict[str, float]]
    claim: dict[str, dict[str, float]]


@cache
def load_weights() -> Weights:
    """Return the weights.

    Raises
    ------
    RuleError
        E117 if the file is not what is expected.
    """
    try:
        return Weights.model_validate(read_toml(files("reviewer").joinpath("evidence", FILE)))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        cure = "run 'python -m reviewer.devtools.weights'"
        raise RuleError("E117", f"{place}: {first['msg']}", where=f"evidence/{FILE}", cure=cure) from None


def weigh(weights: Values, values: Values) -> float:
    """Return the log-odds of a judgement; a number without a weight counts for nothing."""
    return weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in values.items())


def chance(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-log_odds))


def strength(said: Said, act: str) -> float:
    """Return how much a sentence does an act, -1 to 1."""
    return max(-_MOST, min(_MOST, said.log_odds[act])) / _MOST


def strongest(said: Sequence[Said], act: str) -> float:
    """Return how much the sentence that does an act most does it, -1 to 1."""
    return max((strength(one, act) for one in said), default=-1.0)


def said_in_body(reply: Document, said: Sequence[Said]) -> list[Said]:
    """Return the sentences between greeting and signature."""
    first, last = layout_of(reply).body
    body = reply.sentences[first:last]
    if not body:
        return []
    return [one for one in said if one.start < body[-1].end and body[0].start < one.end]
