#!/usr/bin/env bash
# Checks the format of Swift, Python and C, and lints Python and shell scripts.
source "$(dirname "$0")/common.sh"
scripts/python.sh requirements-lint.txt
swift format lint --strict --recursive Sources Tests Package.swift
.venv/bin/ruff check --quiet
.venv/bin/ruff format --diff --quiet
.venv/bin/shellcheck .ci/run scripts/*.sh
find Sources Tests -name '*.[ch]' -exec .venv/bin/clang-format --dry-run -Werror {} +
