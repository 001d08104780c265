#!/usr/bin/env bash
# All tests: format, Swift, the Jupyter protocol from the outside, a saved model read by Python.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
say "checking the format"
scripts/lint.sh
say "testing in Swift"
# Without testable imports the tests use the build above; with them everything is compiled again, twice.
swift test -c release --disable-xctest --disable-testable-imports
say "testing from Python"
.venv/bin/python -m pytest --quiet Tests/Conformance
