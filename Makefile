# Two commands on a fresh machine (Debian, Ubuntu, macOS; Python 3.11 or newer):
#   make run     the built-in exercise and the wall, or anything else with ARGS="replay FILE --speed 10"
#   make test    every test, the pages in a real browser
# Both first create .venv from the hashed lock, if it does not exist yet.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(firstword $(shell for each in python3 python3.13 python3.12 python3.11; do \
  $$each $(NEW_ENOUGH) && echo $$each; done) python3)
BIN := .venv/bin
# A stamp has the name of its lock, so that a changed lock triggers an installation and a fresh checkout does not.
lock_sum = $(shell cksum < $(1) | cut -d' ' -f1)
SETUP := .venv/.setup-$(call lock_sum,requirements.txt)
SETUP_TEST := .venv/.setup-test-$(call lock_sum,requirements-test.txt)
SETUP_NODE := node_modules/.setup-$(call lock_sum,package-lock.json)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

# A test file runs in one worker, because its tests share recordings, processes and browsers.
SIDE_BY_SIDE := --numprocesses=auto --maxprocesses=4 --dist=loadfile

# Scripts of the pages need Node only for these tests; they are served unchanged.
SCRIPT_TESTS = $(sort $(wildcard tests/dashboard/assets/*.test.js tests/dashboard/assets/*/*.test.js))

.PHONY: run setup test lint browser node lock
.DEFAULT_GOAL := run

run: setup
	@$(BIN)/python run.py $(ARGS)

setup: $(SETUP)

test: $(SETUP_TEST) browser
	@if sh tests/node.sh; then node --test $(SCRIPT_TESTS); fi
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

lint: $(SETUP_TEST) $(SETUP_NODE)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy .
	@node_modules/.bin/biome check && node_modules/.bin/tsc

$(BIN)/python:
	@$(PYTHON) $(NEW_ENOUGH) || \
	  { echo "Wanghai needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "No virtual environment could be made; on Debian and Ubuntu first: apt-get install python3-venv" >&2; exit 1; }

$(SETUP): | $(BIN)/python
	@echo "Installing what Wanghai needs into .venv (once) ..."
	@$(PIP_INSTALL) requirements.txt
	@rm -f .venv/.setup-[0-9]* && touch $@

# The test lock holds everything of the first lock in the same versions.
$(SETUP_TEST): | $(SETUP)
	@echo "Installing what the tests need into .venv (once) ..."
	@$(PIP_INSTALL) requirements-test.txt
	@rm -f .venv/.setup-test-* && touch $@

$(SETUP_NODE): | node
	@echo "Installing the linter and the type checker of the scripts into node_modules (once) ..."
	@npm ci --silent
	@touch $@

browser:
	@sh tests/browser.sh

node:
	@sh tests/node.sh

# For maintainers, after a change of dependencies in pyproject.toml; UPGRADE=--upgrade takes the newest versions.
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --extra=postgres \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPGRADE)
lock: $(SETUP)
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(LOCK) --output-file=requirements.txt pyproject.toml
	@$(LOCK) --extra=test --constraint=requirements.txt --output-file=requirements-test.txt pyproject.toml
	@$(LOCK) --extra=coast --constraint=requirements.txt --output-file=requirements-coast.txt pyproject.toml
