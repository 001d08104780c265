#!/usr/bin/env bash
# Makes .venv and installs the named list of requirements into it (default: requirements.txt).
# VENV sets another folder, PYTHON another interpreter.
source "$(dirname "$0")/common.sh"

list="${1:-requirements.txt}"
venv="${VENV:-.venv}"
cmp -s "scripts/$list" "$venv/$list" && "$venv/bin/python" -c '' 2>/dev/null && exit 0
say "installing scripts/$list into $venv"
"$venv/bin/python" -c '' 2>/dev/null ||
  "${PYTHON:-python3}" -m venv --clear "$venv" ||
  fail "${PYTHON:-python3} cannot create a virtual environment: is python3-venv installed?"
"$venv/bin/python" -m pip install --requirement "scripts/$list" >"$venv/pip.log" 2>&1 ||
  fail "pip could not install scripts/$list: check the network. Details: $venv/pip.log"
cp "scripts/$list" "$venv/$list" # last, so that an interrupted installation is repeated
