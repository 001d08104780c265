#!/usr/bin/env bash
# Builds the kernel and installs it for the Jupyter in .venv.
source "$(dirname "$0")/common.sh"
# What the compiler keeps holds the paths of the folder that it was made in.
[ ! -e .build/release.yaml ] || grep -qF "$PWD/" .build/release.yaml ||
  fail "The folder was moved: run \`make clean\` first."
scripts/system.sh
scripts/python.sh
# Tried once: if they are not available, the program is linked with the system's libraries.
[ -e .build-static ] || scripts/static-libraries.sh || say "linking with the system's libraries instead"
say "building the kernel (release; the first time takes some minutes)"
# Of the compiler's steps every tenth per cent is shown, of all else what is not its usual talk.
swift build -c release --product dephn 2>&1 | awk '
  /^\[[0-9]+\/[0-9]+\]/ {
    split($1, step, /[][\/]/)
    share = int(10 * step[2] / step[3]) * 10
    if (step[3] > 20 && share > shown) { print "   " share " %"; fflush(); shown = share }
    next
  }
  !/^(Building for|Build complete|Build of product|Compiling|Planning)/ { print; fflush() }'
VIRTUAL_ENV="$PWD/.venv" .build/release/dephn install --sys-prefix --data "$PWD/data"
