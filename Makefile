PYTHON ?= python3
BIN := .venv/bin

.PHONY: analyze test lint bench gallery clean
analyze: .venv/ready
	$(BIN)/survey analyze raw/2026.xlsx

test: .venv/ready-dev
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

.venv/ready: setup.py constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "survey needs Python 3.11 or newer; found $$($(PYTHON) --version). Try: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --config-settings editable_mode=compat --editable ".[ja]"
	@touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --config-settings editable_mode=compat --editable ".[ja,dev]"
	@touch $@

bench: .venv/ready-dev
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/cleaning.py
	$(BIN)/python benchmarks/null_marks.py
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python benchmarks/workbook.py
	$(BIN)/python benchmarks/banner_tables.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/raking.py

gallery: .venv/ready-dev
	$(BIN)/python docs/gallery/make_gallery.py

clean:
	rm -rf .venv .bench reports/2026 build *.egg-info
