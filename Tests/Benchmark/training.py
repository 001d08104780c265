"""Training steps beside PyTorch and JAX, in interleaved bursts of one run.

For each case all contenders start, then get short bursts in turn, round after round; the fused
multiply-adds of `dephn-benchmark --model peak` are one of them. A contender's time of a round is
the median processor time of its steps on one thread (whoever else runs does not count), and the
fastest step's wall time on more. Ratios are taken round by round; shown are their median, least
and greatest. Writes output/bench-training.json, prints the table, and puts it into a report.

usage: training.py [--rounds N] [--seconds S] [--cases NAME ...] [--report FILE]
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import layouts
import section

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = [str(ROOT / ".build/release/dephn-benchmark")]
TORCH = [sys.executable, str(HERE / "peer_torch.py")]
JAX = [sys.executable, str(HERE / "peer_jax.py")]
# All first layers as matrix products.
DENSE = ["env", "DEPHN_FIRST_LAYER=dense", *OURS]
OUTPUT = ROOT / "output"

WIDTH = 640
# Floating-point operations of a row: two a multiplication with its addition, three products a matrix
# (forward, and both gradients). What only we compute is left out.
MMOE = 6 * (WIDTH * 512 + 4 * 128 * 64 + 2 * WIDTH * 4 + 2 * 4 * 64 + 2 * (64 * 32 + 32))
ATTENTION = 4 * 40 * 16 * 16 + 2 * 40 * 40 * 16
DEPHN = 6 * (
    ATTENTION + 3 * (WIDTH * 128 + 128 * 64 + 2 * 2 * 64) + 2 * 3 * (WIDTH * WIDTH + 40 * 40 * 16) + 2 * 2 * WIDTH
)

CASES = {
    "mmoe": dict(
        title="MMoE, batch 1024, 40 fields × 1000",
        threads=1,
        operations=MMOE,
        ours=[],
        peers={"PyTorch eager": TORCH, "torch.compile": TORCH + ["--compile"], "JAX jit": JAX},
        goals={"PyTorch eager": 1.4, "torch.compile": 1.5, "JAX jit": 1.3, "peak": 0.80},
    ),
    "mmoe-2": dict(
        title="the same, 2 threads",
        threads=2,
        operations=MMOE,
        ours=[],
        peers={"PyTorch eager": TORCH, "torch.compile": TORCH + ["--compile"], "JAX jit": JAX},
        goals={"PyTorch eager": 1.7, "torch.compile": 1.8, "JAX jit": 1.35, "peak": 0.72},
    ),
    "dephn": dict(
        title="DEPHN, cross matrices 640 × 640",
        threads=1,
        operations=DEPHN,
        ours=["--model", "dephn"],
        peers={"PyTorch eager": TORCH, "torch.compile": TORCH + ["--compile"], "JAX jit": JAX},
        goals={"PyTorch eager": 2, "torch.compile": 1.8, "JAX jit": 2.5, "peak": 0.75},
    ),
    "mmoe-256": dict(
        title="MMoE, batch 256",
        threads=1,
        operations=MMOE,
        ours=["--batch", "256"],
        peers={"PyTorch eager": TORCH, "torch.compile": TORCH + ["--compile"], "JAX jit": JAX},
        goals={"PyTorch eager": 2.5, "torch.compile": 2.5, "JAX jit": 1.5, "peak": 0.63},
    ),
    "lazy": dict(
        title="MMoE, 100,000 values per field, lazy Adam",
        threads=1,
        operations=MMOE,
        ours=["--values", "100000", "--tables", "lazy"],
        peers={
            "PyTorch dense": TORCH + ["--tables", "dense"],
            "PyTorch SparseAdam": TORCH,
            "JAX jit": JAX,
        },
        goals={"PyTorch dense": 25, "PyTorch SparseAdam": 2.4, "JAX jit": 1.5, "peak": 0.65},
    ),
    "predict": dict(
        title="MMoE predicts, batch 1024",
        threads=1,
        operations=MMOE / 3,
        ours=["--predicts"],
        peers={"our training": OURS, "PyTorch eager": TORCH + ["--predicts"], "JAX jit": JAX + ["--predicts"]},
        goals={"our training": 3},
    ),
    "predict-dephn": dict(
        title="DEPHN predicts, batch 1024",
        threads=1,
        operations=DEPHN / 3,
        ours=["--model", "dephn", "--predicts"],
        peers={
            "our training": OURS + ["--model", "dephn"],
            "PyTorch eager": TORCH + ["--model", "dephn", "--predicts"],
            "JAX jit": JAX + ["--model", "dephn", "--predicts"],
        },
        goals={"our training": 3},
    ),
}
# Times as fast as our dense path at dimension 8 and 16.
LAYOUT_GOALS = {"adult": (1.7, 2.5), "census-income": (2.5, 4), "kuairand": (2, 2.7)}


def mmoe_operations(layout, dimension):
    """Those of a row if every first layer is multiplied out."""
    tables, numbers = layouts.LAYOUTS[layout]
    width = (len(tables) + numbers) * dimension
    return MMOE + 6 * (width - WIDTH) * (512 + 2 * 4)


def layout_case(layout, dimension, goal, threads=1, batch=1024):
    """MMoE on rows in the layout of a real data set; peers beside the usual form alone."""
    arguments = ["--data", str(OUTPUT / f"bench-{layout}"), "--dimension", str(dimension), "--batch", str(batch)]
    peers = {"our dense path": DENSE + arguments}
    if threads == 1 and batch == 1024:
        peers |= {
            "PyTorch eager": TORCH,
            "torch.compile": TORCH + ["--compile"],
            "PyTorch by table": TORCH + ["--first-layer", "table"],
            "JAX jit": JAX,
            "JAX by table": JAX + ["--first-layer", "table"],
        }
    title = f"{layout}, d {dimension}" + (f", batch {batch}" if batch != 1024 else "")
    return dict(
        title=title + (f", {threads} threads" if threads > 1 else ""),
        threads=threads,
        operations=mmoe_operations(layout, dimension),
        ours=arguments,
        peers=peers,
        goals={"our dense path": goal},
        by_table=True,
    )


for layout, (narrow, wide) in LAYOUT_GOALS.items():
    CASES[layout] = layout_case(layout, 8, narrow)
    CASES[f"{layout}-16"] = layout_case(layout, 16, wide)
    CASES[f"{layout}-2"] = layout_case(layout, 8, 0.9 * narrow, threads=2)
    CASES[f"{layout}-16-2"] = layout_case(layout, 16, 0.9 * wide, threads=2)
    CASES[f"{layout}-256"] = layout_case(layout, 8, 1.5, batch=256)


class Contender:
    """A process, started and asked for one burst after another."""

    def __init__(self, name, command, threads, rows):
        self.name, self.rows, self.rounds = name, rows, []
        pin = ["taskset", "-c", "0"] if threads == 1 else []
        self.process = subprocess.Popen(
            pin + command + ["--threads", str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=HERE,
        )
        self.ready = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: {' '.join(self.process.args)}")
        return json.loads(line)

    def burst(self, seconds):
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        self.rounds.append(self.answer())

    def end(self):
        self.process.stdin.close()
        self.resident = self.answer()["rss_mb"]
        self.process.wait()

    def seconds(self, threads):
        """A step's time, one number a round."""
        if threads == 1:
            return [statistics.median(step[1] for step in steps) for steps in self.rounds]
        return [min(step[0] for step in steps) for steps in self.rounds]


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "greatest": max(values)}


