"""The model card, written out of the manifest."""

from __future__ import annotations

from reviewer.classifier.artifact import Manifest, ModelFile

_WORDS = {
    "auc": "ROC AUC",
    "average_precision": "average precision",
    "brier": "Brier score",
    "decided": "share decided",
    "right": "right among the decided",
}


def render_card(manifest: Manifest) -> str:
    """Return the card in Markdown."""
    parts = [
        f"# {manifest.name}",
        "Estimates from a complaint's text alone whether it looks substantiated. An estimate, never a proof: it knows "
        "no file, no contract and no other side. It says *unclear* inside its band.",
        *(_language(language, row) for language, row in sorted(manifest.languages.items())),
        "## What it was made of",
        f"Builder `{manifest.builder}`, seed {manifest.random_state}, data `{manifest.data_sha256[:12]}`, "
        + ", ".join(f"{name} {number}" for name, number in sorted(manifest.versions.items()))
        + ".",
    ]
    parts += _provenance(manifest)
    parts += [
        "## What the training run remarked",
        "\n".join(f"- {remark}" for remark in manifest.remarks) or "Nothing.",
    ]
    parts += [
        "## What it does not see",
        "Documents, photos, the company's records, whether a quoted rule exists, sums that do not add up, irony. "
        "It reads normal forms and clauses, so a story told in words it has never met is guessed at; then the "
        "probability stays near one half.",
    ]
    return "\n\n".join(parts) + "\n"


def _language(language: str, row: ModelFile) -> str:
    counts = ", ".join(f"{label} {count}" for label, count in sorted(row.n_cases.items()))
    lines = [
        f"## {language}",
        f"{sum(row.n_cases.values())} cases ({counts}). Unclear between {row.band.low:.2f} and {row.band.high:.2f}.",
        "| on cases not seen | value | 95 % |\n|---|---|---|",
    ]
    table = [
        f"| {_WORDS.get(name, name)} | {one[0]:.3f} | {one[1]:.3f}-{one[2]:.3f} |" for name, one in row.figures.items()
    ]
    return "\n\n".join(lines) + "\n" + "\n".join(table)


def _provenance(manifest: Manifest) -> list[str]:
    named = ", ".join(f"{name} ({count})" for name, count in manifest.sources.items())
    parts = [f"Cases: {named}."] if named else []
    if manifest.proxy_label:
        parts.append(
            "**The labels are a proxy**: what the company chose to do about a complaint, no verdict on it. "
            "A high figure here is no proof of justice."
        )
    if manifest.origins.get("own"):
        parts.append(
            f"{manifest.origins['own']} cases carry the labels of those who brought the tables. A figure on them "
            "holds for complaints like theirs and for judges like theirs."
        )
    if manifest.origins.get("invented") or not manifest.origins:
        count = manifest.origins.get("invented") or sum(
            sum(row.n_cases.values()) for row in manifest.languages.values()
        )
        parts.append(
            f"{count} cases are **invented** by hand, and a figure on them is a figure on invented complaints "
            "(see `data/complaints/README.md`)."
        )
    return parts
