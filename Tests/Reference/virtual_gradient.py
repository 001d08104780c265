"""The virtual gradient of DEPHN (arXiv 2307.12519, eqs. 8 and 9) by its definition."""

import math

import torch

# F(x, y) is a function of x + y - 1 or of 2xy - 1 (Fig. 4), except for the cosines.
FUNCTIONS = {
    "mul-cos": lambda x, y: torch.cos(2 * math.pi * x * y) + 1,
    "mul-abs": lambda x, y: 2 * (2 * x * y - 1).abs(),
    "mul-square": lambda x, y: 2 * (2 * x * y - 1) ** 2,
    "mul-sqrt": lambda x, y: 2 * (2 * x * y - 1).abs().sqrt(),
    "add-cos": lambda x, y: torch.cos(math.pi * (x + y)) + 1,
    "add-abs": lambda x, y: 2 * (x + y - 1).abs(),
    "add-square": lambda x, y: 2 * (x + y - 1) ** 2,
    "add-sqrt": lambda x, y: 2 * (x + y - 1).abs().sqrt(),
}


def correlation(a, b, measure):
    """rho of two label columns over the rows where both are present; None where it is undefined."""
    common = ~(a.isnan() | b.isnan())
    a, b = a[common].double(), b[common].double()
    if len(a) < 2:
        return None
    if measure == "pearson":
        a, b = a - a.mean(), b - b.mean()
    lengths = (a.square().sum() * b.square().sum()).sqrt()
    return None if lengths == 0 else float((a * b).sum() / lengths)


def likeness(gates, labels, t, j, measure):
    """x and y of the pair: x is a number or None, y has the shape [..., K, P]."""
    rho = correlation(labels[:, t], labels[:, j], measure)
    distance = (gates[..., t, :, :] - gates[..., j, :, :]).abs().clamp(max=1)
    return (None if rho is None else min(1.0, abs(rho))), distance


def factors(gates, labels, function, measure):
    """The product over j of gamma_jt, shaped as `gates`: [T, K, P], or [B, T, K, P] row by row."""
    gates = gates.detach()
    product = torch.ones_like(gates)
    if function == "none":
        return product
    tasks = labels.shape[1]
    for t in range(tasks):
        for j in range(tasks):
            if j == t:
                continue
            x, y = likeness(gates, labels, t, j, measure)
            if x is not None:  # undefined: gamma = 1
                product[..., t, :, :] *= FUNCTIONS[function](torch.tensor(x, dtype=y.dtype), y)
    return product


def distance_to_kink(gates, labels, function, measure):
    """The smallest |x + y - 1| or |2xy - 1|, where abs and sqrt have their kink."""
    smallest = math.inf
    tasks = labels.shape[1]
    for t in range(tasks):
        for j in range(t):
            x, y = likeness(gates.detach(), labels, t, j, measure)
            if x is not None:
                inner = x + y - 1 if function.startswith("add") else 2 * x * y - 1
                smallest = min(smallest, float(inner.abs().min()))
    return smallest


class ScaledGradient(torch.autograd.Function):
    """Forward the identity; backward the gradient times constant factors (eq. 8)."""

    @staticmethod
    def forward(context, gates, scale):
        context.save_for_backward(scale)
        return gates.clone()

    @staticmethod
    def backward(context, gradient):
        (scale,) = context.saved_tensors
        return gradient * scale, None
