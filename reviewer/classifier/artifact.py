"""Models in folders: a ``.skops`` file per language, a manifest that pins it, a card. No pickle.

Loading checks the hash, the versions and the types, in this order, before anything is built from the file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED

from pydantic import ConfigDict, TypeAdapter, ValidationError

from reviewer.classifier.band import Band
from reviewer.classifier.light import read_light
from reviewer.errors import ModelError

Origin = Literal["own", "proxy", "invented"]
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

    __pydantic_config__ = ConfigDict(extra="forbid")

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

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    builder: str
    data_sha256: str
    random_state: int
    languages: dict[str, ModelFile]
    proxy_label: bool = False
    remarks: tuple[str, ...] = ()
    origins: dict[Origin, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=lambda: versions())
    format: int = FORMAT

    @property
    def origin(self) -> str:
        """Whose word most of the labels are; ``invented`` for models made before this was written down."""
        if self.proxy_label:
            return "proxy"
        return max(self.origins, key=lambda one: self.origins[one]) if self.origins else "invented"

    def of(self, language: str) -> ModelFile:
        """Return what is said of one language.

        Raises
        ------
        ModelError
            E503 if the model has not learnt it.
        """
        if language not in self.languages:
            raise ModelError("E503", f"no model for '{language}'", where=self.name, cure="train with cases of it")
        return self.languages[language]

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
        E500 if there is none or something in it is not as it should be, E501 for another format.
    """
    where = f"{folder.name}/{MANIFEST}"
    cure = "copy the whole folder again, or train the model again"
    try:
        raw = (folder / MANIFEST).read_bytes()
        table = json.loads(raw)
    except (OSError, ValueError, RecursionError):
        raise ModelError("E500", "no readable manifest", where=where, cure=cure) from None
    if isinstance(table, dict) and table.get("format") != FORMAT:
        what = f"model format {table.get('format')!r:.40} is not {FORMAT}"
        raise ModelError("E501", what, where=where, cure="train it again with 'reviewer train'")
    try:
        manifest = TypeAdapter(Manifest).validate_json(raw, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the manifest"
        raise ModelError("E500", f"'{place}': {first['msg']}", where=where, cure=cure) from None
    for row in manifest.languages.values():
        for name in (row.file, row.trial_file or row.file):
            if not is_plain_name(name):
                raise ModelError("E500", f"'{name:.60}' is no name of a file beside it", where=where, cure=cure)
        if not 0 <= row.band.low <= row.band.high <= 1:
            raise ModelError("E500", "a band is not between 0 and 1", where=where, cure=cure)
    return manifest


def is_plain_name(name: str) -> bool:
    """Return whether a name stays in its folder.

    Examples
    --------
    >>> is_plain_name("model-ru.skops"), is_plain_name("../model-ru.skops")
    (True, False)
    """
    return name not in {"", ".", ".."} and Path(name).name == name and not set(name) & set("\\\0")


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
    row = manifest.of(language)
    name, expected = (row.trial_file, row.trial_sha256) if trial else (row.file, row.sha256)
    return _load_checked(folder / name, expected, tuple(sorted(manifest.versions.items())))


def load_estimator(folder: Path, language: str, *, trial: bool = False) -> Any:
    """Return the model of one language, checked, as ``load`` does, and refuse one that does not read complaints.

    Raises
    ------
    ModelError
        E500 to E505.
    """
    model = load(folder, language, trial=trial)
    if not hasattr(model, "needs_clauses"):
        cure = "name a folder made by 'reviewer train'"
        raise ModelError("E505", "this is no model of complaints", where=folder.name, cure=cure)
    return model


@lru_cache(maxsize=8)
def _load_checked(path: Path, expected: str, made_with: tuple[tuple[str, str], ...]) -> Any:
    if not path.is_file():
        raise ModelError("E504", "the model file is missing", where=path.name, cure="copy the whole folder again")
    if file_hash(path) != expected:
        cure = "the file was changed; copy the folder again or train anew"
        raise ModelError("E504", "the hash is not the manifest's", where=path.name, cure=cure)
    _check_versions(made_with, path.name)
    try:
        return _built(path)
    except ModelError:
        raise
    except Exception as error:
        # The hash is the manifest's, so both were written together; whatever the file holds instead, it is no model.
        what = f"this is no model ({type(error).__name__})"
        raise ModelError("E505", what, where=path.name, cure="train the model again") from None


def _check_versions(made_with: tuple[tuple[str, str], ...], where: str) -> None:
    for name, needed in made_with:
        try:
            installed = version(name)
        except (PackageNotFoundError, ValueError):
            cure = f"install it, or mend 'versions' in {MANIFEST}"
            raise ModelError(
                "E502", f"made with '{name:.60}', which is not installed", where=where, cure=cure
            ) from None
        # Numbers are the same across patch releases; a model of another minor version may read differently.
        if name != "numpy" and needed.split(".")[:2] != installed.split(".")[:2]:
            cure = "train it again with 'reviewer train'"
            raise ModelError("E502", f"made with {name} {needed:.60}, installed is {installed}", where=where, cure=cure)


def _built(path: Path) -> Any:
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
