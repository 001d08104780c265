"""The table of figures as a section of a Markdown file, with the bar that the first kernel has to reach."""

import section


def pair(figure) -> str:
    if "median" not in figure:
        return figure.get("ended", "–")
    digits = 0 if figure["median"] >= 20 else 1 if figure["median"] >= 5 else 2
    return f"{figure['median']:.{digits}f} / {figure['p99']:.{digits}f}"


def below(median, p99=None):
    """A check of a figure with median and p99 in milliseconds."""
    return lambda figure: "median" in figure and figure["median"] <= median and (p99 is None or figure["p99"] <= p99)


def at(figures, *path):
    for key in path:
        figures = figures.get(key, {})
    return figures


# Title, bar, path of the figure, how it reads, whether the bar is reached.
ROWS = [
    ("process start to `kernel_info_reply`, ms", "≤ 60", ("start",), pair, below(60)),
    ("`kernel_info` on shell, ms", "≤ 0.7 / 1.5", ("round trips", "kernel_info on shell"), pair, below(0.7, 1.5)),
    ("`kernel_info` on control, ms", "≤ 0.7 / 1.5", ("round trips", "kernel_info on control"), pair, below(0.7, 1.5)),
    ("empty cell: reply and idle, ms", "≤ 1.6 / 3", ("round trips", "empty cell"), pair, below(1.6, 3)),
    ("`complete`, ms", "≤ 2 / 5", ("round trips", "complete"), pair, below(2, 5)),
    ("`complete` while a cell computes, ms", "≤ 2 / 5", ("while computing", "complete"), pair, below(2, 5)),
    ("`inspect`, ms", "≤ 1.5 / 3", ("round trips", "inspect"), pair, below(1.5, 3)),
    ("`inspect` while a cell computes, ms", "≤ 1.5 / 3", ("while computing", "inspect"), pair, below(1.5, 3)),
    (
        "control `kernel_info` while a cell computes, ms",
        "≤ 1 / 3",
        ("while computing", "kernel_info on control"),
        pair,
        below(1, 3),
    ),
    ("interrupt by message to reply, 100 times, ms", "p99 ≤ 100", ("interrupt by message",), pair, below(100, 100)),
    ("interrupt by SIGINT to reply, 100 times, ms", "p99 ≤ 100", ("interrupt by signal",), pair, below(100, 100)),
    (
        "50,000 lines, reader asleep: lost",
        "0, in order",
        ("lost lines",),
        lambda f: (f"{f['lost']:,}" + ("" if f["idle"] else ", and idle")) if "lost" in f else f.get("ended", "–"),
        lambda f: f.get("lost") == 0 and f["in order"] and f["idle"],
    ),
    (
        "launcher killed to kernel gone, s",
        "≤ 1",
        ("orphan",),
        lambda f: f"{f['seconds']:.1f}" if "seconds" in f else f.get("ended", "–"),
        lambda f: f.get("seconds", 9) <= 1,
    ),
    (
        "the same behind a shell, s",
        "≤ 1",
        ("orphan behind a shell",),
        lambda f: f"{f['seconds']:.1f}" if "seconds" in f else f.get("ended", "–"),
        lambda f: f.get("seconds", 9) <= 1,
    ),
    ("shutdown to end of process, ms", "≤ 100", ("shutdown",), pair, below(100)),
    ("the same while a cell computes, ms", "≤ 100", ("shutdown while computing",), pair, below(100)),
    (
        "idle: resident, MiB",
        "≤ 20",
        ("idle", "resident MiB"),
        lambda f: f"{f:.0f}" if f else "–",
        lambda f: bool(f) and f <= 20,
    ),
    ("idle: CPU, %", "0", ("idle", "CPU %"), lambda f: f"{f:.1f}" if f != {} else "–", lambda f: f != {} and f <= 0.5),
    (
        "second client gets a welcome",
        "yes",
        ("abilities", "second client gets a welcome"),
        lambda f: "yes" if f is True else "no",
        lambda f: f is True,
    ),
    ("CurveZMQ", "yes", ("abilities", "CurveZMQ"), lambda f: "yes" if f is True else "no", lambda f: f is True),
    ("ipc", "yes", ("abilities", "ipc"), lambda f: "yes" if f is True else "no", lambda f: f is True),
    (
        "30 starts at once, s",
        "all answer",
        ("thirty starts",),
        lambda f: f"{f['seconds']:.1f}" if "seconds" in f else f.get("ended", "–"),
        lambda f: "seconds" in f,
    ),
    (
        "version in `kernel_info`, header, kernel.json",
        "one, 5.5.0",
        ("abilities", "versions"),
        lambda f: ", ".join(dict.fromkeys(f)) if f else "–",
        lambda f: f == ["5.5.0"] * 3,
    ),
]


def write(result: dict, path) -> list:
    """Writes the section; the titles of the rows whose bar the first kernel misses."""
    kernels = result["kernels"]
    first = next(iter(kernels.values()))
    lines = ["| | bar | " + " | ".join(kernels) + " |", "| --- " * (2 + len(kernels)) + "|"]
    missed = []
    for title, bar, place, reads, reaches in ROWS:
        is_reached = reaches(at(first, *place))
        if not is_reached:
            missed.append(title)
        cells = [reads(at(figures, *place)) for figures in kernels.values()]
        cells[0] += "" if is_reached else " ✗"
        lines.append(f"| {title} | {bar} | " + " | ".join(cells) + " |")
    reached = "Every bar is reached." if not missed else "✗: not reached."
    how = (
        "Median / p99 of one run of `make latency`: one kernel at a time, one client, on an idle machine.\n"
        f"{result['machine']}; {result['client']}. {reached}"
    )
    section.put(path, "latency", "\n".join(["## Latency", "", how, "", *lines]))
    return missed
