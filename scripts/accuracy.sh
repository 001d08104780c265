#!/usr/bin/env bash
# Trains what scripts/accuracy.dephn says and holds the result against the bar.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/data.sh
mkdir -p output
.build/release/dephn script scripts/accuracy.dephn
.venv/bin/python scripts/accuracy.py
