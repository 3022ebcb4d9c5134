# `make demo` and `make test` need nothing but Python 3.11+, git and make.
PYTHON ?= python3
BIN := .venv/bin

# Every command that a test starts would compile all of the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test coverage lint screenshots docs bench clean

demo: .venv/ready
	$(BIN)/debtui demo

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

# Tracing doubles the time of the tests, so it is a target of its own.
coverage: .venv/ready
	$(BIN)/pytest -n auto --cov=collectors --cov=debtui.store --cov=debtui.measures --cov=debtui.derived --cov-report=term --cov-fail-under=90

screenshots: .venv/ready
	$(BIN)/python screenshots/make.py

docs: .venv/ready
	$(BIN)/python docs/generate.py

bench: .venv/ready
	$(BIN)/python benchmarks/collect.py

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit('debtui needs Python 3.11 or newer: make PYTHON=python3.12' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	touch .venv/ready

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
