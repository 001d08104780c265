"""Looks into a model, beside the same figures computed from its predictions with NumPy."""

import csv
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Reference"))

import check_saved_model
from numpy_models.layers import embed, layers, mixture, relu, softmax, tower

PROGRAM = ROOT / ".build/release/dephn"

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
"""


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Rows in which `click` follows x, the other way round in Oslo, and `buy` follows y alone."""
    folder = tmp_path_factory.mktemp("looks")
    chance = np.random.default_rng(7)
    x, y, noise = chance.normal(size=(3, 6000))
    city = chance.choice(["Rome", "Paris", "Oslo"], size=6000, p=[0.5, 0.3, 0.2])
    sign = np.where(city == "Oslo", -1, 1)
    click = chance.random(6000) < sigmoid(2 * sign * x)
    buy = chance.random(6000) < sigmoid(2 * y)
    count = np.where(abs(y) > 1, 1, 4)
    with open(folder / "rows.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y", "noise", "city", "click", "buy", "missed", "count"])
        for row in zip(x, y, noise, city, click, buy, count, strict=True):
            numbers = [f"{value:.6f}" for value in row[:3]]
            writer.writerow([*numbers, row[3], int(row[4]), int(row[5]), 1 - int(row[4]), row[6]])
    (folder / "cells.dephn").write_text(CELLS)
    run = subprocess.run(
        [PROGRAM, "script", "cells.dephn"],
        cwd=folder,
        env=os.environ | {"DEPHN_RUNS": str(folder / "runs")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (folder / "output.txt").write_text(run.stdout)
    return folder


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


def calibration_error(probabilities, labels):
    bins = np.clip(np.ceil(probabilities * 15) - 1, 0, 14)
    gaps = [abs((probabilities - labels)[bins == bin].sum()) for bin in range(15)]
    return sum(gaps) / len(labels)


def logit(probabilities):
    return np.log(probabilities / (1 - probabilities))


def temperature(logits, labels):
    """The T of least logloss, by a search over a fine grid around ever better ones."""
    low, high = -3.0, 3.0
    for _ in range(12):
        grid = np.linspace(low, high, 21)
        losses = [np.logaddexp(0, logits / np.exp(t)).mean() - (labels * logits / np.exp(t)).mean() for t in grid]
        best = int(np.argmin(losses))
        low, high = grid[max(0, best - 1)], grid[min(20, best + 1)]
    return np.exp((low + high) / 2)


@pytest.mark.parametrize("task", ["click", "buy"])
def test_calibration_before_and_after_scaling(folder, task):
    figures = next(row for row in read(folder, "calibration.csv") if row["task"] == task)
    _, probabilities, labels = predictions(folder, "test.csv", task)
    assert float(figures["ece"]) == pytest.approx(calibration_error(probabilities, labels), abs=1e-6)
    loss = -np.log(np.where(labels == 1, probabilities, 1 - probabilities)).mean()
    assert float(figures["logloss"]) == pytest.approx(loss, abs=1e-6)
    _, seen, truth = predictions(folder, "validation.csv", task)
    expected = temperature(logit(seen), truth)
    assert float(figures["temperature"]) == pytest.approx(expected, rel=1e-4)
    scaled = sigmoid(logit(probabilities) / expected)
    assert float(figures["scaled-ece"]) == pytest.approx(calibration_error(scaled, labels), abs=1e-4)


def test_slices_are_those_rows_alone_and_the_one_that_is_worse_is_named(folder):
    cities = np.array([row["city"] for row in read(folder, "rows.csv")])
    for task in ["click", "buy"]:
        rows, flat, labels = predictions(folder, "other.csv", task)
        _, deep, _ = predictions(folder, "test.csv", task)
        for figures in read(folder, "slices.csv"):
            if figures["task"] != task:
                continue
            member = np.isin(cities[rows], [figures["slice"]]) | (figures["slice"] == "all rows")
            assert int(float(figures["rows"])) == member.sum()
            mine, other = area(flat[member], labels[member]), area(deep[member], labels[member])
            assert float(figures["auc"]) == pytest.approx(mine, abs=2e-6)
            assert float(figures["difference"]) == pytest.approx(mine - other, abs=4e-6)
            assert float(figures["calibration"]) == pytest.approx(flat[member].mean() / labels[member].mean(), rel=1e-5)
            low, high = float(figures["difference.low"]), float(figures["difference.high"])
            assert low < mine - other < high
            if (figures["slice"], task) == ("Oslo", "click"):
                assert high < 0, "the flat model cannot turn x around for one city"


def test_quantiles_cut_a_number_into_equal_parts(folder):
    x = np.array([float(row["x"]) for row in read(folder, "rows.csv")])
    rows, _, _ = predictions(folder, "test.csv", "click")
    edges = np.sort(x[rows])[[quarter * len(rows) // 4 for quarter in (1, 2, 3)]]
    counts = np.bincount(np.searchsorted(edges, x[rows], side="right"))
    shown = [row for row in read(folder, "quantiles.csv") if row["task"] == "click"][1:]
    assert [int(float(row["rows"])) for row in shown] == list(counts)


def test_importance_names_the_field_that_one_task_needs(folder):
    falls = {row["field"]: row for row in read(folder, "importance.csv")}
    assert float(falls["y"]["buy"]) > 0.2 > abs(float(falls["y"]["click"]))
    assert float(falls["x"]["click"]) > 0.1 > abs(float(falls["x"]["buy"]))
    for task in ["click", "buy"]:
        assert abs(float(falls["noise"][task])) < 0.02
    output = (folder / "output.txt").read_text()
    assert "buy only" in output and "click only" in output
    # Shuffled with NumPy's chance instead, a field that the model needs alone is worth as much.
    _, probabilities, labels = predictions(folder, "test.csv", "buy")
    assert area(probabilities, labels) - float(falls["y"]["buy"]) == pytest.approx(0.5, abs=0.06)


class Mixture:
    """The saved mixture of experts, computed in NumPy on some rows of the table."""

    tasks = ("click", "buy")

    def __init__(self, folder, rows):
        model = check_saved_model.Model(folder / "moe.safetensors")
        self.weights = {name: tensor.astype(np.float64) for name, tensor in model.tensors.items()}
        self.features = model.metadata["features"]
        table = [row for index, row in enumerate(read(folder, "rows.csv")) if index in rows]
        self.columns = [
            check_saved_model.encode(feature, [row[feature["name"]] for row in table]) for feature in self.features
        ]
        self.labels = {task: np.array([float(row[task]) for row in table]) for task in self.tasks}

    def parts(self, weights=None):
        """What the experts give, and the gates of each task."""
        w = weights or self.weights
        x = embed(w, self.features, self.columns)
        x = x.reshape(len(x), -1)
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

    def gradient(self, task, names):
        """Of the task's loss, by central differences."""
        slopes = []
        for name in names:
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


@pytest.fixture(scope="module")
def moe(folder):
    return Mixture(folder, row_numbers(folder, "moe.csv"))


@pytest.mark.parametrize("task", ["click", "buy"])
def test_health_of_experts_is_that_of_the_saved_gates(folder, moe, task):
    shown = [row for row in read(folder, "health.csv") if row["task"] == task and row.get("mean")]
    assert [row["expert"] for row in shown] == ["e1", "e2", "e3"]
    experts, gates = moe.parts()
    for k, row in enumerate(shown):
        own = gates[task][:, k]
        assert float(row["mean"]) == pytest.approx(own.mean(), abs=1e-5)
        assert float(row["top"]) == pytest.approx((gates[task].argmax(axis=1) == k).mean(), abs=2e-3)
        high = np.sort(own)[int(np.ceil(0.95 * len(own))) - 1]
        assert high <= float(row["high"]) + 1e-5 <= high + 0.0011
        assert float(row["zeros"]) == pytest.approx((experts[:, k] == 0).mean(), abs=1e-3)


@pytest.mark.parametrize("task", ["click", "buy"])
def test_experts_left_out(folder, moe, task):
    shown = [row for row in read(folder, "ablation.csv") if row["task"] == task]
    assert [row["without"] for row in shown] == ["e1", "e2", "e3", "none"]
    auc, loss = area(moe.logits(task), moe.labels[task]), moe.loss(task)
    assert float(shown[3]["auc"]) == pytest.approx(auc, abs=1e-5)
    assert float(shown[3]["loss"]) == pytest.approx(loss, abs=1e-5)
    for k in range(3):
        change = area(moe.logits(task, without=k), moe.labels[task]) - auc
        assert float(shown[k]["auc"]) == pytest.approx(change, abs=1e-5)
        assert float(shown[k]["loss"]) == pytest.approx(moe.loss(task, without=k) - loss, abs=1e-5)


def test_similarity_of_representations_is_linear_cka(folder, moe):
    experts, gates = moe.parts()
    x, y = (mixture(gates[task], experts) for task in moe.tasks)
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    expected = np.sum((y.T @ x) ** 2) / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y)
    shown = [
        row
        for row in read(folder, "correlation.csv")
        if row["task"] == "click" and row["other"] == "buy" and row.get("similarity")
    ]
    assert [float(row["similarity"]) for row in shown] == [pytest.approx(expected, abs=1e-5)]


def test_affinity_is_that_of_the_saved_weights(folder):
    held = row_numbers(folder, "validation.csv")
    train = Mixture(folder, set(range(6000)) - held - row_numbers(folder, "moe.csv"))
    held = Mixture(folder, held)
    # What both tasks reach: neither gates nor towers.
    names = [name for name in train.weights if name.startswith(("embedding.", "experts."))]
    gradients = {task: train.gradient(task, names) for task in train.tasks}
    click, buy = gradients.values()
    shown = read(folder, "affinity.csv")

    def figures(measure, **values):
        return [float(row[measure]) for row in shown if row[measure] and all(row[key] == values[key] for key in values)]

    cosine = click @ buy / np.linalg.norm(click) / np.linalg.norm(buy)
    assert figures("cosine", task="click", other="buy") == [pytest.approx(cosine, abs=1e-4)]
    length = np.linalg.norm(np.concatenate([train.weights[name].ravel() for name in names]))
    for step, gradient in gradients.items():
        change, moved, first = 0.001 * length / np.linalg.norm(gradient) * gradient, dict(train.weights), 0
        for name in names:
            weight = train.weights[name]
            moved[name] = weight - change[first : first + weight.size].reshape(weight.shape)
            first += weight.size
        for task in train.tasks:
            effect = 100 * (1 - held.loss(task, weights=moved) / held.loss(task))
            assert figures("effect", **{"step of": step, "task": task}) == [pytest.approx(effect, rel=0.02, abs=2e-3)]


def test_virtual_gradient_follows_gates_and_labels(folder):
    """One batch holds all training rows, so that their correlation is that of every step."""
    trained = set(range(6000)) - row_numbers(folder, "validation.csv") - row_numbers(folder, "test.csv")
    labels = [
        [int(row[task]) for i, row in enumerate(read(folder, "rows.csv")) if i in trained] for task in ("click", "buy")
    ]
    x = abs(np.corrcoef(labels)[0, 1])
    rows = read(folder, "virtual-gradient.csv")
    seen = {"gate": {}, "factor": {}}
    for row in rows:
        for measure, values in seen.items():
            if row[measure]:
                values[row["task"], row["expert"], int(float(row["step"]))] = float(row[measure])
    assert len(seen["gate"]) == len(seen["factor"]) == 2 * 4 * 5
    for (task, part, step), gate in seen["gate"].items():
        y = abs(gate - seen["gate"]["buy" if task == "click" else "click", part, step])
        assert seen["factor"][task, part, step] == pytest.approx(2 * np.sqrt(abs(x + y - 1)), abs=1e-3)
    for row in rows:
        if not row["step"]:
            own = [seen["factor"][row["task"], row["expert"], step] for step in range(1, 6)]
            assert float(row["factor.first"]) == pytest.approx(own[0], abs=1e-9)
            assert float(row["factor.last"]) == pytest.approx(own[-1], abs=1e-9)
            assert [float(row["factor.least"]), float(row["factor.most"])] == pytest.approx([min(own), max(own)])


@pytest.mark.parametrize("deviation", [1, 20])
def test_derived_confidences_have_the_deviation(folder, deviation):
    rows = read(folder, f"confidences-{deviation}.csv")
    a, u = (np.array([float(row[f"{task}.label"]) for row in rows]) for task in ("base", "unrelated"))
    assert a.mean() == pytest.approx(-1, abs=1e-3)
    assert a.std() == pytest.approx(deviation, rel=1e-3)
    assert u == pytest.approx(np.sign(a) * (2 * np.sin(abs(a)) + 0.1 * np.cos(abs(a))), abs=1e-4)
    confidences, labels = np.corrcoef(a, u)[0, 1], np.corrcoef(a > 0, u > 0)[0, 1]
    if deviation == 1:
        assert confidences > 0.3 and labels > 0.8
    else:
        assert abs(confidences) < 0.1 and abs(labels) < 0.2


class Counted:
    """A task's predictions, each row as often as it weighs: what a weight of n means."""

    def __init__(self, folder, name, task, among=None):
        rows, probabilities, labels = predictions(folder, name, task)
        table = read(folder, "rows.csv")
        kept = np.array([among is None or table[row][among] == "1" for row in rows])
        rows = rows[kept]
        self.times = np.array([int(table[row]["count"]) for row in rows])
        self.rows = np.repeat(rows, self.times)
        self.probabilities = np.repeat(probabilities[kept], self.times)
        self.labels = np.repeat(labels[kept], self.times)
        self.cities = np.array([table[row]["city"] for row in self.rows])

    @property
    def loss(self):
        return -np.log(np.where(self.labels == 1, self.probabilities, 1 - self.probabilities)).mean()


@pytest.mark.parametrize(("prefix", "among"), [("heavy", None), ("space", "click")])
@pytest.mark.parametrize("task", ["click", "buy"])
def test_rows_count_as_often_as_they_weigh(folder, task, prefix, among):
    among = among if task == "buy" else None
    seen = Counted(folder, "heavy.csv", task, among)
    fitting = Counted(folder, "heavy-validation.csv", task, among)
    figures = next(row for row in read(folder, f"{prefix}-calibration.csv") if row["task"] == task)
    assert float(figures["positive"]) == pytest.approx(seen.labels.mean(), abs=1e-6)
    assert float(figures["predicted"]) == pytest.approx(seen.probabilities.mean(), abs=1e-5)
    assert float(figures["ece"]) == pytest.approx(calibration_error(seen.probabilities, seen.labels), abs=1e-5)
    assert float(figures["logloss"]) == pytest.approx(seen.loss, abs=1e-5)
    expected = temperature(logit(fitting.probabilities), fitting.labels)
    assert float(figures["temperature"]) == pytest.approx(expected, rel=1e-3)
    for row in read(folder, f"{prefix}-slices.csv"):
        if row["task"] == task:
            member = (seen.cities == row["slice"]) | (row["slice"] == "all rows")
            assert int(float(row["rows"])) == len(np.unique(seen.rows[member]))
            assert float(row["mean"]) == pytest.approx(seen.labels[member].mean(), abs=1e-5)
            assert float(row["auc"]) == pytest.approx(area(seen.probabilities[member], seen.labels[member]), abs=1e-5)
            if prefix == "heavy":
                assert float(row["auc.low"]) < float(row["auc"]) < float(row["auc.high"])
    whole = next(
        row for row in read(folder, f"{prefix}-ablation.csv") if row["task"] == task and row["without"] == "none"
    )
    assert float(whole["auc"]) == pytest.approx(area(seen.probabilities, seen.labels), abs=1e-5)
    assert float(whole["loss"]) == pytest.approx(seen.loss, abs=1e-5)


def test_importance_counts_weights(folder):
    """`buy` needs y alone: without it the AUC is about a half, so that the fall shows the AUC before."""
    seen = Counted(folder, "heavy.csv", "buy")
    plain = predictions(folder, "heavy.csv", "buy")[1:]
    weighted = area(seen.probabilities, seen.labels)
    assert area(*plain) - weighted > 0.03
    fall = next(float(row["buy"]) for row in read(folder, "heavy-importance.csv") if row["field"] == "y")
    assert fall == pytest.approx(weighted - 0.5, abs=0.015)
