#!/usr/bin/env bash
# Builds the Visual Studio Code extension: output/dephn.vsix.
source "$(dirname "$0")/common.sh"
scripts/python.sh
.venv/bin/python scripts/editors.py vsix output/dephn.vsix
echo "Extension: $PWD/output/dephn.vsix (code --install-extension FILE)"
