#!/usr/bin/env bash
# Installs the wheel and the named list of requirements into .venv-wheel.
source "$(dirname "$0")/common.sh"
scripts/wheel-python.sh "$1"
scripts/wheel.sh
[ .venv-wheel/wheel -nt output/wheel/stamp ] && exit 0
.venv-wheel/bin/python -m pip install --quiet --force-reinstall --no-deps output/wheel/*.whl
touch .venv-wheel/wheel
