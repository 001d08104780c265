"""Rows in which things are planted, the cells that look for them, and the same figures in NumPy."""

import csv
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Reference"))

import check_saved_model
from numpy_models.layers import embed, layers, mixture, relu, softmax, tower

CELLS = """
d = load csv rows.csv --label click buy --ignore missed count --split ordered
m = build dnn d --embedding-dim 4 --hidden-units 16
flat = build dnn d --embedding-dim 4 --hidden-units 1
moe = build mmoe d --embedding-dim 4 --num-experts 3 --expert-hidden-units 4 --tower-hidden-units 4
train m flat moe --epochs 4 --batch-size 128 --learning-rate 0.01 --seed 1
test = predict m --split test
export test test.csv
other = predict flat --split test
export other other.csv
validation = predict m --split validation
export validation validation.csv
c = calibration m
export c calibration.csv
s = slices flat m --by city
export s slices.csv
q = slices m --by x --quantiles 4
export q quantiles.csv
i = importance m --repeats 3
show i
export i importance.csv
save moe moe.safetensors
rows = predict moe --split test
export rows moe.csv
h = experts moe --split test
export h health.csv
l = experts moe --split test --ablate
export l ablation.csv
k = correlation moe --split test
export k correlation.csv
a = affinity moe --batches 1 --batch-size 100000
export a affinity.csv
net = build dephn d --num-experts 2 --expert-hidden-units 4 --embedding-dim 4 --num-cross-layers 1 --num-field-layers 1
train net --epochs 5 --batch-size 100000 --learning-rate 0.05
v = virtual-gradient net
show v
export v virtual-gradient.csv
for s in 1 20 {
  u = derive unrelated d --task click --confidences --deviation $s
  c = build dnn u --hidden-units 1
  p = predict c --split train
  export p confidences-$s.csv
}
w = load csv rows.csv --label click buy --ignore missed --weight count --split ordered
heavy = build mmoe w --embedding-dim 4 --num-experts 2 --expert-hidden-units 8 --tower-hidden-units 4
train heavy --epochs 4 --batch-size 128 --learning-rate 0.01
hp = predict heavy --split test
export hp heavy.csv
hv = predict heavy --split validation
export hv heavy-validation.csv
hc = calibration heavy
export hc heavy-calibration.csv
hs = slices heavy --by city --resamples 50
export hs heavy-slices.csv
hi = importance heavy --repeats 5
export hi heavy-importance.csv
hl = experts heavy --split test --ablate
export hl heavy-ablation.csv
sc = calibration heavy --sample-space buy=click
export sc space-calibration.csv
ss = slices heavy --by city --sample-space buy=click --resamples 0
export ss space-slices.csv
sl = experts heavy --split test --ablate --sample-space buy=click
export sl space-ablation.csv
first = build mmoe d --embedding-dim 4 --num-experts 3 --expert-hidden-units 4 --tower-hidden-units 4
save first first.safetensors
train first --epochs 1 --batch-size 100000
fl = history first
export fl losses.csv
fc = history first --of conflict
export fc conflict.csv
fr = history first --of correlation
export fr batch-correlation.csv
g = gates moe --split test
export g gates.csv
b = gates moe --split test --by city
export b gates-by-city.csv
e = experts moe --split test --against correlation
export e against.csv
n = diagram moe --split test
export n diagram.csv
y = correlation d
export y labels.csv
levels = build ple d --embedding-dim 4 --expert-hidden-units 4 --num-levels 2
train levels --epochs 2 --learning-rate 0.01
save levels levels.safetensors
z = gates levels --split test
export z level-gates.csv
save net net.safetensors
o = ssg net
export o selection.csv
vg = gates net --split test
export vg net-gates.csv
ve = experts net --split test
export ve net-experts.csv
related = derive related d --task click --confidences
cf = build dnn related --hidden-units 4
train cf --epochs 2
cp = predict cf --split test
export cp confident.csv
co = confidence cf --split test
export co confidence.csv
"""


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def logit(probabilities):
    return np.log(probabilities / (1 - probabilities))


def read(folder, name):
    with open(folder / name, newline="") as file:
        return list(csv.DictReader(file))


def predictions(folder, name, task):
    """Row numbers, probabilities and labels."""
    rows = read(folder, name)
    values = [[float(row[key]) for row in rows] for key in ["row", task, f"{task}.label"]]
    return np.array(values[0], int) - 1, np.array(values[1]), np.array(values[2])


def area(scores, labels):
    """AUC by comparing every positive with every negative."""
    positives, negatives = scores[labels == 1], scores[labels == 0]
    above = (positives[:, None] > negatives).mean()
    return above + (positives[:, None] == negatives).mean() / 2


TASKS = ("click", "buy")


class Mixture:
    """The saved mixture of experts, computed in NumPy on some rows of the table."""

    tasks = TASKS

    def __init__(self, folder, rows, name="moe"):
        model = check_saved_model.Model(folder / f"{name}.safetensors")
        self.weights = {name: tensor.astype(np.float64) for name, tensor in model.tensors.items()}
        self.features = model.metadata["features"]
        table = [row for index, row in enumerate(read(folder, "rows.csv")) if index in rows]
        self.columns = [
            check_saved_model.encode(feature, [row[feature["name"]] for row in table]) for feature in self.features
        ]
        self.labels = {task: np.array([float(row[task]) for row in table]) for task in self.tasks}

    def embedded(self, weights=None):
        x = embed(weights or self.weights, self.features, self.columns)
        return x.reshape(len(x), -1)

    def parts(self, weights=None):
        """What the experts give, and the gates of each task."""
        w = weights or self.weights
        x = self.embedded(w)
        experts = np.stack([layers(w, f"experts.{k}", x, relu) for k in range(3)], axis=1)
        return experts, {task: softmax(x @ w[f"gates.{task}.weight"]) for task in self.tasks}

    def logits(self, task, without=None, weights=None):
        """With an expert's output at 0, and with other weights."""
        experts, gates = self.parts(weights)
        if without is not None:
            experts[:, without] = 0
        return tower(weights or self.weights, task, mixture(gates[task], experts))

    def loss(self, task, **others):
        logits = self.logits(task, **others)
        return (np.logaddexp(0, logits) - self.labels[task] * logits).mean()

    @property
    def shared(self):
        """What both tasks reach: neither gates nor towers."""
        return [name for name in self.weights if name.startswith(("embedding.", "experts."))]

    def gradient(self, task):
        """Of the task's loss for what is shared, by central differences."""
        slopes = []
        for name in self.shared:
            for index in np.ndindex(self.weights[name].shape):
                ends = []
                for step in (1e-5, -1e-5):
                    moved = self.weights[name].copy()
                    moved[index] += step
                    ends.append(self.loss(task, weights=self.weights | {name: moved}))
                slopes.append((ends[0] - ends[1]) / 2e-5)
        return np.array(slopes)


def row_numbers(folder, name):
    return {int(row["row"]) - 1 for row in read(folder, name)}


def trained_rows(folder):
    return set(range(6000)) - row_numbers(folder, "validation.csv") - row_numbers(folder, "test.csv")


def cosine(one, other):
    return one @ other / np.linalg.norm(one) / np.linalg.norm(other)
