#!/usr/bin/env bash
# Verifies executed notebooks: every cell must give the same bits again. $1: the number of threads; then names of notebooks,
# all if there are none.
source "$(dirname "$0")/common.sh"

threads=$1
shift
names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(notebooks)
say "verifying ${#names[@]} executed notebooks (threads: $threads, clone: ${DEPHN_CLONE:-best})"
for name in "${names[@]}"; do executed+=("output/$name.ipynb"); done
# As many at a time as there are processors for.
side_by_side=$((($(nproc) + threads - 1) / threads))
printf '%s\0' "${executed[@]}" |
  xargs -0 -n 1 -P "$side_by_side" .build/release/dephn verify --data data --threads "$threads" | grep -v '  same bits' ||
  fail "A notebook differs from its outputs."
