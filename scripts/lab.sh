#!/usr/bin/env bash
# Opens JupyterLab in the folder of notebooks.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
scripts/python.sh requirements-lab.txt
[ "$(id -u)" = 0 ] && allow=--allow-root # JupyterLab refuses root without it, as in a container
exec .venv/bin/python -m jupyter lab --notebook-dir=notebooks ${allow:-}
