"""Looks into predictions, beside the same figures computed from them with NumPy."""

import numpy as np
import pytest
from planted import area, logit, predictions, read, sigmoid


def calibration_error(probabilities, labels):
    bins = np.clip(np.ceil(probabilities * 15) - 1, 0, 14)
    gaps = [abs((probabilities - labels)[bins == bin].sum()) for bin in range(15)]
    return sum(gaps) / len(labels)


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
    falls = {(row["field"], row["task"]): float(row["fall"]) for row in read(folder, "importance.csv")}
    assert falls["y", "buy"] > 0.2 > abs(falls["y", "click"])
    assert falls["x", "click"] > 0.1 > abs(falls["x", "buy"])
    for task in ["click", "buy"]:
        assert abs(falls["noise", task]) < 0.02
    output = (folder / "output.txt").read_text()
    assert "buy only" in output and "click only" in output
    # Shuffled with NumPy's chance instead, a field that the model needs alone is worth as much.
    _, probabilities, labels = predictions(folder, "test.csv", "buy")
    assert area(probabilities, labels) - falls["y", "buy"] == pytest.approx(0.5, abs=0.06)


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


@pytest.mark.parametrize("task", ["base", "related"])
def test_confidence_is_the_predictions_over_the_base(folder, task):
    rows = read(folder, "confident.csv")
    shown = [row for row in read(folder, "confidence.csv") if (row["task"], row["of"]) == (task, "prediction")]
    points = {(float(row["base.label"]), float(row[task])) for row in rows}
    assert len(shown) == 400
    assert all((float(row["base confidence"]), float(row["prediction"])) in points for row in shown)


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
    rows = read(folder, "heavy-importance.csv")
    fall = next(float(row["fall"]) for row in rows if (row["field"], row["task"]) == ("y", "buy"))
    assert fall == pytest.approx(weighted - 0.5, abs=0.015)
