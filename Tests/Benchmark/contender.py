"""The protocol of a contender: one process whose steps are timed burst by burst.

It prints a line of JSON when its first step is done; then, for each line SECONDS on standard input,
it runs steps for that long and prints [[wall, processor], ...], the seconds of each; at the end of
input, {"rss_mb": ...}. `dephn-benchmark` speaks the same.
"""

import argparse
import json
import resource
import sys
import time

import layouts
import numpy as np

FIELDS, TASKS, BATCHES = 40, 2, 32
EXPERT_WIDTHS, TOWER_WIDTH, LAYERS = (128, 64), 32, 3
EXPERTS = {"mmoe": 4, "dephn": 3}


def arguments():
    """What a peer is asked for; the same words as dephn-benchmark's."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=["mmoe", "dephn"], default="mmoe")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--values", type=int, default=1000)
    parser.add_argument("--data", help="a file that layouts.py wrote; random rows otherwise")
    parser.add_argument("--dimension", type=int, default=16)
    parser.add_argument("--first-layer", choices=["dense", "table"], default="dense")
    parser.add_argument("--tables", choices=["dense", "lazy"], default="dense")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--predicts", action="store_true")
    return parser.parse_args()


def samples(options):
    """Rows of each table, the number of numeric fields, and batches of ids, numbers and labels."""
    if options.data:
        tables, *parts = layouts.read(options.data)
    else:
        random, count = np.random.default_rng(7), options.batch * BATCHES
        tables = [options.values] * FIELDS
        ids = random.integers(0, options.values, (count, FIELDS), dtype=np.int32)
        labels = random.integers(0, 2, (count, TASKS)).astype(np.float32)
        parts = [ids, np.zeros((count, 0), np.float32), labels]
    starts = range(0, len(parts[0]) - options.batch + 1, options.batch)
    return tables, parts[1].shape[1], [[part[i : i + options.batch] for part in parts] for i in starts]


def serve(step, started, made, versions):
    """Runs the first step, then bursts; `step(i)` runs step i to its end and returns the loss."""
    loss = step(0)
    first = time.perf_counter()
    ready = {"ready": 1, "to_first_step_s": first - started, "first_step_s": first - made}
    print(json.dumps(ready | {"loss0": loss, "versions": versions}), flush=True)
    count = 1
    while count < 4:
        step(count)
        count += 1
    for line in sys.stdin:
        end, times = time.perf_counter() + float(line), []
        while time.perf_counter() < end or len(times) < 2:
            wall, processor = time.perf_counter(), time.process_time()
            step(count)
            count += 1
            times.append([time.perf_counter() - wall, time.process_time() - processor])
        print(json.dumps(times), flush=True)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rss_mb": largest}), flush=True)
