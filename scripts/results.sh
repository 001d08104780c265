#!/usr/bin/env bash
# Runs scripts/results/*.dephn, which train every model, and writes the tables of RESULTS.md.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/data.sh
rm -rf output/results
mkdir -p output/results
# UCI Adult and artificial data are always available; other data sets only if a data folder has them.
for part in scripts/results/*.dephn; do
  name=$(basename "$part" .dephn)
  log="output/results/$name.log"
  if ! .build/release/dephn script "$part" >"$log" 2>&1; then
    missing=$(grep -m 1 "was not found in any data folder" "$log") || fail "$name failed: $(tail -n 5 "$log")"
    say "skipping $name: $missing"
  fi
done
.venv/bin/python scripts/results/table.py
