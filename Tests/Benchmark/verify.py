"""Measures `dephn verify` beside running the same cells, as a notebook and as a script, and the size of its records.

verify.py --program .build/release/dephn --report FILE NOTEBOOK…
"""

import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import machine
import nbformat
import section
from nbclient import NotebookClient

# The most that verifying may take of the time of running the cells, and the records of a notebook's bytes.
BARS = {"verify / run": 1.1, "records": 0.05}
ROUNDS = 3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("notebooks", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    rows = [measured(path, arguments.program.resolve()) for path in arguments.notebooks]
    made = text(rows)
    print(made)
    if arguments.report:
        section.put(arguments.report, "verify", made)


def measured(path, program) -> dict:
    seconds = {"kernel": [], "script": [], "verify": []}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEPHN_RUNS"] = f"{folder}/runs"
        copy = pathlib.Path(folder) / path.name
        for _ in range(ROUNDS):
            seconds["kernel"].append(run(path, copy))
            seconds["script"].append(timed([program, "script", script(copy)], folder))
            seconds["verify"].append(timed([program, "verify", copy], folder))
        return {"name": path.stem, "records": share_of_records(copy)} | {
            name: statistics.median(values) for name, values in seconds.items()
        }


def timed(command, folder) -> float:
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def script(notebook) -> pathlib.Path:
    """A file with all cells of a notebook."""
    cells = nbformat.read(notebook, as_version=4).cells
    path = notebook.with_suffix(".dephn")
    path.write_text("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    return path


def run(path, copy) -> float:
    """Seconds in which the kernel was busy with the cells; writes the executed notebook."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(copy.parent)}}
    NotebookClient(notebook, kernel_name="dephn", timeout=600, resources=resources).execute()
    nbformat.write(notebook, copy)
    return sum(busy(cell["metadata"]["execution"]) for cell in notebook.cells if cell.cell_type == "code")


def busy(times) -> float:
    begin, end = (datetime.datetime.fromisoformat(times[f"iopub.status.{state}"]) for state in ("busy", "idle"))
    return (end - begin).total_seconds()


def share_of_records(path) -> float:
    """The part of an executed notebook's bytes that the kernel's records in the outputs' metadata take."""
    notebook = json.loads(path.read_text())
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    records = sum(len(json.dumps(output["metadata"])) for output in outputs if output.get("metadata"))
    return records / len(path.read_bytes())


def text(rows) -> str:
    made = f"`scripts/bench-verify.sh`: {machine.title()}; "
    made += f"medians of {ROUNDS} rounds in turn. ✗: goal not reached."
    lines = ["| notebook | in the kernel, s | as a script, s | verify, s | verify / faster run | records |"]
    lines += ["| --- " * 6 + "|", f"| goal | | | | ≤ {BARS['verify / run']} | ≤ {BARS['records']:.0%} of the bytes |"]
    for row in rows:
        ratio = row["verify"] / min(row["kernel"], row["script"])
        missed = {"verify / run": ratio, "records": row["records"]}
        marks = {name: " ✗" if figure > BARS[name] else "" for name, figure in missed.items()}
        times = " | ".join(f"{row[name]:.2f}" for name in ("kernel", "script", "verify"))
        lines.append(
            f"| {row['name']} | {times} | {ratio:.2f}{marks['verify / run']} | {row['records']:.1%}{marks['records']} |"
        )
    return "\n".join([made, "", *lines])


if __name__ == "__main__":
    main()
