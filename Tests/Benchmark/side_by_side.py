"""Trainings side by side against one after another, and a grouped mean over a million rows.

`compare --seeds --timings` trains one after another, each with all threads; without --timings the same trainings run
side by side, one per thread, to the same bits. Both take turns.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import machine
import section

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = {
    "`shared-bottom`, batches of 64": ("shared-bottom", 64),
    "`mmoe`, batches of 256": ("mmoe", 256),
    "`mmoe`, batches of 1,024": ("mmoe", 1024),
}
COMPARE = """d = load synthetic --rows 20000 --tasks 2
m = build {kind} d
train m --epochs 2 --batch-size {batch} --quiet
echo start
compare m --seeds 4 {timings}
echo end
"""
QUERY = """t = load synthetic --rows 1250000 --tasks 2
m = build shared-bottom t --embedding-dim 2 --bottom-hidden-units 2 --tower-hidden-units 2
p = predict m --split train
echo start
sql "SELECT [task1.label] AS label, avg(task1) AS mean, count(*) AS rows FROM p GROUP BY label"
echo end
"""
GOAL = 1


def measured(program, script):
    """Seconds and megabytes of peak memory between the lines `start` and `end` of a script."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "cells.dephn")
        path.write_text(script)
        environment = os.environ | {"DEPHN_RUNS": f"{folder}/runs", "DEPHN_CACHE": f"{folder}/cache"}
        marks = {}
        with subprocess.Popen([program, "script", path], stdout=subprocess.PIPE, text=True, env=environment) as process:
            for line in process.stdout:
                if line.strip() in ("start", "end"):
                    marks[line.strip()] = time.monotonic(), peak(process.pid)
        if process.returncode != 0:
            raise SystemExit(f"{program} failed")
    (start, before), (end, after) = marks["start"], marks["end"]
    return end - start, after - before


def peak(process) -> float:
    """Peak resident memory of a process so far, in MB; of one that just ended, 0."""
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:")), 0)


def row(name, kind, batch, arguments) -> str:
    """One after another and side by side, in turn."""
    scripts = [COMPARE.format(kind=kind, batch=batch, timings=timings) for timings in ("--timings", "")]
    times = [[measured(arguments.program, script)[0] for script in scripts] for _ in range(arguments.rounds)]
    after, beside = (statistics.median(column) for column in zip(*times))
    gains = [one / other for one, other in times]
    gain = f"{statistics.median(gains):.2f} ({min(gains):.2f}–{max(gains):.2f})"
    return f"| {name} | {after:.2f} | {beside:.2f} | {gain} |"


def report(arguments) -> str:
    made = f"`scripts/bench-side-by-side.sh`: {machine.title()}; "
    made += f"median (least–greatest) of {arguments.rounds} rounds in turn. ✗: goal not reached."
    lines = [
        "## Sweeps and SQL",
        "",
        made,
        "",
        "`compare m --seeds 4`, two epochs of 16,000 rows each: one training after another on all threads, or side by",
        "side on one thread each, to the same bits.",
        "",
        "| model | one after another, s | side by side, s | × as fast |",
        "| --- | --- | --- | --- |",
    ]
    for name, (kind, batch) in CASES.items():
        lines.append(row(name, kind, batch, arguments))
        print(lines[-1], flush=True)
    queries = [measured(arguments.program, QUERY) for _ in range(arguments.rounds)]
    seconds, memory = (statistics.median(column) for column in zip(*queries))
    missed = " ✗" if seconds > GOAL else ""
    lines += [
        "",
        "`sql` over a table of 1,000,000 rows:",
        "",
        "| query | s | goal | peak memory it adds, MB |",
        "| --- | --- | --- | --- |",
        f"| a grouped mean | {seconds:.2f}{missed} | ≤ {GOAL} | {memory:.0f} |",
    ]
    print(lines[-1], flush=True)
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / ".build/release/dephn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--report", type=pathlib.Path, help="Markdown file whose section 'side by side' is written.")
    arguments = parser.parse_args()
    text = report(arguments)
    if arguments.report:
        section.put(arguments.report, "side by side", text)


if __name__ == "__main__":
    main()
