#!/usr/bin/env bash
# Builds the kernel and makes it known to the Jupyter in .venv.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
say "building the kernel (release)"
swift build -c release --product dephn --quiet
VIRTUAL_ENV="$PWD/.venv" .build/release/dephn install --sys-prefix --data "$PWD/data"
