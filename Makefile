# Two commands do everything: `make demo` shows what docparse does, `make test` checks it. Both install first.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint bench bench-archive ablation evaluate schema messages bundle

demo: $(INSTALLED)
	$(BIN)/docparse parse corpus/*.docx corpus/*.pdf corpus/*.txt -o out
	$(BIN)/docparse show corpus/ke-hoach-so-ket-2018.docx

test: lint
	$(BIN)/pytest

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(INSTALLED)
	$(BIN)/python -m tests.bench

# An import of many documents, by itself: some minutes.
bench-archive: $(INSTALLED)
	$(BIN)/python -m tests.bench.bench_archive $(or $(SIZE),20000)

# What rules do alone and what trained models add: the tables of models/README.md.
ablation: $(INSTALLED)
	$(BIN)/python scripts/ablation.py $(FOLDERS)

evaluate: $(INSTALLED)
	@echo corpus; $(BIN)/docparse evaluate corpus corpus --save out/scores-corpus.json
	@for set in gold check; do \
		if [ -d ../shared/$$set ]; then \
			echo "$$set"; $(BIN)/docparse evaluate ../shared/$$set/json ../shared/$$set/text --save out/scores-$$set.json; \
		else echo "no ../shared/$$set: marked real documents are not part of this repository"; fi; \
	done

schema: $(INSTALLED)
	$(BIN)/docparse schema > schemas/document.schema.json

# A folder for PCs without a network, about 1 GB. Less of it: make bundle FOR="--python 3.12 --system windows"
bundle: $(INSTALLED)
	$(BIN)/python scripts/bundle.py $(FOR)

messages: $(INSTALLED)
	$(BIN)/python scripts/messages.py

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "docparse needs Python 3.11 or newer; install it, or say where: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	$(PIP) --no-deps -e .
	@touch $@
