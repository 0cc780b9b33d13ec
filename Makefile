# Everything in one word. PYTHON=python3.12 make test, to use another Python.
PYTHON ?= python3
VENV   := .venv/bin/python
CORES  ?= 2

.PHONY: study test check lock bench environment environment-dev

study: environment  ## the whole study, up to a release in reports/
	$(VENV) -m phare run --cores $(CORES)

test: environment-dev  ## every test
	$(VENV) -m pytest

check: environment-dev  ## linters and types
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) -m snakefmt --check --compact-diff Snakefile workflow
	$(VENV) -m snakemake --lint

bench: environment-dev  ## speed and memory, as ratios
	$(VENV) benchmarks/imports.py
	$(VENV) benchmarks/whole_study.py --cores $(CORES)
	$(VENV) benchmarks/million.py
	$(VENV) benchmarks/adoption.py
	$(VENV) benchmarks/engines.py

lock: environment-dev  ## the lock files again, for Python 3.11 to 3.13
	for name in study dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --output-file requirements/$$name.lock requirements/$$name.in; \
	done

environment:
	$(PYTHON) tools/set_up.py

environment-dev:
	$(PYTHON) tools/set_up.py --dev
