# Sourced by every script: stop at the first failure, work in the repository, speak in single lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "== $*"; }

fail() {
  echo "$*" >&2
  exit 1
}
