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
# # 2 · Retrain, compare with the model in use, put in use
# Training writes a folder with the model, its manifest and its card. The comparison is on the frozen hold-out, which
# neither model has seen. Figures on the product's corpora are figures on **invented complaints**.

# %%
import os
import tempfile
from pathlib import Path

import pandas as pd

from reviewer.classifier.builders import names
from reviewer.classifier.promote import promote
from reviewer.classifier.shelf import in_use
from reviewer.classifier.train import train

CASES = Path(os.environ.get("CASES", "../data/complaints"))
BUILDERS = os.environ.get("BUILDERS", "words,clauses").split(",")
print("builders there are:", ", ".join(names()))

# %%
# A folder of its own, so that trying out changes nothing; give promote() the product's folder when you mean it.
shelf = Path(tempfile.mkdtemp(), "models")
reports = {name: train(CASES, shelf / name, builder=name) for name in BUILDERS}
pd.DataFrame(
    {
        (name, language): {
            figure: f"{value:.3f} ({low:.3f}-{high:.3f})" for figure, (value, low, high) in found.items()
        }
        for name, report in reports.items()
        for language, found in report.figures.items()
    }
)

# %% [markdown]
# ## Labels to look at again

# %%
report = reports[BUILDERS[-1]]
pd.DataFrame(
    [(language, *row) for language, rows in report.suspected.items() for row in rows[:8]],
    columns=["language", "case", "label", "probability of substantiated"],
)

# %% [markdown]
# ## Champion against challenger

# %%
for name in BUILDERS:
    for decision in promote(shelf / name, cases_path=CASES, models_root_dir=shelf):
        print(decision.as_text())
in_use(shelf)
