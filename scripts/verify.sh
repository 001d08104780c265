#!/usr/bin/env bash
# Verifies the executed notebooks: every cell must give the same bits again. $1: the number of threads; the notebooks were
# executed with as many as there are processors.
source "$(dirname "$0")/common.sh"

say "verifying the executed notebooks (threads: $1)"
for name in $(notebooks); do executed+=("output/$name.ipynb"); done
# As many at a time as there are processors for.
side_by_side=$((($(nproc) + $1 - 1) / $1))
printf '%s\0' "${executed[@]}" |
  xargs -0 -n 1 -P "$side_by_side" .build/release/dephn verify --data data --threads "$1" | grep -v '  same bits' ||
  fail "A notebook differs from its outputs."
