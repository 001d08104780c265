"""Logits of DEPHN, MMoE and Shared-Bottom in NumPy, float64, without PyTorch.

Written apart from `model.py`, with loops and einsum, so that the two check each other.
"""

import numpy as np

MAPPINGS = {"raw": lambda x: x, "sin": np.sin, "cos": np.cos, "square": np.square, "tanh": np.tanh}


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x)


def embed(w, features, columns):
    """[B, c, d] from a column a feature: ids, or transformed numbers."""
    fields = []
    for feature, column in zip(features, columns):
        prefix = "embedding." + feature["name"]
        if feature["kind"] == "categorical":
            fields.append(w[prefix + ".weight"][column])
        else:
            fields.append(np.outer(column, w[prefix + ".scale"]) + w[prefix + ".shift"])
    return np.stack(fields, axis=1)


def attend(w, E, heads):
    d = E.shape[2]
    width, parts = d // heads, []
    for h in range(heads):
        own = slice(h * width, (h + 1) * width)
        Q, K, V = (E @ w["attention." + n][:, own] for n in ("query", "key", "value"))
        parts.append(softmax(np.einsum("bid,bjd->bij", Q, K) / np.sqrt(width)) @ V)
    return np.concatenate(parts, axis=2) @ w["attention.output"]


def layers(w, prefix, x, activation, last=None):
    """All layers under a prefix; `last` is the final one's activation where it differs."""
    count = sum(n.startswith(prefix + ".") and n.endswith(".weight") for n in w)
    for i in range(count):
        x = x @ w[f"{prefix}.{i}.weight"] + w[f"{prefix}.{i}.bias"]
        x = (last if last and i == count - 1 else activation)(x)
    return x


def tower(w, task, x):
    return layers(w, "towers." + task, x, relu, last=lambda y: y)[:, 0]


def dephn(w, model, tasks, E):
    rows, c, d = E.shape
    E_SA = attend(w, E, model["heads"])
    select = lambda m: E + sigmoid(w["ssg." + m]) * (E_SA - E)
    public = select("dnn").reshape(rows, -1)
    experts = [layers(w, f"experts.{k}", public, leaky_relu) for k in range(model["num-experts"])]
    one = {"trainable": None, "plain": 1.0, "none": 0.0}[model["residual"]]
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
                logit = logit + gate * (
                    MAPPINGS[mapping](expert) @ w[f"towers.{task}.public.weight"][k, p]
                )
        x0 = x = select(task + ".cross").reshape(rows, -1)
        for l in range(model["num-cross-layers"]):
            matrix, vector, bias = (
                w[f"cross.{task}.{l}.{n}"] for n in ("matrix", "vector", "bias")
            )
            r = w[f"cross.{task}.{l}.residual"] if one is None else one
            x = x0 * (np.einsum("oi,bi->bo", matrix, x) + (x @ vector)[:, None]) + bias + r * x
        V0 = V = select(task + ".field")
        for l in range(model["num-field-layers"]):
            r = w[f"field.{task}.{l}.residual"][:, None] if one is None else one
            V = V0 * np.einsum("oi,bid->bod", w[f"field.{task}.{l}.matrix"], V) + r * V
        logit = logit + x @ w[f"towers.{task}.cross.weight"]
        logits.append(logit + V.reshape(rows, -1) @ w[f"towers.{task}.field.weight"])
    return np.stack(logits, axis=1)


def mmoe(w, model, tasks, E):
    x = E.reshape(len(E), -1)
    experts = np.stack(
        [layers(w, f"experts.{k}", x, relu) for k in range(model["num-experts"])], axis=1
    )
    mixed = [np.einsum("bk,bkh->bh", softmax(x @ w[f"gates.{t}.weight"]), experts) for t in tasks]
    return np.stack([tower(w, t, m) for t, m in zip(tasks, mixed)], axis=1)


def shared_bottom(w, model, tasks, E):
    bottom = layers(w, "bottom", E.reshape(len(E), -1), relu)
    return np.stack([tower(w, t, bottom) for t in tasks], axis=1)


KINDS = {"dephn": dephn, "mmoe": mmoe, "shared-bottom": shared_bottom}


def logits(weights, model, tasks, features, columns):
    """[B, T]; `columns` holds a feature's ids (0 unknown) or transformed numbers."""
    w = {name: np.asarray(value, dtype=np.float64) for name, value in weights.items()}
    return KINDS[model["kind"]](w, model, tasks, embed(w, features, columns))
