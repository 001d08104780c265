"""What looks cost: the record of training, experts left out, and memory, beside training and evaluation."""

import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import tempfile

import section

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"
ADULT = "d = load adult --tasks income never-married"
RECORDED = ["mmoe --num-experts 4", "dephn --num-experts 3", "shared-bottom", "ple"]
# Looks at all training rows, beside `evaluate m`.
LOOKS = [
    "experts m",
    "experts m --ablate",
    "gates m --by x1",
    "slices m n --by x1",
    "correlation m",
    "importance m",
    "diagram m",
]
ABLATED = [(f"mmoe --num-experts {k}", k) for k in (2, 4, 8)] + [("dephn --num-experts 3", 3), ("snr", 4)]


def usage(program: pathlib.Path, *cells):
    """What a script takes of the processor and of memory."""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder, "cells.dephn")
        script.write_text("\n".join(("threads 1", *cells)) + "\n")
        process = subprocess.Popen(
            [program, "script", script],
            cwd=ROOT,
            env=os.environ | {"DEPHN_RUNS": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise RuntimeError("; ".join(cells))
        return usage


def seconds(program: pathlib.Path, *cells) -> float:
    """Processor time of a script over UCI Adult, which other programs disturb less than its duration."""
    used = usage(program, ADULT, *cells)
    return used.ru_utime + used.ru_stime


def megabytes(arguments, look: str) -> float:
    """Peak memory of a look at all training rows of many."""
    used = usage(
        arguments.program,
        f"d = load synthetic --rows {arguments.rows} --seed 1",
        "m = build mmoe d --num-experts 4",
        "n = build shared-bottom d",
        f"{look} --split train",
    )
    return used.ru_maxrss / 1024


def recording(kind: str, arguments) -> list:
    """Shares of training time that the record takes, one for each pair of trainings.

    All train in one process, and those with and without the record take turns in going first, so that
    whatever else the machine does affects both alike.
    """
    pair = [
        (f"m = build {kind} d", f"t = train m --epochs {arguments.epochs} --seed 1 --timings {option}")
        for option in ("--no-record", "")
    ]
    cells, files = [ADULT], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.pairs):
            for lines in pair if number % 2 == 0 else reversed(pair):
                files.append(pathlib.Path(folder, f"{len(files)}.csv"))
                cells += [*lines, f"export t '{files[-1]}'"]
        usage(arguments.program, *cells)
        times = [float(next(csv.DictReader(file.open()))["seconds"]) for file in files]
    ones, others = times[::2], times[1::2]
    return [
        (other / one if number % 2 == 0 else one / other) - 1 for number, (one, other) in enumerate(zip(ones, others))
    ]


def ablation(kind: str, arguments) -> list:
    """Evaluation passes that one ablation takes, one number a round."""
    build, ratios = f"m = build {kind} d", []
    for _ in range(arguments.rounds):
        base, evaluated, ablated = (
            seconds(arguments.program, build, f"for i in 1..{arguments.passes} {{ {line} }}")
            for line in ("list", "evaluate m --split test", "experts m --split test --ablate")
        )
        ratios.append((ablated - base) / (evaluated - base))
    return ratios


def middle(values: list) -> str:
    first, median, third = statistics.quantiles(values, n=4)
    return f"{median:+.1%} ({first:+.1%} to {third:+.1%})"


def spread(values: list, form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def table(about: str, head: str, rows) -> list:
    """The lines of a table below what it is about; each is printed when it has been measured."""
    lines = ["", about, "", head, "| --- " * head.count(" |") + "|"]
    for row in rows:
        lines.append("| " + " | ".join(row) + " |")
        print(lines[-1], flush=True)
    return lines


def report(arguments) -> str:
    lines = [
        "## Looks",
        "",
        f"`scripts/bench-looks.sh --rounds {arguments.rounds}`, on one thread.",
    ]
    lines += table(
        f"What the record adds to the time of training ({arguments.epochs} epochs of UCI Adult, "
        f"{arguments.pairs} pairs of trainings in turns;\nmedian and quartiles; the goal is below 3 %):",
        "| model | with the record |",
        ((f"`{kind}`", middle(recording(kind, arguments))) for kind in RECORDED),
    )
    lines += table(
        "`experts m --ablate` on 16,281 rows, in passes of `evaluate m` over them (processor time, median, least to\n"
        "greatest; goal: 1 + K/4 for K experts):",
        "| model | passes | goal |",
        ((f"`{kind}`", spread(ablation(kind, arguments), ".2f"), f"{1 + count / 4:.2f}") for kind, count in ABLATED),
    )
    evaluated = megabytes(arguments, "evaluate m")
    lines += table(
        f"Peak memory of looks at the training rows of {arguments.rows:,}, beside {evaluated:.0f} MB of `evaluate m`\n"
        "(goal: 64 MB more at most):",
        "| look | MB more |",
        ((f"`{look}`", f"{megabytes(arguments, look) - evaluated:.0f}") for look in LOOKS),
    )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=pathlib.Path, help="Markdown file whose section 'looks' is written.")
    parser.add_argument("--program", type=pathlib.Path, default=PROGRAM)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--pairs", type=int, default=30, help="Pairs of trainings, one with the record and one without; at least 2."
    )
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--passes", type=int, default=30, help="Evaluations, and ablations, per measurement.")
    parser.add_argument("--rows", type=int, default=500_000, help="Rows that memory is measured on.")
    arguments = parser.parse_args()
    text = report(arguments)
    if arguments.report:
        section.put(arguments.report, "looks", text)


if __name__ == "__main__":
    main()
