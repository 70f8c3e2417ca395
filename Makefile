# Everything a newcomer or CI types. Needs python3 >= 3.11 and make; the rest is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= 2

.PHONY: demo test lint format types layers coverage theory clean

demo: .venv/run.stamp
	$(BIN)/acd run scenarios/bank.yaml --measured scenarios/bank/measured.csv

# A worker that is done takes tests from the other: the slowest stand together.
test: .venv/dev.stamp
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/nbstripout --verify notebooks/*.ipynb

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/nbstripout notebooks/*.ipynb

types: .venv/dev.stamp
	$(BIN)/mypy

layers: .venv/dev.stamp
	$(BIN)/lint-imports

# Compiled code is invisible to coverage, so the core's tests run once more as plain Python.
coverage: .venv/dev.stamp
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -n $(WORKERS) tests/core tests/reference tests/live \
		--ignore=tests/live/test_router_alone_decides_as_in_a_simulation.py \
		tests/clocks/test_tallies_at_borders.py tests/clocks/test_tallies_against_log.py \
		tests/clocks/test_simpy_changes_of_rules.py \
		--cov=acd.core --cov-report=term --cov-fail-under=97

theory: .venv/dev.stamp
	$(BIN)/python -m pytest -n $(WORKERS) -m theory

clean:
	rm -rf .venv build dist .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# The environment is made again only when pyproject.toml changes.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "acd needs Python 3.11 or newer; name one: make PYTHON=...")'
	@$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml | .venv/bin/python
	@echo "Installing acd into .venv; this takes a minute, once."
	@$(PIP) --editable .
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	@echo "Installing acd and its development tools into .venv; this takes a minute or two, once."
	@$(PIP) --editable ".[dev,notebooks]"
	@touch $@ .venv/run.stamp
