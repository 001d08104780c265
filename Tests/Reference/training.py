"""The first step's results and the weights after some steps, in a chosen precision."""

import math
from dataclasses import dataclass, field

import torch

import model as models
from virtual_gradient import distance_to_kink, factors

BETAS, EPSILON = (0.9, 0.999), 1e-8


@dataclass
class Result:
    logits: torch.Tensor = None  # [batch, T], first batch
    losses: torch.Tensor = None  # [T], first batch, without weights and regularizer
    loss: torch.Tensor = None  # first batch, with both
    gradients: dict = field(default_factory=dict)  # first batch
    weights: dict = field(default_factory=dict)  # after the last step
    kink: float = math.inf  # smallest distance to a kink of F over all steps


class Adam:
    """Textbook form: epsilon is added after the bias correction."""

    def __init__(self):
        self.step, self.first, self.second = 0, 0.0, 0.0

    def move(self, gradient, rate):
        self.step += 1
        self.first = BETAS[0] * self.first + (1 - BETAS[0]) * gradient
        self.second = BETAS[1] * self.second + (1 - BETAS[1]) * gradient**2
        first = self.first / (1 - BETAS[0] ** self.step)
        second = self.second / (1 - BETAS[1] ** self.step)
        return -rate * first / (second.sqrt() + EPSILON)


class SGD:
    def move(self, gradient, rate):
        return -rate * gradient


def optimizers(case):
    """A rule and a learning rate for each parameter; the gates may have their own."""
    rules = {"adam": Adam, "sgd": SGD}
    chosen = {}
    for name in case.initial:
        is_gate = case.model["kind"] == "dephn" and name.split(".")[0] == "gates"
        rule = case.model.get("gate-optimizer", "adam") if is_gate else "adam"
        rate = case.training["learning-rate"]
        rate = case.model.get("gate-learning-rate", rate) if is_gate else rate
        chosen[name] = (rules[rule](), rate)
    return chosen


def parameters(case, precision):
    return {n: torch.tensor(x, dtype=precision).requires_grad_() for n, x in case.initial.items()}


def forward(case, w, step):
    """Logits, gates, labels and loss of a step's batch: file order, cycling through the rows."""
    precision = next(iter(w.values())).dtype
    size = case.training["batch-size"]
    start = step * size % len(case.ids)
    ids, numbers, labels = (x[start : start + size] for x in (case.ids, case.numbers, case.labels))
    ids = torch.tensor(ids, dtype=torch.long)
    numbers, labels = (torch.tensor(x, dtype=precision) for x in (numbers, labels))
    kind = models.KINDS[case.model["kind"]]
    logits, gates = kind(w, case.model, case.tasks, case.features, ids, numbers, labels)
    task_weights, regularizer = case.training["task-weights"], case.model["embedding-regularizer"]
    return logits, gates, labels, models.loss(w, logits, labels, task_weights, regularizer)


def run(case, precision):
    w = parameters(case, precision)
    chosen, result = optimizers(case), Result()
    function, measure = (case.model.get(n, "none") for n in ("virtual-gradient", "correlation"))
    for step in range(case.training["steps"]):
        logits, gates, labels, loss = forward(case, w, step)
        gradients = dict(zip(w, torch.autograd.grad(loss, list(w.values()))))
        if step == 0:
            losses = models.task_losses(logits, labels)
            result = Result(logits.detach(), losses.detach(), loss.detach(), gradients)
        moves = {name: chosen[name][0].move(gradients[name], chosen[name][1]) for name in w}
        if function != "none":
            kink = distance_to_kink(gates, labels, function, measure)
            result.kink = min(result.kink, kink)
            if case.model["virtual-gradient-on"] == "step":
                moves["gates"] = moves["gates"] * factors(gates, labels, function, measure)
        with torch.no_grad():
            for name, x in w.items():
                x += moves[name]
    result.weights = {name: x.detach() for name, x in w.items()}
    return result
