#!/usr/bin/env bash
# Repeats the timing-dependent conformance tests: 200 starts with cells sent at once, 20 rounds of thirty kernels, 50 interrupts
# of every command within 100 ms each (on an idle machine). Takes half an hour; arguments go to pytest (-k interrupt).
source "$(dirname "$0")/common.sh"
scripts/build.sh
.venv/bin/python -m pytest --quiet Tests/Conformance --starts 200 --rounds 20 --interrupts 50 --interrupt-time 100 \
  -k "first_outputs or many_kernels or eight_kernels or interrupt or given_up" "$@"
