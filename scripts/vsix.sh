#!/usr/bin/env bash
# Makes the extension for Visual Studio Code: output/dephn.vsix.
source "$(dirname "$0")/common.sh"
scripts/python.sh
.venv/bin/python scripts/editors.py vsix output/dephn.vsix
echo "Extension: $PWD/output/dephn.vsix (code --install-extension FILE)"
