# Everything a person or CI runs. Needs Python 3.11 or newer and make; the rest is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)

.PHONY: demo test lint types drift pytest test-lowest bench storm fuzz generate format clean

demo: $(VENV)/installed  ## Build the bundled real routing plan into METRICS/training_plan/
	$(BIN)/python -m training_plan.demo

test: lint types drift pytest  ## Everything that CI runs

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

drift: $(VENV)/installed-dev
	$(BIN)/python scripts/generate_models.py --check
	$(BIN)/python scripts/generate_conformance.py --check
	$(BIN)/python scripts/check_schema_compatibility.py

pytest: $(VENV)/installed-dev
	$(BIN)/pytest -n auto

test-slow: $(VENV)/installed-dev  ## The tests that are too slow for every day
	$(BIN)/pytest -m slow

test-lowest: $(VENV)-lowest/installed  ## The tests with the oldest runtime dependencies that pyproject.toml allows
	$(VENV)-lowest/bin/pytest -n auto

bench: $(VENV)/installed-dev  ## Measure up to a million decisions, about a quarter of an hour; write table and plot
	$(BIN)/python scripts/bench.py --readme README.md --plot scripts/benchmark/cost.png

SECONDS ?= 60
storm: $(VENV)/installed-dev  ## Four builders and eight readers at once on one plan folder; make storm SECONDS=300 for longer
	$(BIN)/python scripts/storm.py --seconds $(SECONDS)

fuzz: $(VENV)/installed-fuzz  ## Coverage-guided fuzzing, 60 seconds for each kind of document; make fuzz SECONDS=300 for longer
	PYTHONPATH=tests $(BIN)/python scripts/fuzz_coverage.py --seconds $(SECONDS)

screenshot: $(VENV)/installed-dev  ## Take the picture of the README again; needs Chromium
	$(BIN)/python scripts/take_screenshot.py

generate: $(VENV)/installed-dev  ## Write generated/ and the conformance suite again after a change of schema/
	$(BIN)/python scripts/generate_models.py
	$(BIN)/python scripts/generate_conformance.py

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python scripts/dependencies.py dev > $(VENV)/dev.txt
	$(BIN)/python -m pip install --quiet --requirement $(VENV)/dev.txt
	touch $@

$(VENV)/installed-fuzz: $(VENV)/installed-dev
	$(BIN)/python scripts/dependencies.py fuzz > $(VENV)/fuzz.txt
	$(BIN)/python -m pip install --quiet --requirement $(VENV)/fuzz.txt
	touch $@

$(VENV)-lowest/installed: pyproject.toml $(VENV)/installed-dev
	$(PYTHON) -m venv $(VENV)-lowest
	$(BIN)/python scripts/dependencies.py lowest > $(VENV)-lowest/lowest.txt
	$(VENV)-lowest/bin/python -m pip install --quiet --editable . --constraint $(VENV)-lowest/lowest.txt --requirement $(VENV)/dev.txt
	touch $@

clean:  ## Remove what the targets above made; plans in METRICS/ stay
	rm -rf $(VENV) $(VENV)-lowest .mypy_cache .pytest_cache .ruff_cache .hypothesis
