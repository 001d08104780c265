#!/usr/bin/env bash
# Benchmarks the wheel: its start, its memory and frames; output/bench-wheel.json, and a section of BENCHMARKS.md.
# BUILD names the program whose start is compared (default: the one that the wheel was made from).
source "$(dirname "$0")/common.sh"
scripts/wheel-venv.sh requirements-package.txt
.venv-wheel/bin/python Tests/Benchmark/wheel.py --build "${BUILD:-.build/release/dephn}" \
  --json output/bench-wheel.json --report BENCHMARKS.md
