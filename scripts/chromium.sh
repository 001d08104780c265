#!/usr/bin/env bash
# Installs Chromium from Debian's package, unless it is there.
source "$(dirname "$0")/common.sh"
command -v chromium >/dev/null && exit 0
advice="Chromium is missing. Please run: sudo apt-get install chromium fonts-dejavu-core"
# Ubuntu's package of that name is no program but a way to its own store.
grep -q '^ID=debian' /etc/os-release || fail "Chromium is missing: please install it."
if [ "$(id -u)" = 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo -n); else fail "$advice"; fi
say "installing Chromium"
"${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying with the existing package lists"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  chromium fonts-dejavu-core >/dev/null || fail "$advice"
