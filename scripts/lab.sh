#!/usr/bin/env bash
# Opens JupyterLab on copies of the notebooks, so that changes stay in output/lab.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
scripts/python.sh requirements-lab.txt
mkdir -p output/lab
for notebook in notebooks/*.ipynb; do
  [ -e "output/lab/${notebook#notebooks/}" ] || cp "$notebook" output/lab/
done
[ "$(id -u)" = 0 ] && root=--allow-root # JupyterLab refuses root without it, as in a container
exec .venv/bin/python -m jupyter lab --notebook-dir=output/lab ${root:+"$root"}
