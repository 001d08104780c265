"""DEPHN and MT-PHN (arXiv 2307.12519), and PHN (arXiv 2206.09184), from their equations."""

import torch
from torch.nn.functional import leaky_relu
from virtual_gradient import ScaledGradient, factors

from torch_models.experts import mix
from torch_models.layers import (
    Output,
    attend,
    cross_module,
    dense,
    dnn,
    embed,
    field_module,
    select,
    tower,
)

MAPPINGS = {
    "raw": lambda x: x,
    "sin": torch.sin,
    "cos": torch.cos,
    "square": torch.square,
    "tanh": torch.tanh,
}


def public_gates(w, model, tasks, public, noise):
    """G [T, K, P] when trainable, [B, T, K, P] when it is a mapping of what the experts read."""
    if model["gate"] == "trainable":
        return w["gates"]
    shape = (len(public), model["num-experts"], len(model["mappings"]))

    def shares(task):
        logits, rate = dense(w, f"gates.{task}", public), model.get("expert-dropout", 0)
        lost = noise.lost_experts(logits, f"gates.{task}", rate, len(model["mappings"]))
        return torch.softmax(logits.masked_fill(lost, -torch.inf), dim=-1).reshape(shape)

    return torch.stack([shares(task) for task in tasks], dim=1)


def surviving(model, gates, rows, noise):
    """Trainable gates a row: each task's experts fall away whole, and those left count for more."""
    if model["gate"] == "mapping" or not model.get("expert-dropout"):
        return gates
    tasks, experts, _ = gates.shape
    left = noise.experts("gates", rows, tasks * experts, model["expert-dropout"])
    return gates * left.reshape(rows, tasks, experts, 1).to(gates.dtype)


def dephn(w, model, tasks, inputs, noise):
    """Logits [B, T] (eqs. 4 to 6: one sigmoid over the sum), and the gates G of this pass."""
    E = embed(w, inputs)
    E_SA = attend(w, E, model["heads"])
    public = select(w, "dnn", E, E_SA).flatten(1)
    layers = len(model["expert-hidden-units"])
    experts = [dnn(w, f"experts.{k}", public, layers, noise, leaky_relu) for k in range(model["num-experts"])]
    mapped = torch.stack(  # [B, K, P, h]
        [torch.stack([MAPPINGS[p](e) for p in model["mappings"]], dim=1) for e in experts], dim=1
    )
    gates = public_gates(w, model, tasks, public, noise)
    used = gates
    if model["virtual-gradient-on"] == "gradient":
        scale = factors(gates, inputs.labels, model["virtual-gradient"], model["correlation"])
        used = ScaledGradient.apply(gates, scale)
    used = surviving(model, used, len(public), noise)
    logits = []
    for t, task in enumerate(tasks):
        weight = used[..., t, :, :, None] * w[f"towers.{task}.public.weight"]
        p = (weight * mapped).sum(dim=(1, 2, 3)) + w[f"towers.{task}.public.bias"]
        crossed = select(w, f"{task}.cross", E, E_SA).flatten(1)
        crossed = cross_module(w, f"cross.{task}", crossed, model["num-cross-layers"], model["residual"])
        field = select(w, f"{task}.field", E, E_SA)
        field = field_module(w, f"field.{task}", field, model["num-field-layers"], model["residual"]).flatten(1)
        q = crossed @ w[f"towers.{task}.cross.weight"] + field @ w[f"towers.{task}.field.weight"]
        logits.append(p + q + w[f"towers.{task}.private.bias"])
    return Output(torch.stack(logits, dim=1), gates=gates)


def modules(w, model, E, E_SA, task="", owner=""):
    """x_L and V_L, flattened; the names of a task's own modules hold the task."""
    residual, cross, field = model["residual"], model["num-cross-layers"], model["num-field-layers"]
    ssg, place = (f"{task}.", f".{task}") if task else ("", "")
    x0 = select(w, f"{ssg}cross", E, E_SA, owner).flatten(1)
    V0 = select(w, f"{ssg}field", E, E_SA, owner)
    x = cross_module(w, f"{owner}cross{place}", x0, cross, residual)
    V = field_module(w, f"{owner}field{place}", V0, field, residual)
    return x, V.flatten(1)


def mt_phn(w, model, tasks, inputs, noise):
    """Public modules behind a softmax gate a task over z_dnn; private ones add to the logit."""
    E = embed(w, inputs)
    E_SA = attend(w, E, model["heads"])
    setting, layers = model["setting"], len(model["expert-hidden-units"])
    hidden = len(model["tower-hidden-units"])
    public = []
    if setting != "dnn-private":
        z = select(w, "dnn", E, E_SA).flatten(1)
        count = range(model["num-experts"])
        public += [dnn(w, f"experts.{k}", z, layers, noise, leaky_relu) for k in count]
    if setting != "dnn-public":
        x, V = modules(w, model, E, E_SA)
        public += [dense(w, "cross.output", x), dense(w, "field.output", V)]
    public = torch.stack(public, dim=1)
    logits = []
    for task in tasks:
        place = f"towers.{task}"
        if setting == "dnn-private":
            z = select(w, f"{task}.dnn", E, E_SA).flatten(1)
        mixed = mix(w, f"gates.{task}", z, public, model, noise)
        logit = tower(w, place, mixed, hidden, noise)
        if setting == "dnn-public":
            x, V = modules(w, model, E, E_SA, task)
            logit = logit + x @ w[f"{place}.cross.weight"] + V @ w[f"{place}.field.weight"]
        if setting == "dnn-private":
            own = dnn(w, f"dnn.{task}", z, layers, noise, leaky_relu)
            logit = logit + own @ w[f"{place}.dnn.weight"]
        if setting != "all-public":
            logit = logit + w[f"{place}.private.bias"]
        logits.append(logit)
    return Output(torch.stack(logits, dim=1))


def phn(w, model, tasks, inputs, noise):
    """A deep, a cross and a field module, each behind its selection gate; one model a task."""
    logits = []
    for task in tasks:
        own = f"{task}."
        E = embed(w, inputs, own)
        E_SA = attend(w, E, model["heads"], own)
        deep = select(w, "dnn", E, E_SA, own).flatten(1)
        deep = dnn(w, f"{own}dnn", deep, len(model["hidden-units"]), noise, leaky_relu)
        x, V = modules(w, model, E, E_SA, owner=own)
        parts = zip(("dnn", "cross", "field"), (deep, x, V))
        logits.append(sum(part @ w[f"{own}tower.{name}.weight"] for name, part in parts) + w[f"{own}tower.bias"])
    return Output(torch.stack(logits, dim=1))
