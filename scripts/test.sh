#!/usr/bin/env bash
# Runs the tests: format, Swift, saved models in Python, notebooks, conformance to Jupyter, and the wheel and JupyterLab
# where its static libraries and Chromium are available.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/data.sh
scripts/python.sh requirements-lint.txt

# Beside the build, which seldom keeps two processors busy.
prepare() {
  say "checking format and style"
  scripts/lint.sh
  scripts/wheel-python.sh requirements-package.txt
  if scripts/chromium.sh; then scripts/wheel-python.sh requirements-browser.txt; fi
}
beside prepare
# Tests and program in one build: more often two modules can be compiled side by side.
scripts/build.sh --build-tests --disable-xctest
finish

say "running the Swift tests"
# Without testable imports, tests and program share one build; with them, everything would be compiled twice.
# Lines about tests that start or pass are filtered out.
swift test -c release --disable-xctest --disable-testable-imports --skip-build |
  grep -vE '^◇| started\.$|^✔ Test [^ ]+\('

# One per processor with one thread each, since threads of two programs on one processor wait for each other.
say "saving models, and running notebooks"
{
  echo scripts/saved-models.sh
  for name in $(notebooks); do echo "scripts/notebook.sh $name"; done
  echo .venv/bin/python -m pytest --quiet Tests/Reference Tests/Looks
} | xargs -L 1 -P "$(nproc)" --process-slot-var=SLOT scripts/on-one-processor.sh

# Alone: some of them measure time.
say "running the Python tests"
.venv/bin/python -m pytest --quiet Tests/Conformance
.venv/bin/python -m pytest --quiet Tests/Bits Tests/Data
if [ -e .build-static/lib/complete ]; then
  scripts/package.sh
  # What a person does first; all of it is for `make test-browser`.
  if command -v chromium >/dev/null; then
    scripts/browser.sh -k "run_all_from_the_menu or tab_completes or interrupt"
  else
    say "not testing JupyterLab: no Chromium"
  fi
else
  say "testing neither the wheel nor JupyterLab: no static libraries"
fi

# With another number of threads and on another clone of the C kernels. All of them on every clone, which takes half an
# hour, are for `make test-notebooks`.
DEPHN_CLONE=avx2 scripts/verify.sh 2 02-lesson
DEPHN_CLONE=portable scripts/verify.sh 2 01-first-look
scripts/repeat.sh best 01-first-look
.venv/bin/python -m pytest --quiet Tests/Notebooks
