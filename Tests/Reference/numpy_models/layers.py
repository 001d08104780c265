"""What several models are made of, in NumPy."""

import re

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x)


def embed(w, features, columns, owner=""):
    """[B, c, d] from a column a feature: ids, or transformed numbers."""
    fields = []
    for feature, column in zip(features, columns):
        prefix = owner + "embedding." + feature["name"]
        if feature["kind"] == "categorical":
            fields.append(w[prefix + ".weight"][column])
        else:
            fields.append(np.outer(column, w[prefix + ".scale"]) + w[prefix + ".shift"])
    return np.stack(fields, axis=1)


def attend(w, E, heads, owner=""):
    d = E.shape[2]
    width, parts = d // heads, []
    for h in range(heads):
        own = slice(h * width, (h + 1) * width)
        Q, K, V = (E @ w[owner + "attention." + n][:, own] for n in ("query", "key", "value"))
        parts.append(softmax(np.einsum("bid,bjd->bij", Q, K) / np.sqrt(width)) @ V)
    return np.concatenate(parts, axis=2) @ w[owner + "attention.output"]


def affine(w, place, x):
    """x W + b, or x W through a batch norm as it serves."""
    z = x @ w[place + ".weight"]
    if place + ".bias" in w:
        return z + w[place + ".bias"]
    scale, shift, mean, variance = (w[f"{place}.norm.{n}"] for n in ("scale", "shift", "mean", "variance"))
    return scale * (z - mean) / np.sqrt(variance + 1e-5) + shift


def layers(w, prefix, x, activation, last=None):
    """All layers under a prefix; `last` is the final one's activation where it differs."""
    count = sum(bool(re.fullmatch(re.escape(prefix) + r"\.\d+\.weight", n)) for n in w)
    for i in range(count):
        x = affine(w, f"{prefix}.{i}", x)
        x = (last if last and i == count - 1 else activation)(x)
    return x


def tower(w, task, x):
    return layers(w, "towers." + task, x, relu, last=lambda y: y)[:, 0]


def mixture(gate, experts):
    """Experts [B, n, h] by gates [B, n]."""
    return np.einsum("bk,bkh->bh", gate, experts)
