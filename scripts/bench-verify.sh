#!/usr/bin/env bash
# Measures `dephn verify` beside running the cells; a section of BENCHMARKS.md. Arguments: notebooks without their ending.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
names=("$@")
[ $# -gt 0 ] || names=(01-first-look 02-lesson paper)
paths=()
for name in "${names[@]}"; do paths+=("notebooks/$name.ipynb"); done
DEPHN_DATA="$PWD/data" .venv/bin/python Tests/Benchmark/verify.py --program .build/release/dephn \
  --report BENCHMARKS.md "${paths[@]}"
