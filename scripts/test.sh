#!/usr/bin/env bash
# All tests: format, Swift, the kernel as Jupyter sees it, saved models read by Python, notebooks.
source "$(dirname "$0")/common.sh"
scripts/system.sh
say "checking the format"
scripts/lint.sh
scripts/build.sh
scripts/data.sh
say "testing in Swift"
# Without testable imports the tests use the build above; with them everything is compiled anew, twice.
# Tests that start or pass are left out of what is shown.
swift test -c release --disable-xctest --disable-testable-imports | grep -vE '^◇| started\.$|^✔ Test [^ ]+\('
say "saving models, and reading them with Python"
scripts/saved-models.sh
for notebook in notebooks/*.ipynb; do scripts/notebook.sh "$(basename "$notebook" .ipynb)"; done
say "testing from Python"
.venv/bin/python -m pytest --quiet Tests/Conformance
.venv/bin/python -m pytest --quiet Tests/Reference Tests/Notebooks Tests/Bits Tests/Data
