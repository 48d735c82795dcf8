"""Counted terms as a matrix: small enough to store, the same code for one complaint and for thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from reviewer.classifier.light import Estimator


class TermMatrix(Estimator):
    """Rows of weighted terms of unit length: ``(1 + log count) * inverse document frequency``.

    Parameters
    ----------
    min_documents : int, default=2
        Terms found in fewer texts are left out.

    Attributes
    ----------
    terms_ : str
        The terms, one a line: one string loads a hundred times faster than a mapping.
    idf_ : ndarray of shape (n_terms,)
    """

    def __init__(self, min_documents: int = 2) -> None:
        self.min_documents = min_documents

    def fit(self, texts: Sequence[Iterable[str]], y: None = None) -> TermMatrix:
        """Learn the terms of texts, each given as its terms."""
        found: Counter[str] = Counter()
        for terms in texts:
            found.update(set(terms))
        kept = sorted(term for term, n_texts in found.items() if n_texts >= self.min_documents)
        self.terms_ = "\n".join(kept)
        self.idf_ = (np.log((1 + len(texts)) / (1 + np.array([found[term] for term in kept]))) + 1).astype(np.float32)
        return self

    def transform(self, texts: Sequence[Iterable[str]]) -> sp.csr_matrix:
        """Return the matrix, shape ``(n_texts, n_terms)``."""
        index = self._index()
        columns: list[npt.NDArray[np.int32]] = []
        values: list[npt.NDArray[np.float32]] = []
        starts = [0]
        for terms in texts:
            counts = Counter(index[term] for term in terms if term in index)
            where = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
            counted = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            weight: npt.NDArray[np.float32] = ((1 + np.log(counted)) * self.idf_[where]).astype(np.float32)
            length = float(np.sqrt(weight @ weight)) or 1.0
            columns.append(where)
            values.append(weight / length)
            starts.append(starts[-1] + len(where))
        shape = (len(starts) - 1, len(index))
        if not columns:
            return sp.csr_matrix(shape, dtype=np.float32)
        return sp.csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=shape)

    def names(self) -> list[str]:
        """Return the terms in the order of the columns."""
        return self.terms_.split("\n") if self.terms_ else []

    def _index(self) -> dict[str, int]:
        if not hasattr(self, "_by_term"):
            self._by_term = {term: column for column, term in enumerate(self.names())}
        return self._by_term

    def __getstate__(self) -> dict[str, object]:
        state = dict(super().__getstate__())
        state.pop("_by_term", None)
        return state
