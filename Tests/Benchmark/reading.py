"""How fast text is read, beside pandas, Polars and pyarrow on the same file; and ten million rows.

    python Tests/Benchmark/reading.py output/criteo-1m.txt output/criteo-10m.txt output/bench-reading.json

Contenders read the smaller file into columns in turn, three times each, and the best time counts. pandas,
Polars and pyarrow keep words as they are, or give each a code ("codes"), as the kernel does.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NAMES = ["label"] + [f"I{i}" for i in range(1, 14)] + [f"C{i}" for i in range(1, 27)]
WORDS = NAMES[14:]

READERS = {
    "pandas": "import pandas as p; f = lambda: p.read_csv(FILE, sep='\\t', header=None, names=NAMES)",
    "pandas, codes": "import pandas as p; f = lambda: p.read_csv(FILE, sep='\\t', header=None, names=NAMES,"
                     " dtype={w: 'category' for w in WORDS})",
    "Polars": "import polars as p; f = lambda: p.read_csv(FILE, separator='\\t', has_header=False)",
    "Polars, codes": "import polars as p; f = lambda: p.read_csv(FILE, separator='\\t', has_header=False,"
                     " new_columns=NAMES, schema_overrides={w: p.Categorical for w in WORDS})",
    "pyarrow": "import pyarrow.csv as p; f = lambda: p.read_csv(FILE, parse_options=p.ParseOptions(delimiter='\\t'),"
               " read_options=p.ReadOptions(column_names=NAMES))",
    "pyarrow, codes": "import pyarrow as a, pyarrow.csv as p; f = lambda: p.read_csv(FILE,"
                      " parse_options=p.ParseOptions(delimiter='\\t'), read_options=p.ReadOptions(column_names=NAMES),"
                      " convert_options=p.ConvertOptions(column_types={w: a.dictionary(a.int32(), a.string()) for w in WORDS}))",
}


def other(code: str, file: str) -> float:
    """Seconds of the second reading in a process of its own: the first one warms up."""
    program = (f"import time; FILE={file!r}; NAMES={NAMES!r}; WORDS={WORDS!r}\n{code}\n"
               "f() if WARM else None\ns = time.perf_counter(); t = f(); print(time.perf_counter() - s)")
    warm = "pandas, codes" not in code and "category" not in code
    run = subprocess.run([sys.executable, "-c", f"WARM={warm}\n{program}"], capture_output=True, text=True, check=True)
    return float(run.stdout.split()[-1])


def kernel(file: str) -> float:
    command = ["swift", "test", "-c", "release", "--disable-xctest", "--disable-testable-imports", "--skip-build",
               "--filter", "ReadingBenchmark"]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "BENCH_FILE": file}, capture_output=True, text=True)
    return min(float(text) for text in re.findall(r"rows in ([\d.e-]+) s", run.stdout))


def resident(lines: str) -> dict:
    """Runs cells: seconds, the largest resident memory, and the speed of the training in them."""
    script = ROOT / "output" / "bench-reading.dephn"
    script.write_text(lines)
    log = ROOT / "output" / "bench-reading.log"
    start = time.perf_counter()
    with open(log, "w") as out:
        process = subprocess.Popen([ROOT / ".build/release/dephn", "script", script], cwd=ROOT, stdout=out,
                                   stderr=subprocess.STDOUT,
                                   env={**os.environ, "DEPHN_CACHE": str(ROOT / "output" / "cache"),
                                        "DEPHN_RUNS": str(ROOT / "output" / "runs")})
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(log.read_text())
    speed = re.findall(r"([\d,]+) k rows/s", log.read_text())
    return {"seconds": round(time.perf_counter() - start, 2), "peak MB": usage.ru_maxrss // 1024,
            "k rows/s": speed[-1] if speed else None}


def main(small: str, large: str, target: str) -> None:
    megabytes = os.path.getsize(small) / 1e6
    best = {}
    for _ in range(3):
        best["dephn"] = min(best.get("dephn", 1e9), kernel(os.path.abspath(small)))
        for name, code in READERS.items():
            if name == "pandas, codes" and name in best:
                continue  # twenty seconds and more: once is enough
            best[name] = min(best.get(name, 1e9), other(code, os.path.abspath(small)))
    speeds = {name: round(megabytes / seconds) for name, seconds in best.items()}
    for name, speed in speeds.items():
        print(f"{name:16}{speed:6} MB/s   dephn is at {speeds['dephn'] / speed:5.2f} of it")
    shutil.rmtree(ROOT / "output" / "cache", ignore_errors=True)
    load = f"d = load criteo {large} --min-count 10\n"
    figures = {
        "file MB": round(os.path.getsize(large) / 1e6),
        "first load": resident(load), "second load": resident(load),
        "an epoch of training": resident(
            load + "m = build shared-bottom d\ntrain m --epochs 1 --batch-size 4096\n"),
    }
    for name, figure in figures.items():
        print(f"{name:22}{figure}")
    pathlib.Path(target).write_text(json.dumps({"MB/s": speeds, "ten million rows": figures}, indent=1) + "\n")


main(*sys.argv[1:])
