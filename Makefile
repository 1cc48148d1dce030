# Everything runs in a virtual environment that the first target makes from requirements.lock.
.DEFAULT_GOAL := help
PY ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
STAMP := $(VENV)/.locked
REPORTS ?= reports
WORKERS ?= 2
# Coded corpora are kept in the clone, so that a second run, and the notebooks, need not code them again.
export ENTENTE_CACHE ?= $(CURDIR)/.cache

.PHONY: help setup report test lint lab notebooks docs api lock train verify bench clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make the virtual environment from the hash-locked requirements

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PY) >/dev/null || { echo "entente needs Python 3.11 to 3.13; there is no '$(PY)' (set PY=...)"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "entente needs Python 3.11 to 3.13; '$(PY)' is another (set PY=...)"; exit 1; }
	@$(PY) -c 'import venv, ensurepip' 2>/dev/null || test -n "$(UV)" \
		|| { echo "this Python lacks the venv module: install it (Debian: python3-venv) or uv"; exit 1; }
ifdef UV
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PY))" $(VENV)
	@$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python -e .
else
	@test -x $(BIN)/python || $(PY) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

report: $(STAMP) ## write reports/ from the seed and the chronicle; open reports/index.html
	@$(BIN)/entente report seeds --out $(REPORTS)/seed --name "The seed article" --workers $(WORKERS) --shelf
	@$(BIN)/entente report data/chronicle --out $(REPORTS)/chronicle --name "The chronicle, 2022 to 2024" --workers $(WORKERS) --shelf
	@echo "open $(REPORTS)/index.html"

test: $(STAMP) ## run all tests: units, notebooks, wheel, pages
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --nbval --nbval-current-env \
		--nbval-sanitize-with tests/nbval.cfg --nbval-cell-timeout 240 notebooks

lint: $(STAMP) ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lab: $(STAMP) ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks

notebooks: $(STAMP) ## run the committed notebooks anew, with their outputs
	@$(BIN)/python -m analysis.report.refresh

docs: $(STAMP) ## build the documentation as pages in build/site
	@$(BIN)/python -m mkdocs build --quiet --strict
	@echo "open build/site/index.html"

api: $(STAMP) ## write docs/api.md and docs/data_dictionary.md from docstrings and schemas
	@$(BIN)/python docs/build_api.py && $(BIN)/python docs/build_dictionary.py

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
		--group dev -o requirements.lock pyproject.toml
	@cd training && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
		-o requirements.lock requirements.in

train: $(STAMP) ## rebuild the pair model (own environment, needs torch); TEXT=folder adds articles without annotation
	@$(BIN)/python training/mentions.py $(TEXT)
	@$(PY) -m venv .venv-train
	@.venv-train/bin/python -m pip install --quiet --require-hashes -r training/requirements.lock
	@.venv-train/bin/python training/train.py
	@$(BIN)/python training/ensemble.py
	@$(BIN)/python training/acceptance.py

verify: $(STAMP) ## check published numbers on data of your own: make verify DATA=folder
	@$(BIN)/python benchmarks/replication.py $(DATA)

bench: $(STAMP) ## run the benchmarks
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file; done

clean: ## remove what the targets made
	rm -rf $(VENV) .venv-train .cache $(REPORTS) build dist
