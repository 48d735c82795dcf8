"""Adapt the sentence encoder to the kinds of finding: low-rank changes of its last layers, learned with JAX.

Needs the extra ``training`` (``pip install '.[training]'``); nothing at run time does. The first layers stay as they
are, so their states are computed once and kept.

References
----------
Hu et al. 2022, "LoRA: low-rank adaptation of large language models".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax

from reviewer.language.encoder import MATRICES, Encoder, tokens_of, weights

Array = npt.NDArray[Any]
Tree = dict[str, Any]
# Widths of batches: each is compiled once.
_WIDTHS = (16, 24, 32, 48, 64, 96, 160)
# Batches out of so many at a time are sorted by length, so that little is padded and order stays mixed.
_MIXED = 16
_FIRST_BIAS = -3.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How is learned.

    Parameters
    ----------
    n_layers, n_frozen : int
        Layers that are run, and how many of the first ones stay unchanged.
    rank : int
    learning_rate : float
        Of the adapter; the heads take ten times as large steps.
    n_epochs, batch : int
    dropout : float
    positive_weight : float
        Weight of a sentence that has the kind.
    marker_weight : float
        Weight of telling which words carry the kind.
    random_state : int
    """

    n_layers: int = 12
    n_frozen: int = 4
    rank: int = 16
    learning_rate: float = 1e-3
    n_epochs: int = 3
    batch: int = 32
    dropout: float = 0.1
    positive_weight: float = 2.0
    marker_weight: float = 2.0
    random_state: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled sentence.

    Parameters
    ----------
    text : str
    labels : frozenset of str
        Kinds and acts.
    spans : dict of str to list of (start, end)
        The words that carry a kind; a kind of ``labels`` without an entry is carried by the whole sentence.
    known : frozenset of str
        The kinds and acts that were asked about.
    """

    text: str
    labels: frozenset[str]
    spans: dict[str, list[tuple[int, int]]]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What ``SentenceReader.set_learned`` takes."""

    adapter: dict[str, Array]
    head: Array
    marker: Array


@dataclass(frozen=True, slots=True)
class _Row:
    """A lesson as arrays: states after the frozen layers, labels, which labels count, labels of pieces."""

    states: Array
    labels: Array
    known: Array
    marks: Array


def adapt(
    lessons: Sequence[Lesson],
    kinds: Sequence[str],
    acts: Sequence[str],
    settings: Settings,
    *,
    tell: Callable[[str], None] = lambda _: None,
) -> Learned:
    """Learn to tell the kinds, and which words carry them, and the acts.

    Parameters
    ----------
    lessons : sequence of Lesson
    kinds, acts : sequence of str
        In the order of the columns.
    settings : Settings
    tell : callable
        Is told of the progress, a line for each part of an epoch.
    """
    rng = np.random.default_rng(settings.random_state)
    below = Encoder(settings.n_frozen, {})
    states = below.states([one.text for one in lessons])
    rows = [_row(lesson, state, kinds, acts) for lesson, state in zip(lessons, states, strict=True)]
    fixed = _fixed_layers(settings)
    learned = _first(fixed, len(kinds), len(acts), settings, rng)
    step, memory = _step(learned, fixed, settings, math.ceil(len(rows) / settings.batch) * settings.n_epochs)
    key = jax.random.PRNGKey(settings.random_state)
    for epoch in range(settings.n_epochs):
        losses = []
        for batch in _batches(rows, settings.batch, rng):
            key, own = jax.random.split(key)
            learned, memory, loss = step(learned, memory, batch, own)
            losses.append(float(loss))
            if len(losses) % 100 == 0:
                tell(f"epoch {epoch + 1}, batch {len(losses)}: loss {np.mean(losses[-100:]):.3f}")
    return _as_learned(learned)


def _row(lesson: Lesson, states: Array, kinds: Sequence[str], acts: Sequence[str]) -> _Row:
    labels = np.array([one in lesson.labels for one in (*kinds, *acts)], np.float32)
    known = np.array([one in lesson.known for one in (*kinds, *acts)], np.float32)
    marks = np.zeros((len(states), len(kinds)), np.float32)
    for column, kind in enumerate(kinds):
        if kind in lesson.labels:
            spans = lesson.spans.get(kind, [(0, len(lesson.text))])
            for index, piece in enumerate(tokens_of(lesson.text)):
                marks[index, column] = any(piece.start < end and start < piece.end for start, end in spans)
    return _Row(states.astype(np.float16), labels, known, marks)


