"""Every kind of model in PyTorch, a file a family, and their losses."""

import torch
from torch.nn.functional import softplus

from torch_models import experts, heterogeneous, sharing, single

KINDS = {
    "dephn": heterogeneous.dephn,
    "mt-phn": heterogeneous.mt_phn,
    "phn": heterogeneous.phn,
    "mmoe": experts.mmoe,
    "omoe": experts.omoe,
    "cgc": experts.ple,
    "ple": experts.ple,
    "snr": experts.snr,
    "shared-bottom": sharing.shared_bottom,
    "cross-stitch": sharing.cross_stitch,
    "esmm": sharing.esmm,
    "aitm": sharing.aitm,
    "dnn": single.plain,
    "wide-deep": single.wide_deep,
    "dcn": single.dcn,
    "dcn-v2": single.dcn_v2,
    "fint": single.fint,
    "nfm": single.nfm,
    "xdeepfm": single.xdeepfm,
}


def task_losses(logits, labels):
    """Mean binary cross-entropy a task over its labelled rows; 0 without any."""
    present = ~labels.isnan()
    known = torch.where(present, labels, torch.zeros_like(labels))
    each = torch.where(present, softplus(logits) - known * logits, torch.zeros_like(logits))
    return each.sum(dim=0) / present.sum(dim=0).clamp(min=1)


def decay(w, model):
    """lambda/2 sum w^2: over the embeddings, and over the weights of dense layers."""
    total = 0.0
    for name, x in w.items():
        parts = name.split(".")
        if "embedding" in parts:
            total = total + model["embedding-regularizer"] / 2 * x.square().sum()
        elif "linear" not in parts and parts[-1] == "weight" and x.dim() == 2:
            total = total + model.get("net-regularizer", 0) / 2 * x.square().sum()
    return total


def loss(w, output, labels, task_weights, model):
    """Weighted sum of the tasks' losses, the model's own penalty, and L2."""
    weights = torch.tensor(task_weights, dtype=output.logits.dtype)
    tasks = (weights * task_losses(output.logits, labels)).sum()
    return tasks + output.penalty + decay(w, model)
