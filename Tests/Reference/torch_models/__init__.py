"""DEPHN, MMoE and Shared-Bottom in PyTorch, written from their equations.

DEPHN: arXiv 2307.12519; its private modules: PHN, arXiv 2206.09184. MMoE: Ma et al., KDD 2018.
Shared-Bottom: Caruana 1997. `w` is a dictionary of tensors under the names of a saved model.
"""

import torch
from torch.nn.functional import leaky_relu, relu, softplus

from virtual_gradient import ScaledGradient, factors

MAPPINGS = {
    "raw": lambda x: x,
    "sin": torch.sin,
    "cos": torch.cos,
    "square": torch.square,
    "tanh": torch.tanh,
}


def embed(w, features, ids, numbers):
    """E [B, c, d], the fields in the order of `features`."""
    fields, categorical, numeric = [], 0, 0
    for feature in features:
        prefix = f"embedding.{feature['name']}"
        if feature["kind"] == "categorical":
            fields.append(w[f"{prefix}.weight"][ids[:, categorical]])
            categorical += 1
        else:
            value = numbers[:, numeric, None]
            fields.append(value * w[f"{prefix}.scale"] + w[f"{prefix}.shift"])
            numeric += 1
    return torch.stack(fields, dim=1)


def attend(w, E, heads):
    """E_SA: multi-head self-attention over the fields."""
    rows, c, d = E.shape
    width = d // heads
    split = lambda x: x.reshape(rows, c, heads, width).transpose(1, 2)
    Q, K, V = (split(E @ w[f"attention.{part}"]) for part in ("query", "key", "value"))
    mixed = torch.softmax(Q @ K.transpose(-1, -2) / width**0.5, dim=-1) @ V
    return mixed.transpose(1, 2).reshape(rows, c, d) @ w["attention.output"]


def select(w, module, E, E_SA):
    """Soft selection gating, eq. 1."""
    share = torch.sigmoid(w[f"ssg.{module}"])
    return share * E_SA + (1 - share) * E


def dense(w, prefix, x):
    return x @ w[f"{prefix}.weight"] + w[f"{prefix}.bias"]


def dnn(w, prefix, x, layers, activation):
    for i in range(layers):
        x = activation(dense(w, f"{prefix}.{i}", x))
    return x


def tower(w, prefix, x, hidden):
    """Hidden layers with ReLU, then a linear map to one logit [B]."""
    return dense(w, f"{prefix}.{hidden}", dnn(w, prefix, x, hidden, relu))[:, 0]


def residual_weight(w, name, residual):
    return {"trainable": lambda: w[name], "plain": lambda: 1.0, "none": lambda: 0.0}[residual]()


def cross_module(w, task, x0, layers, residual):
    """x_{l+1} = x_0 * (Omega_l x_l) + x_0 (omega_l . x_l) + b_l + r_l * x_l"""
    x = x0
    for l in range(layers):
        layer = f"cross.{task}.{l}"
        r = residual_weight(w, f"{layer}.residual", residual)
        inner = (x @ w[f"{layer}.vector"])[:, None]
        x = x0 * (x @ w[f"{layer}.matrix"].T) + x0 * inner + w[f"{layer}.bias"] + r * x
    return x


def field_module(w, task, V0, layers, residual):
    """V_{l+1} = V_0 * (Omega_l V_l) + r_l (x) V_l, one r a field."""
    V = V0
    for l in range(layers):
        layer = f"field.{task}.{l}"
        r = residual_weight(w, f"{layer}.residual", residual)
        r = r[:, None] if torch.is_tensor(r) else r
        V = V0 * (w[f"{layer}.matrix"] @ V) + r * V
    return V


def public_gates(w, model, tasks, public):
    """G [T, K, P] when trainable, [B, T, K, P] when it is a mapping of what the experts read."""
    if model["gate"] == "trainable":
        return w["gates"]
    shape = (len(public), model["num-experts"], len(model["mappings"]))
    each = [torch.softmax(dense(w, f"gates.{t}", public), dim=-1).reshape(shape) for t in tasks]
    return torch.stack(each, dim=1)


