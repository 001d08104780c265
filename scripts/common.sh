# Sourced by every script: stop at the first failure, work in the repository, speak in single lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Package.swift links the program with what scripts/static-libraries.sh puts here. Named even where it is not there yet:
# the same name in every build is what lets them share one.
export STATIC_LIBRARIES="$PWD/.build-static/lib"

say() { echo "== $*"; }

fail() {
  echo "$*" >&2
  exit 1
}
