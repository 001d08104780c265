#!/usr/bin/env bash
# Checks the required tools and installs missing system packages.
source "$(dirname "$0")/common.sh"

swift_version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' || true)
[ -n "$swift_version" ] || fail "Swift is missing: install 6.2 or later from https://swift.org/install."
printf '6.2\n%s\n' "$swift_version" | sort -V -C ||
  fail "Swift 6.2 or later is needed, this is $swift_version: see https://swift.org/install."
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
  fail "Python 3.9 or later is needed under the name python3."

missing() {
  local folders=(/usr/include /usr/local/include /opt/homebrew/include)
  [ -n "$(find "${folders[@]}" -maxdepth 1 -name zmq.h 2>/dev/null)" ] || echo libzmq3-dev
  [ -n "$(find "${folders[@]}" -maxdepth 1 -name sodium.h 2>/dev/null)" ] || echo libsodium-dev
  [ -n "$(find "${folders[@]}" -maxdepth 1 -name sqlite3.h 2>/dev/null)" ] || echo libsqlite3-dev
  [ -n "$(find "${folders[@]}" -maxdepth 1 -name zlib.h 2>/dev/null)" ] || echo zlib1g-dev
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  command -v apt-get >/dev/null || return 0
  command -v dpkg-source >/dev/null || echo dpkg-dev # unpacks the source of libzmq, which is linked statically
}

read -ra packages <<<"$(missing | xargs)"
[ -n "${packages[*]:-}" ] || exit 0
advice="Packages are missing. Please run: sudo apt-get install ${packages[*]}"
command -v apt-get >/dev/null || fail "Please install, under this system's names for them: ${packages[*]}"

if [ "$(id -u)" = 0 ]; then as_root=; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else fail "$advice"; fi
say "installing ${packages[*]}"
$as_root apt-get update -qq || say "apt-get update failed; trying with the existing package lists"
$as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes \
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null || fail "$advice"
[ -z "$(missing)" ] || fail "Still missing after the installation: $(missing | xargs)"