def _fixed_layers(settings: Settings) -> Tree:
    """Return the layers that get an adapter, one array for all of them."""
    layers = [weights().layer(index, {}) for index in range(settings.n_frozen, settings.n_layers)]
    return {
        "matrices": {name: jnp.stack([one.matrices[name] for one in layers]) for name in MATRICES},
        "biases": {name: jnp.stack([one.biases[name] for one in layers]) for name in MATRICES},
        "norms": [jnp.stack([one.norms[part] for one in layers]) for part in range(4)],
    }


def _first(fixed: Tree, n_kinds: int, n_acts: int, settings: Settings, rng: np.random.Generator) -> Tree:
    """Return what learning starts from: an adapter that changes nothing, heads that find nothing."""
    adapter = {}
    for name, matrix in fixed["matrices"].items():
        n_layers, n_inputs, n_outputs = matrix.shape
        into = rng.normal(0, 1 / math.sqrt(n_inputs), (n_layers, n_inputs, settings.rank))
        adapter[f"{name}_in"] = jnp.asarray(into, jnp.float32)
        adapter[f"{name}_out"] = jnp.zeros((n_layers, settings.rank, n_outputs))
    width = weights().width

    def head(n_inputs: int, n_columns: int) -> Any:
        made = rng.normal(0, 0.02, (n_inputs + 1, n_columns))
        made[-1] = _FIRST_BIAS
        return jnp.asarray(made, jnp.float32)

    return {"adapter": adapter, "heads": {"head": head(2 * width, n_kinds + n_acts), "marker": head(width, n_kinds)}}


def _step(learned: Tree, fixed: Tree, settings: Settings, n_steps: int) -> tuple[Callable[..., Any], Any]:
    """Return the compiled step of learning, and the optimiser's memory."""
    rate = optax.warmup_cosine_decay_schedule(
        0, settings.learning_rate, n_steps // 10, n_steps, settings.learning_rate / 20
    )
    parts = {
        "adapter": optax.adamw(rate, weight_decay=0.01),
        "heads": optax.adamw(lambda step: 10 * rate(step), weight_decay=0.01),
    }
    names = {name: jax.tree.map(lambda _, name=name: name, learned[name]) for name in learned}
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform(parts, names))

    @jax.jit
    def step(learned: Tree, memory: Any, batch: Tree, key: Any) -> tuple[Tree, Any, Any]:
        loss, slope = jax.value_and_grad(_loss)(learned, fixed, batch, key, settings)
        change, memory = optimiser.update(slope, memory, learned)
        return optax.apply_updates(learned, change), memory, loss

    return step, optimiser.init(learned)


def _loss(learned: Tree, fixed: Tree, batch: Tree, key: Any, settings: Settings) -> Any:
    scores, marks = _forward(learned, fixed, batch, key, settings)
    rows, pieces = batch["is_row"], batch["is_piece"]
    of_sentences = _surprise(scores, batch["labels"], settings.positive_weight) * batch["known"]
    known = batch["known"][:, None, : marks.shape[-1]]
    of_pieces = _surprise(marks, batch["marks"], 1.0) * known * pieces[:, :, None]
    whole = (of_sentences.sum(axis=1) * rows).sum() / rows.sum()
    return whole + settings.marker_weight * of_pieces.sum() / jnp.maximum(pieces.sum(), 1)


def _surprise(scores: Any, labels: Any, positive_weight: float) -> Any:
    found, missed = jax.nn.log_sigmoid(scores), jax.nn.log_sigmoid(-scores)
    return -(positive_weight * labels * found + (1 - labels) * missed)


