#!/usr/bin/env bash
# Runs all tests but those in a browser: format, Swift, saved models in Python, conformance to Jupyter, notebooks, and
# the wheel where its static libraries are available.
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
for name in $(notebooks); do scripts/notebook.sh "$name"; done
scripts/verify.sh 1
# All of them on every clone, which takes an hour, are for `make test-notebooks`.
for clone in best avx2; do scripts/repeat.sh "$clone" 01-first-look 02-lesson; done
scripts/repeat.sh portable 01-first-look
say "running the Python tests"
.venv/bin/python -m pytest --quiet Tests/Conformance
.venv/bin/python -m pytest --quiet Tests/Reference Tests/Looks Tests/Notebooks Tests/Bits Tests/Data
if [ -e .build-static/lib/complete ]; then scripts/package.sh; else say "not testing the wheel: no static libraries"; fi
