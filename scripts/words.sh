#!/usr/bin/env bash
# Writes the words of the language, which editors color, to python/dephn/words.json.
source "$(dirname "$0")/common.sh"
scripts/build.sh
.build/release/dephn words >python/dephn/words.json
