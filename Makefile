# Everything in one word. PYTHON=python3.12 make test, to use another Python.
PYTHON ?= python3
VENV   := .venv/bin/python
CORES  ?= 2

.PHONY: study test check lock bench gallery environment environment-dev

study: environment  ## the whole study, up to a release in reports/
	$(VENV) -m phare run --cores $(CORES)

test: environment-dev  ## every test
	$(VENV) -m pytest -n $(CORES) --dist loadfile

check: environment-dev  ## linters and types
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) -m snakefmt --check --compact-diff Snakefile workflow
	$(VENV) -m snakemake --lint

bench: environment-dev  ## speed and memory, as ratios
	@over=; for one in imports "whole_study --cores $(CORES)" million book typology adoption audit engines; do \
	  set -- $$one; name=$$1; shift; echo "-- $$name"; \
	  $(VENV) benchmarks/$$name.py $$@ || over="$$over $$name"; \
	done; \
	if [ -n "$$over" ]; then echo "over a limit, or failed:$$over"; exit 1; fi

gallery: environment-dev  ## a picture of each thing that the latest release holds, in docs/gallery
	$(VENV) tools/gallery.py

lock: environment-dev  ## the lock files again, for Python 3.11 to 3.13
	for name in study dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --output-file requirements/$$name.lock requirements/$$name.in; \
	done

environment:
	$(PYTHON) tools/set_up.py

environment-dev:
	$(PYTHON) tools/set_up.py --dev
