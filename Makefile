# `make chat`, `make web` and `make test` are enough; each sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: chat web agents test lint format bench clean

chat: $(VENV)/.ready
	@$(BIN)/python main.py chat

web: $(VENV)/.ready
	@$(BIN)/python main.py web

agents: $(VENV)/.ready
	@$(BIN)/python main.py agents

# Three workers for two cores: many tests wait for what other processes do. COVERAGE=1 counts the
# lines that tests reach, which takes about as long again as most of them do.
test: $(VENV)/.ready-dev
	@$(BIN)/python -m tests.browser_setup
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder \
		$(if $(COVERAGE),--cov --cov-report=term:skip-covered)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.turns

clean:
	rm -rf $(VENV) .data

$(VENV)/.ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make chat PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Setting up $(VENV), once ..."; $(PYTHON) -m venv $(VENV); }
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	@$(PIP) install -r requirements-dev.txt
	@touch $@
