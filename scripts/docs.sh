#!/usr/bin/env bash
# Writes docs/commands.md, the reference of all commands.
source "$(dirname "$0")/common.sh"
scripts/build.sh
.build/release/dephn reference >docs/commands.md
