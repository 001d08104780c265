#!/usr/bin/env bash
# How fast text is read, beside pandas, Polars and pyarrow: ratios, and output/bench-reading.json.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/python.sh requirements-bench-reading.txt
say "building the measure"
swift test -c release --disable-xctest --disable-testable-imports --filter ReadingBenchmark >/dev/null
mkdir -p output
for rows in 1000000 10000000; do
  file="output/criteo-$((rows / 1000000))m.txt"
  [ -e "$file" ] || { say "writing $file" && .venv/bin/python Tests/Benchmark/criteo_rows.py "$rows" "$file"; }
done
.venv/bin/python Tests/Benchmark/reading.py output/criteo-1m.txt output/criteo-10m.txt output/bench-reading.json
