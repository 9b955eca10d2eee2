# Two commands do everything: `make run` and `make test`. `make help` lists the rest.

# The system's own Python where it is new enough: distributions build it for speed (a third of it).
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo /usr/bin/python3 || echo python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.locked

.DEFAULT_GOAL := help
.PHONY: help run setup test lint gated rest lock bench screenshots clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

setup: $(READY)  ## Environment, database, roles, demo accounts, the seed articles
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py quickstart --port $(PORT)

# The shell waits for the server; whatever ends either of them ends the worker.
run: setup  ## All of setup, then the server on PORT (8000) with its worker
	@trap 'kill $$worker $$server 2>/dev/null; wait' EXIT; trap 'exit 130' INT; trap 'exit 143' TERM; \
	$(BIN)/python manage.py work & worker=$$!; \
	$(BIN)/python manage.py runserver 127.0.0.1:$(PORT) & server=$$!; \
	wait $$server

lint: $(READY)  ## Linter, formatter, import contracts, unwritten migrations
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run

# The tests of what decides and what records run apart, under coverage, beside the linters: to watch
# the whole suite would make it half as long again. Which branches they take is the same on every
# database: on PostgreSQL they run with the rest.
DECIDING := $(addprefix tests/claims/test_,workflow.py guards.py confirm.py rules.py recuse.py \
	adoption.py copies.py) tests/articles/test_ledger.py
GATED := $(if $(filter postgres%,$(value DATABASE_URL)),,$(DECIDING))
# One more than there are cores: a test of the browser waits for it half its time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# To compile the tests is half the time it takes to read them: each worker would do it in each run.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

gated: $(READY)
	$(BIN)/python -m pytest --numprocesses 2 --cov --cov-report= $(DECIDING)
	$(BIN)/coverage report

test: $(READY)  ## Environment and the whole suite, on the database of DATABASE_URL or SQLite
	@$(MAKE) --no-print-directory --jobs 2 lint $(if $(GATED),gated,rest)
	@$(if $(GATED),$(MAKE) --no-print-directory rest)

rest: $(READY)
	$(PYTEST) $(GATED:%=--ignore=%)

bench: $(READY)  ## Measure what the README says
	$(BIN)/python -m benchmarks

screenshots: $(READY)  ## Make the pictures of README and docs anew; needs Chromium
	$(BIN)/python -m docs.screenshots

lock: pyproject.toml $(READY)  ## Pin every dependency anew, with hashes
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.txt

clean:  ## Remove the environment and the demo's data
	rm -rf $(VENV) var staticfiles