def run(name, rounds, seconds):
    case = CASES[name]
    threads, arguments = case["threads"], case["ours"]
    rows = int(arguments[arguments.index("--batch") + 1]) if "--batch" in arguments else 1024
    commands = {"ours": OURS + arguments}
    for peer, command in case["peers"].items():
        # Later words win, so a peer's own come last.
        commands[peer] = command if OURS[0] in command else command[:2] + arguments + command[2:]
    commands["peak"] = OURS + ["--model", "peak"]
    contenders = {}
    for label, command in commands.items():
        print(f"  {name}: starting {label}", file=sys.stderr, flush=True)
        contenders[label] = Contender(label, command, threads, rows)
    for number in range(rounds):
        print(f"  {name}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        for contender in contenders.values():
            time.sleep(0.1)
            contender.burst(seconds)
    for contender in contenders.values():
        contender.end()
    peak, ours = contenders.pop("peak"), contenders["ours"]
    peak_rates = [peak.ready["operations"] / second for second in peak.seconds(threads)]
    our_seconds = ours.seconds(threads)
    share = [case["operations"] * rows / a / b for a, b in zip(our_seconds, peak_rates)]
    result = {
        "case": name,
        "title": case["title"],
        "by_table": case.get("by_table", False),
        "threads": threads,
        "rows": rows,
        "goals": case["goals"],
        "peak_gflops": spread([rate / 1e9 for rate in peak_rates]),
        "share_of_peak": spread(share),
        "clone": ours.ready["clone"],
        "contenders": {},
    }
    for label, contender in contenders.items():
        times = contender.seconds(threads)
        result["contenders"][label] = {
            "rows_per_second": spread([rows / second for second in times]),
            "ratio": spread([b / a for a, b in zip(our_seconds, times)]),
            "rss_mb": contender.resident,
            "to_first_step_s": contender.ready["to_first_step_s"],
            "versions": contender.ready.get("versions", "dephn"),
        }
    return result


def percent(values):
    return f"{values['median']:.0%} ({values['least']:.0%}–{values['greatest']:.0%})"


def times(values):
    return f"{values['median']:.2f} ({values['least']:.2f}–{values['greatest']:.2f})"


def verdict(values, goal, text):
    """The figure, its goal, and a cross where it is missed."""
    return (
        text(values),
        "" if goal is None else f"{goal:.0%}" if text is percent else f"{goal:g}",
        ("" if goal is None or values["median"] >= goal else " ✗"),
    )


def table(results):
    """The results as the lines of a Markdown table."""
    yield "| case | beside | × as fast | goal | rows/s, ours · theirs | MB | first step, s |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for result in results:
        ours = result["contenders"]["ours"]
        for label, other in result["contenders"].items():
            if label == "ours":
                continue
            ratio, goal, missed = verdict(other["ratio"], result["goals"].get(label), times)
            rates = [x["rows_per_second"]["median"] for x in (ours, other)]
            yield (
                f"| {result['title']} | {label} | {ratio}{missed} | {goal} | "
                f"{rates[0]:,.0f} · {rates[1]:,.0f} | {ours['rss_mb']} · {other['rss_mb']} | "
                f"{ours['to_first_step_s']:.2f} · {other['to_first_step_s']:.2f} |"
            )
        share, goal, missed = verdict(result["share_of_peak"], result["goals"].get("peak"), percent)
        peak = result["peak_gflops"]["median"]
        work = ", of the dense work" if result["by_table"] else ""
        yield f"| {result['title']} | FMA peak, {peak:.0f} GFLOP/s{work} | {share}{missed} | {goal} | | | |"


ABOUT_LAYOUTS = (
    "MMoE on generated rows in the layouts of real data sets (`Tests/Benchmark/layouts.py`: sizes of the fields' "
    "tables and the shares of their most frequent values), batch 1,024 and one thread unless the row says otherwise; "
    "d is the dimension of the embeddings. Ours looks first layers up in tables; our dense path is the same program "
    'with `DEPHN_FIRST_LAYER=dense`. Peers "by table" compute first layers as ours does. The share of the peak counts '
    "the operations of the dense form, most of which ours avoids; it can exceed 100 %."
)
# Sections of a report: name, title, whether it holds layouts, and what is said of it.
SECTIONS = [
    ("training", "## Training", False, ""),
    ("first layers", "## Training on layouts of real data", True, ABOUT_LAYOUTS),
]


def report(title, results, note, about):
    """A section of a report."""
    peers = {c["versions"] for r in results for c in r["contenders"].values()} - {"dephn"}
    clone = results[0]["clone"]
    what = (
        f"Median of the rounds (least–greatest) of one run of `make bench`, commit {about['commit']}, "
        f"{about['date']}: {about['processors']} × {about['processor']}, {about['system']}; clone "
        f"{clone}; {', '.join(sorted(peers))}. ✗: goal not reached."
    )
    return "\n".join([title, "", what, "", *([note, ""] if note else []), *table(results)])


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    facts = dict(line.split(":") for line in lines if line.startswith(("model name", "cpu fam")))
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    return {
        "processor": f"{facts['model name']} (family {facts['cpu family']})",
        "processors": os.cpu_count(),
        "system": platform.platform(),
        "commit": commit,
        "python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d"),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.7)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--cases", nargs="+", choices=list(CASES), default=list(CASES))
    options = parser.parse_args()
    OUTPUT.mkdir(exist_ok=True)
    for layout in layouts.LAYOUTS:
        layouts.write(layout, OUTPUT / f"bench-{layout}")
    results = [run(name, options.rounds, options.seconds) for name in options.cases]
    path = OUTPUT / "bench-training.json"
    about = machine()
    path.write_text(json.dumps({"machine": about, "results": results}, indent=1))
    print("\n".join(table(results)))
    if options.report:
        for name, title, by_table, note in SECTIONS:
            found = [result for result in results if result["by_table"] == by_table]
            if found:
                section.put(options.report, name, report(title, found, note, about))
    print(f"\nAlso in {path.relative_to(ROOT)}.")


main()
