#!/usr/bin/env bash
# Writes output/site, a static site of all notebooks: runs those that changed, then makes a page of each.
source "$(dirname "$0")/common.sh"
scripts/build.sh
scripts/data.sh
for name in $(notebooks); do scripts/notebook.sh "$name"; done
say "writing output/site"
mapfile -t names < <(notebooks)
.venv/bin/python scripts/site/site.py "${names[@]}"
echo "The site: $PWD/output/site/index.html"
