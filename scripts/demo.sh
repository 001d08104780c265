#!/usr/bin/env bash
# Runs the first notebook through the kernel, without a browser, into output/.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
notebook=01-first-look
say "running notebooks/$notebook.ipynb"
.venv/bin/python -m jupyter nbconvert --log-level WARN --to notebook --execute \
  --ExecutePreprocessor.timeout=600 --output-dir output "notebooks/$notebook.ipynb"
.venv/bin/python -m jupyter nbconvert --log-level WARN --to html "output/$notebook.ipynb"
echo "Executed notebook: $PWD/output/$notebook.ipynb"
echo "As a web page:     $PWD/output/$notebook.html"
