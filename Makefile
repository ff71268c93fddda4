# Match Advisor. `make run` opens the advisor, `make test` runs every test; both make what they
# need first: one environment, .venv, with exactly the versions of requirements-dev.txt.

# The first Python of at least 3.11 that can make environments. Or say which: make run PYTHON=...
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo $$python && break; done)

PY := .venv/bin/python
READY := .venv/.ready

MAKEFLAGS += --no-print-directory

# Compiled modules are kept, whatever the surroundings say: the tests start the program hundreds of times.
export PYTHONDONTWRITEBYTECODE :=

# What is handed on: make run ARGS="ask offer", make test ARGS="-k walk", make lock ARGS=--upgrade
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check fmt lint types floors guide scenarios fuzz coverage bench pictures snapshots build lock clean
.SUFFIXES:

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo '  Hand arguments on with ARGS: make run ARGS="ask offer", make test ARGS="-k walk"'

# --- Use ---------------------------------------------------------------------------------------

run: $(READY) ## Open the advisor
	@$(PY) -m advisor $(ARGS)

# --- Check -------------------------------------------------------------------------------------

test: $(READY) ## Run every test
	@$(PY) -m pytest -q $(ARGS)

check: $(READY) ## Everything that must hold before a change goes in
	@$(MAKE) lint types floors guide scenarios ARGS=
	@echo "test"
	@$(MAKE) test

fmt: $(READY) ## Format the code and fix what can be fixed
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format .

lint: $(READY) ## Check format and lint
	@echo "lint"
	@$(PY) -m ruff format --quiet --diff .
	@$(PY) -m ruff check .

types: $(READY) ## Check types, strictly
	@echo "types"
	@$(PY) -m mypy

floors: $(READY) ## Check who imports whom
	@echo "floors"
	@.venv/bin/lint-imports --no-logo

guide: $(READY) ## Check the guide: trees, cards, phrases
	@echo "guide"
	@$(PY) -m advisor check

scenarios: $(READY) ## Run the guide's scenarios
	@echo "scenarios"
	@$(PY) -m advisor test

fuzz: $(READY) ## Press 10,000 random keys in the window; FUZZ_SEED=7 presses others
	@FUZZ_STEPS=10000 $(PY) -m pytest -q --timeout 3600 tests/tui/test_fuzz.py $(ARGS)

coverage: $(READY) ## Run every test and show which lines none of them reached
	@mkdir -p build/coverage && rm -f build/coverage/data*
	@$(PY) -m coverage run -m pytest -q $(ARGS)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage html --quiet
	@$(PY) -m coverage report

bench: $(READY) ## Measure speed
	@$(PY) -m tests.benchmarks $(ARGS)

# --- Make --------------------------------------------------------------------------------------

pictures: $(READY) ## Draw the pictures and the transcript of the documents
	@$(PY) -m tests.tui.pictures
	@$(PY) -m tests.cli.transcript

snapshots: $(READY) ## Write the pictures of the tests anew; look at what changed
	@$(PY) -m pytest -q tests/tui/test_moments.py --snapshot-update

build: $(READY) ## Build the packages into dist/
	@rm -rf dist
	@$(PY) -m build --no-isolation --outdir dist

# The only step that needs a tool from outside the lock: uv, in an environment of its own.
LOCK := build/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command 'make lock'

build/lock/bin/uv:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

lock: build/lock/bin/uv ## Write the locks from pyproject.toml; newer versions with ARGS=--upgrade
	@$(LOCK) --group dev --output-file requirements-dev.txt $(ARGS)
	@$(LOCK) --constraint requirements-dev.txt --no-annotate --output-file requirements.txt $(ARGS)

clean: ## Remove everything make has made
	@rm -rf .venv build dist .coverage* .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache snapshot_report.html
	@find advisor tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. Its stamp is older than the lock or pyproject.toml when it must be brought up.
$(READY): requirements-dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer that can make an environment was found."; \
		echo "Install one (on Debian or Ubuntu also its -venv package), or say where it is:"; \
		echo "  make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; } >&2
	@echo "Making the environment in .venv (the first time takes about a minute) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes -r requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input \
		--no-deps --no-build-isolation --editable .
	@$(PY) -m pip check --disable-pip-version-check >/dev/null || { \
		echo "The lock does not fit pyproject.toml: run make lock." >&2; exit 1; }
	@touch $@
