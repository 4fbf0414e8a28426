# `make run` opens the window, `make test` checks everything, `make attack` damages,
# kills and feeds the program what no test suite has time for. All first make sure
# that what they need is there, and do nothing that is done already.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check \
	--constraint constraints.txt --editable

.PHONY: run test attack mutants docs sbom lock hooks format clean
.NOTPARALLEL:

run:
	@sh setup/system.sh run "$(PYTHON)"
	@$(MAKE) --silent --no-print-directory $(INSTALLED)
	@$(BIN)/facecam models install --quiet
	@$(BIN)/facecam $(ARGS)

test:
	@sh setup/system.sh test "$(PYTHON)"
	@$(MAKE) --silent --no-print-directory $(INSTALLED_FOR_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/facecam models install --quiet
	$(BIN)/coverage run -m pytest
	@$(BIN)/python -m tests.floors

attack:
	@sh setup/system.sh test "$(PYTHON)"
	@$(MAKE) --silent --no-print-directory $(INSTALLED_FOR_TESTS)
	$(BIN)/facecam models install --quiet
	$(BIN)/python -m pytest -s tests/attack

# Puts small mistakes into the code, thousands, one at a time, and counts those that the
# tests notice; `make mutants ARGS='facecam.boxes*'` for one module, `mutmut browse` to read.
mutants:
	@$(MAKE) --silent --no-print-directory $(INSTALLED_FOR_TESTS)
	@$(PIP_INSTALL) --quiet '.[develop]'
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/mutmut run $(ARGS)

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# API pages from the docstrings, beside the pages of docs/: docs/_build/html/index.html.
docs: | $(BIN)/pip
	$(PIP_INSTALL) '.[docs]'
	$(BIN)/sphinx-build --quiet --fail-on-warning --builder html docs docs/_build/html

# Every package installed, with version and licence, as CycloneDX JSON.
sbom: | $(BIN)/pip
	$(PIP_INSTALL) '.[develop]'
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible $(VENV) > sbom.json

# Tries every requirement anew and writes what was found, for all supported Pythons.
lock: | $(BIN)/pip
	$(PIP_INSTALL) '.[develop]'
	$(BIN)/uv pip compile --universal --python-version 3.11 --upgrade --all-extras --no-annotate \
		--custom-compile-command "make lock" --output-file constraints.txt setup.cfg

hooks: | $(BIN)/pip
	$(PIP_INSTALL) '.[test,lab,develop]'
	$(BIN)/pre-commit install

clean:
	rm -rf $(VENV) build mutants docs/_build docs/api sbom.json *.egg-info

# The stamps make a second run start at once; a changed setup.cfg makes them stale.
$(INSTALLED): setup.cfg pyproject.toml constraints.txt | $(BIN)/pip
	$(PIP_INSTALL) .
	@touch $@

$(INSTALLED_FOR_TESTS): setup.cfg pyproject.toml constraints.txt | $(BIN)/pip
	$(PIP_INSTALL) '.[test,lab]'
	@touch $@ $(INSTALLED)

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)
