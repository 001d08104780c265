"""Looks at experts, gates and gradients, beside the same figures computed from saved weights with NumPy."""

import re

import check_saved_model
import numpy as np
import pytest
from numpy_models.heterogeneous import MAPPINGS, interactions, selected
from numpy_models.layers import attend, embed, layers, leaky_relu, softmax
from planted import TASKS, Mixture, area, cosine, mixture, read, row_numbers, sigmoid, trained_rows


def label_correlation(folder):
    """Of the training rows."""
    trained = trained_rows(folder)
    rows = [row for i, row in enumerate(read(folder, "rows.csv")) if i in trained]
    return np.corrcoef([[int(row[task]) for row in rows] for task in TASKS])[0, 1]


def only(rows, /, **values):
    """The row with these values."""
    (row,) = (row for row in rows if all(row[key] == value for key, value in values.items()))
    return row


@pytest.mark.parametrize("task", TASKS)
def test_gates_are_those_of_the_saved_weights(folder, moe, task):
    gate = moe.parts()[1][task]
    entropy = -(gate * np.log(gate)).sum(axis=1).mean() / np.log(3)
    for k in range(3):
        shown = only(read(folder, "gates.csv"), task=task, expert=f"e{k + 1}")
        assert float(shown["mean"]) == pytest.approx(gate[:, k].mean(), abs=1e-5)
        assert float(shown["spread"]) == pytest.approx(gate[:, k].std(), rel=2e-3)
        assert float(shown["entropy"]) == pytest.approx(entropy, abs=1e-5)


def test_gates_of_a_lower_level_are_those_of_the_saved_weights(folder):
    levels = Mixture(folder, row_numbers(folder, "moe.csv"), "levels")
    for reader, owners in {"shared": [*TASKS, "shared"], **{task: [task, "shared"] for task in TASKS}}.items():
        place = reader if reader == "shared" else f"tasks.{reader}"
        gate = softmax(levels.embedded() @ levels.weights[f"gates.0.{place}.weight"])
        names = [f"{owner} e{k}" for owner in owners for k in (1, 2)]
        for name, own in zip(names, gate.T, strict=True):
            shown = only(read(folder, "level-gates.csv"), reader=f"level 1 {reader}", expert=name)
            assert float(shown["mean"]) == pytest.approx(own.mean(), abs=1e-5)


@pytest.mark.parametrize("city", ["Rome", "Paris", "Oslo"])
def test_gates_of_a_city_are_those_of_its_rows(folder, moe, city):
    tested = row_numbers(folder, "moe.csv")
    member = np.array([row["city"] == city for i, row in enumerate(read(folder, "rows.csv")) if i in tested])
    for task, gate in moe.parts()[1].items():
        for k in range(3):
            shown = only(read(folder, "gates-by-city.csv"), slice=city, task=task, expert=f"e{k + 1}")
            assert float(shown["mean"]) == pytest.approx(gate[:, k].mean(), abs=1e-5)
            expected = gate[member, k].mean() - gate[:, k].mean()
            assert float(shown["difference"]) == pytest.approx(expected, abs=1e-5)


def test_utilisation_beside_the_correlation_of_labels(folder, moe):
    click, buy = (gate.mean(axis=0) for gate in moe.parts()[1].values())
    expected = {"labels": np.corrcoef(*moe.labels.values())[0, 1], "utilisation": cosine(click, buy)}
    for what, value in expected.items():
        shown = only(read(folder, "against.csv"), task="click", of=what, other="buy")
        assert float(shown["similarity"]) == pytest.approx(value, abs=1e-5)


def test_the_diagram_says_how_much_a_tower_takes_of_an_expert(folder, moe):
    shown = read(folder, "diagram.csv")
    for task, gate in moe.parts()[1].items():
        for k in range(3):
            share = only(shown, **{"from": f"e{k + 1}", "to": f"tower {task}"})["share"]
            assert float(share) == pytest.approx(gate[:, k].mean(), abs=1e-5)
    assert sum(row["share"] != "" for row in shown) == 6


def test_correlation_of_predictions_is_that_of_the_saved_model(folder, moe):
    expected = {
        "labels": np.corrcoef(*moe.labels.values())[0, 1],
        "predictions": np.corrcoef(*(sigmoid(moe.logits(task)) for task in TASKS))[0, 1],
    }
    for what, value in expected.items():
        shown = only(read(folder, "correlation.csv"), task="click", of=what, other="buy")
        assert float(shown["correlation"]) == pytest.approx(value, abs=1e-5)


def test_rates_of_a_label_where_another_is_positive(folder):
    tested = row_numbers(folder, "test.csv")
    rows = [row for i, row in enumerate(read(folder, "rows.csv")) if i not in tested]
    labels = {task: np.array([int(row[task]) for row in rows]) for task in TASKS}
    for task in TASKS:
        for other in TASKS:
            shown = only(read(folder, "labels.csv"), task=task, other=other)
            assert float(shown["rate"]) == pytest.approx(labels[other][labels[task] == 1].mean(), abs=1e-9)
            assert float(shown["rate.all"]) == pytest.approx(labels[other].mean(), abs=1e-9)


