#!/usr/bin/env bash
# Runs all tests: format, Swift, saved models in Python, conformance to Jupyter, notebooks.
source "$(dirname "$0")/common.sh"
scripts/system.sh
say "checking format and style"
scripts/lint.sh
scripts/build.sh
scripts/data.sh
say "running the Swift tests"
# Without testable imports, tests and program share one build; with them, everything would be compiled twice.
# Lines about tests that start or pass are filtered out.
swift test -c release --disable-xctest --disable-testable-imports | grep -vE '^◇| started\.$|^✔ Test [^ ]+\('
say "saving models and reading them in Python"
scripts/saved-models.sh
for notebook in notebooks/*.ipynb; do scripts/notebook.sh "$(basename "$notebook" .ipynb)"; done
for clone in best avx2 portable; do
  scripts/repeat.sh "$clone"
done
say "running the Python tests"
.venv/bin/python -m pytest --quiet Tests/Conformance
.venv/bin/python -m pytest --quiet Tests/Reference Tests/Notebooks Tests/Bits Tests/Data
