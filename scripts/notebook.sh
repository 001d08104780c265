#!/usr/bin/env bash
# Runs one notebook through the kernel, without a browser: output/NAME.ipynb.
source "$(dirname "$0")/common.sh"

name="$1"
result="output/$name"
stamp="$result.executed"
[ "$stamp" -nt "notebooks/$name.ipynb" ] && [ "$stamp" -nt .build/release/dephn ] && exit 0
say "running notebooks/$name.ipynb"
mkdir -p "$(dirname "$result")"
cp "notebooks/$name.ipynb" "$result.ipynb" # run as a copy, so that files it writes land here too
rm -f "$stamp"
# The output of a notebook must not depend on earlier runs on this machine.
export DEPHN_RUNS="$PWD/output/runs/$name"
rm -rf "$DEPHN_RUNS"
.venv/bin/python -m jupyter nbconvert --log-level WARN --execute --inplace \
  --ExecutePreprocessor.timeout=900 "$result.ipynb"
touch "$stamp"
