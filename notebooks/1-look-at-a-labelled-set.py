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
# # 1 · Look at a labelled set before it teaches anything
# Set `CASES` to your own table (JSON Lines, CSV, XLSX, Parquet) or a folder of them. The product's own corpora are
# **invented complaints**; every figure below says so only about them.

# %%
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from reviewer.classifier.baselines import majority, surface_aucs
from reviewer.classifier.cases import read_cases
from reviewer.classifier.checks import check_labels, leaks
from reviewer.classifier.groups import alike_pairs, holdout, link_groups

CASES = Path(os.environ.get("CASES", "../data/complaints"))
table = read_cases(CASES)
print(len(table.cases), "cases;", *table.remarks or ["every row can be used"])

# %% [markdown]
# ## Balance, repeats, thin sectors

# %%
print("\n".join(check_labels(table.cases)))
pd.crosstab([c.sector for c in table.cases], [f"{c.language} {c.label}" for c in table.cases])

# %% [markdown]
# ## Twins that would leak through a split

# %%
groups = link_groups(table.cases)
print(*leaks(groups, holdout(table.cases, groups), table.cases), sep="\n")
for one, other in alike_pairs(table.cases, at_least=0.4)[:3]:
    a, b = table.cases[one], table.cases[other]
    print(f"\n{a.case_id} ({a.label})\n  {a.complaint[:160]}\n{b.case_id} ({b.label})\n  {b.complaint[:160]}")

# %% [markdown]
# ## Does the surface tell the labels apart?
# A cue far from 0.5 is a trap: a model would learn it instead of what happened.

# %%
rows = {}
for language in sorted({c.language for c in table.cases}):
    known = [c for c in table.cases if c.language == language and c.label != "unclear"]
    truth = np.array([c.target for c in known])
    rows[language] = {"majority right": majority(truth)[0], **surface_aucs([c.complaint for c in known], truth)}
pd.DataFrame(rows).round(2)

# %% [markdown]
# ## Grounds of the annotated clauses

# %%
grounds = Counter((side, ground) for c in table.cases for _, _, side, ground in c.cues)
pd.Series(grounds).sort_values(ascending=False).head(15)
