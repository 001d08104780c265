#!/usr/bin/env bash
# Measures what the record of training, `experts --ablate` and other looks cost: a section of BENCHMARKS.md.
# Arguments go to Tests/Benchmark/looks.py (--rounds 3).
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/python.sh
.venv/bin/python Tests/Benchmark/looks.py --report BENCHMARKS.md "$@"
