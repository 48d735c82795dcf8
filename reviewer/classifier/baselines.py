"""What a model has to beat: the majority, and surface cues that say nothing about who is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

Array = npt.NDArray[Any]

_DOCUMENTS = re.compile(
    r"\b(?:чек|акт|договор|фото|видео|справк|квитанц|выписк|накладн|скрин|заключени|receipt|contract|photo|video|"
    r"invoice|certificate|statement|screenshot|letter|e-?mail)\w*",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:ст\.|стать|закон|гк\b|коап|act\b|section|regulation|statut|law\b)\w*", re.IGNORECASE)
_EMOTION = re.compile(
    r"\b(?:позор|ужас|возмут|безобраз|обидн|издева|кошмар|хам|плак|disgrace|appall|shock|furious|angry|upset|"
    r"disgust|terrible|awful|crying|cried|ashamed)\w*",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:пожалуйста|прошу|уважаем|здравствуйте|спасибо|please|kindly|thank|dear|sorry)\w*", re.IGNORECASE
)

SURFACE: Mapping[str, Callable[[str], float]] = {
    "digits": lambda text: sum(letter.isdigit() for letter in text),
    "length": len,
    "exclamation marks": lambda text: text.count("!"),
    "capitals": lambda text: sum(letter.isupper() for letter in text) / max(1, len(text)),
    "document words": lambda text: len(_DOCUMENTS.findall(text)),
    "law references": lambda text: len(_LAW.findall(text)),
    "emotion words": lambda text: len(_EMOTION.findall(text)),
    "politeness": lambda text: len(_POLITE.findall(text)),
}


def surface_aucs(texts: Sequence[str], truth: Array) -> dict[str, float]:
    """Return how well each surface cue alone ranks substantiated complaints first; 0.5 is chance.

    Parameters
    ----------
    texts : sequence of str
    truth : ndarray of shape (n_texts,)
        1 or 0.
    """
    if not 0 < truth.sum() < len(truth):
        return {name: float("nan") for name in SURFACE}
    return {name: float(roc_auc_score(truth, [cue(text) for text in texts])) for name, cue in SURFACE.items()}


def majority(truth: Array) -> tuple[float, float]:
    """Return accuracy and Brier score of always saying how common ``substantiated`` is."""
    if not len(truth):
        return float("nan"), float("nan")
    share = float(truth.mean())
    return max(share, 1 - share), float(np.mean((truth - share) ** 2))
