# make demo    alt på én gang: installér, start stubben, kør testkittet mod den, vis dommen
# make quick   de tests, der tager et minut: ved hver ændring
# make test    det, som CI kører: ruff, mypy, alle tests
# make help    alle mål

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
KIT = $(VENV)/.kit
DEV = $(VENV)/.dev
PIP = $(RUN) pip install --quiet --disable-pip-version-check --editable
RUN = $(BIN)/python -m
NODE_MODULES = examples/node/node_modules
# One process more than there are cores, as some tests wait; whoever is done takes over.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
PYTEST = $(RUN) pytest -n $(WORKERS) --dist worksteal -q
SERVICES = postgres or browser or jdk or node or php

# Testene starter mange processer; uden gemt bytekode oversætter hver af dem alt forfra.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo install quick test full-matrix test-services service-packages lint docs bench-micro
.PHONY: matrix docker-check clean
.DEFAULT_GOAL := help

help: ## Vis målene
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
	  while IFS='|' read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

demo: $(KIT) ## Installér, start stubben, kør testkittet mod den, læg en rapport i rapport/
	$(BIN)/sf1472 demo --report rapport

install: $(KIT) ## Læg kittet i .venv

$(KIT): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo 'Python 3.10 eller nyere skal bruges; angiv den med make PYTHON=python3.12 …'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) .
	@touch $@

$(DEV): $(KIT)
	$(PIP) '.[dev]'
	@touch $@

lint: $(DEV) ## ruff og mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(RUN) mypy

quick: $(DEV) ## De hurtige tests: alt undtagen mutanter, eksaminer, eksempler og fremmede udbydere
	$(PYTEST) -m "not (slow or $(SERVICES))"

test: lint ## ruff, mypy og alle tests, der klarer sig med Python, fordelt på maskinens kerner
	$(PYTEST) -m "not ($(SERVICES))"

full-matrix: $(DEV) ## Hver mutant bedømt efter hver regel; make test gør det med hver sekstende
	$(PYTEST) --full-matrix -k a_defect_fails_exactly_its_rules tests/conformance

test-services: $(DEV) service-packages $(NODE_MODULES) ## Testene mod PostgreSQL, i Chromium, og med JDK, node og PHP
	$(PYTEST) -m "$(SERVICES)"

service-packages: ## Installér PostgreSQL, Chromium, JDK, node og PHP fra Debian, hvis de mangler (kræver root)
	@missing=; \
	ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v chromium > /dev/null || missing="$$missing chromium"; \
	command -v java > /dev/null || missing="$$missing default-jdk-headless"; \
	command -v npm > /dev/null || missing="$$missing nodejs npm"; \
	php -r 'exit((int) !(extension_loaded("soap") && extension_loaded("dom")));' > /dev/null 2>&1 \
	  || missing="$$missing php-cli php-soap php-xml"; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	    --no-install-recommends $$missing > /dev/null; \
	else echo "Installér$$missing, og kør igen."; exit 1; fi

$(NODE_MODULES): examples/node/package.json | service-packages
	cd $(@D) && npm install --no-audit --no-fund --no-package-lock --silent
	@touch $@

docs: $(DEV) ## Skriv de dele af docs/, der laves af data
	$(BIN)/python tools/docs.py

bench-micro: $(DEV) ## Hvad et kald og en borger koster, mod gulvet, ren lxml og Faker
	$(RUN) bench.micro
	$(RUN) bench.generate

matrix: ## Alle tests på Python 3.10, 3.11, 3.12 og 3.13
	@if command -v pyenv > /dev/null; then \
	  PYENV_VERSION="$$(pyenv versions --bare | paste -sd: -)"; export PYENV_VERSION; \
	fi; \
	for version in 3.10 3.11 3.12 3.13; do \
	  echo "== Python $$version"; \
	  $(MAKE) --no-print-directory PYTHON=python$$version VENV=.make/venv-$$version \
	    .make/venv-$$version/.dev && \
	  .make/venv-$$version/bin/python -m pytest -n auto -q -m "not ($(SERVICES))" || exit 1; \
	done

docker-check: $(DEV) ## Kør Dockerfilens trin uden Docker: samme kommandoer, tomt miljø, uprivilegeret bruger
	$(RUN) tests.docker.prove

clean: ## Fjern alt, som målene har lavet
	rm -rf $(VENV) .make $(NODE_MODULES) rapport dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
