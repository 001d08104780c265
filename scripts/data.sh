#!/usr/bin/env bash
# Downloads UCI Adult into data/adult, unless it is there.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
[ -e data/adult/adult.test ] || say "downloading UCI Adult into data/adult"
PYTHONPATH=python .venv/bin/python -m dephn.data adult --folder data >/dev/null
