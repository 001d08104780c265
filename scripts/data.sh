#!/usr/bin/env bash
# Puts UCI Adult into data/adult, unless it is there.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
.venv/bin/python scripts/adult.py
