"""Measures the program of the wheel: its start beside a build's, its memory, and a frame beside its CSV file.

wheel.py --build .build/release/dephn --json FILE --report FILE
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

import dephn
import machine
import measures
import numpy
import pandas
import section
import zmq
from dephn.program import program_path

# The most that the wheel's program may take of the build's time and of memory, and a frame of its file's time.
BARS = {"start": 1.3, "resident MiB": 20, "frame": 1.5}
STARTS = 41
ROUNDS = 3
ROWS = 1_000_000
LABELS = [f"label{number}" for number in range(5)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="a program to compare the start with")
    parser.add_argument("--json", required=True, help="file for the figures")
    parser.add_argument("--report", required=True, help="Markdown file whose section is written anew")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("runs", "cache"):
            os.environ[f"DEPHN_{name.upper()}"] = os.path.join(folder, name)
        os.environ["DEPHN_HISTORY"] = os.path.join(folder, "history.sqlite")
        figures = {
            "machine": machine.title(),
            "versions": f"Python {platform.python_version()}, pandas {pandas.__version__}",
            **starts(arguments.build, folder),
            "resident MiB": resident(),
            **frames(pathlib.Path(folder)),
        }
    path = pathlib.Path(arguments.json)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n")
    section.put(pathlib.Path(arguments.report), "wheel", text(figures))
    print(text(figures))


def starts(build, folder) -> dict:
    """Milliseconds from the start of a process to its first answer, the two programs in turn."""
    programs = {"wheel": str(program_path()), "build": str(pathlib.Path(build).resolve())}
    milliseconds = {name: [] for name in programs}
    with zmq.Context() as context:
        for _ in range(STARTS):
            for name, program in programs.items():
                begin = time.perf_counter()
                with measures.started("dephn", folder, program=program) as (_, information):
                    measures.ask_raw(context, information)
                    milliseconds[name].append(1000 * (time.perf_counter() - begin))
    return {f"start of the {name}, ms": measures.median_and_p99(values) for name, values in milliseconds.items()}


def resident() -> float:
    """MiB of a kernel that has answered and does nothing, the median of some."""
    values = []
    for _ in range(5):
        with dephn.Kernel() as kernel:
            time.sleep(1)
            with open(f"/proc/{kernel._manager.provisioner.pid}/statm") as file:
                values.append(int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20)
    return statistics.median(values)


def frame() -> pandas.DataFrame:
    """Twenty columns as people have them: numbers, ids, words, a category, a time and labels."""
    random = numpy.random.default_rng(1)
    made = pandas.DataFrame({f"number{number}": random.normal(size=ROWS) for number in range(7)})
    for number, size in enumerate([5, 1000, 100_000]):
        made[f"whole{number}"] = random.integers(0, size, ROWS)
        words = numpy.array([f"word{index}" for index in range(size)], dtype=object)
        made[f"word{number}"] = words[random.integers(0, size, ROWS)]
    made["category"] = made["word1"].astype("category")
    seconds = pandas.to_timedelta(random.integers(0, 10**6, ROWS), unit="s")
    made["time"] = pandas.Timestamp("2024-01-01") + seconds
    for label in LABELS:
        made[label] = random.integers(0, 2, ROWS)
    return made


def frames(folder) -> dict:
    """Seconds in which the frame goes in, and in which the kernel reads the same rows as CSV, in turn."""
    made = frame()
    file = folder / "frame.csv"
    made.to_csv(file, index=False)
    labels = " ".join(LABELS)
    seconds = {"frame": [], "file": []}
    # A file that was read before would be mapped. A relative folder is not used, so the text is read each time.
    with dephn.Kernel(env={"DEPHN_CACHE": "none"}) as kernel:

        def by_frame():
            kernel.put("rows", made)
            kernel.run(f"d = load frame rows --label {labels}")

        def by_file():
            kernel.run(f"d = load csv '{file}' --label {labels}")

        for _ in range(ROUNDS):
            for name, work in {"file": by_file, "frame": by_frame}.items():
                begin = time.perf_counter()
                work()
                seconds[name].append(time.perf_counter() - begin)
    return {
        "rows × columns": list(made.shape),
        "file MB": file.stat().st_size / 1e6,
        **{f"{name}, s": min(values) for name, values in seconds.items()},
    }


def text(figures) -> str:
    starts = {name: figures[f"start of the {name}, ms"] for name in ("wheel", "build")}
    rows, columns = figures["rows × columns"]
    start = f"process start to `kernel_info_reply`, {STARTS} in turn, median / p99, ms"
    taken = {name: f"{starts[name]['median']:.1f} / {starts[name]['p99']:.1f}" for name in starts}
    lines = [
        (f"{start}: the wheel's program", taken["wheel"], None),
        ("the same: the program of the build", taken["build"], None),
        ("wheel / build", starts["wheel"]["median"] / starts["build"]["median"], BARS["start"]),
        ("idle: resident, MiB", figures["resident MiB"], BARS["resident MiB"]),
        (f"a pandas frame of {rows:,} × {columns} handed over and loaded, s", figures["frame, s"], None),
        (f"the same rows read from CSV ({figures['file MB']:.0f} MB), s", figures["file, s"], None),
        ("frame / CSV", figures["frame, s"] / figures["file, s"], BARS["frame"]),
    ]
    table = [line(what, figure, bar) for what, figure, bar in lines]
    made = f"`scripts/bench-wheel.sh`: {figures['machine']}; {figures['versions']}. ✗: goal not reached."
    return "\n".join([made, "", "| | figure | goal |", "| --- | --- | --- |", *table])


def line(what, figure, bar) -> str:
    written = figure if isinstance(figure, str) else f"{figure:.2f}"
    missed = " ✗" if bar and figure > bar else ""
    return f"| {what} | {written}{missed} | {f'≤ {bar}' if bar else ''} |"


if __name__ == "__main__":
    main()
