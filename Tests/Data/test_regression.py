"""Metrics of regressions and of weighted rows: scipy and scikit-learn compute the same from the predictions."""

import os
import pathlib
import subprocess

import numpy
import pandas
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import (
    average_precision_score,
    mean_absolute_error,
    mean_squared_error,
    r2_score,
    roc_auc_score,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / os.environ.get("DEPHN_PROGRAM", ".build/release/dephn")

SCRIPT = """
d = load csv {folder}/watched.csv --label click --regression watch --categorical user --id impression {weight}
m = build dnn d --label-transform watch=log1p
train m --epochs 4 --batch-size 100
e = evaluate m --group user
export e {folder}/evaluation.csv
predict m {folder}/rows.csv
save m {folder}/m.safetensors
n = open {folder}/m.safetensors d
predict n {folder}/opened.csv
t = train m --epochs 2 --monitor spearman
export t {folder}/training.csv
predict m {folder}/validation.csv --split validation
c = compare m n --metrics auc pr-auc mse mae r2 spearman
export c {folder}/comparison.csv
q = sql "SELECT [watch.mae], [watch.spearman], [watch.r2], best FROM runs ORDER BY run DESC LIMIT 1"
export q {folder}/runs.csv
"""


def watched(rows=3000):
    """Watching times over three orders of magnitude, with ties, and rows of different weight."""
    random = numpy.random.default_rng(7)
    length = random.normal(size=rows)
    user = random.integers(0, 25, rows)
    watch = numpy.round(numpy.exp(3 + 1.2 * length + 0.3 * random.normal(size=rows)), 1)
    return pandas.DataFrame(
        {
            "impression": [f"i{row}" for row in range(rows)],
            "user": [f"u{number}" for number in user],
            "length": numpy.round(length, 4),
            "watch": watch,
            "click": (length + random.normal(size=rows) > 0.3).astype(int),
            "importance": random.choice([0.5, 1.0, 3.0], rows),
        }
    )


@pytest.fixture(scope="module", params=["", "--weight importance"], ids=["plain", "weighted"])
def study(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("regression")
    table = watched()
    if not request.param:
        table = table.drop(columns="importance")
    table.to_csv(folder / "watched.csv", index=False)
    script = folder / "study.dephn"
    script.write_text(SCRIPT.format(folder=folder, weight=request.param))
    done = subprocess.run(
        [PROGRAM, "script", script],
        env={**os.environ, "DEPHN_RUNS": str(folder / "runs")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    table["weight"] = table.importance if request.param else 1.0
    return folder, table.set_index("impression")


def predicted(study, name):
    folder, table = study
    rows = pandas.read_csv(folder / f"{name}.csv").set_index("impression")
    return rows.join(table[["user", "weight"]])


def regression(rows):
    label, value, weight = rows["watch.label"], rows["watch"], rows["weight"]
    return {
        "mse": mean_squared_error(label, value, sample_weight=weight),
        "mae": mean_absolute_error(label, value, sample_weight=weight),
        "r2": r2_score(label, value, sample_weight=weight),
        # There is no weighted one: each row counts once.
        "spearman": spearmanr(label, value).statistic,
    }


def assert_agrees(found, expected):
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=2e-5), name


def test_evaluate(study):
    table = pandas.read_csv(study[0] / "evaluation.csv").set_index("task")
    rows = predicted(study, "rows")
    assert_agrees(table.loc["watch"], regression(rows))
    assert table.loc["watch", "spearman"] > 0.9
    weighted = {"sample_weight": rows["weight"]}
    label, score = rows["click.label"], rows["click"]
    assert_agrees(table.loc["click"], {"auc": roc_auc_score(label, score, **weighted)})


def test_auc_within_groups(study):
    table = pandas.read_csv(study[0] / "evaluation.csv").set_index("task")
    sizes, areas = [], []
    for _, group in predicted(study, "rows").groupby("user"):
        if group["click.label"].nunique() == 2:
            weight = group["weight"]
            areas.append(roc_auc_score(group["click.label"], group["click"], sample_weight=weight))
            sizes.append(weight.sum())
    assert len(areas) > 10
    expected = {
        "group-auc": numpy.average(areas, weights=sizes),
        "user-auc": numpy.mean(areas),
        "groups": len(areas),
    }
    assert_agrees(table.loc["click"], expected)


def test_train(study):
    table = pandas.read_csv(study[0] / "training.csv").set_index("task")
    assert_agrees(table.loc["watch"], regression(predicted(study, "validation")))


def test_runs(study):
    rows = predicted(study, "validation")
    figures = regression(rows)
    found = pandas.read_csv(study[0] / "runs.csv").iloc[0]
    assert_agrees(found, {f"watch.{name}": figures[name] for name in ["mae", "spearman", "r2"]})
    assert found["best"] == found["watch.spearman"]


def test_compare(study):
    table = pandas.read_csv(study[0] / "comparison.csv").set_index(["model", "task"])
    rows = predicted(study, "rows")
    assert_agrees(table.loc["n", "watch"], regression(rows))
    areas = {"auc": roc_auc_score, "pr-auc": average_precision_score}
    expected = {
        name: area(rows["click.label"], rows["click"], sample_weight=rows["weight"]) for name, area in areas.items()
    }
    assert_agrees(table.loc["n", "click"], expected)


def test_a_saved_model_keeps_the_transform(study):
    rows, opened = predicted(study, "rows"), predicted(study, "opened")
    pandas.testing.assert_frame_equal(rows, opened)
    assert average_precision_score(rows["click.label"], rows["click"]) > 0.5
    assert rows["watch"].min() > 0 and rows["watch"].max() > 100
