"""The first step's results and the weights after some steps, in a chosen precision."""

import math
from dataclasses import dataclass, field

import torch

import torch_models as models
from noise import Evaluation, Training
from torch_models.layers import Inputs
from virtual_gradient import distance_to_kink, factors

BETAS, EPSILON = (0.9, 0.999), 1e-8


@dataclass
class Result:
    logits: torch.Tensor = None  # [batch, T], first batch, as predicted: without noise
    losses: torch.Tensor = None  # [T], first batch, without weights, penalties and regularizers
    loss: torch.Tensor = None  # first batch, with all of them
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
    """A rule and a learning rate for each parameter; gates and stitches may have their own."""
    rules = {"adam": Adam, "sgd": SGD}
    chosen, model = {}, case.model
    for name in case.initial:
        rule, rate = "adam", case.training["learning-rate"]
        if model["kind"] == "dephn" and name.split(".")[0] == "gates":
            rule = model.get("gate-optimizer", rule)
            rate = model.get("gate-learning-rate", rate)
        if name.startswith("stitch."):
            rate = model.get("stitch-learning-rate", rate)
        chosen[name] = (rules[rule](), rate)
    return chosen


def parameters(case, precision):
    return {n: torch.tensor(x, dtype=precision).requires_grad_() for n, x in case.initial.items()}


def batch(case, step, precision):
    """A step's rows: file order, cycling through them."""
    size = case.training["batch-size"]
    start = step * size % len(case.ids)
    ids, numbers, labels = (x[start : start + size] for x in (case.ids, case.numbers, case.labels))
    return Inputs(
        case.features,
        torch.tensor(ids, dtype=torch.long),
        torch.tensor(numbers, dtype=precision),
        torch.tensor(labels, dtype=precision),
    )


def forward(case, w, step):
    """What the model gives for a step's batch in training, its labels, and the loss."""
    inputs = batch(case, step, next(iter(w.values())).dtype)
    noise = Training(0, step, case.model.get("dropout", 0))
    output = models.KINDS[case.model["kind"]](w, case.model, case.tasks, inputs, noise)
    loss = models.loss(w, output, inputs.labels, case.training["task-weights"], case.model)
    return output, inputs.labels, loss


def predict(case, w):
    """Logits of the first batch without noise."""
    inputs = batch(case, 0, next(iter(w.values())).dtype)
    kind = models.KINDS[case.model["kind"]]
    return kind(w, case.model, case.tasks, inputs, Evaluation()).logits.detach()


def run(case, precision):
    w = parameters(case, precision)
    chosen, result = optimizers(case), Result()
    function, measure = (case.model.get(n, "none") for n in ("virtual-gradient", "correlation"))
    for step in range(case.training["steps"]):
        output, labels, loss = forward(case, w, step)
        gradients = dict(zip(w, torch.autograd.grad(loss, list(w.values()))))
        if step == 0:
            losses = models.task_losses(output.logits, labels)
            result = Result(predict(case, w), losses.detach(), loss.detach(), gradients)
        moves = {name: chosen[name][0].move(gradients[name], chosen[name][1]) for name in w}
        if function != "none":
            kink = distance_to_kink(output.gates, labels, function, measure)
            result.kink = min(result.kink, kink)
            if case.model["virtual-gradient-on"] == "step":
                moves["gates"] = moves["gates"] * factors(output.gates, labels, function, measure)
        with torch.no_grad():
            for name, x in w.items():
                x += moves[name]
    result.weights = {name: x.detach() for name, x in w.items()}
    return result
