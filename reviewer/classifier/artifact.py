"""Models in folders: a ``.skops`` file per language, a manifest that pins it, a card. No pickle.

Loading checks the hash, the versions and the types, in this order, before anything is built from the file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

from reviewer.classifier.band import Band
from reviewer.classifier.light import read_light
from reviewer.errors import ModelError

FORMAT = 1
MANIFEST = "manifest.json"
# The home-made steps a model may hold; everything else must be on skops' own list of safe types.
ALLOWED_TYPES = frozenset(
    {
        "reviewer.classifier.families.ClauseFamily",
        "reviewer.classifier.families.TermFamily",
        "reviewer.classifier.large.LargeTableModel",
        "reviewer.classifier.reader_model.SentenceReader",
        "reviewer.classifier.stack.Stack",
        "reviewer.classifier.terms.TermMatrix",
    }
)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What the manifest says of one language."""

    file: str
    sha256: str
    band: Band
    n_cases: dict[str, int]
    figures: dict[str, tuple[float, float, float]]
    trial_file: str = ""
    trial_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder holds and what it was made of.

    Parameters
    ----------
    proxy_label : bool
        Whether labels were outcomes, taken for verdicts.
    origins : dict of str to int
        Cases by whose word their labels are: ``own``, ``proxy``, ``invented``.
    sources : dict of str to int
        Cases by where they come from: names of tables, or what the tables say of each row.
    """

    name: str
    builder: str
    data_sha256: str
    random_state: int
    languages: dict[str, ModelFile]
    proxy_label: bool = False
    remarks: tuple[str, ...] = ()
    origins: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=lambda: versions())
    format: int = FORMAT

    @property
    def origin(self) -> str:
        """Whose word most of the labels are; ``invented`` for models made before this was written down."""
        if self.proxy_label:
            return "proxy"
        return max(self.origins, key=lambda one: self.origins[one]) if self.origins else "invented"

    def as_json(self) -> str:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def versions() -> dict[str, str]:
    """Return the versions a model depends on."""
    return {name: version(name) for name in ("scikit-learn", "skops", "numpy", "reply-reviewer")}


def save(model: Any, path: Path) -> str:
    """Write a model; return the hash of the file."""
    import skops.io

    path.parent.mkdir(parents=True, exist_ok=True)
    skops.io.dump(model, path, compression=ZIP_DEFLATED, compresslevel=9)
    return file_hash(path)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json``."""
    (folder / MANIFEST).write_text(manifest.as_json(), "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a model folder.

    Raises
    ------
    ModelError
        E500 if there is none or it cannot be read, E501 for another format.
    """
    path = folder / MANIFEST
    try:
        table = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise ModelError("E500", "no readable manifest", where=str(path.name), cure="train the model again") from None
    if table.get("format") != FORMAT:
        cure = "train it again with 'reviewer train'"
        raise ModelError("E501", f"model format {table.get('format')} is not {FORMAT}", where=folder.name, cure=cure)
    try:
        languages = {
            language: ModelFile(**{**row, "band": Band(**row["band"]), "figures": _tuples(row["figures"])})
            for language, row in table.pop("languages").items()
        }
        return Manifest(languages=languages, **{**table, "remarks": tuple(table["remarks"])})
    except (TypeError, KeyError):
        raise ModelError("E500", "the manifest lacks fields", where=folder.name, cure="train the model again") from None


def load(folder: Path, language: str, *, trial: bool = False) -> Any:
    """Return the model of one language, checked.

    Parameters
    ----------
    folder : pathlib.Path
    language : {"ru", "en"}
    trial : bool, default=False
        The twin that has not seen the frozen hold-out, for comparisons.

    Raises
    ------
    ModelError
        E500 to E505: manifest, format, version, language, hash, types.
    """
    manifest = read_manifest(folder)
    if language not in manifest.languages:
        raise ModelError("E503", f"no model for '{language}'", where=folder.name, cure="train with cases of it")
    row = manifest.languages[language]
    name, expected = (row.trial_file, row.trial_sha256) if trial else (row.file, row.sha256)
    return _load_checked(folder / name, expected, tuple(sorted(manifest.versions.items())))


@lru_cache(maxsize=8)
def _load_checked(path: Path, expected: str, made_with: tuple[tuple[str, str], ...]) -> Any:
    if not path.is_file():
        raise ModelError("E504", "the model file is missing", where=path.name, cure="copy the whole folder again")
    if file_hash(path) != expected:
        cure = "the file was changed; copy the folder again or train anew"
        raise ModelError("E504", "the hash is not the manifest's", where=path.name, cure=cure)
    for name, needed in made_with:
        # Numbers are the same across patch releases; a model of another minor version may read differently.
        if name != "numpy" and needed.split(".")[:2] != version(name).split(".")[:2]:
            raise ModelError(
                "E502",
                f"made with {name} {needed}, installed is {version(name)}",
                where=path.name,
                cure="train it again with 'reviewer train'",
            )
    light = read_light(path, ALLOWED_TYPES)
    if light is not None:
        return light
    import skops.io

    foreign = sorted(set(skops.io.get_untrusted_types(file=path)) - ALLOWED_TYPES)
    if foreign:
        raise ModelError("E505", f"foreign type '{foreign[0]}'", where=path.name, cure="do not use this file")
    return skops.io.load(path, trusted=sorted(ALLOWED_TYPES))


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tuples(figures: dict[str, list[float]]) -> dict[str, tuple[float, float, float]]:
    return {name: (float(one[0]), float(one[1]), float(one[2])) for name, one in figures.items()}
