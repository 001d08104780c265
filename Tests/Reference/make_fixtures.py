"""Makes the fixtures: `python make_fixtures.py [CASE…]`, in this folder's `Fixtures`.

Everything is computed in float64 from float32 initial weights and stored as float32. Each case is
also run in float32, and a seed is kept only where both agree within a quarter of the tolerances.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import cases
import numpy as np
import numpy_models
import torch
from layout import is_statistic
from safetensors.numpy import save
from training import forward, parameters, predict, run
from virtual_gradient import correlation, factors

FOLDER = Path(__file__).parent / "Fixtures"
TOLERANCES = {"logits": 1e-5, "gradients": 2e-5, "weights": 2e-5}
SHARE = 0.25  # of a tolerance that float32 may use up
LEAST_KINK = 1e-3  # distance of F's argument from the kink of abs and sqrt
LEAST_CORRELATION = 0.2  # of two tasks' labels in the first batch, so that x counts
SEEDS = range(1, 400)


def differences(double, single):
    """The largest difference of the precisions, in the tolerances' own measures."""
    largest = lambda a, b: float((a - b.double()).abs().max())
    return {
        "logits": largest(double.logits, single.logits),
        "gradients": max(
            largest(g, single.gradients[n]) / (float(g.abs().max()) or 1.0) for n, g in double.gradients.items()
        ),
        "weights": max(largest(x, single.weights[n]) for n, x in double.weights.items()),
    }


def is_alive(double):
    """Every tensor has a gradient, but for running statistics."""
    return all(g.any() for name, g in double.gradients.items() if not is_statistic(name))


def is_correlated(case):
    labels = torch.tensor(case.labels[: cases.BATCH])
    pairs = [(t, j) for t in range(len(case.tasks)) for j in range(t)]
    found = [correlation(labels[:, t], labels[:, j], "pearson") for t, j in pairs]
    return all(rho is None or abs(rho) >= LEAST_CORRELATION for rho in found)


def draw_well_conditioned(name, model, plan):
    """The first seed with correlated labels whose two precisions agree, away from kinks."""
    for seed in [plan["seed"]] if "seed" in plan else SEEDS:
        case = cases.draw(name, model, plan, seed)
        if not is_correlated(case):
            continue
        double = run(case, torch.float64)
        if double.kink < LEAST_KINK or not is_alive(double):
            continue
        found = differences(double, run(case, torch.float32))
        if all(found[k] <= SHARE * TOLERANCES[k] for k in found):
            return case, double, found
    raise SystemExit(f"{name}: no seed agrees well enough")


def check_virtual_gradient(case, double):
    """Eq. 8, the long way: the plain gradients, plus what (product of gamma - 1) dL/dG adds.

    The second part goes from G on into whatever G is computed from.
    """
    if case.model["kind"] != "dephn":
        return
    plain = replace(case, model=case.model | {"virtual-gradient": "none"})
    w = parameters(plain, torch.float64)
    output, labels, loss = forward(plain, w, step=0)
    gates = output.gates
    assert torch.equal(predict(plain, w), double.logits), "the forward value stays G"
    gradients = torch.autograd.grad(loss, list(w.values()), retain_graph=True)
    (through,) = torch.autograd.grad(loss, gates, retain_graph=True)
    function = case.model["virtual-gradient"]
    if case.model["virtual-gradient-on"] == "step":
        function = "none"
    scale = factors(gates, labels, function, case.model["correlation"])
    extra = torch.autograd.grad(gates, list(w.values()), (scale - 1) * through, allow_unused=True)
    for name, gradient, more in zip(w, gradients, extra):
        expected = gradient if more is None else gradient + more
        found = double.gradients[name]
        assert torch.allclose(found, expected, rtol=1e-12, atol=1e-14), (case.name, name)


def check_against_numpy(case, double):
    columns, categorical, numeric = [], iter(case.ids.T), iter(case.numbers.T.astype(np.float64))
    for feature in case.features:
        columns.append(next(categorical if feature["kind"] == "categorical" else numeric)[: cases.BATCH])
    expected = numpy_models.logits(case.initial, case.model, case.tasks, case.features, columns)
    assert np.abs(expected - double.logits.numpy()).max() < 1e-12, case.name


def with_sorted_header(file):
    """The same file with its header in one order, as `safetensors` writes the metadata in any."""
    length = int.from_bytes(file[:8], "little")
    header = json.dumps(json.loads(file[8 : 8 + length]), sort_keys=True).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + file[8 + length :]


def write(case, double):
    single = lambda x: x.numpy().astype(np.float32)
    tensors = {"ids": case.ids.astype(np.float32), "numbers": case.numbers, "labels": case.labels}
    tensors["logits"] = single(double.logits)
    tensors["losses"] = single(double.losses)
    tensors["loss"] = single(double.loss.reshape(1))
    for name, value in case.initial.items():
        tensors[f"initial.{name}"] = value
        tensors[f"gradient.{name}"] = single(double.gradients[name])
        tensors[f"final.{name}"] = single(double.weights[name])
    metadata = {
        "model": case.model,
        "features": case.features,
        "tasks": case.tasks,
        "training": case.training,
        "source": {"torch": torch.__version__, "seed": case.seed, "computed-in": "float64"},
    }
    tensors = {name: np.ascontiguousarray(value) for name, value in tensors.items()}
    text = {key: json.dumps(value) for key, value in metadata.items()}
    path = FOLDER / f"{case.name}.safetensors"
    path.write_bytes(with_sorted_header(save(tensors, metadata=text)))


def main(chosen):
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    print(f"{'case':34} seed   logits  gradients  weights     kink")
    for name, model, plan in cases.plans():
        if chosen and name not in chosen:
            continue
        case, double, found = draw_well_conditioned(name, model, plan)
        check_virtual_gradient(case, double)
        check_against_numpy(case, double)
        write(case, double)
        figures = "  ".join(f"{found[k]:.1e}" for k in found)
        print(f"{name:34} {case.seed:4}  {figures}  {double.kink:.1e}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
