"""Task weights that training sets, from their papers, and gradients that are projected apart."""

import math

import torch


class Fixed:
    def __init__(self, case):
        self.weights = list(case.training["task-weights"])

    def before(self, gradients_of_tasks, losses):
        pass

    def after(self, losses, ends_epoch):
        pass


class Uncertainty(Fixed):
    """Kendall et al., CVPR 2018: sum of exp(-s) L + s / 2, s trained by Adam from 0 on."""

    def __init__(self, case):
        self.s = torch.zeros(len(case.tasks), dtype=torch.float64, requires_grad=True)
        self.optimizer = torch.optim.Adam([self.s], lr=case.training["learning-rate"])
        self.weights = [1.0] * len(case.tasks)

    def after(self, losses, ends_epoch):
        self.optimizer.zero_grad()
        (torch.exp(-self.s) * losses.double() + self.s / 2).sum().backward()
        self.optimizer.step()
        self.weights = torch.exp(-self.s.detach()).tolist()


class DWA(Fixed):
    """Liu et al., CVPR 2019: T softmax(r / 2), r the ratio of the last two epochs' mean losses."""

    def __init__(self, case):
        self.weights, self.epochs, self.running = [1.0] * len(case.tasks), [], []

    def after(self, losses, ends_epoch):
        self.running.append(losses.double())
        if not ends_epoch:
            return
        self.epochs.append(torch.stack(self.running).mean(dim=0))
        self.running = []
        if len(self.epochs) > 1:
            r = self.epochs[-1] / self.epochs[-2]
            self.weights = (len(r) * torch.softmax(r / 2, dim=0)).tolist()


class GradNorm(Fixed):
    """Chen et al., ICML 2018, with alpha 1.5 and 25 times the learning rate; the gradient of
    sum |w_i G_i - mean * r_i^1.5| with respect to w, the targets held constant, by autograd."""

    def __init__(self, case):
        self.weights, self.first = [1.0] * len(case.tasks), None
        self.rate = 25 * case.training["learning-rate"]

    def before(self, gradients_of_tasks, losses):
        losses = losses.double()
        self.first = losses if self.first is None else self.first
        squares = torch.zeros(len(losses), dtype=torch.float64)
        for name in gradients_of_tasks[0]:
            each = [gradients[name] for gradients in gradients_of_tasks]
            if sum(bool(g.any()) for g in each) > 1:
                squares += torch.stack([g.double().square().sum() for g in each])
        w = torch.tensor(self.weights, dtype=torch.float64, requires_grad=True)
        norms = w * squares.sqrt()
        r = losses / self.first
        target = (norms.mean() * (r / r.mean()) ** 1.5).detach()
        (gradient,) = torch.autograd.grad((norms - target).abs().sum(), w)
        w = (w.detach() - self.rate * gradient).clamp(min=1e-3)
        self.weights = (w * len(w) / w.sum()).tolist()


BALANCES = {"fixed": Fixed, "uncertainty": Uncertainty, "dwa": DWA, "gradnorm": GradNorm}
BALANCES["pcgrad"] = Fixed


def project_apart(gradients_of_tasks):
    """PCGrad (Yu et al., NeurIPS 2020), for two tasks, where the order of the others does not count."""
    dot = lambda a, b: sum(float((a[n] * b[n]).sum()) for n in a)
    first, second = gradients_of_tasks
    product = dot(first, second)
    if product >= 0:
        return {n: first[n] + second[n] for n in first}
    a, b = product / dot(second, second), product / dot(first, first)
    return {n: first[n] - a * second[n] + second[n] - b * first[n] for n in first}


def factor(training, step):
    """What a schedule multiplies the learning rate by."""
    warm = training.get("warmup-steps", 0)
    if step < warm:
        return (step + 1) / warm
    past, shape = step - warm, training.get("schedule", "constant")
    if shape == "exponential":
        return training["decay"] ** (past / training["decay-steps"])
    if shape == "cosine":
        return (1 + math.cos(math.pi * past / (training["steps"] - warm))) / 2
    return 1.0