def dephn(w, model, tasks, features, ids, numbers, labels):
    """Logits [B, T] (eqs. 4 to 6: one sigmoid over the sum), and the gates G of this pass."""
    E = embed(w, features, ids, numbers)
    E_SA = attend(w, E, model["heads"])
    public = select(w, "dnn", E, E_SA).flatten(1)
    layers = len(model["expert-hidden-units"])
    experts = [
        dnn(w, f"experts.{k}", public, layers, leaky_relu) for k in range(model["num-experts"])
    ]
    mapped = torch.stack(  # [B, K, P, h]
        [torch.stack([MAPPINGS[p](e) for p in model["mappings"]], dim=1) for e in experts], dim=1
    )
    gates = public_gates(w, model, tasks, public)
    used = gates
    if model["virtual-gradient-on"] == "gradient":
        scale = factors(gates, labels, model["virtual-gradient"], model["correlation"])
        used = ScaledGradient.apply(gates, scale)
    logits = []
    for t, task in enumerate(tasks):
        weight = used[..., t, :, :, None] * w[f"towers.{task}.public.weight"]
        p = (weight * mapped).sum(dim=(1, 2, 3)) + w[f"towers.{task}.public.bias"]
        crossed = select(w, f"{task}.cross", E, E_SA).flatten(1)
        crossed = cross_module(w, task, crossed, model["num-cross-layers"], model["residual"])
        field = select(w, f"{task}.field", E, E_SA)
        field = field_module(w, task, field, model["num-field-layers"], model["residual"]).flatten(
            1
        )
        q = crossed @ w[f"towers.{task}.cross.weight"] + field @ w[f"towers.{task}.field.weight"]
        logits.append(p + q + w[f"towers.{task}.private.bias"])
    return torch.stack(logits, dim=1), gates


def mmoe(w, model, tasks, features, ids, numbers, labels):
    """f^t(x) = sum_k softmax(x A_t)_k e_k(x), then a tower a task."""
    x = embed(w, features, ids, numbers).flatten(1)
    layers, hidden = len(model["expert-hidden-units"]), len(model["tower-hidden-units"])
    experts = [dnn(w, f"experts.{k}", x, layers, relu) for k in range(model["num-experts"])]
    experts = torch.stack(experts, dim=1)
    logits = []
    for task in tasks:
        gate = torch.softmax(x @ w[f"gates.{task}.weight"], dim=-1)
        mixed = (gate[:, :, None] * experts).sum(dim=1)
        logits.append(tower(w, f"towers.{task}", mixed, hidden))
    return torch.stack(logits, dim=1), None


def shared_bottom(w, model, tasks, features, ids, numbers, labels):
    x = embed(w, features, ids, numbers).flatten(1)
    bottom = dnn(w, "bottom", x, len(model["bottom-hidden-units"]), relu)
    hidden = len(model["tower-hidden-units"])
    logits = [tower(w, f"towers.{task}", bottom, hidden) for task in tasks]
    return torch.stack(logits, dim=1), None


KINDS = {"dephn": dephn, "mmoe": mmoe, "shared-bottom": shared_bottom}


def task_losses(logits, labels):
    """Mean binary cross-entropy a task over its labelled rows; 0 without any."""
    present = ~labels.isnan()
    known = torch.where(present, labels, torch.zeros_like(labels))
    each = torch.where(present, softplus(logits) - known * logits, torch.zeros_like(logits))
    return each.sum(dim=0) / present.sum(dim=0).clamp(min=1)


def loss(w, logits, labels, task_weights, embedding_regularizer):
    """Weighted sum of the tasks' losses, plus lambda/2 sum w^2 over all `embedding.*`."""
    squares = sum(x.square().sum() for name, x in w.items() if name.startswith("embedding."))
    weights = torch.tensor(task_weights, dtype=logits.dtype)
    return (weights * task_losses(logits, labels)).sum() + embedding_regularizer / 2 * squares
