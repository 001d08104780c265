"""The figures of reading as a section of a Markdown file."""

import section

# The least that our speed may be of another's.
GOALS = {"pandas, codes": 5, "pyarrow, codes": 1, "pyarrow, codes unified": 1}


def against(result):
    """The lines of the table of contenders."""
    ours = result["MB/s"]["dephn"]
    yield "| reader | MB/s | ours / theirs | goal |"
    yield "| --- | --- | --- | --- |"
    yield f"| **dephn**, codes | **{ours:.0f}** | | |"
    for name, speed in result["MB/s"].items():
        if name != "dephn":
            goal = GOALS.get(name)
            missed = " ✗" if goal and ours / speed < goal else ""
            yield f"| {name} | {speed:.0f} | {ours / speed:.2f}{missed} | {f'≥ {goal}' if goal else ''} |"


def ten_million(result):
    """The lines of the larger file; none if it was not run."""
    figures = result["ten million rows"]
    if not figures:
        return []
    speed = figures["epoch"]["rows/s"]
    lines = {
        "first load": "first load: read, vocabularies, statistics, columnar file",
        "second load": "second load: mapped",
        "epoch": "load and an epoch of `shared-bottom`, batches of 4,096" + (f" ({speed} rows/s)" if speed else ""),
    }
    megabytes = f"{figures['file MB']:,.0f} MB"
    what = f"Ten million rows of the same kind ({megabytes} of text), `load criteo FILE --min-count 10`:"
    return [
        what,
        "",
        "| | seconds | peak resident MB |",
        "| --- | --- | --- |",
        *(
            f"| {title} | {figures[key]['seconds']:.2f} | {figures[key]['peak MB']:.0f} |"
            for key, title in lines.items()
        ),
    ]


def guessing(result, recognition, machine):
    """What recognising a file's form and guessing its columns' kinds costs, and what they take themselves."""
    goal = 2
    lines = [f"{machine}: `load csv FILE`, best of several rounds", ""]
    for key, title in (("seconds", "seconds"), ("processor", "processor seconds, all threads")):
        guessed, given = result["guessed"][key], result["given"][key]
        lines.append(f"{title}: guessed {guessed:.2f}, all given {given:.2f}: {100 * (guessed / given - 1):+.1f} %")
    if recognition is not None:
        missed = " ✗" if recognition > goal else ""
        share = f"{recognition:.1f} % of all samples{missed} (goal ≤ {goal} %)"
        lines.append(f"of that recognition and guessing themselves: {share}")
    return "\n".join(lines)


def made(result):
    """Where, with what and when the figures were measured."""
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    return f"{result['machine']}; {versions}; commit {result['commit']}, {result['date']}"


def text(result):
    ratio = result["MB/s"]["dephn"] / result["MB/s"]["pyarrow, as text"]
    what = (
        f"Best of several interleaved rounds: {made(result)}. A file in Criteo's layout of "
        f"{result['file MB']:.0f} MB. ✗: goal not reached. Compared with pyarrow keeping text: "
        f"{ratio:.2f} times its speed."
    )
    return "\n".join([what, "", *against(result)])


def write(result, path):
    """Writes the section of the contenders; that of the larger file only if it was run."""
    section.put(path, "reading", text(result))
    if result["ten million rows"]:
        section.put(path, "reading ten million", "\n".join([*ten_million(result), "", f"{made(result)}."]))
