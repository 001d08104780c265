"""The study in notebooks/studies: it runs in one script, and its tables agree with pandas."""

import os
import pathlib
import subprocess

import numpy
import pandas
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"
STUDY = ROOT / "notebooks/studies/five-models.dephn"

EXPORTS = """
export sweep {folder}/sweep.csv
export means {folder}/means.csv
export learned {folder}/learned.csv
export tried {folder}/tried.csv
found = sql "SELECT run, weights, [income.auc], [learning-rate] FROM runs"
export found {folder}/runs.csv
winner = sql "SELECT run FROM tried ORDER BY best DESC LIMIT 1"
export winner {folder}/winner.csv
predict m {folder}/rows.csv --split test
"""


def area(labels, scores):
    """The area under the ROC curve, from ranks (Mann and Whitney)."""
    positives, negatives = (labels == 1).sum(), (labels == 0).sum()
    ranks = scores.rank()[labels == 1].sum()
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    text = STUDY.read_text().replace("epochs = 3", "epochs = 1") + EXPORTS.format(folder=folder)
    (folder / "study.dephn").write_text(text)
    done = subprocess.run(
        [PROGRAM, "script", "--data", ROOT / "data", folder / "study.dephn"],
        env={**os.environ, "DEPHN_RUNS": str(folder / "runs")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    return folder


def test_sql_means_are_those_of_pandas(study):
    sweep = pandas.read_csv(study / "sweep.csv")
    means = pandas.read_csv(study / "means.csv").set_index(["kind", "task"])
    assert len(sweep) == 5 * 3 * 2
    groups = sweep.groupby(["kind", "task"]).auc
    numpy.testing.assert_allclose(means.auc, groups.mean()[means.index], rtol=1e-12)
    spread = (groups.max() - groups.min())[means.index]
    numpy.testing.assert_allclose(means.range, spread, rtol=1e-9, atol=1e-15)
    assert (means.groupby("task", sort=False).auc.diff().dropna() <= 0).all()


def test_gates_of_a_loop_are_rows(study):
    learned = pandas.read_csv(study / "learned.csv")
    assert set(learned.seed) == {1, 2, 3} and set(learned.task) == {"income", "never-married"}
    totals = learned.groupby(["seed", "task"])["mean"].sum()
    numpy.testing.assert_allclose(totals, 1, rtol=1e-6)


def test_search_and_runs_tell_the_same(study):
    tried = pandas.read_csv(study / "tried.csv").set_index("run")
    runs = pandas.read_csv(study / "runs.csv").set_index("run")
    assert len(tried) == 4
    for column in ["weights", "income.auc", "learning-rate"]:
        assert (tried[column] == runs.loc[tried.index, column]).all()
    means = tried[["income.auc", "never-married.auc"]].mean(axis=1)
    numpy.testing.assert_allclose(tried.best, means, rtol=1e-12)
    assert pandas.read_csv(study / "winner.csv").run[0] == means.idxmax()


def test_the_models_of_the_study_predict_what_their_table_says(study):
    rows = pandas.read_csv(study / "rows.csv")
    sweep = pandas.read_csv(study / "sweep.csv")
    last = sweep[(sweep.kind == "mmoe") & (sweep.seed == 3)].set_index("task")
    for task in ["income", "never-married"]:
        assert area(rows[f"{task}.label"], rows[task]) == pytest.approx(last.auc[task], abs=1e-6)
