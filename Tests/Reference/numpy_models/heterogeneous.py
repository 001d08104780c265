"""DEPHN, MT-PHN and PHN."""

import numpy as np

from numpy_models.layers import (
    attend,
    embed,
    layers,
    leaky_relu,
    mixture,
    sigmoid,
    softmax,
    tower,
)

MAPPINGS = {"raw": lambda x: x, "sin": np.sin, "cos": np.cos, "square": np.square, "tanh": np.tanh}


def selected(w, name, E, E_SA):
    return E + sigmoid(w[name]) * (E_SA - E)


def interactions(w, model, x0, V0, suffix="", owner=""):
    """The outputs of a cross and a field module that read x0 and V0, [B, c, d] each, flattened."""
    rows = len(x0)
    one = {"trainable": None, "plain": 1.0, "none": 0.0}[model["residual"]]
    x0 = x = x0.reshape(rows, -1)
    for l in range(model["num-cross-layers"]):
        place = f"{owner}cross{suffix}.{l}."
        matrix, vector, bias = (w[place + n] for n in ("matrix", "vector", "bias"))
        r = w[place + "residual"] if one is None else one
        x = x0 * (np.einsum("oi,bi->bo", matrix, x) + (x @ vector)[:, None]) + bias + r * x
    V = V0
    for l in range(model["num-field-layers"]):
        place = f"{owner}field{suffix}.{l}."
        r = w[place + "residual"][:, None] if one is None else one
        V = V0 * np.einsum("oi,bid->bod", w[place + "matrix"], V) + r * V
    return x, V.reshape(rows, -1)


def dephn(w, model, tasks, E):
    """Eqs. 4 to 6."""
    rows = len(E)
    E_SA = attend(w, E, model["heads"])
    select = lambda m: selected(w, "ssg." + m, E, E_SA)
    public = select("dnn").reshape(rows, -1)
    experts = [layers(w, f"experts.{k}", public, leaky_relu) for k in range(model["num-experts"])]
    logits = []
    for t, task in enumerate(tasks):
        if model["gate"] == "trainable":
            gates = np.broadcast_to(w["gates"][t].reshape(-1), (rows, w["gates"][t].size))
        else:
            gates = softmax(public @ w[f"gates.{task}.weight"] + w[f"gates.{task}.bias"])
        logit = w[f"towers.{task}.public.bias"] + w[f"towers.{task}.private.bias"]
        for k, expert in enumerate(experts):
            for p, mapping in enumerate(model["mappings"]):
                gate = gates[:, k * len(model["mappings"]) + p]
                logit = logit + gate * (MAPPINGS[mapping](expert) @ w[f"towers.{task}.public.weight"][k, p])
        x, V = interactions(w, model, select(task + ".cross"), select(task + ".field"), "." + task)
        logit = logit + x @ w[f"towers.{task}.cross.weight"]
        logits.append(logit + V @ w[f"towers.{task}.field.weight"])
    return np.stack(logits, axis=1)


def mt_phn(w, model, tasks, E):
    rows, setting = len(E), model["setting"]
    E_SA = attend(w, E, model["heads"])
    select = lambda m: selected(w, "ssg." + m, E, E_SA)
    public = []
    if "ssg.dnn" in w:
        z = select("dnn").reshape(rows, -1)
        public = [layers(w, f"experts.{k}", z, leaky_relu) for k in range(model["num-experts"])]
    if "ssg.cross" in w:
        x, V = interactions(w, model, select("cross"), select("field"))
        public.append(x @ w["cross.output.weight"] + w["cross.output.bias"])
        public.append(V @ w["field.output.weight"] + w["field.output.bias"])
    logits = []
    for task in tasks:
        if setting == "dnn-private":
            z = select(task + ".dnn").reshape(rows, -1)
        gate = softmax(z @ w[f"gates.{task}.weight"])
        logit = tower(w, task, mixture(gate, np.stack(public, axis=1)))
        own = {}
        if setting == "dnn-public":
            read = select(task + ".cross"), select(task + ".field")
            own["cross"], own["field"] = interactions(w, model, *read, "." + task)
        elif setting == "dnn-private":
            own["dnn"] = layers(w, "dnn." + task, z, leaky_relu)
        for name, x in own.items():
            logit = logit + x @ w[f"towers.{task}.{name}.weight"]
        logits.append(logit + w.get(f"towers.{task}.private.bias", 0))
    return np.stack(logits, axis=1)


def phn(w, model, own, features, columns):
    E = embed(w, features, columns, own)
    E_SA = attend(w, E, model["heads"], own)
    select = lambda m: selected(w, f"{own}ssg.{m}", E, E_SA)
    deep = layers(w, own + "dnn", select("dnn").reshape(len(E), -1), leaky_relu)
    x, V = interactions(w, model, select("cross"), select("field"), owner=own)
    logit = w[own + "tower.bias"] + deep @ w[own + "tower.dnn.weight"]
    return logit + x @ w[own + "tower.cross.weight"] + V @ w[own + "tower.field.weight"]
