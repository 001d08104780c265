"""Writes RESULTS.md from what scripts/results.sh left in output/results."""

import csv
import re
import statistics
from pathlib import Path

FOLDER = Path("output/results")
# One seed each of DeepCTR 0.9.4 (PLE, MMoE, Shared-Bottom, WDL, DCN, NFM, xDeepFM) on the same rows.
REFERENCE = {
    "adult": {
        "shared-bottom": (0.9072, 0.9641),
        "mmoe": (0.9082, 0.9643),
        "ple": (0.9100, 0.9640),
        "wide-deep": (0.9051, 0.9637),
        "dcn": (0.9057, 0.9635),
        "nfm": (0.9050, 0.9636),
        "xdeepfm": (0.9052, 0.9637),
    },
    "census-income": {
        "shared-bottom": (0.9445, 0.9936),
        "mmoe": (0.9447, 0.9935),
        "ple": (0.9462, 0.9937),
        "wide-deep": (0.9442, 0.9934),
        "dcn": (0.9461, 0.9934),
    },
}


def spread(values):
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.4f} ± {deviation:.4f}"


def table(name):
    """A row a model: AUC and logloss a task over the seeds."""
    with open(FOLDER / f"{name}.csv") as file:
        rows = list(csv.DictReader(file))
    tasks = [key[: -len(".auc")] for key in rows[0] if key.endswith(".auc")]
    header = ["model"] + [f"{t} {f}" for t in tasks for f in ("AUC", "logloss")]
    header += ["reference AUC", "parameters", "seconds"]
    lines = [header, ["---"] * len(header)]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        line = [f"`{kind}`"]
        for task in tasks:
            for figure in ("auc", "logloss"):
                line.append(spread([float(row[f"{task}.{figure}"]) for row in own]))
        reference = REFERENCE.get(name, {}).get(kind)
        line.append(" · ".join(f"{x:.4f}" for x in reference) if reference else "")
        line.append(f"{int(float(own[0]['parameters'])):,}")
        line.append(f"{statistics.mean(float(row['seconds']) for row in own):.1f}")
        lines.append(line)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def auc(scores, labels):
    """Ties count half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, first = 0.0, 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and scores[order[last + 1]] == scores[order[first]]:
            last += 1
        ranks += sum(labels[i] for i in order[first : last + 1]) * ((first + last) / 2 + 1)
        first = last + 1
    positives = sum(labels)
    return (ranks - positives * (positives + 1) / 2) / (positives * (len(labels) - positives))


def funnel():
    """AUC of conversion over all test rows: rows 9, 19, … of Hillstrom's file."""
    source = next((p for p in Path("data").rglob("*illstrom*.csv")), None)
    found = {}
    if source is None:
        return ""
    with open(source) as file:
        labels = [int(row["conversion"]) for row in csv.DictReader(file)]
    for path in sorted(FOLDER.glob("funnel-*.csv")):
        name = path.stem.split("-")[1]
        with open(path) as file:
            rows = list(csv.DictReader(file))
        product = lambda row: float(row["visit"]) * float(row["conversion"])
        score = product if name == "product" else lambda row: float(row["conversion"])
        truth = [labels[int(row["row"]) - 1] for row in rows]
        found.setdefault(name, []).append(auc([score(row) for row in rows], truth))
    lines = ["| model | AUC of conversion |", "| --- | --- |"]
    names = {"product": "product of two networks (`dnn`)", "esmm": "`esmm`", "aitm": "`aitm`"}
    lines += [f"| {names[name]} | {spread(values)} |" for name, values in found.items()]
    return "\n".join(lines) if found else ""


def sparsity():
    text = (FOLDER / "sparsity.log").read_text()
    text = re.sub(r"\s+", " ", text)
    found = re.findall(r"Of the (\d+) gates of all layers (\d+) are closed", text)
    penalties = re.search(r"in ([0-9. ]+) \{", Path("scripts/results/sparsity.dephn").read_text())
    lines = ["| `--gate-penalty` | gates closed |", "| --- | --- |"]
    for penalty, (count, closed) in zip(penalties.group(1).split(), found):
        lines.append(f"| {penalty} | {closed} of {count} |")
    return "\n".join(lines)


def main():
    parts = ["# Results", "`make results` makes this page: it trains what the scripts in `scripts/results` say and reads the figures of the test rows."]
    parts.append("Means and sample deviations over three seeds; initial values, order of rows and noise follow the seed. *Reference*: DeepCTR 0.9.4 on the same rows, one seed. Seconds: one training on two cores.")
    for name, title in (("adult", "UCI Adult"), ("census-income", "census-income")):
        if (FOLDER / f"{name}.csv").exists():
            parts += [f"## {title}", table(name)]
            if name == "adult":
                parts.append("`esmm` takes the second task for a part of the first; Adult's are no funnel, which is why it cannot tell income.")
    if (FOLDER / "sparsity.log").exists():
        parts += ["## SNR's gates", "On Adult, one seed: a gate is closed when it serves as 0.", sparsity()]
    if text := funnel():
        parts += ["## A funnel", "Conversion over all test rows of Hillstrom's, five seeds; about 58 of them converted, so the error bar is ±0.04.", text]
    Path("RESULTS.md").write_text("\n\n".join(parts) + "\n")


main()
