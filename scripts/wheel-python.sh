#!/usr/bin/env bash
# Makes .venv-wheel with the oldest installed Python of at least 3.9, and installs the named list of requirements into it.
source "$(dirname "$0")/common.sh"

oldest() {
  local version python
  for version in 3.9 3.10 3.11 3.12 3.13 3.14; do
    for python in "python$version" "$HOME"/.pyenv/versions/"$version".*/bin/python; do
      "$python" -c 'import ensurepip, venv' 2>/dev/null && echo "$python" && return
    done
  done
  fail "No Python 3.9 or later can create a virtual environment."
}
PYTHON=$(oldest)
export PYTHON VENV=.venv-wheel
scripts/python.sh "$1"
