#!/usr/bin/env bash
# Builds the kernel and makes it known to the Jupyter in .venv.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
# Tried once: where they cannot be had, the program is linked with the system's libraries.
[ -e .build-static ] || scripts/static-libraries.sh || say "linking with the system's libraries instead"
say "building the kernel (release)"
swift build -c release --product dephn --quiet
VIRTUAL_ENV="$PWD/.venv" .build/release/dephn install --sys-prefix --data "$PWD/data"
