# `make run` opens the window, `make test` checks everything, `make attack` damages,
# kills and feeds the program what no test suite has time for. All first make sure
# that what they need is there, and do nothing that is done already.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --editable

.PHONY: run test attack format clean
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
	$(BIN)/python -m pytest

attack:
	@sh setup/system.sh test "$(PYTHON)"
	@$(MAKE) --silent --no-print-directory $(INSTALLED_FOR_TESTS)
	$(BIN)/facecam models install --quiet
	$(BIN)/python -m pytest -s tests/attack

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build *.egg-info

# The stamps make a second run start at once; a changed setup.cfg makes them stale.
$(INSTALLED): setup.cfg pyproject.toml | $(BIN)/pip
	$(PIP_INSTALL) .
	@touch $@

$(INSTALLED_FOR_TESTS): setup.cfg pyproject.toml | $(BIN)/pip
	$(PIP_INSTALL) '.[test]'
	@touch $@ $(INSTALLED)

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)
