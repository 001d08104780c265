"""Tables of the session against pandas, sqlite3 and SciPy: plain computations over the same rows."""

import math
import sqlite3

import pytest

pandas = pytest.importorskip("pandas")
stats = pytest.importorskip("scipy.stats")

SWEEP = """
sweep = for r in 0 0.5 0.9 {
  d = load synthetic --rows 1500 --correlation $r --tasks 3
  a = build shared-bottom d
  b = build mmoe d
  train a b --epochs 1
  evaluate a b
}
"""


@pytest.fixture(scope="module")
def sweep(kernel):
    kernel.run(SWEEP)
    return kernel.table("sweep", "pandas")


def test_a_grouped_mean_is_that_of_pandas(kernel, sweep):
    kernel.run('q = sql "SELECT model, avg(auc) AS auc, count(*) AS n FROM sweep GROUP BY model ORDER BY model"')
    wanted = sweep.groupby("model")["auc"].agg(["mean", "size"])
    found = kernel.table("q", "pandas").set_index("model")
    assert found["auc"].tolist() == pytest.approx(wanted["mean"].tolist(), abs=1e-12)
    assert found["n"].tolist() == wanted["size"].tolist()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT r, task, max(auc) AS auc FROM sweep GROUP BY r, task ORDER BY r, task",
        (
            "SELECT x.r, x.task, y.auc - x.auc AS gain FROM sweep x JOIN sweep y USING (r, task)"
            " WHERE x.model = 'a' AND y.model = 'b' ORDER BY x.r, x.task"
        ),
        "SELECT model, auc, rank() OVER (PARTITION BY r ORDER BY auc DESC) AS rank FROM sweep ORDER BY r, rank, model",
        "SELECT task, logloss FROM sweep WHERE auc > 0.5 AND r BETWEEN 0.4 AND 1 ORDER BY logloss LIMIT 5",
    ],
)
def test_queries_are_those_of_sqlite(kernel, sweep, query):
    with sqlite3.connect(":memory:") as database:
        sweep.to_sql("sweep", database, index=False)
        wanted = database.execute(query).fetchall()
    kernel.run(f'q = sql "{query}"')
    found = kernel.table("q", "pandas")
    assert len(found) == len(wanted)
    for row, values in zip(found.itertuples(index=False), wanted):
        for one, other in zip(row, values):
            assert one == (pytest.approx(other, abs=1e-12) if isinstance(other, float) else other)


def test_rows_are_chosen_and_ordered_as_in_pandas(kernel, sweep):
    kernel.run("q = show sweep --where task=task2 --sort auc --descending --columns r model auc")
    wanted = sweep[sweep["task"] == "task2"].sort_values("auc", ascending=False)
    found = kernel.table("q", "pandas")
    assert list(found.columns) == ["r", "model", "auc"]
    assert found["auc"].tolist() == wanted["auc"].tolist()


def test_points_of_a_plot_are_means_with_sample_deviation(kernel, sweep):
    kernel.run("p = plot sweep --x r --y auc --by model")
    found = kernel.table("p", "pandas").set_index(["model", "r"]).sort_index()
    wanted = sweep.groupby(["model", "r"])["auc"].agg(["mean", "std", "size"]).sort_index()
    assert found["auc"].tolist() == pytest.approx(wanted["mean"].tolist(), abs=1e-12)
    assert found["auc.deviation"].tolist() == pytest.approx(wanted["std"].tolist(), abs=1e-12)
    assert found["n"].tolist() == wanted["size"].tolist()


def test_label_correlation_is_that_of_pandas(kernel):
    kernel.run("d = load synthetic --rows 1000 --tasks 3\nm = build shared-bottom d\nc = correlation d --split train")
    kernel.run("p = predict m --split train")
    labels = kernel.table("p", "pandas")[["task1.label", "task2.label", "task3.label"]]
    wanted = labels.corr()
    for row in kernel.table("c", "pandas").itertuples():
        assert row.correlation == pytest.approx(wanted.loc[f"{row.task}.label", f"{row.other}.label"], abs=1e-9)
        given = labels[labels[f"{row.task}.label"] == 1]
        assert row.rate == pytest.approx(given[f"{row.other}.label"].mean(), abs=1e-12)


def test_paired_tests_are_those_of_scipy(kernel):
    kernel.run(
        "d = load synthetic --rows 1500\na = build shared-bottom d\nb = build mmoe d\ntrain a b --epochs 1\n"
        "s = compare a b --baseline a --seeds 4\ne = compare a b --seeds 4 --per-seed"
    )
    seeds = kernel.table("e", "pandas").pivot(index=["task", "seed"], columns="model", values="auc")
    found = kernel.table("s", "pandas").set_index(["model", "task"])
    for task in ("task1", "task2", "mean"):
        own = seeds.loc[task]
        test = stats.ttest_rel(own["b"], own["a"])
        row = found.loc[("b", task)]
        assert row["auc.p"] == pytest.approx(test.pvalue, rel=1e-6)
        assert row["auc.difference"] == pytest.approx((own["b"] - own["a"]).mean(), abs=1e-12)
        assert row["auc"] == pytest.approx(own["b"].mean(), abs=1e-12)
        assert math.isclose(row["auc.deviation"], own["b"].std(), abs_tol=1e-12)


def test_single_tasks_keep_their_own_best_epochs(kernel):
    kernel.run(
        "d = load synthetic --rows 1500 --seed 1\nm = build dnn d\n"
        "train m --epochs 8 --learning-rate 0.03 --batch-size 64\n"
        "h = history m\ne = evaluate m --split validation"
    )
    losses = kernel.table("h", "pandas").query("rows == 'validation' and task != 'mean'")
    best = losses.loc[losses.groupby("task")["loss"].idxmin()].set_index("task")
    assert best["step"].nunique() == 2
    found = kernel.table("e", "pandas").set_index("task")["logloss"]
    for task, loss in best["loss"].items():
        assert found[task] == pytest.approx(loss, abs=1e-9)
