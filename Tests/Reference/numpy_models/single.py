"""Models a task: `own` is what the names of its tensors begin with."""

import numpy as np

from numpy_models.layers import affine, embed, layers, relu


def linear(w, own, features, columns):
    """The wide part is an embedding of one dimension, summed over the fields."""
    renamed = {
        "embedding." + name.removeprefix(own + "linear."): value
        for name, value in w.items()
        if name.startswith(own + "linear.")
    }
    return embed(renamed, features, columns).sum(axis=(1, 2))


def deep(w, own, x):
    return layers(w, own + "dnn", x, relu, last=lambda y: y)[:, 0]


def dnn(w, model, own, features, columns):
    E = embed(w, features, columns, own)
    return deep(w, own, E.reshape(len(E), -1))


def wide_deep(w, model, own, features, columns):
    return dnn(w, model, own, features, columns) + linear(w, own, features, columns)


def crossed(w, model, own, features, columns):
    """DCN where the weight of a layer is a vector, DCN-V2 where it is a matrix."""
    E = embed(w, features, columns, own)
    x0 = x = E.reshape(len(E), -1)
    for l in range(model["num-cross-layers"]):
        weight, bias = w[f"{own}cross.{l}.weight"], w[f"{own}cross.{l}.bias"]
        if weight.ndim == 1:
            x = np.einsum("bi,bj,j->bi", x0, x, weight) + bias + x
        else:
            x = x0 * (np.einsum("bi,io->bo", x, weight) + bias) + x
    widths = len(model["hidden-units"])
    hidden = x0
    for i in range(widths):
        hidden = relu(affine(w, f"{own}dnn.{i}", hidden))
    both = np.concatenate([x, hidden], axis=1)
    return (both @ w[own + "output.weight"] + w[own + "output.bias"])[:, 0]


def fint(w, model, own, features, columns):
    """v_i^l = sum_j W_ij (v_i^{l-1} * v_j^0) + u_i v_i^{l-1}"""
    E = V = embed(w, features, columns, own)
    for l in range(model["num-field-layers"]):
        W, u = w[f"{own}field.{l}.weight"], w[f"{own}field.{l}.residual"]
        V = np.einsum("ji,bid,bjd->bid", W, V, E) + u[:, None] * V
    return deep(w, own, V.reshape(len(E), -1))


def nfm(w, model, own, features, columns):
    E = embed(w, features, columns, own)
    pooled = (E.sum(axis=1) ** 2 - (E**2).sum(axis=1)) / 2
    return linear(w, own, features, columns) + deep(w, own, pooled)


def xdeepfm(w, model, own, features, columns):
    E = X = embed(w, features, columns, own)
    rows, _, d = E.shape
    logit = linear(w, own, features, columns) + deep(w, own, E.reshape(rows, -1))
    first = 0
    for k, maps in enumerate(model["cin-hidden-units"]):
        pairs = (X[:, :, None, :] * E[:, None, :, :]).reshape(rows, -1, d)
        X = np.einsum("bpd,ph->bhd", pairs, w[f"{own}cin.{k}.weight"])
        X = X + w[f"{own}cin.{k}.bias"][None, :, None]
        logit = logit + X.sum(axis=2) @ w[own + "cin.output.weight"][first : first + maps]
        first += maps
    return logit
