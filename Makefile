# Everything a developer or operator types. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup browser run train migrate phone test check format bench clean

# What goes to the tool behind a target: make test ARGS="tests/shop -x"
ARGS ?=
PYTHON := .venv/bin/python
STRICT := bot actions carrier benchmarks server.py

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## build both Python environments from their lock files (quick when nothing changed)
	@scripts/setup.sh

browser: ## Chromium for the browser tests, where it can be installed
	@scripts/browser.sh

run: setup ## start the whole hotline here in the foreground; Ctrl-C stops it
	@exec .venv/bin/hotline run $(ARGS)

train: setup ## train Rasa and the delicate gate if what they learn from changed (ARGS=--force: anyway)
	@.venv/bin/hotline train $(ARGS)

migrate: setup ## bring the database to the current schema
	@.venv/bin/hotline migrate

phone: setup ## call the running hotline from this terminal
	@.venv/bin/hotline phone $(ARGS)

test: setup browser ## all tests, on SQLite and on a real PostgreSQL
	@$(PYTHON) -m pytest $(ARGS)

check: setup ## style, types, layering, phrases and settings
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PYTHON) -m mypy $(wildcard $(STRICT))
	@.venv/bin/lint-imports
	@$(PYTHON) -m pytest -q tests/architecture

format: setup ## put the code in house style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

# `make bench turn`: the word after bench names the benchmark and is no target of its own.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
BENCHMARK := $(word 2,$(MAKECMDGOALS))
ifneq (,$(BENCHMARK))
$(eval $(BENCHMARK):;@:)
endif
endif

bench: setup ## run one benchmark: make bench turn
	@test -n "$(BENCHMARK)" || { echo "Which one? make bench NAME, NAME being one of:"; ls benchmarks | grep -v -E 'README|__'; exit 2; }
	@$(PYTHON) -m benchmarks.$(BENCHMARK) $(ARGS)

clean: ## remove environments, models and caches (the state in var/ stays)
	@rm -rf .venv .venv-rasa .uv models .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
