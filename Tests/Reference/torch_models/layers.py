"""What several models are made of. `w` is a dictionary of tensors under the names of a saved model."""

from dataclasses import dataclass

import torch
from torch.nn.functional import relu


@dataclass
class Inputs:
    """A batch: ids [B, categorical features], numbers [B, numeric features], labels [B, T]."""

    features: list
    ids: torch.Tensor
    numbers: torch.Tensor
    labels: torch.Tensor


@dataclass
class Output:
    logits: torch.Tensor  # [B, T]
    gates: torch.Tensor = None  # those of DEPHN, in this forward pass
    penalty: torch.Tensor = 0.0  # what the model adds to the tasks' losses
    statistics: dict = None  # running means and variances after this pass


def embed(w, inputs, owner=""):
    """E [B, c, d], the fields in the order of the features."""
    fields, categorical, numeric = [], 0, 0
    for feature in inputs.features:
        prefix = f"{owner}embedding.{feature['name']}"
        if feature["kind"] == "categorical":
            fields.append(w[f"{prefix}.weight"][inputs.ids[:, categorical]])
            categorical += 1
        else:
            value = inputs.numbers[:, numeric, None]
            fields.append(value * w[f"{prefix}.scale"] + w[f"{prefix}.shift"])
            numeric += 1
    return torch.stack(fields, dim=1)


def attend(w, E, heads, owner=""):
    """E_SA: multi-head self-attention over the fields."""
    rows, c, d = E.shape
    width = d // heads
    split = lambda x: x.reshape(rows, c, heads, width).transpose(1, 2)
    Q, K, V = (split(E @ w[f"{owner}attention.{part}"]) for part in ("query", "key", "value"))
    mixed = torch.softmax(Q @ K.transpose(-1, -2) / width**0.5, dim=-1) @ V
    return mixed.transpose(1, 2).reshape(rows, c, d) @ w[f"{owner}attention.output"]


def select(w, module, E, E_SA, owner=""):
    """Soft selection gating, eq. 1."""
    share = torch.sigmoid(w[f"{owner}ssg.{module}"])
    return share * E_SA + (1 - share) * E


def dense(w, prefix, x):
    return x @ w[f"{prefix}.weight"] + w[f"{prefix}.bias"]


def hidden(w, prefix, x, noise, activation=relu):
    """A dense layer, batch norm if the model has it, activation, dropout."""
    if f"{prefix}.norm.scale" in w:
        z = noise.norm(w, f"{prefix}.norm", x @ w[f"{prefix}.weight"])
    else:
        z = dense(w, prefix, x)
    return noise.dropout(activation(z), prefix)


def dnn(w, prefix, x, layers, noise, activation=relu):
    for i in range(layers):
        x = hidden(w, f"{prefix}.{i}", x, noise, activation)
    return x


def tower(w, prefix, x, hidden, noise):
    """Hidden layers with ReLU, then a linear map to one logit [B]."""
    return dense(w, f"{prefix}.{hidden}", dnn(w, prefix, x, hidden, noise))[:, 0]


def residual_weight(w, name, residual):
    return {"trainable": lambda: w[name], "plain": lambda: 1.0, "none": lambda: 0.0}[residual]()


def cross_module(w, prefix, x0, layers, residual):
    """x_{l+1} = x_0 * (Omega_l x_l) + x_0 (omega_l . x_l) + b_l + r_l * x_l"""
    x = x0
    for l in range(layers):
        layer = f"{prefix}.{l}"
        r = residual_weight(w, f"{layer}.residual", residual)
        inner = (x @ w[f"{layer}.vector"])[:, None]
        x = x0 * (x @ w[f"{layer}.matrix"].T) + x0 * inner + w[f"{layer}.bias"] + r * x
    return x


def field_module(w, prefix, V0, layers, residual):
    """V_{l+1} = V_0 * (Omega_l V_l) + r_l (x) V_l, one r a field."""
    V = V0
    for l in range(layers):
        layer = f"{prefix}.{l}"
        r = residual_weight(w, f"{layer}.residual", residual)
        r = r[:, None] if torch.is_tensor(r) else r
        V = V0 * (w[f"{layer}.matrix"] @ V) + r * V
    return V
