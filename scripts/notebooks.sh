#!/usr/bin/env bash
# Executes all notebooks, verifies their bits with one thread and with two, and on each clone of the C kernels; compares
# their outputs as text. Takes half an hour on two processors.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
for name in $(notebooks); do scripts/notebook.sh "$name"; done
scripts/verify.sh 1
scripts/verify.sh 2
for clone in avx2 portable; do DEPHN_CLONE="$clone" scripts/verify.sh 2; done
for clone in best avx2 portable; do scripts/repeat.sh "$clone"; done
