#!/usr/bin/env bash
# Writes the word list for syntax highlighting to python/dephn/words.json.
source "$(dirname "$0")/common.sh"
scripts/build.sh
.build/release/dephn words >python/dephn/words.json
