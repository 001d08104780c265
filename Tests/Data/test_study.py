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

# With KuaiRand where its files are at hand, of which a sample is enough.
LOADS = {"adult": "d = load adult --tasks income never-married", "kuairand": "d = load kuairand --sample 20000"}

EXPORTS = """
export alike alike.csv
export sweep sweep.csv
export means means.csv
export learned learned.csv
export tried tried.csv
found = sql "SELECT * FROM runs"
export found runs.csv
predict winner winner.csv --split validation
predict m rows.csv --split test
"""


def area(labels, scores):
    """The area under the ROC curve, from ranks (Mann and Whitney)."""
    positives, negatives = (labels == 1).sum(), (labels == 0).sum()
    ranks = scores.rank()[labels == 1].sum()
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def is_at_hand(source):
    folders = [ROOT / "data", *map(pathlib.Path, filter(None, [os.environ.get("DEPHN_DATA")]))]
    return source == "adult" or any(list(folder.glob(f"{source}*")) for folder in folders)


@pytest.fixture(scope="module", params=LOADS)
def study(request, tmp_path_factory):
    if not is_at_hand(request.param):
        pytest.skip(f"there are no files of {request.param}")
    folder = tmp_path_factory.mktemp("study")
    text = STUDY.read_text()
    for own, other in [(LOADS["adult"], LOADS[request.param]), ("epochs = 3", "epochs = 1")]:
        assert own in text
        text = text.replace(own, other)
    text += EXPORTS
    (folder / "study.dephn").write_text(text)
    done = subprocess.run(
        [PROGRAM, "script", "--data", ROOT / "data", "study.dephn"],
        cwd=folder,
        env={**os.environ, "DEPHN_RUNS": str(folder / "runs")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    return folder


def tasks_of(sweep):
    return list(dict.fromkeys(sweep.task))


def test_sql_means_are_those_of_pandas(study):
    sweep = pandas.read_csv(study / "sweep.csv")
    means = pandas.read_csv(study / "means.csv").set_index(["kind", "task"])
    assert len(sweep) == 5 * 3 * len(tasks_of(sweep))
    groups = sweep.groupby(["kind", "task"]).auc
    numpy.testing.assert_allclose(means.auc, groups.mean()[means.index], rtol=1e-12)
    spread = (groups.max() - groups.min())[means.index]
    numpy.testing.assert_allclose(means.range, spread, rtol=1e-9, atol=1e-15)
    assert (means.groupby("task", sort=False).auc.diff().dropna() <= 0).all()


def test_pictures_of_a_loop_are_rows(study):
    tasks = tasks_of(pandas.read_csv(study / "sweep.csv"))
    learned = pandas.read_csv(study / "learned.csv")
    assert set(learned.seed) == {1, 2, 3} and set(learned.task) == set(tasks)
    totals = learned.groupby(["seed", "task"])["mean"].sum()
    numpy.testing.assert_allclose(totals, 1, rtol=1e-6)
    alike = pandas.read_csv(study / "alike.csv")
    of_labels = alike[alike["of"] == "labels"]
    assert len(of_labels) == 3 * len(tasks) ** 2
    # The labels do not depend on the model.
    assert (of_labels.groupby(["task", "other"]).correlation.nunique() == 1).all()


def test_search_and_runs_tell_the_same(study):
    tasks = tasks_of(pandas.read_csv(study / "sweep.csv"))
    tried = pandas.read_csv(study / "tried.csv").set_index("run")
    runs = pandas.read_csv(study / "runs.csv").set_index("run")
    assert len(tried) == 4
    columns = [f"{task}.auc" for task in tasks]
    for column in ["weights", "learning-rate", "num-experts", *columns]:
        assert (tried[column] == runs.loc[tried.index, column]).all()
    numpy.testing.assert_allclose(tried.best, tried[columns].mean(axis=1), rtol=1e-12)


def test_the_reopened_run_is_the_best_trial(study):
    tried = pandas.read_csv(study / "tried.csv")
    rows = pandas.read_csv(study / "winner.csv")
    best = tried.loc[tried.best.idxmax()]
    for task in tasks_of(pandas.read_csv(study / "sweep.csv")):
        assert area(rows[f"{task}.label"], rows[task]) == pytest.approx(best[f"{task}.auc"], abs=1e-6)


def test_the_models_of_the_study_predict_what_their_table_says(study):
    rows = pandas.read_csv(study / "rows.csv")
    sweep = pandas.read_csv(study / "sweep.csv")
    last = sweep[(sweep.kind == "mmoe") & (sweep.seed == 3)].set_index("task")
    for task in tasks_of(sweep):
        assert area(rows[f"{task}.label"], rows[task]) == pytest.approx(last.auc[task], abs=1e-6)
