#!/usr/bin/env bash
# Runs the executed notebooks again and compares all outputs. $1: the clone of the C kernels (best, avx2, portable).
source "$(dirname "$0")/common.sh"

clone=${1:-best}
say "comparing the outputs of notebooks that run again ($clone)"
[ "$clone" = best ] || export DEPHN_CLONE="$clone"
export DEPHN_RUNS="$PWD/output/runs/again"
rm -rf "$DEPHN_RUNS"
# The first two on every clone; all of them, which takes minutes on the portable one, on the best.
for name in $(notebooks); do
  if [ "$clone" = best ] || [[ $name == 0* ]]; then executed+=("output/$name.ipynb"); fi
done
.venv/bin/python -m pytest --quiet -p no:cacheprovider --nbval "${executed[@]}"
