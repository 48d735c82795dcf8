# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # 3 · Audit the model in use
# Calibration, slices, cues, errors, and what to label next. On the training table only the frozen hold-out is measured.
# Figures on the product's corpora are figures on **invented complaints**.

# %%
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from reviewer.classifier.artifact import load, read_manifest
from reviewer.classifier.cases import read_cases
from reviewer.classifier.evaluate import evaluate
from reviewer.classifier.groups import holdout, link_groups
from reviewer.classifier.reading import read_text
from reviewer.classifier.sampling import choose_cases
from reviewer.classifier.shelf import champion, models_root

CASES = Path(os.environ.get("CASES", "../data/complaints"))
LANGUAGE = os.environ.get("LANGUAGE_OF_CASES", "en")
model_dir = Path(os.environ["MODEL"]) if os.environ.get("MODEL") else champion(models_root(), LANGUAGE)
manifest = read_manifest(model_dir)
manifest.name, manifest.builder, manifest.languages[LANGUAGE].band

# %%
plots = Path(tempfile.mkdtemp())
report = evaluate(model_dir, CASES, plots_dir=plots)
print(*report.remarks, *report.plots, sep="\n")
pd.DataFrame(
    {
        row["slice"]: {
            "cases": row["n_cases"],
            **{name: f"{v:.2f} ({a:.2f}-{b:.2f})" for name, (v, a, b) in row["figures"].items()},
        }
        for row in report.slices
    }
).T

# %% [markdown]
# ## Does it mean what it says?

# %%
pd.DataFrame(report.reliability[LANGUAGE], columns=["said", "found", "cases"]).round(2)

# %% [markdown]
# ## The worst errors, with the clauses the model went by

# %%
cases = read_cases(CASES).cases
held = holdout(cases, link_groups(cases))
own = [c for c, inside in zip(cases, held, strict=True) if inside and c.language == LANGUAGE]
model = load(model_dir, LANGUAGE, trial=True)
readings = [read_text(c.complaint, LANGUAGE, sector=c.sector) for c in own]
said = model.probabilities(readings)
wrong = np.array([0.0 if np.isnan(c.target) else abs(p - c.target) for c, p in zip(own, said, strict=True)])
for index in np.argsort(-wrong)[:3]:
    print(f"\n{own[index].case_id}: {own[index].label}, said {said[index]:.2f}\n{own[index].complaint}")
    for cue in model.cues(readings[index]):
        print(f"  {cue.weight:+.2f} {cue.quote} ({cue.why})")

# %% [markdown]
# ## What to label next

# %%
# Here the labels of the hold-out are put aside, so that there is something to choose from.
sample = choose_cases([replace(c, label="") for c in own], n_cases=5, model_dir=model_dir)
pd.DataFrame([(s.case.case_id, s.case.sector, round(s.probability, 2), s.case.complaint[:120]) for s in sample.chosen])
