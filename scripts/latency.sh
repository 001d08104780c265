#!/usr/bin/env bash
# Benchmarks this kernel against ipykernel and xeus-python: output/latency.json, and a section of BENCHMARKS.md.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/python.sh requirements-latency.txt
.venv/bin/python Tests/Benchmark/latency.py --kernel dephn --kernel python3 --kernel xpython \
  --json output/latency.json --report BENCHMARKS.md
