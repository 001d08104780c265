#!/usr/bin/env bash
# The conformance tests against ipykernel: what fails there and passes here shows that a test can fail. Not in `make test`:
# which of its faults ipykernel shows depends on the moment.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
CONFORMANCE_TIMEOUT=6 .venv/bin/python -m pytest --quiet Tests/Conformance --kernel python3 --kernels 4 --messages 1000 \
  --known-failures Tests/Conformance/known_failures/ipykernel.txt