def _forward(learned: Tree, fixed: Tree, batch: Tree, key: Any, settings: Settings) -> tuple[Any, Any]:
    """Return log-odds of sentences and of pieces; the same sums as ``Encoder`` makes, with dropout."""
    n_layers = settings.n_layers - settings.n_frozen
    keys = jax.random.split(key, 2 * n_layers + 2)
    absent = jnp.where(batch["is_piece"][:, None, None, :] > 0, 0, -1e9)
    states = _dropped(batch["states"].astype(jnp.float32), keys[-1], settings.dropout)

    def through(states: Any, layer: tuple[Tree, Tree, Any]) -> tuple[Any, None]:
        return _layer(states, *layer, absent, settings), None

    states, _ = jax.lax.scan(through, states, (fixed, learned["adapter"], keys[:-2].reshape(n_layers, 2, -1)))
    pieces = batch["is_piece"][:, :, None]
    mean = (states * pieces).sum(axis=1) / jnp.maximum(pieces.sum(axis=1), 1)
    most = jnp.where(pieces > 0, states, -1e9).max(axis=1)
    whole = _dropped(jnp.concatenate([mean, most], axis=1), keys[-2], settings.dropout)
    head, marker = learned["heads"]["head"], learned["heads"]["marker"]
    return whole @ head[:-1] + head[-1], states @ marker[:-1] + marker[-1]


def _layer(states: Any, layer: Tree, adapter: Tree, keys: Any, absent: Any, settings: Settings) -> Any:
    n_texts, n_tokens, width = states.shape
    n_heads = weights().n_heads

    def times(rows: Any, name: str) -> Any:
        change = (rows @ adapter[f"{name}_in"]) @ adapter[f"{name}_out"]
        return rows @ layer["matrices"][name] + layer["biases"][name] + change

    def heads(name: str) -> Any:
        return times(states, name).reshape(n_texts, n_tokens, n_heads, width // n_heads)

    looks = jnp.einsum("bthd,bshd->bhts", heads("q"), heads("k")) / math.sqrt(width / n_heads) + absent
    gathered = jnp.einsum("bhts,bshd->bthd", jax.nn.softmax(looks), heads("v")).reshape(states.shape)
    first, second, third, fourth = layer["norms"]
    states = _normed(states + _dropped(times(gathered, "o"), keys[0], settings.dropout), first, second)
    inner = jax.nn.gelu(times(states, "up"), approximate=True)
    return _normed(states + _dropped(times(inner, "down"), keys[1], settings.dropout), third, fourth)


def _normed(rows: Any, weight: Any, bias: Any) -> Any:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12) * weight + bias


def _dropped(rows: Any, key: Any, share: float) -> Any:
    return jnp.where(jax.random.bernoulli(key, 1 - share, rows.shape), rows / (1 - share), 0)


def _batches(rows: Sequence[_Row], size: int, rng: np.random.Generator) -> Iterator[Tree]:
    order = rng.permutation(len(rows))
    for begin in range(0, len(order), size * _MIXED):
        near = sorted(order[begin : begin + size * _MIXED], key=lambda one: len(rows[one].states))
        parts = [near[at : at + size] for at in range(0, len(near), size)]
        for part in rng.permutation(len(parts)):
            yield _batch([rows[one] for one in parts[part]], size)


def _batch(rows: Sequence[_Row], size: int) -> Tree:
    """Return arrays of one shape for all batches of a width; rows that are missing count for nothing."""
    longest = max(len(one.states) for one in rows)
    n_tokens = next(one for one in _WIDTHS if one >= longest)
    n_columns, n_kinds, width = len(rows[0].labels), rows[0].marks.shape[1], rows[0].states.shape[1]
    batch: dict[str, Array] = {
        "states": np.zeros((size, n_tokens, width), np.float16),
        "is_piece": np.zeros((size, n_tokens), np.float32),
        "is_row": np.zeros(size, np.float32),
        "labels": np.zeros((size, n_columns), np.float32),
        "known": np.zeros((size, n_columns), np.float32),
        "marks": np.zeros((size, n_tokens, n_kinds), np.float32),
    }
    batch["is_piece"][len(rows) :, 0] = 1  # a row without pieces has no maximum
    for index, one in enumerate(rows):
        n_own = len(one.states)
        batch["states"][index, :n_own], batch["is_piece"][index, :n_own] = one.states, 1
        batch["labels"][index], batch["known"][index], batch["is_row"][index] = one.labels, one.known, 1
        batch["marks"][index, :n_own] = one.marks
    return batch


def _as_learned(learned: Mapping[str, Any]) -> Learned:
    heads = {name: np.asarray(one) for name, one in learned["heads"].items()}
    return Learned({name: np.asarray(one) for name, one in learned["adapter"].items()}, heads["head"], heads["marker"])
