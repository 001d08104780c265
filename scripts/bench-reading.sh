#!/usr/bin/env bash
# Benchmarks reading against pandas, Polars and pyarrow: output/bench-reading.json, and sections of BENCHMARKS.md.
# --small skips the ten million rows and keeps their section; --guessing measures instead what recognition costs in
# `load csv`; other arguments go to Tests/Benchmark/reading.py.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
rows() {
  [ -e "output/$2" ] && return
  say "writing output/$2"
  .venv/bin/python Tests/Benchmark/criteo_rows.py "$1" "output/$2.part"
  mv "output/$2.part" "output/$2"
}
scripts/build.sh
scripts/python.sh requirements-bench-reading.txt
mkdir -p output
rows 1000000 criteo-1m.txt
if [ "${1:-}" = --guessing ]; then
  .venv/bin/python Tests/Benchmark/reading.py output/criteo-1m.txt "$@"
  exit
fi
say "building the benchmark (release)"
swift test -c release --disable-xctest --disable-testable-imports --filter ReadingBenchmark >/dev/null
if [ "${1:-}" = --small ]; then
  shift
else
  rows 10000000 criteo-10m.txt
  set -- --large output/criteo-10m.txt "$@"
fi
.venv/bin/python Tests/Benchmark/reading.py output/criteo-1m.txt --report BENCHMARKS.md "$@"
