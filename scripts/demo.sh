#!/usr/bin/env bash
# Sets everything up and runs the first notebook.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
scripts/notebook.sh 01-first-look
.venv/bin/python -m jupyter nbconvert --log-level ERROR --to html output/01-first-look.ipynb
echo "Executed notebook: $PWD/output/01-first-look.ipynb"
echo "As a web page:     $PWD/output/01-first-look.html"
