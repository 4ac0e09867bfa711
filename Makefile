# Kinerja: everything a developer runs. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PY := .venv/bin/python
MEMBERS := shared services/auth services/skp services/capaian services/penilaian services/laporan deploy
SOURCES := shared/src services/auth/src services/skp/src services/capaian/src services/penilaian/src services/laporan/src deploy/native
SERVICE ?=
ARGS ?=

.PHONY: help up down status logs reset cli test check format e2e oidc browser compose-test compose-env compose-build compose-up compose-cerita compose-down bench

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- the environment -------------------------------------------------------------------------------------------------------

.venv/bin/python:
	@if ! python3 -c 'import ensurepip' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "python3-venv is missing: sudo apt-get install python3-venv" >&2; exit 1; fi; fi
	python3 -m venv .venv

.venv/siap: $(addsuffix /pyproject.toml,$(MEMBERS)) deploy/constraints.txt deploy/requirements-dev.txt | .venv/bin/python
	@echo "installing into .venv ..."
	@$(PY) -m pip install -q --disable-pip-version-check -c deploy/constraints.txt setuptools wheel
	@$(PY) -m pip install -q --disable-pip-version-check --no-build-isolation -c deploy/constraints.txt -r deploy/requirements-dev.txt $(addprefix -e ./,$(MEMBERS))
	@touch $@

# ---- on this machine, without containers -----------------------------------------------------------------------------------

up: .venv/siap ## start everything here, run the sample year, print the address
	@$(PY) -m native up
	@$(PY) -m native cerita

down: ## stop what `make up` started; the data stays
	@if [ -x $(PY) ]; then $(PY) -m native down; fi

status: .venv/siap ## what runs, with its memory and readiness
	@$(PY) -m native status

logs: .venv/siap ## follow the logs (SERVICE=skp for one)
	@$(PY) -m native logs $(SERVICE)

reset: .venv/siap ## stop, and delete the data of `make up`
	@$(PY) -m native reset

cli: .venv/siap ## a service's command line: make cli SERVICE=skp ARGS="terbitkan-ulang"
	@$(PY) -m native cli "$(SERVICE)" $(ARGS)

bench: up ## start the stack, then ratios against a minimal app on this machine
	@$(PY) -m bench

# ---- tests and checks ------------------------------------------------------------------------------------------------------

test: .venv/siap ## all tests, those that watch clocks first and alone; browser needs chromium, oidc node and npm, compose KINERJA_COMPOSE=1
	@skip=""; \
	if ! command -v chromium >/dev/null; then skip="not browser"; echo "browser suite skipped: chromium is not installed"; fi; \
	if [ "$$KINERJA_OIDC" != 1 ] && ! { command -v node && command -v npm; } >/dev/null; then \
	  skip="$${skip:+$$skip and }not oidc"; echo "oidc suite skipped: node and npm are not installed"; fi; \
	if [ "$$KINERJA_COMPOSE" != 1 ]; then skip="$${skip:+$$skip and }not compose"; echo "compose suite skipped: KINERJA_COMPOSE=1 (with Docker) runs it"; fi; \
	$(PY) -m pytest -q -m "$$skip" tests/e2e && \
	$(PY) -m pytest -q -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder -m "$$skip" --ignore tests/e2e

check: .venv/siap ## format, lint, types, import contracts, tests
	$(MAKE) --no-print-directory static
	$(MAKE) --no-print-directory test

.PHONY: static
static: .venv/siap ## the checks without the tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

format: .venv/siap ## mend format and imports
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

e2e: .venv/siap ## the story over HTTP on a stack of its own
	$(PY) -m pytest -q -m e2e

oidc: .venv/siap ## signing in against a real OpenID Connect provider (node, npm)
	KINERJA_OIDC=1 $(PY) -m pytest -q -m oidc

browser: .venv/siap ## the pages in chromium
	$(PY) -m pytest -q -m browser

# ---- containers ------------------------------------------------------------------------------------------------------------

# Where no registry is to be reached, a neighbouring ../shared/docker/engine starts Docker and builds stand-ins for the public images.
ENGINE := ../shared/docker/engine
COMPOSE = if [ -x $(ENGINE) ]; then eval "$$($(ENGINE) 2>/dev/null)"; fi; \
	if docker compose version >/dev/null 2>&1; then compose="docker compose"; else compose=docker-compose; fi; $$compose

compose-env: ## write .env with random secrets when there is none
	@bash deploy/env.sh

compose-build: compose-env
	@$(COMPOSE) build

compose-up: compose-build ## build and start the containers
	@$(COMPOSE) up -d
	@bash deploy/wait.sh

compose-cerita: .venv/siap ## the sample year on the containers (started with KINERJA_PROFILE=demo)
	@if docker compose version >/dev/null 2>&1; then compose="docker compose"; else compose=docker-compose; fi; \
	$(PY) deploy/contoh/cerita.py --url http://127.0.0.1:$${KINERJA_PORT:-8080} --keluaran var/demo-compose.json \
	  --cli "$$compose exec -T {layanan} python -m {layanan}.cli"

compose-down: ## stop and remove the containers; the data stays
	@$(COMPOSE) down

compose-test: .venv/siap ## the containers from build to down, with the broker killed in between
	KINERJA_COMPOSE=1 $(PY) -m pytest -q -m compose
