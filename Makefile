PYTHON ?= python3
BIN = .venv/bin
SET_UP = .venv/.set-up
OWN = app_pages command_line graph_build graph_query

.PHONY: setup app test test-long check system bench bench-growth bench-cluster bench-conversions bench-asking bench-app

setup: $(SET_UP)

# uv installs the lock in seconds where pip takes minutes; nothing but Python is needed to get it. What is compiled
# here is not compiled at each start where Python may not write beside the code.
$(SET_UP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	$(BIN)/uv pip sync --quiet --compile-bytecode requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q app.py zeren.py $(OWN)
	touch $@

# A document with problems (exit 1) does not keep the others from being shown.
app: setup
	$(BIN)/zeren build || test $$? -eq 1
	$(BIN)/zeren app

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup system
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone and not long"
	$(BIN)/pytest -m alone tests

# Every fault and every hostile input where make test tries a sample: half an hour or more.
test-long: setup system
	$(BIN)/pytest -m long

# How fast it is, against named baselines: benchmarks/results.md.
bench: setup
	$(BIN)/python -m benchmarks.run

# How builds of 10 to 10,000 documents grow, half an hour or more: benchmarks/growth.md.
bench-growth: setup
	$(BIN)/python -m benchmarks.growth

# Reading by two workers of Dask against two processes: benchmarks/cluster.md.
bench-cluster: setup
	$(BIN)/python -m benchmarks.cluster

# Word files beside pandoc, where it is installed; docling: see the module. benchmarks/conversions.md.
bench-conversions: setup
	$(BIN)/python -m benchmarks.conversions

# How long answers to questions take, on a million triples too: benchmarks/asking.md.
bench-asking: setup
	$(BIN)/python -m benchmarks.asking

# How fast the app is in a browser, and with twenty sessions at once: benchmarks/app.md.
bench-app: setup system
	$(BIN)/python -m benchmarks.app

system:
	scripts/install-system
