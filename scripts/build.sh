#!/usr/bin/env bash
# Builds the kernel and installs it for the Jupyter in .venv. Arguments go to the compiler in place of `--product dephn`.
source "$(dirname "$0")/common.sh"
# What the compiler keeps holds the paths of the folder that it was made in.
[ ! -e .build/release.yaml ] || grep -qF "$PWD/" .build/release.yaml ||
  fail "The folder was moved: run \`make clean\` first."
scripts/system.sh
scripts/python.sh
# Of the compiler's steps every tenth per cent is shown, of all else what is not its usual talk; Swift's own Foundation
# makes the linker warn of mktemp.
compile() {
  local shown=0 tenths line
  swift build -c release "$@" 2>&1 | while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      tenths=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
      [ "${BASH_REMATCH[2]}" -gt 20 ] && [ "$tenths" -gt "$shown" ] || continue
      shown=$tenths
      echo "   ${shown}0 %"
    elif ! [[ $line =~ ^(Building for|Build complete|Build of product|Compiling|Planning)|"the use of \`mktemp'" ]]; then
      echo "$line"
    fi
  done
}

[ $# -gt 0 ] || set -- --product dephn
say "building the kernel (release; the first time takes some minutes)"
# Tried once: if they are not available, the program stays linked with the system's libraries.
if [ -e .build-static ]; then
  compile "$@"
else
  beside scripts/static-libraries.sh
  compile "$@"
  if finish; then compile "$@"; else say "linked with the system's libraries instead"; fi
fi
VIRTUAL_ENV="$PWD/.venv" .build/release/dephn install --sys-prefix --data "$PWD/data"
