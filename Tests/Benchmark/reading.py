"""How fast text is read, beside pandas, Polars and pyarrow on the same file; and ten million rows.

Contenders read the smaller file into columns in turn, round after round, and the best time counts.
The others keep words as they are ("as text"), or number them ("codes"), as the kernel does. Writes
output/bench-reading.json, prints the table, and puts it into a report.

With --guessing, `load csv` reads the file twice in each round instead: once as a person types it, and once with
separator, header, encoding and the kind of every column given: columns of numbers are then read as such at once,
where guessed ones are read as words first. What recognition itself takes is sampled by `perf`, where that is there.

usage: reading.py ROWS_FILE [--guessing] [--large FILE] [--rounds N] [--report FILE]
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import time

import reading_report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NAMES = ["label"] + [f"I{i}" for i in range(1, 14)] + [f"C{i}" for i in range(1, 27)]
WORDS = NAMES[14:]

PANDAS = "import pandas as p; f = lambda: p.read_csv(FILE, sep='\\t', header=None, names=NAMES{})"
POLARS = "import polars as p; f = lambda: p.read_csv(FILE, separator='\\t', has_header=False{})"
PYARROW = (
    "import pyarrow as a, pyarrow.csv as p; f = lambda: p.read_csv(FILE,"
    " parse_options=p.ParseOptions(delimiter='\\t'), read_options=p.ReadOptions(column_names=NAMES){}"
)
NUMBERED = ", convert_options=p.ConvertOptions(column_types={w: a.dictionary(a.int32(), a.string()) for w in WORDS})"
READERS = {
    "pandas, codes": PANDAS.format(", dtype={w: 'category' for w in WORDS}"),
    "pandas, as text": PANDAS.format(""),
    "pandas with pyarrow's reader, as text": PANDAS.format(", engine='pyarrow'"),
    "Polars, codes": POLARS.format(", new_columns=NAMES, schema_overrides={w: p.Categorical for w in WORDS}"),
    "Polars, as text": POLARS.format(""),
    "pyarrow, codes": PYARROW.format(NUMBERED) + ")",
    "pyarrow, codes unified": PYARROW.format(NUMBERED) + ").unify_dictionaries()",
    "pyarrow, as text": PYARROW.format("") + ")",
}
# Half a minute and more: read once, and not warmed up.
SLOW = "pandas, codes"


def peer(name, file):
    """Seconds of the second reading in a process of its own: the first one warms up."""
    program = (
        f"import time; FILE={file!r}; NAMES={NAMES!r}; WORDS={WORDS!r}\n{READERS[name]}\n"
        f"{'' if name == SLOW else 'f()'}\n"
        "start = time.perf_counter(); table = f(); print(time.perf_counter() - start)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{name} failed:\n{run.stderr}")
    return float(run.stdout.split()[-1])


def kernel(file):
    """The best of the readings of Tests/DataSetsTests/ReadingBenchmark.swift."""
    command = "swift test -c release --disable-xctest --disable-testable-imports --skip-build --filter ReadingBenchmark"
    environment = {**os.environ, "BENCH_FILE": file}
    run = subprocess.run(command.split(), cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    seconds = re.findall(r"rows in ([\d.e-]+) s", run.stdout)
    if not seconds:
        sys.exit(f"ReadingBenchmark read nothing:\n{run.stdout}{run.stderr}")
    return min(map(float, seconds))


def speeds(file, rounds):
    """Megabytes a second of every contender."""
    best = {}
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        best["dephn"] = min(best.get("dephn", float("inf")), kernel(file))
        for name in READERS:
            if name != SLOW or number == 0:
                best[name] = min(best.get(name, float("inf")), peer(name, file))
    return {name: os.path.getsize(file) / 1e6 / seconds for name, seconds in best.items()}


def resident(cells, watcher=()):
    """Runs cells: seconds, processor seconds, the largest resident memory, and the speed of the training in them.

    If a watching program is given, they run under it.
    """
    script, log = ROOT / "output/bench-reading.dephn", ROOT / "output/bench-reading.log"
    script.write_text(cells)
    start = time.perf_counter()
    with open(log, "w") as out:
        process = subprocess.Popen(
            [*watcher, ROOT / ".build/release/dephn", "script", script],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEPHN_CACHE": str(ROOT / "output/cache"), "DEPHN_RUNS": str(ROOT / "output/runs")},
        )
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(log.read_text())
    speed = re.findall(r"([\d,.]+ ?k?) rows/s", log.read_text())
    return {
        "seconds": time.perf_counter() - start,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak MB": usage.ru_maxrss * 1024 / 1e6,
        "rows/s": speed[-1] if speed else None,
    }


def ten_million(file):
    """The first load of the larger file, the second, and an epoch of training."""
    shutil.rmtree(ROOT / "output/cache", ignore_errors=True)
    load = f"d = load criteo {file} --min-count 10\n"
    train = "m = build shared-bottom d\ntrain m --epochs 1 --batch-size 4096\n"
    return {
        "file MB": os.path.getsize(file) / 1e6,
        "first load": resident(load),
        "second load": resident(load),
        "epoch": resident(load + train),
    }


GUESSED = "d = load csv {} --label column1 --no-checks\n"
GIVEN = GUESSED.strip() + (
    " --separator tab --no-header --encoding utf-8 --quoting double"
    f" --numeric {' '.join(f'column{i}' for i in range(2, 15))}"
    f" --categorical {' '.join(f'column{i}' for i in range(15, 41))}\n"
)


def guessing(file, rounds):
    """The least seconds, and processor seconds, of a load with everything guessed and with everything given."""
    best = {}
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        # Each goes first in every second round.
        for name, cells in [("guessed", GUESSED), ("given", GIVEN)][:: 1 if number % 2 else -1]:
            shutil.rmtree(ROOT / "output/cache", ignore_errors=True)
            run = resident(cells.format(file))
            for key in ("seconds", "processor"):
                best[name, key] = min(best.get((name, key), float("inf")), run[key])
    return {name: {key: best[name, key] for key in ("seconds", "processor")} for name in ("guessed", "given")}


# Functions that hold all of the recognition of a file's form and of the guesses, and making features of columns.
RECOGNITION = re.compile(r"\s([\d.]+)%.*(CSVV11recognition|TableFeaturesV_2of10leavingOut)")


def recognition_share(file):
    """The per cent of the samples of a load that lie in recognition and guessing; None without perf."""
    if not shutil.which("perf"):
        return None
    shutil.rmtree(ROOT / "output/cache", ignore_errors=True)
    samples = ROOT / "output/bench-reading.perf"
    resident(GUESSED.format(file), ["perf", "record", "--quiet", "--call-graph", "fp", "--output", samples])
    command = ["perf", "report", "--input", samples, "--children", "--stdio", "--call-graph", "none"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    shares = {found[2]: float(found[1]) for found in map(RECOGNITION.search, report.splitlines()) if found}
    return sum(shares.values())


def machine():
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} × {processor[1] if processor else platform.machine()}, {platform.platform()}"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file")
    options.add_argument("--guessing", action="store_true")
    options.add_argument("--large")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--report", type=pathlib.Path)
    chosen = options.parse_args()
    if chosen.guessing:
        file = os.path.abspath(chosen.file)
        print(reading_report.guessing(guessing(file, chosen.rounds), recognition_share(file), machine()))
        return
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    target = ROOT / "output/bench-reading.json"
    result = {
        "machine": machine(),
        "commit": commit,
        "date": datetime.date.today().isoformat(),
        "versions": {name: importlib.metadata.version(name) for name in ("pandas", "polars", "pyarrow")},
        "file MB": os.path.getsize(chosen.file) / 1e6,
        "MB/s": speeds(os.path.abspath(chosen.file), chosen.rounds),
        "ten million rows": ten_million(os.path.abspath(chosen.large)) if chosen.large else None,
    }
    target.write_text(json.dumps(result, indent=1) + "\n")
    print(reading_report.text(result))
    if chosen.report:
        reading_report.write(result, chosen.report)


if __name__ == "__main__":
    main()
