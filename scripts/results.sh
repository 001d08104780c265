#!/usr/bin/env bash
# Trains every model as scripts/results/*.dephn say, and writes the tables of RESULTS.md.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
scripts/build.sh
scripts/data.sh
rm -rf output/results
mkdir -p output/results
# UCI Adult and what is computed are always there; of other sets, those in a data folder.
for part in scripts/results/*.dephn; do
  name=$(basename "$part" .dephn)
  log="output/results/$name.log"
  if ! .build/release/dephn script "$part" >"$log" 2>&1; then
    missing=$(grep -m 1 "in no data folder" "$log") || fail "$name failed: $(tail -n 5 "$log")"
    say "$name is skipped: $missing"
  fi
done
.venv/bin/python scripts/results/table.py
