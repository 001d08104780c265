"""Measures kernels side by side: figures as JSON, and as a section of a Markdown file.

latency.py --kernel dephn --kernel python3 --json FILE --report FILE
"""

import argparse
import json
import os
import pathlib
import platform
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

import jupyter_client
import machine
import measures
import report
from jupyter_client.kernelspec import KernelSpecManager
from languages import LANGUAGES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernel", action="append", required=True, help="kernelspec; the first has bars")
    parser.add_argument("--json", required=True, help="file for the figures")
    parser.add_argument("--report", required=True, help="Markdown file whose section is written anew")
    arguments = parser.parse_args()
    figures = {}
    for name in arguments.kernel:
        specification = KernelSpecManager().get_kernel_spec(name)
        language = LANGUAGES[specification.language]
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(language.environment(folder))
            figures[name] = {}
            for title, figure in measures.all_of(name, language, folder):
                figures[name][title] = figure
                print(f"{name}: {title}: {json.dumps(figure)}", flush=True)
    result = {
        "machine": machine.title(),
        "client": f"jupyter_client {jupyter_client.__version__}, Python {platform.python_version()}",
        "kernels": figures,
    }
    path = pathlib.Path(arguments.json)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n")
    missed = report.write(result, pathlib.Path(arguments.report))
    print("every figure is reached" if not missed else "not reached: " + "; ".join(missed))


if __name__ == "__main__":
    main()
