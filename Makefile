# `make` lists the targets. PYTHON=python3.13 chooses the interpreter: each has an environment folder of its own.
PYTHON ?= python3
NOTEBOOKS ?= notebooks
NAME = $(lastword $(notdir $(PYTHON)))
VENV = .venv$(if $(filter-out python3,$(PYTHON)),-$(NAME))
# Never the scripts in bin/: their first line breaks where the path of the checkout has a space.
RUN = "$(VENV)/bin/python"
CHROMES = chromium chromium-browser google-chrome "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
CHROMIUM ?= $(shell for name in $(CHROMES); do command -v "$$name" && break; done)
# A test run starts hundreds of processes that import helpers: without stored bytecode each compiles them anew.
unexport PYTHONDONTWRITEBYTECODE
SETUP = @command -v "$(PYTHON)" >/dev/null 2>&1 || { echo 'There is no "$(PYTHON)" here: install Python 3.11 or newer (python.org has it), or name one that you have: make lab PYTHON=python3.13' >&2; exit 1; }; "$(PYTHON)" tools/setup_env.py "$(VENV)"

.PHONY: help lab test env nbval test-browser refresh chance bench lint lock clean
help:
	@sed -n 's/^\([a-z-]*\):.*## /\1 - /p' Makefile | awk -F ' - ' '{ printf "make %-13s %s\n", $$1, $$2 }'
lab: env ## open the course in JupyterLab (LAB_ARGS="--no-browser --port 8899" passes options on)
	@$(RUN) -m jupyterlab --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(LAB_ARGS)
# The tests mostly wait for processes, so more of them run side by side than there are cores.
test: env ## check everything that needs no browser, the notebooks included
	$(RUN) -m pytest -n 5 --dist loadscope --nbval --nbval-sanitize-with tests/sanitize.cfg --nbval-cell-timeout 60 tests $(NOTEBOOKS)
env: ## make the environment folder, which every other target does by itself
	$(SETUP)
nbval: env ## run the notebooks and compare every printed result (NOTEBOOKS=... for some)
	$(RUN) -m pytest -n 2 --dist loadfile --nbval --nbval-sanitize-with tests/sanitize.cfg --nbval-cell-timeout 60 $(NOTEBOOKS)
test-browser: ## run the notebooks in a real JupyterLab in Chromium (CHROMIUM=... names another browser)
	@test -n "$(CHROMIUM)" || { echo 'No Chromium here: install it (apt install chromium; brew install --cask chromium; choco install chromium), or name one: make test-browser CHROMIUM=path' >&2; exit 1; }
	$(SETUP) browser
	CHROMIUM="$(CHROMIUM)" $(RUN) -m pytest -n 2 --dist loadscope -m browser
refresh: env ## run the notebooks anew, store what they print, and list them in README.md
	$(RUN) tools/refresh.py $(REFRESH_ARGS)
	$(RUN) tools/contents.py
chance: env ## try each cell that hangs on a schedule 1,000 times under load (CHANCE_ARGS="--tries 200")
	$(RUN) tools/chance.py $(CHANCE_ARGS)
bench: ## print the table of measured goals
	$(SETUP) bench
	$(RUN) tools/bench_steps.py
	$(RUN) tools/bench.py $(BENCH_ARGS)
lint: env ## check the style of code and notebooks
	$(RUN) -m ruff check . && $(RUN) -m ruff format --check .
lock: ## pin every package anew in requirements.lock
	"$(PYTHON)" tools/lock.py
clean: ## remove the environment folders and everything else that git ignores
	rm -rf .venv .venv-* .pytest_cache .ruff_cache .coverage .coverage.* htmlcov artifacts build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
