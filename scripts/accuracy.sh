#!/usr/bin/env bash
# Runs scripts/accuracy.dephn and checks the result against the minimum.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/data.sh
mkdir -p output
.build/release/dephn script scripts/accuracy.dephn
.venv/bin/python scripts/accuracy.py
