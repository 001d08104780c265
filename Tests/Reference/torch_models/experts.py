"""MMoE and OMoE (Ma et al., KDD 2018), CGC and PLE (Tang et al., RecSys 2020), SNR (Ma et al., AAAI 2019)."""

import math

import torch

from torch_models.layers import Output, dnn, embed, tower


def experts_of(w, prefix, x, count, model, noise):
    """[B, count, h]"""
    layers = len(model["expert-hidden-units"])
    return torch.stack([dnn(w, f"{prefix}.{k}", x, layers, noise) for k in range(count)], dim=1)


def mix(w, gate, x, experts, model, noise):
    """softmax(x W) times the experts [B, n, h]."""
    logits = x @ w[f"{gate}.weight"]
    lost = noise.lost_experts(logits, gate, model.get("expert-dropout", 0))
    shares = torch.softmax(logits.masked_fill(lost, -torch.inf), dim=-1)
    return (shares[:, :, None] * experts).sum(dim=1)


def towers(w, tasks, inputs_of_towers, model, noise):
    hidden = len(model["tower-hidden-units"])
    pairs = zip(tasks, inputs_of_towers)
    return torch.stack([tower(w, f"towers.{t}", x, hidden, noise) for t, x in pairs], dim=1)


def mmoe(w, model, tasks, inputs, noise):
    """f^t(x) = sum_k softmax(x A_t)_k e_k(x), then a tower a task."""
    x = embed(w, inputs).flatten(1)
    experts = experts_of(w, "experts", x, model["num-experts"], model, noise)
    mixed = [mix(w, f"gates.{task}", x, experts, model, noise) for task in tasks]
    return Output(towers(w, tasks, mixed, model, noise))


def omoe(w, model, tasks, inputs, noise):
    """The same with one gate for all tasks."""
    x = embed(w, inputs).flatten(1)
    experts = experts_of(w, "experts", x, model["num-experts"], model, noise)
    mixed = mix(w, "gate", x, experts, model, noise)
    return Output(towers(w, tasks, [mixed] * len(tasks), model, noise))


def ple(w, model, tasks, inputs, noise):
    """Own experts read g^{k,j-1}, shared ones g^{s,j-1}; gates over what a task may see."""
    levels = model.get("num-levels", 1)
    x = embed(w, inputs).flatten(1)
    state = {task: x for task in tasks}
    shared_state = x
    for j in range(levels):
        own = {
            task: experts_of(w, f"experts.{j}.tasks.{task}", state[task], model["num-specific-experts"], model, noise)
            for task in tasks
        }
        count = model["num-shared-experts"]
        shared = experts_of(w, f"experts.{j}.shared", shared_state, count, model, noise)
        if j < levels - 1:
            everyone = torch.cat([*own.values(), shared], dim=1)
            shared_state = mix(w, f"gates.{j}.shared", shared_state, everyone, model, noise)
        for task in tasks:
            visible = torch.cat([own[task], shared], dim=1)
            state[task] = mix(w, f"gates.{j}.tasks.{task}", state[task], visible, model, noise)
    return Output(towers(w, tasks, [state[task] for task in tasks], model, noise))


LOWER, UPPER = -0.1, 1.1


def hard_concrete(log_alpha, temperature, u):
    """Louizos et al., ICLR 2018; u is the noise of this pass (float64), None in evaluation."""
    x = log_alpha.double()
    if u is not None:
        x = (torch.log(u) - torch.log(1 - u) + x) / temperature
    z = torch.clamp(torch.sigmoid(x) * (UPPER - LOWER) + LOWER, 0, 1)
    return z.to(log_alpha.dtype)


def snr(w, model, tasks, inputs, noise):
    temperature, penalty = model["gate-temperature"], 0.0

    def route(prefix, below):
        nonlocal penalty
        log_alpha = w[f"{prefix}.gates"]
        z = hard_concrete(log_alpha, temperature, noise.gates(f"{prefix}.gates", len(below)))
        penalty = penalty + torch.sigmoid(log_alpha - temperature * math.log(-LOWER / UPPER)).sum()
        if model["connection"] == "trans":
            below = [u @ w[f"{prefix}.{j}.weight"] for j, u in enumerate(below)]
        return sum(z[j] * u for j, u in enumerate(below))

    count = range(model["num-experts"])
    x = embed(w, inputs).flatten(1)
    below = [dnn(w, f"experts.0.{i}", x, 1, noise) for i in count]
    for layer in range(1, len(model["expert-hidden-units"])):
        below = [dnn(w, f"experts.{layer}.{i}", route(f"routing.{layer}.{i}", below), 1, noise) for i in count]
    routed = [route(f"routing.towers.{task}", below) for task in tasks]
    logits = towers(w, tasks, routed, model, noise)
    return Output(logits, penalty=model["gate-penalty"] * penalty)
