"""Models a task: DNN, Wide & Deep, DCN and DCN-V2, FINT, NFM, xDeepFM. Equations in their papers."""

import torch

from torch_models.layers import Output, dense, dnn, embed, tower


def separately(logit):
    """One model a task; the names of its tensors begin with the task's."""

    def kind(w, model, tasks, inputs, noise):
        return Output(torch.stack([logit(w, model, f"{task}.", inputs, noise) for task in tasks], dim=1))

    return kind


def linear(w, own, inputs):
    """sum_i w_i x_i, with a shift a numeric field."""
    total, categorical, numeric = 0.0, 0, 0
    for feature in inputs.features:
        prefix = f"{own}linear.{feature['name']}"
        if feature["kind"] == "categorical":
            total = total + w[f"{prefix}.weight"][inputs.ids[:, categorical], 0]
            categorical += 1
        else:
            value = inputs.numbers[:, numeric]
            total = total + value * w[f"{prefix}.scale"] + w[f"{prefix}.shift"]
            numeric += 1
    return total


def deep(w, model, own, x, noise):
    return tower(w, f"{own}dnn", x, len(model["hidden-units"]), noise)


@separately
def plain(w, model, own, inputs, noise):
    return deep(w, model, own, embed(w, inputs, own).flatten(1), noise)


@separately
def wide_deep(w, model, own, inputs, noise):
    return linear(w, own, inputs) + deep(w, model, own, embed(w, inputs, own).flatten(1), noise)


def crossed(layer):
    """A cross network beside a deep one; `layer` gives x_{l+1} from x_0 and x_l."""

    @separately
    def kind(w, model, own, inputs, noise):
        x0 = x = embed(w, inputs, own).flatten(1)
        for l in range(model["num-cross-layers"]):
            x = layer(w, f"{own}cross.{l}", x0, x)
        h = dnn(w, f"{own}dnn", x0, len(model["hidden-units"]), noise)
        return dense(w, f"{own}output", torch.cat([x, h], dim=1))[:, 0]

    return kind


dcn = crossed(lambda w, l, x0, x: x0 * (x @ w[f"{l}.weight"])[:, None] + w[f"{l}.bias"] + x)
dcn_v2 = crossed(lambda w, l, x0, x: x0 * dense(w, l, x) + x)


@separately
def fint(w, model, own, inputs, noise):
    """V^l = V^{l-1} * (W V^0 + u 1^T); the saved weight is W transposed."""
    V0 = V = embed(w, inputs, own)
    for l in range(model["num-field-layers"]):
        W, u = w[f"{own}field.{l}.weight"].T, w[f"{own}field.{l}.residual"]
        V = V * (W @ V0 + u[:, None])
    return deep(w, model, own, V.flatten(1), noise)


@separately
def nfm(w, model, own, inputs, noise):
    """The sum over pairs of fields, taken literally."""
    E = embed(w, inputs, own)
    c = E.shape[1]
    pooled = sum(E[:, i] * E[:, j] for i in range(c) for j in range(i))
    pooled = noise.dropout(pooled, f"{own}interaction")
    return linear(w, own, inputs) + deep(w, model, own, pooled, noise)


@separately
def xdeepfm(w, model, own, inputs, noise):
    X0 = X = embed(w, inputs, own)
    pooled = []
    for k, maps in enumerate(model["cin-hidden-units"]):
        W = w[f"{own}cin.{k}.weight"].reshape(X.shape[1], X0.shape[1], maps)
        X = torch.einsum("bid,bjd,ijh->bhd", X, X0, W) + w[f"{own}cin.{k}.bias"][:, None]
        pooled.append(X.sum(dim=2))
    cin = torch.cat(pooled, dim=1) @ w[f"{own}cin.output.weight"]
    return linear(w, own, inputs) + cin + deep(w, model, own, X0.flatten(1), noise)
