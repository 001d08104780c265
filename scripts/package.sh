#!/usr/bin/env bash
# Tests the wheel and its Python package with the oldest Python from 3.9 that is here, in .venv-wheel. Words go to pytest.
source "$(dirname "$0")/common.sh"
scripts/wheel.sh
scripts/data.sh

# 3.9, or the next that runs.
oldest() {
  local version python
  for version in 3.9 3.10 3.11 3.12 3.13 3.14; do
    for python in "python$version" "$HOME"/.pyenv/versions/"$version".*/bin/python; do
      "$python" -c 'import ensurepip, venv' 2>/dev/null && echo "$python" && return
    done
  done
  fail "No Python from 3.9 on can make a virtual environment."
}
PYTHON=$(oldest)
export PYTHON VENV=.venv-wheel
scripts/python.sh requirements-package.txt
if [ ! "$VENV/wheel" -nt output/wheel/stamp ]; then
  "$VENV/bin/python" -m pip install --quiet --force-reinstall --no-deps output/wheel/*.whl
  touch "$VENV/wheel"
fi
say "testing the wheel with $("$VENV/bin/python" --version)"
"$VENV/bin/python" -m pytest --quiet Tests/Python "$@"
