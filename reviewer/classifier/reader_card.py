"""The card of the second reader, written out of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.classifier.artifact import Manifest


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Counts on examples no rule writer had read, by models that had not seen them.

    All but ``n_examples`` hold how many sentences were found and how many rightly: by the rules; by the reader where no
    rule of the kind fired, as a finding and as a note; by both together, without the rules' findings it doubts;
    ``in_letters`` those it adds in whole letters.
    """

    language: str
    kind: str
    n_examples: int
    rules: tuple[int, int]
    added: tuple[int, int]
    noted: tuple[int, int]
    together: tuple[int, int]
    in_letters: tuple[int, int]

    def as_row(self) -> tuple[float, float, float]:
        """Return precision of what the reader adds, recall of the rules, recall of both."""
        n_examples = max(1, self.n_examples)
        return _share(*self.added), self.rules[1] / n_examples, self.together[1] / n_examples


def _share(found: int, right: int) -> float:
    return right / found if found else 0.0


def render_reader_card(manifest: Manifest, figures: Sequence[KindFigures]) -> str:
    """Return the card in Markdown."""
    parts = [
        f"# {manifest.name}",
        "Reads each sentence of a reply beside the rules. It adds findings where no rule of the kind fires, at most "
        "as an error, never as a blocker. A rule's finding that it finds unlikely becomes a note, with the reason; one "
        "that is almost surely wrong is left out. What must not go out by a rule alone stays as it is.",
        "Every figure below is on invented sentences (see `data/sentences/README.md`), half of them built to fool it, "
        "by models that had not seen them, and on lines that no rule writer had read.",
        *(
            _table(language, [one for one in figures if one.language == language])
            for language in sorted(manifest.languages)
        ),
        "## What it was made of",
        f"Builder `{manifest.builder}`, data `{manifest.data_sha256[:12]}`, "
        + ", ".join(f"{name} {number}" for name, number in sorted(manifest.versions.items()))
        + ".",
        "## What it does not see",
        "The complaint, whether a fact is true; of the sentences around it knows only how flawed they look. Irony "
        "without a word for it, threats between the "
        "lines and near-pairs that differ by one small word are beyond it more often than not: the low recall in the "
        "table is honest.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(language: str, figures: Sequence[KindFigures]) -> str:
    head = (
        f"## {language}\n\n| kind | sentences | rules: precision, recall, F1 | reader adds | right "
        "| as notes | together: precision, recall, F1 | right in letters |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(_line(one) for one in figures)


def _line(one: KindFigures) -> str:
    cells = [
        one.kind,
        str(one.n_examples),
        _scores(one.rules, one.n_examples),
        str(one.added[0]),
        f"{_share(*one.added):.2f}" if one.added[0] else "",
        f"{one.noted[1]} of {one.noted[0]} right" if one.noted[0] else "",
        _scores(one.together, one.n_examples),
        f"{one.in_letters[1]} of {one.in_letters[0]}",
    ]
    return "| " + " | ".join(cells) + " |"


def _scores(counts: tuple[int, int], n_examples: int) -> str:
    found, right = counts
    total = found + n_examples
    f1 = 2 * right / total if total else 0.0
    return f"{_share(found, right):.2f}, {right / max(1, n_examples):.2f}, {f1:.2f}"
