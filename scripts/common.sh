# Sourced by every script: stop at the first failure, work in the repository, print single lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The folder of static libraries, for Package.swift. Set even before it exists: with the same value in every build,
# builds share their results.
export STATIC_LIBRARIES="$PWD/.build-static/lib"

say() { echo "== $*"; }

fail() {
  echo "$*" >&2
  exit 1
}

# The paths of all notebooks below notebooks/, without their ending.
notebooks() { find notebooks -name '*.ipynb' -not -path '*/.*' -printf '%P\n' | sed 's/\.ipynb$//' | sort; }

# beside COMMAND… starts a command beside those that follow; `finish` waits for it, shows what it said, and fails if it did.
# If the script ends before, all of its processes end.
beside() {
  beside_log=$(mktemp)
  set -m # a process group of its own
  "$@" >"$beside_log" 2>&1 </dev/null &
  beside_process=$!
  set +m
  trap 'kill -- "-$beside_process" 2>/dev/null || true; rm -f "$beside_log"' EXIT
}

finish() {
  local result=0
  wait "$beside_process" || result=$?
  trap - EXIT
  cat "$beside_log"
  rm -f "$beside_log"
  return "$result"
}
