"""The first step's results and the weights after some steps, in a chosen precision."""

import math
from dataclasses import dataclass, field

import torch
import torch_models as models
from balance import BALANCES, factor, project_apart
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
        if model["kind"] == "snr" and name.endswith(".gates"):
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


def forward(case, w, step, weights=None):
    """What the model gives for a step's batch in training, its labels, and the loss."""
    inputs = batch(case, step, next(iter(w.values())).dtype)
    noise = Training(0, step, case.model.get("dropout", 0))
    output = models.KINDS[case.model["kind"]](w, case.model, case.tasks, inputs, noise)
    output.statistics = noise.statistics
    weights = case.training["task-weights"] if weights is None else weights
    return output, inputs.labels, models.loss(w, output, inputs.labels, weights, case.model)


def gradients_of_tasks(case, w, step):
    """Each task's own; its model has no L2 and no penalty."""
    result = []
    for task in range(len(case.tasks)):
        weights = [float(t == task) for t in range(len(case.tasks))]
        loss = forward(case, w, step, weights)[2]
        found = torch.autograd.grad(loss, list(w.values()), allow_unused=True)
        result.append({n: torch.zeros_like(w[n]) if g is None else g for n, g in zip(w, found)})
    return result


def predict(case, w):
    """Logits of the first batch without noise."""
    inputs = batch(case, 0, next(iter(w.values())).dtype)
    kind = models.KINDS[case.model["kind"]]
    return kind(w, case.model, case.tasks, inputs, Evaluation()).logits.detach()


def torch_optimizer(case, w):
    """PyTorch's own, where the case names a rule that is not written above."""
    training, parameters = case.training, list(w.values())
    rate = training["learning-rate"]
    if training["optimizer"] == "adamw":
        return torch.optim.AdamW(parameters, lr=rate, weight_decay=training["weight-decay"])
    if training["optimizer"] == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate)
    if training["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=training.get("momentum", 0))
    return None


def clip(gradients, largest):
    norm = sum(float(g.double().square().sum()) for g in gradients.values()) ** 0.5
    scale = min(1.0, largest / norm)
    return {name: g * scale for name, g in gradients.items()}


def run(case, precision):
    w = parameters(case, precision)
    training = case.training
    chosen, result = optimizers(case), Result()
    theirs = torch_optimizer(case, w)
    method = training.get("weighting", "fixed")
    balance, size = BALANCES[method](case), len(case.ids) // training["batch-size"]
    function, measure = (case.model.get(n, "none") for n in ("virtual-gradient", "correlation"))
    for step in range(training["steps"]):
        of_tasks = gradients_of_tasks(case, w, step) if method in ("gradnorm", "pcgrad") else None
        if method == "gradnorm":
            output, labels, _ = forward(case, w, step)
            balance.before(of_tasks, models.task_losses(output.logits, labels).detach())
        output, labels, loss = forward(case, w, step, balance.weights)
        found = torch.autograd.grad(loss, list(w.values()), allow_unused=bool(output.statistics))
        # Running statistics have no gradient.
        gradients = {n: torch.zeros_like(w[n]) if g is None else g for n, g in zip(w, found)}
        losses = models.task_losses(output.logits, labels).detach()
        if step == 0:
            plain = forward(case, w, step)[2] if method == "gradnorm" else loss
            first = gradients
            if method == "gradnorm":
                first = dict(zip(w, torch.autograd.grad(plain, list(w.values()))))
            result = Result(predict(case, w), losses, plain.detach(), first)
        if method == "pcgrad":
            gradients = project_apart(of_tasks)
        if "clip-norm" in training:
            gradients = clip(gradients, training["clip-norm"])
        share = factor(training, step)
        if theirs:
            theirs.param_groups[0]["lr"] = training["learning-rate"] * share
            for name, x in w.items():
                x.grad = gradients[name]
            theirs.step()
        else:
            moves = {n: chosen[n][0].move(gradients[n], chosen[n][1] * share) for n in w}
            if function != "none":
                kink = distance_to_kink(output.gates, labels, function, measure)
                result.kink = min(result.kink, kink)
                if case.model["virtual-gradient-on"] == "step":
                    scale = factors(output.gates, labels, function, measure)
                    moves["gates"] = moves["gates"] * scale
            with torch.no_grad():
                for name, x in w.items():
                    x += moves[name]
        with torch.no_grad():
            for name, value in output.statistics.items():
                w[name].copy_(value)
        balance.after(losses, ends_epoch=(step + 1) % size == 0)
    result.weights = {name: x.detach() for name, x in w.items()}
    return result
