#!/usr/bin/env bash
# Runs executed notebooks again and compares all outputs, as text. $1: the clone of the C kernels (best, avx2, portable); then
# names of notebooks, all if there are none.
source "$(dirname "$0")/common.sh"

clone=$1
shift
say "comparing the outputs of notebooks that run again ($clone)"
[ "$clone" = best ] || export DEPHN_CLONE="$clone"
export DEPHN_RUNS="$PWD/output/runs/again"
rm -rf "$DEPHN_RUNS"
names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(notebooks)
for name in "${names[@]}"; do executed+=("output/$name.ipynb"); done
.venv/bin/python -m pytest --quiet -p no:cacheprovider --nbval "${executed[@]}"
