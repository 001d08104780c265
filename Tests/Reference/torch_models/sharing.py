"""Shared-Bottom (Caruana 1997), cross-stitch (Misra et al., CVPR 2016), ESMM (Ma et al., SIGIR 2018),
AITM (Xi et al., KDD 2021)."""

import torch
from torch.nn.functional import relu

from torch_models.layers import Output, dense, dnn, embed, hidden, tower


def shared_bottom(w, model, tasks, inputs, noise):
    x = embed(w, inputs).flatten(1)
    bottom = dnn(w, "bottom", x, len(model["bottom-hidden-units"]), noise)
    depth = len(model["tower-hidden-units"])
    logits = [tower(w, f"towers.{task}", bottom, depth, noise) for task in tasks]
    return Output(torch.stack(logits, dim=1))


def cross_stitch(w, model, tasks, inputs, noise):
    """After each layer, all tasks' outputs [B, T, h] go through a T x T matrix."""
    state = {task: embed(w, inputs).flatten(1) for task in tasks}
    layers = len(model["hidden-units"])
    for i in range(layers):
        outputs = [hidden(w, f"networks.{t}.{i}", state[t], noise) for t in tasks]
        matrix = torch.stack([w[f"stitch.{i}.{task}"] for task in tasks])
        mixed = torch.einsum("ts,bsh->bth", matrix, torch.stack(outputs, dim=1))
        state = {task: mixed[:, t] for t, task in enumerate(tasks)}
    logits = [dense(w, f"networks.{task}.{layers}", state[task])[:, 0] for task in tasks]
    return Output(torch.stack(logits, dim=1))


def esmm(w, model, tasks, inputs, noise):
    """Products of probabilities, turned back into logits only at the end."""
    x = embed(w, inputs).flatten(1)
    depth = len(model["tower-hidden-units"])
    probability, logits = 1.0, []
    for task in tasks:
        probability = probability * torch.sigmoid(tower(w, f"towers.{task}", x, depth, noise))
        logits.append(torch.log(probability) - torch.log1p(-probability))
    return Output(torch.stack(logits, dim=1))


def aitm(w, model, tasks, inputs, noise):
    x = embed(w, inputs).flatten(1)
    layers = len(model["bottom-hidden-units"])
    z, logits = None, []
    for task in tasks:
        own = dnn(w, f"bottoms.{task}", x, layers, noise)
        if z is None:
            z = own
        else:
            place = f"transfer.{task}"
            information = hidden(w, f"{place}.information", z, noise)
            slots = torch.stack([own, information], dim=1)  # [B, 2, D]
            Q, K, V = (slots @ w[f"{place}.{n}.weight"] for n in ("query", "key", "value"))
            share = torch.softmax((Q * K).sum(dim=-1) / own.shape[1] ** 0.5, dim=-1)
            z = (share[:, :, None] * V).sum(dim=1)
        logits.append(dense(w, f"towers.{task}", z)[:, 0])
    logits = torch.stack(logits, dim=1)
    y = torch.sigmoid(logits)
    excess = relu(y[:, 1:] - y[:, :-1]).mean(dim=0).sum()
    return Output(logits, penalty=model["calibrator"] * excess)
