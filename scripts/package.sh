#!/usr/bin/env bash
# Tests the wheel and its Python package, in .venv-wheel. Arguments go to pytest.
source "$(dirname "$0")/common.sh"
scripts/wheel-venv.sh requirements-package.txt
scripts/data.sh
say "testing the wheel with $(.venv-wheel/bin/python --version)"
.venv-wheel/bin/python -m pytest --quiet Tests/Python "$@"
