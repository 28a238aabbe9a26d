# Everything one does with this repository. `make` alone lists it.

.DEFAULT_GOAL := help
.PHONY: help up down setup test test-fast check fix assets docs lock clean
SHELL := /bin/sh

# The first Python that is new enough; say `make PYTHON=/path/to/python3.12 ...` to choose.
PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$p"; done) python3)
BIN := .venv/bin
LOCKS := requirements/bootstrap.txt requirements/base.txt
SOURCES := src tests tools benchmarks
PARALLEL ?= auto
# Some containers set it, and then every process compiles everything anew: half of the time of a start.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(BIN)/python -m pytest --numprocesses $(PARALLEL) --dist loadscope --no-loadscope-reorder

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

up: .venv/base.stamp ## Install, start everything and load the demo (UP="--port 9000" for options)
	@exec $(BIN)/learnstead up $(UP)

down: .venv/base.stamp ## Stop what `make up` started
	@$(BIN)/learnstead down

setup: .venv/dev.stamp ## Install everything, the tools of development too

test: .venv/dev.stamp ## Run every test (T="tests/adapters -k name" for some)
	@$(PYTEST) $(T)

test-fast: .venv/dev.stamp ## Run the tests that are quick and need no browser
	@$(PYTEST) -m 'not slow and not browser' $(T)

check: .venv/dev.stamp ## Check style, types, architecture, sizes, names and spelling
	@$(BIN)/python tools/check.py

fix: .venv/dev.stamp ## Mend what can be mended by a machine
	@$(BIN)/ruff check --fix --quiet $(SOURCES); $(BIN)/ruff format --quiet $(SOURCES)

assets: ## Rebuild the scripts of studio and video (needs Node; the results are in the repository)
	@npm ci --no-audit --no-fund --silent && npm run --silent check && npm run --silent build

docs: .venv/dev.stamp ## Write the pages that are made from the code
	@for page in command flow ingestion rest; do $(BIN)/python tools/$${page}_reference.py || exit 1; done

lock: ## Pin dependencies, with hashes, for every platform (UPGRADE=1 for the newest)
	@$(PYTHON) tools/setup.py bootstrap
	@$(BIN)/python tools/lock.py

clean: ## Remove what the other commands made, except data
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/base.stamp: $(LOCKS) pyproject.toml tools/setup.py
	@echo "Installing (a minute the first time)..."
	@$(PYTHON) tools/setup.py base
	@touch $@

.venv/dev.stamp: .venv/base.stamp requirements/dev.txt
	@echo "Installing the tools of development..."
	@$(PYTHON) tools/setup.py dev
	@touch .venv/base.stamp $@
