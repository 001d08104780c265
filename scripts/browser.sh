#!/usr/bin/env bash
# Tests the kernel in JupyterLab in a headless Chromium; screenshots go to output/browser. Arguments go to pytest.
# RECORD=1 also updates the picture of the README.
source "$(dirname "$0")/common.sh"
scripts/chromium.sh
scripts/wheel-venv.sh requirements-package.txt
scripts/wheel-venv.sh requirements-browser.txt
scripts/data.sh
say "testing in JupyterLab"
.venv-wheel/bin/python -m pytest --quiet Tests/Browser "$@"
