#!/usr/bin/env bash
# Verifies the executed notebooks: every cell must give the same bits again, with one thread and with two.
source "$(dirname "$0")/common.sh"

say "verifying the executed notebooks"
for name in $(notebooks); do executed+=("output/$name.ipynb"); done
for threads in 1 2; do
  .build/release/dephn verify --data data --threads $threads "${executed[@]}" | grep -v '  same bits' ||
    fail "A notebook differs from its outputs."
done