def test_history_begins_with_the_losses_and_gradients_of_the_first_weights(folder):
    """One batch holds all training rows, so that the first step is that of the weights as they were built."""
    first = Mixture(folder, trained_rows(folder), "first")
    losses = read(folder, "losses.csv")
    for task in TASKS:
        shown = only(losses, task=task, rows="train", step="1")
        assert float(shown["loss"]) == pytest.approx(first.loss(task), abs=1e-5)
    (conflict,) = read(folder, "conflict.csv")
    expected = cosine(*(first.gradient(task) for task in TASKS))
    assert float(conflict["cosine"]) == pytest.approx(expected, abs=1e-4)
    (correlation,) = read(folder, "batch-correlation.csv")
    assert float(correlation["correlation"]) == pytest.approx(label_correlation(folder), abs=1e-5)


class Network:
    """The saved DEPHN model, computed in NumPy on the rows of the test."""

    def __init__(self, folder):
        model = check_saved_model.Model(folder / "net.safetensors")
        self.weights = {name: tensor.astype(np.float64) for name, tensor in model.tensors.items()}
        self.options = model.metadata["model"]
        features = model.metadata["features"]
        tested = row_numbers(folder, "moe.csv")
        table = [row for index, row in enumerate(read(folder, "rows.csv")) if index in tested]
        columns = [check_saved_model.encode(feature, [row[feature["name"]] for row in table]) for feature in features]
        self.embedded = embed(self.weights, features, columns)
        self.attended = attend(self.weights, self.embedded, self.options["heads"])
        self.fields = [feature["name"] for feature in features]

    def selected(self, module):
        return selected(self.weights, f"ssg.{module}", self.embedded, self.attended)

    def public(self, task):
        """What each expert and mapping adds to the public logit, [rows] each."""
        w, read = self.weights, self.selected("dnn").reshape(len(self.embedded), -1)
        experts = [layers(w, f"experts.{k}", read, leaky_relu) for k in range(2)]
        return {
            (f"e{k + 1}", mapping): w["gates"][TASKS.index(task), k, p]
            * (MAPPINGS[mapping](experts[k]) @ w[f"towers.{task}.public.weight"][k, p])
            for k in range(2)
            for p, mapping in enumerate(self.options["mappings"])
        }

    def private(self, task):
        """What cross and field module add to the private logit, [rows]."""
        w = self.weights
        read = (self.selected(f"{task}.{module}") for module in ("cross", "field"))
        x, v = interactions(w, self.options, *read, f".{task}")
        return x @ w[f"towers.{task}.cross.weight"] + v @ w[f"towers.{task}.field.weight"]


@pytest.fixture(scope="module")
def net(folder):
    return Network(folder)


def test_selection_gates_are_those_of_the_saved_weights(folder, net):
    shown = read(folder, "selection.csv")
    for module in ["dnn", *(f"{task}.{part}" for task in TASKS for part in ("cross", "field"))]:
        for field, gate in zip(net.fields, sigmoid(net.weights[f"ssg.{module}"]), strict=True):
            value = only(shown, field=field, module=module)["attended"]
            assert float(value) == pytest.approx(gate.mean(), abs=1e-5)


@pytest.mark.parametrize("task", TASKS)
def test_contributions_and_shares_of_a_dephn_model(folder, net, task):
    parts = {name: abs(values).mean() for name, values in net.public(task).items()}
    gates = net.weights["gates"]
    for index, ((expert, mapping), contribution) in enumerate(parts.items()):
        shown = only(read(folder, "net-gates.csv"), task=task, expert=expert, mapping=mapping)
        apart = np.ptp(gates, axis=0).flat[index]
        assert float(shown["gate"]) == pytest.approx(gates[TASKS.index(task)].flat[index], abs=1e-6)
        assert float(shown["apart"]) == pytest.approx(apart, abs=1e-6)
        assert float(shown["contribution"]) == pytest.approx(contribution, rel=1e-4)
        share = only(read(folder, "net-experts.csv"), task=task, expert=f"{expert} {mapping}")
        assert float(share["share"]) == pytest.approx(contribution / sum(parts.values()), abs=1e-5)


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
    train = Mixture(folder, trained_rows(folder))
    held = Mixture(folder, held)
    names = train.shared
    gradients = {task: train.gradient(task) for task in train.tasks}
    shown = read(folder, "affinity.csv")

    def figures(measure, **values):
        return [float(row[measure]) for row in shown if row[measure] and all(row[key] == values[key] for key in values)]

    expected = cosine(*gradients.values())
    assert figures("cosine", task="click", other="buy") == [pytest.approx(expected, abs=1e-4)]
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
    x = abs(label_correlation(folder))
    gates, factors = {}, {}
    for row in read(folder, "virtual-gradient.csv"):
        name = row["task"], row["expert"], int(row["step"])
        gates[name], factors[name] = float(row["gate"]), float(row["factor"])
    assert len(gates) == 2 * 4 * 5
    for (task, part, step), gate in gates.items():
        y = abs(gate - gates["buy" if task == "click" else "click", part, step])
        assert factors[task, part, step] == pytest.approx(2 * np.sqrt(abs(x + y - 1)), abs=1e-3)
    # The table below the curves: both ends of each gate, and the range of its factor.
    table = re.findall(
        r"^  (click|buy) +(e\d \w+)((?: +[\d.]+){6})$", (folder / "output.txt").read_text(), re.MULTILINE
    )
    assert len(table) == 2 * 4
    for task, part, figures in table:
        course = [gates[task, part, step] for step in range(1, 6)]
        own = [factors[task, part, step] for step in range(1, 6)]
        expected = [course[0], course[-1], own[0], own[-1], min(own), max(own)]
        assert [float(figure) for figure in figures.split()] == pytest.approx(expected, abs=6e-4)
