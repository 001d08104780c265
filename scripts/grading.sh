#!/usr/bin/env bash
# Has nbgrader generate, autograde and score the sample assignment, in .venv-grading: nbgrader installs JupyterLab too.
# Arguments go to pytest.
source "$(dirname "$0")/common.sh"
scripts/build.sh
VENV=.venv-grading scripts/python.sh requirements-grading.txt
say "grading the sample assignment"
.venv-grading/bin/python -m pytest --quiet Tests/Grading "$@"
