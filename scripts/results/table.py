"""Writes RESULTS.md from what scripts/results.sh left in output/results."""

import csv
import re
import statistics
from pathlib import Path

FOLDER = Path("output/results")
# Student's t for a two-sided 95 % interval, by the number of paired seeds.
STUDENT = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}
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


def predictions(path):
    """The first event's and the last one's probabilities of a file of `predict`, and the last one's labels."""
    with open(path) as file:
        rows = list(csv.DictReader(file))
    tasks = [key[: -len(".label")] for key in rows[0] if key.endswith(".label")]
    first, last = ([float(row[task]) for row in rows] for task in tasks)
    return first, last, [int(row[f"{tasks[1]}.label"]) for row in rows]


def product_auc(stem, seed, ending=""):
    """AUC of the two networks' product after each epoch of the second one."""
    chances, _, labels = predictions(f"{stem}-first-{seed}{ending}.csv")
    found = []
    while Path(name := f"{stem}-second-{seed}-{len(found) + 1}{ending}.csv").exists():
        _, second, _ = predictions(name)
        found.append(auc([x * y for x, y in zip(chances, second)], labels))
    return found


def verdict(gains):
    """Whether the mean of paired differences stands out of their 95 % interval."""
    noise = STUDENT[len(gains)] * statistics.stdev(gains) / len(gains) ** 0.5
    gain = statistics.mean(gains)
    return "within the noise" if abs(gain) <= noise else "yes" if gain > 0 else "no, below it"


def funnel(name):
    """AUC of the last event over all test rows, and its difference to the product's, seed by seed."""
    stem = FOLDER / f"funnel-{name}"
    seeds = range(1, 1 + len(list(FOLDER.glob(f"funnel-{name}-esmm-?.csv"))))
    product = []
    for seed in seeds:
        validation = product_auc(stem, seed, "-validation")
        product.append(product_auc(stem, seed)[validation.index(max(validation))])
    lines = ["| model | AUC of conversion | difference | seeds above | beats the product |"]
    lines.append("| --- | --- | --- | --- | --- |")
    lines.append(f"| product of two networks (`dnn`) | {spread(product)} | | | |")
    for kind in ("esmm", "aitm"):
        own = []
        for seed in seeds:
            _, scores, labels = predictions(f"{stem}-{kind}-{seed}.csv")
            own.append(auc(scores, labels))
        gains = [x - y for x, y in zip(own, product)]
        above = f"{sum(gain > 0 for gain in gains)} of {len(gains)}"
        lines.append(f"| `{kind}` | {spread(own)} | {spread(gains)} | {above} | {verdict(gains)} |")
    return "\n".join(lines)


def sparsity():
    text = (FOLDER / "sparsity.log").read_text()
    text = re.sub(r"\s+", " ", text)
    found = re.findall(r"Of the (\d+) gates of all layers (\d+) are closed", text)
    penalties = re.search(r"in ([0-9. ]+) \{", Path("scripts/results/sparsity.dephn").read_text())
    lines = ["| `--gate-penalty` | gates closed |", "| --- | --- |"]
    for penalty, (count, closed) in zip(penalties.group(1).split(), found):
        lines.append(f"| {penalty} | {closed} of {count} |")
    return "\n".join(lines)


def command(name):
    return f"`dephn script scripts/results/{name}.dephn`"


def models(name, remark):
    if (FOLDER / f"{name}.csv").exists():
        return [command(name), table(name), remark]


def gates():
    if (FOLDER / "sparsity.log").exists():
        return [command("sparsity"), "On Adult, one seed: a gate is closed when it serves as 0.", sparsity()]


def funnels(name, remark):
    if list(FOLDER.glob(f"funnel-{name}-esmm-?.csv")):
        return [command(f"funnel-{name}"), remark, funnel(name)]


def earlier():
    """The sections of the page as it stands, by title."""
    page = Path("RESULTS.md").read_text() if Path("RESULTS.md").exists() else ""
    parts = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)
    return {title: text.strip() for title, text in zip(parts[1::2], parts[2::2])}


def main():
    adult = "`esmm` takes the second task for a part of the first; Adult's are no funnel, which is why it cannot tell income."
    census = "The owner's test file alone, shared out by row number: 80, 10 and 10 per cent; at most four epochs, the best by validation loss. As on Adult, the tasks are no funnel, so `esmm` cannot tell income."
    product = "The product: one network for the first event over all rows, at the epoch of its own best AUC on the validation rows, and one for the second among rows that had the first, at the epoch of the best product; the others have one epoch to choose, by the AUC of conversion, which may favour the product a little. One configuration each, five seeds. "
    sections = {
        "UCI Adult": models("adult", adult),
        "census-income": models("census-income", census),
        "SNR's gates": gates(),
        "A funnel: Hillstrom's": funnels("hillstrom", product + "The rows are the same for every seed; only 62 of the test rows converted, so the sampling error of each AUC is about 0.04, and the verdict tells of the seeds' noise alone."),
        "A funnel: artificial": funnels("artificial", product + "Each seed draws 100,000 rows of its own, so the deviation of an AUC holds the rows' chance too; the difference is on the same rows."),
    }
    intro = "`make results` makes this page: it trains what the scripts in `scripts/results` say and reads the figures of the test rows. A section whose data is not at hand stays as it was."
    how = "Means and sample deviations, over three seeds unless said otherwise; initial values, order of rows and noise follow the seed. *Reference*: DeepCTR 0.9.4 on the same rows, one seed. Seconds: one training on two cores."
    kept = earlier()
    parts = ["# Results", intro, how]
    for title, made in sections.items():
        if text := "\n\n".join(made) if made else kept.get(title):
            parts += [f"## {title}", text]
    Path("RESULTS.md").write_text("\n\n".join(parts) + "\n")


main()
