"""Models whose tasks share: MMoE, OMoE, CGC and PLE, SNR, Shared-Bottom, cross-stitch, ESMM, AITM."""

import numpy as np

from numpy_models.layers import affine, layers, mixture, relu, sigmoid, softmax, tower


def mmoe(w, model, tasks, E):
    x = E.reshape(len(E), -1)
    experts = np.stack([layers(w, f"experts.{k}", x, relu) for k in range(model["num-experts"])], axis=1)
    mixed = [mixture(softmax(x @ w[f"gates.{t}.weight"]), experts) for t in tasks]
    return np.stack([tower(w, t, m) for t, m in zip(tasks, mixed)], axis=1)


def omoe(w, model, tasks, E):
    same = {f"gates.{task}.weight": w["gate.weight"] for task in tasks}
    return mmoe(w | same, model, tasks, E)


def ple(w, model, tasks, E):
    x = E.reshape(len(E), -1)
    states = {"shared": x} | {"tasks." + task: x for task in tasks}
    for j in range(model.get("num-levels", 1)):
        experts = {}
        for owner, state in states.items():
            count = model["num-shared-experts" if owner == "shared" else "num-specific-experts"]
            experts[owner] = [layers(w, f"experts.{j}.{owner}.{k}", state, relu) for k in range(count)]
        above = {}
        for owner, state in states.items():
            if f"gates.{j}.{owner}.weight" not in w:
                continue
            seen = [o for o in experts if o != "shared"] if owner == "shared" else [owner]
            read = [expert for o in [*seen, "shared"] for expert in experts[o]]
            gate = softmax(state @ w[f"gates.{j}.{owner}.weight"])
            above[owner] = mixture(gate, np.stack(read, axis=1))
        states = above
    return np.stack([tower(w, t, states["tasks." + t]) for t in tasks], axis=1)


def snr(w, model, tasks, E):
    """The gates as they serve: without noise."""

    def read(place, below):
        z = np.clip(1.2 * sigmoid(w[place + ".gates"]) - 0.1, 0, 1)
        if model["connection"] == "trans":
            below = [u @ w[f"{place}.{j}.weight"] for j, u in enumerate(below)]
        return np.tensordot(z, np.stack(below), axes=1)

    inputs = [E.reshape(len(E), -1)] * model["num-experts"]
    below = []
    for layer in range(len(model["expert-hidden-units"])):
        if layer:
            inputs = [read(f"routing.{layer}.{i}", below) for i in range(len(inputs))]
        below = [layers(w, f"experts.{layer}.{i}", x, relu) for i, x in enumerate(inputs)]
    return np.stack([tower(w, t, read("routing.towers." + t, below)) for t in tasks], axis=1)


def shared_bottom(w, model, tasks, E):
    bottom = layers(w, "bottom", E.reshape(len(E), -1), relu)
    return np.stack([tower(w, t, bottom) for t in tasks], axis=1)


def cross_stitch(w, model, tasks, E):
    states = [E.reshape(len(E), -1)] * len(tasks)
    depth = len(model["hidden-units"])
    for i in range(depth):
        places = [f"networks.{task}.{i}" for task in tasks]
        outputs = [relu(affine(w, place, x)) for x, place in zip(states, places)]
        states = [sum(a * x for a, x in zip(w[f"stitch.{i}.{task}"], outputs)) for task in tasks]
    last = [f"networks.{task}.{depth}." for task in tasks]
    logits = [x @ w[n + "weight"] + w[n + "bias"] for x, n in zip(states, last)]
    return np.concatenate(logits, axis=1)


def esmm(w, model, tasks, E):
    """log(p / (1 - p)) of the running product, by the odds against it: prod(1 + e^-z) - 1."""
    steps = np.stack([tower(w, t, E.reshape(len(E), -1)) for t in tasks], axis=1)
    return -np.log(np.expm1(np.cumsum(np.logaddexp(0, -steps), axis=1)))


def aitm(w, model, tasks, E):
    x, z, logits = E.reshape(len(E), -1), None, []
    for task in tasks:
        own, place = layers(w, "bottoms." + task, x, relu), f"transfer.{task}."
        if z is not None:
            information = affine(w, place + "information", z)
            scores, values = [], []
            for slot in (own, relu(information)):
                Q, K, V = (slot @ w[f"{place}{n}.weight"] for n in ("query", "key", "value"))
                scores.append(np.einsum("bd,bd->b", Q, K) / np.sqrt(Q.shape[1]))
                values.append(V)
            own = mixture(softmax(np.stack(scores, axis=1)), np.stack(values, axis=1))
        z = own
        logits.append(z @ w[f"towers.{task}.weight"] + w[f"towers.{task}.bias"])
    return np.concatenate(logits, axis=1)
