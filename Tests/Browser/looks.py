"""Cells that show every look into a model, and each kind of plot and table, on rows in which things are planted."""

import csv
import random

MANY = [f"l{n}" for n in range(1, 15)]
FIELDS = ["hour", "price", "city", "device", "noise"]

SET_UP = """
d = load csv looks.csv --label click buy share --categorical city device
m = build dephn d --num-experts 3 --mappings raw sin
mapping = build dephn d --gate mapping --virtual-gradient none --num-experts 3 --mappings raw sin
moe = build mmoe d --num-experts 3
levels = build ple d --num-levels 2
snr = build snr d
stitch = build cross-stitch d
balanced = build shared-bottom d
single = build dnn d
train m mapping moe levels snr stitch single --epochs 3 --batch-size 128 --learning-rate 0.01 --seed 7
train balanced --task-weights uncertainty --epochs 3 --batch-size 128 --quiet
""".strip()

# Names of screenshots, and what they show.
CELLS = {
    "set-up": SET_UP,
    "diagram-mmoe": "diagram moe",
    "diagram-dephn": "diagram m",
    "diagram-levels": "diagram levels\ndiagram levels --level 1",
    "experts": "experts m\nexperts moe",
    "experts-levels": "experts levels",
    "experts-left-out": "experts moe --ablate",
    "experts-against-correlation": "experts moe --against correlation",
    "correlation-data": "correlation d",
    "correlation-model": "correlation moe",
    "correlation-many": f"many = load csv many.csv --label {' '.join(MANY)}\ncorrelation many",
    "gates-dephn": "gates m",
    "gates-mmoe": "gates moe\ngates mapping",
    "gates-levels": "gates levels",
    "gates-connections": "gates snr\ngates stitch",
    "gates-by": "gates moe --by city",
    "gates-by-number": "gates mapping --by hour",
    "history": "history moe\nhistory moe m mapping",
    "history-gates": "history m --of gates\nhistory mapping --of gates",
    "history-virtual-gradient": "history m --of virtual-gradient",
    "history-correlation": "history moe --of correlation",
    "history-task-weights": "history balanced --of task-weights",
    "history-conflict": "history moe --of conflict",
    "virtual-gradient": "virtual-gradient",
    "virtual-gradient-model": "virtual-gradient m",
    "trainable-against-mapping": "history m mapping --of gates",
    "affinity": "affinity moe",
    "importance": "importance moe",
    "slices": "slices moe --by city",
    "slices-two": "slices moe single --by city",
    "calibration": "calibration moe",
    "confidence": "r = derive related d --task click --confidences\nc = build dephn r\ntrain c --quiet\nconfidence c",
    "selection-gates": "ssg m",
    "selection-gates-many": "wide = load csv wide.csv --label click buy\nw = build dephn wide\nssg w\ngates w",
    "compare": "compare moe m single --baseline single --seeds 2",
    "plots": (
        "sweep = for r in 0 0.5 1 {\n  e = load synthetic --correlation $r --rows 1000\n  a = build mmoe e\n"
        "  b = build shared-bottom e\n  train a b --quiet\n  evaluate a b\n}\n"
        "plot sweep --x r --y auc --by model\nplot sweep --x r --y auc --facet task\n"
        "plot sweep --x auc --y logloss --by model --points"
    ),
    "bars": "plot sweep --x model --y auc --by task --from 0.4\nplot sweep --x task --y logloss",
    "tables": "head d\nshow d\nevaluate m moe\nlist",
    "tables-wide": "head wide",
    "tables-kept": (
        "t = virtual-gradient m\nshow t --rows 8\n"
        "i = importance moe\nshow i --where task=click --sort fall --descending"
    ),
    "help": "help gates",
}

KINDS = [
    "dephn",
    "mt-phn --setting all-public",
    "mmoe",
    "omoe",
    "ple --num-levels 2",
    "cgc",
    "snr",
    "shared-bottom",
    "cross-stitch",
    "esmm",
    "aitm",
    "dnn",
    "wide-deep",
    "dcn",
    "dcn-v2",
    "fint",
    "nfm",
    "xdeepfm",
    "phn",
]

# The diagram of every kind, after training.
DIAGRAMS = {"set-up": "d = load csv looks.csv --label click buy --ignore share --categorical city device"} | {
    f"diagram-of-{kind.split()[0]}": f"m = build {kind} d\ntrain m --epochs 1 --quiet\ndiagram m" for kind in KINDS
}


def write_rows(folder):
    """`click` and `share` are opposed, `buy` needs the price alone; the city turns the hour around."""
    chance = random.Random(7)
    with open(folder / "looks.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*FIELDS, "click", "buy", "share"])
        for _ in range(3000):
            hour, price, noise = (chance.gauss(0, 1) for _ in range(3))
            city = chance.choice(["Rome", "Paris", "Oslo", "Saint-Rémy-de-Provence"])
            click = chance.gauss(0, 1) < (-hour if city == "Oslo" else hour)
            values = [f"{hour:.4f}", f"{price:.4f}", city, chance.choice(["phone", "desk"]), f"{noise:.4f}"]
            share = click == (chance.random() < 0.1)
            writer.writerow([*values, int(click), int(chance.gauss(0, 1) < price), int(share)])
    with open(folder / "many.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["x", *MANY])
        for _ in range(500):
            x = chance.gauss(0, 1)
            writer.writerow([f"{x:.3f}", *(int(chance.gauss(0, 1) + x * (n % 5 - 2) > 0) for n in range(len(MANY)))])
    with open(folder / "wide.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"feature_{n}" for n in range(40)), "click", "buy"])
        for row in range(400):
            writer.writerow([*(row * c * 7919 % 89 for c in range(3, 43)), row // 7 % 2, row // 11 % 2])
