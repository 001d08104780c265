#!/usr/bin/env bash
# Trains every model as scripts/results.dephn says, and writes the tables of RESULTS.md.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
mkdir -p output/results
# The sets that are there; UCI Adult always is.
for part in scripts/results/*.dephn; do
  name=$(basename "$part" .dephn)
  .build/release/dephn script "$part" >"output/results/$name.log" 2>&1 ||
    say "$name: $(tail -n 3 "output/results/$name.log")"
done
.venv/bin/python scripts/results/table.py
