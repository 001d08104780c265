#!/usr/bin/env bash
# Benchmarks training and prediction against PyTorch and JAX: output/bench-training.json, and a section of BENCHMARKS.md.
# `make bench` measures reading first, with scripts/bench-reading.sh.
# Arguments go to Tests/Benchmark/training.py (--cases mmoe dephn, --rounds 3).
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
scripts/python.sh requirements-bench.txt
say "building the benchmark (release)"
swift build -c release --product dephn-benchmark --quiet
.venv/bin/python Tests/Benchmark/training.py --report BENCHMARKS.md "$@"
