"""Models read without scikit-learn: importing it and skops costs four times what a whole review does.

A ``.skops`` file is a ZIP of a ``schema.json`` and arrays. The few kinds of nodes our models are made of are read here;
a file that holds anything else is left to skops, which refuses what is not allowed.

References
----------
skops documentation, "Secure persistence with skops": the format and its nodes.
"""

from __future__ import annotations

import importlib
import inspect
import io
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_PROTOCOL = 2


class Estimator:
    """The manners of a scikit-learn estimator without its import: what ``__init__`` takes can be read and set."""

    if TYPE_CHECKING:
        # What is learnt («coef_») appears in ``fit``.
        def __getattr__(self, name: str) -> Any: ...

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the arguments of ``__init__`` by name."""
        del deep
        names = [name for name in inspect.signature(type(self).__init__).parameters if name != "self"]
        return {name: getattr(self, name) for name in names}

    def set_params(self, **params: Any) -> Estimator:
        """Set arguments of ``__init__`` by name."""
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def __getstate__(self) -> dict[str, Any]:
        return dict(vars(self))


class FittedPca:
    """What is left of a fitted ``PCA``: its mean and its directions."""

    mean_: Array
    components_: Array


class FittedScaler:
    """What is left of a fitted ``StandardScaler``."""

    mean_: Array
    scale_: Array

    def transform(self, rows: Array) -> Array:
        """Return rows with each column centred and scaled."""
        return np.asarray((rows - self.mean_) / self.scale_)


class FittedLogistic:
    """What is left of a fitted binary ``LogisticRegression``."""

    coef_: Array
    intercept_: Array

    def decision_function(self, rows: Array) -> Array:
        """Return log-odds, shape ``(n_rows,)``."""
        return np.asarray(rows @ self.coef_[0] + self.intercept_[0])


_STAND_INS: dict[str, type] = {
    "sklearn.decomposition._pca.PCA": FittedPca,
    "sklearn.preprocessing._data.StandardScaler": FittedScaler,
    "sklearn.linear_model._logistic.LogisticRegression": FittedLogistic,
}


class _Unknown(Exception):
    """A node that only skops knows."""


def read_light(path: Path, allowed: Collection[str]) -> Any | None:
    """Return the model in a ``.skops`` file, or None where skops has to read it.

    Parameters
    ----------
    path : Path
        A file whose hash was checked.
    allowed : collection of str
        Full names of the home-made types that may stand in it.
    """
    with ZipFile(path) as archive:
        schema = json.loads(archive.read("schema.json"))
        if schema.get("protocol") != _PROTOCOL:
            return None
        try:
            return _Reader(archive, allowed).read(schema)
        except _Unknown:
            return None


class _Reader:
    def __init__(self, archive: ZipFile, allowed: Collection[str]) -> None:
        self._archive = archive
        self._allowed = allowed
        self._by_id: dict[int, Any] = {}
        self._loaders: dict[str, Callable[[dict[str, Any]], Any]] = {
            "JsonNode": self._json,
            "NdArrayNode": self._array,
            "ListNode": lambda node: [self.read(one) for one in node["content"]],
            "TupleNode": lambda node: tuple(self.read(one) for one in node["content"]),
            "DictNode": self._mapping,
            "ObjectNode": self._object,
        }

    def read(self, node: dict[str, Any]) -> Any:
        key = node.get("__id__")
        if key is None or key not in self._by_id:
            loader = self._loaders.get(node["__loader__"])
            if loader is None:
                raise _Unknown(node["__loader__"])
            found = loader(node)
            if key is None:
                return found
            self._by_id[key] = found
        return self._by_id[key]

    @staticmethod
    def _json(node: dict[str, Any]) -> Any:
        return json.loads(node["content"])

    def _array(self, node: dict[str, Any]) -> Any:
        if node.get("type") != "numpy":
            raise _Unknown("array of objects")
        array = np.load(io.BytesIO(self._archive.read(node["file"])), allow_pickle=False)
        return array if node["__class__"] == "ndarray" else array[()]

    def _mapping(self, node: dict[str, Any]) -> dict[Any, Any]:
        if any(one["__class__"] != "str" for one in node["key_types"]["content"]):
            raise _Unknown("keys that are no text")
        return {key: self.read(one) for key, one in node["content"].items()}

    def _object(self, node: dict[str, Any]) -> Any:
        name = f"{node['__module__']}.{node['__class__']}"
        if name in _STAND_INS:
            made = _STAND_INS[name]()
        elif name in self._allowed:
            kind = getattr(importlib.import_module(node["__module__"]), node["__class__"])
            made = kind.__new__(kind)
        else:
            raise _Unknown(name)
        vars(made).update(self.read(node["content"]))
        return made
