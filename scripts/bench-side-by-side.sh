#!/usr/bin/env bash
# Measures trainings side by side against one after another, and SQL over a million rows: a section of BENCHMARKS.md.
# Arguments go to Tests/Benchmark/side_by_side.py (--rounds 3).
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/python.sh
.venv/bin/python Tests/Benchmark/side_by_side.py --report BENCHMARKS.md "$@"
