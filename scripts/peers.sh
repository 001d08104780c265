#!/usr/bin/env bash
# Runs the conformance tests against ipykernel, whose known failures show that the tests can fail. Not in `make test`,
# because some of its failures depend on timing.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
CONFORMANCE_TIMEOUT=6 .venv/bin/python -m pytest --quiet Tests/Conformance --kernel python3 --kernels 4 --messages 1000 \
  --known-failures Tests/Conformance/known_failures/ipykernel.txt
