"""Runs a notebook where Swift and the libraries are hidden, and says so if they are not: hidden_notebook.py IN OUT."""

import ctypes
import shutil
import sys

import nbclient
import nbformat

for library in ("libzmq.so.5", "libsodium.so.23", "libsqlite3.so.0"):
    try:
        ctypes.CDLL(library)
    except OSError:
        continue
    sys.exit(f"{library} is not hidden.")
if shutil.which("swift"):
    sys.exit("Swift is not hidden.")

notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=900, kernel_name="dephn").execute()
nbformat.write(notebook, sys.argv[2])
