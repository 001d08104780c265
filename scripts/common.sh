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
