# Bare `make` lists the targets. POSIX sh, Python 3.11 or newer, nothing else.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check
MANAGE := $(PYTHON) manage.py
# What a command says of its progress must be seen while it runs, through pipes too.
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo demo-data serve test test-sqlite test-postgres test-browser \
	test-packaging test-deploy lint format bench bench-endurance screenshots wheel pins clean

help: ## list the targets
	@echo "Gongkai. What make can do here:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  make \1|\2/p' $(MAKEFILE_LIST) \
		| awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'
	@echo "Variables: PORT (8000), GONGKAI_DATA_DIR (var/), GONGKAI_DEMO_PASSWORD (random)"

setup: $(VENV)/.site-installed ## make .venv with what the site needs

demo: setup ## make the demo town and serve it on 127.0.0.1 (PORT=8000)
	@$(MANAGE) prepare_demo
	@$(MANAGE) serve_demo

demo-data: setup ## make the demo town, without serving it
	@$(MANAGE) prepare_demo

serve: setup ## serve what is there (PORT=8000)
	@$(MANAGE) serve_demo

test: $(VENV)/.dev-installed ## run everything: lint, both databases, browser, packaging, deployment
	@$(PYTHON) tests/run.py

test-sqlite: $(VENV)/.dev-installed ## run the suite on SQLite
	@$(PYTHON) tests/run.py sqlite

test-postgres: $(VENV)/.dev-installed ## run the suite on PostgreSQL (started by itself)
	@$(PYTHON) tests/run.py postgres

test-browser: $(VENV)/.dev-installed ## run the browser suite
	@$(PYTHON) tests/run.py browser

test-packaging: $(VENV)/.dev-installed ## build the wheel and use it in a fresh Wagtail project
	@$(PYTHON) tests/run.py packaging

test-deploy: $(VENV)/.dev-installed ## start the whole stack (nginx, Redis, Elasticsearch …) and walk through it
	@$(PYTHON) tests/run.py deploy

lint: $(VENV)/.dev-installed ## ruff, mypy, import rule, Django's checks, migrations
	@$(PYTHON) tests/run.py lint

format: $(VENV)/.dev-installed ## format the code and sort the imports
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

bench: $(VENV)/.dev-installed ## measure the main pages
	@$(PYTHON) -m bench

bench-endurance: $(VENV)/.dev-installed ## load the whole stack for ten minutes while parts of it die
	@$(PYTHON) -m bench.endurance --minutes 10 --share 0.8

screenshots: $(VENV)/.dev-installed ## take the pictures of README and handbook
	@$(PYTHON) -m tests.services.screenshots
	@$(PYTHON) -m tests.services.handbook

wheel: $(VENV)/.dev-installed ## build the wheel of the plug-ins into dist/
	@$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

pins: $(VENV)/.dev-installed ## pin anew what pyproject.toml asks for (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --extra site --extra demo --extra elasticsearch --extra semantic --extra sheets pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--constraint requirements.txt --extra site --extra demo --extra elasticsearch --extra semantic --extra sheets --extra dev pyproject.toml \
		-o requirements-dev.txt

clean: ## take away what was built (.venv and the data stay)
	@rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .test-cache

# The first Python that is new enough and can make environments.
$(PYTHON):
	@for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			$$candidate -c 'import ensurepip, venv' 2>/dev/null || { \
				echo "$$candidate cannot make environments: the module venv or ensurepip is missing." >&2; \
				echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; \
				exit 1; \
			}; \
			echo "== .venv with $$($$candidate --version)"; \
			exec $$candidate -m venv $(VENV); \
		fi; \
	done; \
	echo "Gongkai needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || echo none)." >&2; \
	echo "Install it from your system or from python.org, and run make again." >&2; \
	exit 1

# Only wheels, so that no compiler is ever asked for.
$(VENV)/.site-installed: requirements.txt | $(PYTHON)
	@echo "== packages of the site (pinned, checked by hash)"
	@$(PIP) install --only-binary=:all: --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev-installed: requirements-dev.txt $(VENV)/.site-installed
	@echo "== packages for tests and lint (pinned, checked by hash)"
	@$(PIP) install --only-binary=:all: --require-hashes -r requirements-dev.txt
	@touch $@
