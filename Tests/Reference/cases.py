"""The small cases: options, rows and initial weights, all drawn by NumPy from a seed."""

from dataclasses import dataclass

import numpy as np
from layout import FUNCTIONS, shapes

BATCH, STEPS, ROWS = 16, 50, 48  # three batches an epoch, in file order

STANDARD = {"transform": "none", "mean": 0.0, "deviation": 1.0, "clip": 5.0}
FEATURES = [  # the order mixes the kinds
    {"name": "color", "kind": "categorical", "vocabulary": [f"c{i}" for i in range(1, 6)]},
    {"name": "age", "kind": "numeric", **STANDARD},
    {"name": "city", "kind": "categorical", "vocabulary": [f"t{i}" for i in range(1, 7)]},
    {"name": "hours", "kind": "numeric", **STANDARD},
]

DEPHN = {
    "kind": "dephn",
    "embedding-dim": 4,
    "embedding-regularizer": 0.0,
    "num-experts": 2,
    "expert-hidden-units": [6, 5],
    "mappings": ["raw", "sin"],
    "gate": "trainable",
    "virtual-gradient": "add-sqrt",
    "correlation": "pearson",
    "virtual-gradient-on": "gradient",
    "num-cross-layers": 2,
    "num-field-layers": 2,
    "heads": 2,
    "residual": "trainable",
}
MMOE = {
    "kind": "mmoe",
    "embedding-dim": 4,
    "embedding-regularizer": 0.0,
    "num-experts": 3,
    "expert-hidden-units": [7, 5],
    "tower-hidden-units": [4],
}
SHARED_BOTTOM = {
    "kind": "shared-bottom",
    "embedding-dim": 4,
    "embedding-regularizer": 0.0,
    "bottom-hidden-units": [7, 5],
    "tower-hidden-units": [4],
}
EMBEDDING = {"embedding-dim": 4, "embedding-regularizer": 0.0}
EXPERTS = {"expert-hidden-units": [7, 5], "tower-hidden-units": [4]}
MODULES = {"num-cross-layers": 2, "num-field-layers": 2, "heads": 2, "residual": "trainable"}
MT_PHN = {"kind": "mt-phn", **EMBEDDING, "num-experts": 2, "setting": "dnn-public", **EXPERTS}
MT_PHN |= MODULES
PLE = {"kind": "ple", **EMBEDDING, "num-shared-experts": 2, "num-specific-experts": 1}
PLE |= {"num-levels": 2, **EXPERTS}
SNR = {"kind": "snr", **EMBEDDING, "num-experts": 3, **EXPERTS}
SNR |= {"connection": "trans", "gate-penalty": 0.01, "gate-temperature": 0.9}
CROSS_STITCH = {"kind": "cross-stitch", **EMBEDDING, "hidden-units": [7, 5], "stitch-own": 0.9}
AITM = {"kind": "aitm", **EMBEDDING, "bottom-hidden-units": [7, 5], "calibrator": 0.6}
SHARED_SEED = 3  # the functions differ in nothing else
THREE = ["like", "share", "follow"]


@dataclass
class Case:
    name: str
    model: dict
    tasks: list
    training: dict
    seed: int
    features: list
    ids: np.ndarray  # [rows, categorical features], 0 is unknown or missing
    numbers: np.ndarray  # [rows, numeric features], transformed
    labels: np.ndarray  # [rows, T], NaN is missing
    initial: dict


def plans():
    """Name, model, and what differs in rows and training: `tasks`, `weights`, `missing`,
    `constant` (batch, task), `unlabelled` (batch, task), `funnel`
    (each task's positives are among those of the one before), `gates` (their initial value),
    `training` (options that differ), `seed` (else the first that is well conditioned)."""
    dephn = lambda **changed: DEPHN | {k.replace("_", "-"): v for k, v in changed.items()}
    yield from ((f"dephn-{f}", dephn(virtual_gradient=f), {"seed": SHARED_SEED}) for f in FUNCTIONS)
    yield "dephn-gates-from-1", dephn(), {"gates": 1.0}
    yield "dephn-cosine", dephn(correlation="cosine"), {}
    yield "dephn-mapping", dephn(gate="mapping"), {}
    yield "dephn-mapping-mul-cos", dephn(gate="mapping", virtual_gradient="mul-cos"), {}
    yield "dephn-mapping-none", dephn(gate="mapping", virtual_gradient="none"), {}
    yield "dephn-three-tasks", dephn(), {"tasks": THREE, "weights": [1.0, 0.5, 2.0]}
    yield "dephn-three-tasks-mapping", dephn(gate="mapping"), {"tasks": THREE}
    yield "dephn-all-mappings", dephn(mappings=["raw", "sin", "cos", "square", "tanh"]), {}
    yield "dephn-residual-plain", dephn(residual="plain"), {}
    yield "dephn-residual-none", dephn(residual="none"), {}
    yield "dephn-step", dephn(virtual_gradient_on="step"), {}
    sgd = {"gate_optimizer": "sgd", "gate_learning_rate": 0.05}
    yield "dephn-sgd", dephn(**sgd), {}
    yield "dephn-sgd-default-rate", dephn(gate_optimizer="sgd"), {}
    yield "dephn-step-sgd", dephn(virtual_gradient_on="step", **sgd), {}
    yield "dephn-gate-learning-rate", dephn(gate_learning_rate=0.01), {}
    yield "dephn-expert-dropout", dephn(expert_dropout=0.4), {"tasks": THREE}
    lost = {"gate": "mapping", "virtual_gradient": "none", "expert_dropout": 0.4}
    yield "dephn-mapping-expert-dropout", dephn(num_experts=3, **lost), {}
    yield "dephn-regularizer", dephn(embedding_regularizer=1e-3), {}
    sizes = {"num_experts": 3, "expert_hidden_units": [7], "heads": 4}
    yield "dephn-other-sizes", dephn(num_cross_layers=1, num_field_layers=3, **sizes), {}
    uneven = {"weights": [0.7, 1.6], "missing": 0.25}
    yield "dephn-missing-labels", dephn(), uneven
    yield "dephn-constant-label", dephn(), {"constant": (1, 1), "weights": [0.7, 1.6]}
    constant = {"tasks": THREE, "constant": (0, 1), "missing": 0.15}
    yield "dephn-constant-label-three-tasks", dephn(), constant
    unlabelled = {"unlabelled": (1, 0), "missing": 0.15}
    yield "dephn-unlabelled-batch", dephn(correlation="cosine"), unlabelled
    yield "mmoe", MMOE, {}
    yield "mmoe-missing-labels", MMOE, {"tasks": THREE, "missing": 0.25, "weights": [0.7, 1.6, 1.0]}
    yield "mmoe-no-hidden-tower", MMOE | {"tower-hidden-units": [], "expert-hidden-units": [8]}, {}
    yield "mmoe-regularizer", MMOE | {"embedding-regularizer": 1e-3}, {}
    yield "shared-bottom", SHARED_BOTTOM, {}
    deep = {"bottom-hidden-units": [9], "tower-hidden-units": [6, 4], "embedding-regularizer": 1e-3}
    yield "shared-bottom-deep-tower", SHARED_BOTTOM | deep, uneven
    yield from others()
    yield from ways_of_training()


def ways_of_training():
    """Optimisers, schedules and task weights, on MMoE and a small Shared-Bottom."""
    train = lambda **options: {"training": {"steps": 48} | {k.replace("_", "-"): v for k, v in options.items()}}
    yield "mmoe-adamw", MMOE, train(optimizer="adamw", weight_decay=0.05, warmup_steps=7)
    momentum = {"optimizer": "sgd", "momentum": 0.9, "learning_rate": 0.02}
    yield "mmoe-momentum", MMOE, train(**momentum, schedule="cosine", warmup_steps=5)
    decay = {"schedule": "exponential", "decay": 0.5, "decay_steps": 20}
    yield "mmoe-adagrad", MMOE, train(optimizer="adagrad", learning_rate=0.01, **decay)
    clipped = train(optimizer="sgd", learning_rate=0.1, clip_norm=0.4)
    yield "shared-bottom-clipped", SHARED_BOTTOM | {"embedding-regularizer": 0.01}, clipped
    for method in ("uncertainty", "dwa", "gradnorm", "pcgrad"):
        yield f"mmoe-{method}", MMOE, train(weighting=method)


def others():
    """The models beside DEPHN's own comparison."""
    noisy = {"dropout": 0.25, "net-regularizer": 0.01}
    uneven = {"weights": [0.7, 1.6], "missing": 0.25}
    for setting in ("dnn-public", "all-public", "dnn-private"):
        yield f"mt-phn-{setting}", MT_PHN | {"setting": setting}, {}
    yield "omoe", MMOE | {"kind": "omoe"}, {}
    yield "mmoe-dropout", MMOE | noisy, {}
    yield "omoe-expert-dropout", MMOE | {"kind": "omoe", "expert-dropout": 0.4}, {}
    yield "mt-phn-expert-dropout", MT_PHN | {"expert-dropout": 0.4}, {}
    yield "ple-expert-dropout", PLE | {"expert-dropout": 0.3}, {}
    yield "mmoe-batch-norm", MMOE | {"batch-norm": True}, {}
    yield "ple", PLE, {}
    yield "ple-three-levels", PLE | {"num-levels": 3}, {"tasks": THREE}
    yield "cgc", {k: v for k, v in PLE.items() if k != "num-levels"} | {"kind": "cgc"}, uneven
    yield "snr", SNR, {}
    aver = {"connection": "aver", "expert-hidden-units": [6, 6, 5], "gate-temperature": 2 / 3}
    aver |= {"gate-learning-rate": 0.01}
    yield "snr-aver", SNR | aver, {"tasks": THREE}
    yield "cross-stitch", CROSS_STITCH, {}
    yield "cross-stitch-rate", CROSS_STITCH | {"stitch-learning-rate": 0.02}, {"tasks": THREE}
    yield "esmm", {"kind": "esmm", **EMBEDDING, "tower-hidden-units": [7, 5]}, {"funnel": True}
    chain = {"tasks": THREE, "funnel": True}
    yield "esmm-three-steps", {"kind": "esmm", **EMBEDDING, "tower-hidden-units": [6]}, chain
    yield "aitm", AITM, {"funnel": True}
    yield "aitm-three-steps", AITM | {"dropout": 0.2, "calibrator": 2.0}, chain
    deep = {**EMBEDDING, "hidden-units": [7, 5]}
    yield "dnn", {"kind": "dnn", **deep}, uneven
    yield "dnn-noise", {"kind": "dnn", **deep, **noisy}, {}
    yield "wide-deep", {"kind": "wide-deep", **deep, "net-regularizer": 0.01}, {}
    yield "dcn", {"kind": "dcn", **deep, "num-cross-layers": 2}, {}
    yield "dcn-v2", {"kind": "dcn-v2", **deep, "num-cross-layers": 2}, {}
    yield "fint", {"kind": "fint", **deep, "num-field-layers": 2}, {}
    yield "nfm", {"kind": "nfm", **deep, "dropout": 0.2}, {}
    yield "xdeepfm", {"kind": "xdeepfm", **deep, "cin-hidden-units": [3, 2]}, {}
    yield "phn", {"kind": "phn", **deep, **MODULES, "embedding-regularizer": 1e-3}, {}


def draw_rows(random, tasks, plan):
    """Ids with some 0, standardised numbers, and labels that share a part with each other."""
    sizes = [len(f["vocabulary"]) + 1 for f in FEATURES if f["kind"] == "categorical"]
    ids = np.stack([random.integers(0, size, ROWS) for size in sizes], axis=1)
    numbers = random.normal(size=(ROWS, len(FEATURES) - len(sizes)))
    shared = numbers[:, 0] + 0.5 * random.normal(size=ROWS)
    own = random.normal(size=(ROWS, len(tasks)))
    labels = (shared[:, None] + 1.2 * own > 0).astype(np.float64)
    if plan.get("funnel"):
        labels = np.minimum.accumulate(labels, axis=1)
    labels[random.random(labels.shape) < plan.get("missing", 0)] = np.nan
    rows_of = lambda batch: slice(batch * BATCH, (batch + 1) * BATCH)
    for key, value in (("constant", 0.0), ("unlabelled", np.nan)):
        if key in plan:
            batch, task = plan[key]
            labels[rows_of(batch), task] = value
    return ids.astype(np.int32), numbers.astype(np.float32), labels.astype(np.float32)


def draw_weight(random, name, shape, plan):
    """Every tensor away from 0, 1 and symmetry, so that each equation is seen."""
    parts = name.split(".")
    last = parts[-1]
    noise = random.normal(size=shape)
    if name == "gates":
        return np.full(shape, plan["gates"]) if "gates" in plan else 1 + 0.5 * noise
    if last == "residual":
        return 1 + 0.2 * noise
    if last == "gates":  # log alpha of hard concrete gates: some open, some shut, some between
        return 1.2 * noise
    if name.startswith("stitch"):
        return 0.5 + 0.3 * noise
    if last == "variance":
        return np.exp(0.5 * noise)
    if parts[-2:] == ["norm", "scale"]:
        return 1 + 0.3 * noise
    if last in ("bias", "shift", "mean"):
        return 0.3 * noise
    if last in ("matrix", "vector"):
        return noise / (2 * np.sqrt(shape[-1]))
    if "ssg" in parts:
        return noise
    if "embedding" in parts:
        return 0.7 * noise
    inputs = int(np.prod(shape)) if len(shape) != 2 else shape[0]
    return noise / np.sqrt(inputs)


def draw(name, model, plan, seed):
    random = np.random.default_rng(seed)
    tasks = plan.get("tasks", ["like", "share"])
    ids, numbers, labels = draw_rows(random, tasks, plan)
    initial = {
        tensor: draw_weight(random, tensor, shape, plan).astype(np.float32)
        for tensor, shape in shapes(model, tasks, FEATURES).items()
    }
    training = {
        "optimizer": "adam",
        "learning-rate": 1e-3,
        "batch-size": BATCH,
        "steps": STEPS,
        "shuffle": False,
        "task-weights": plan.get("weights", [1.0] * len(tasks)),
    } | plan.get("training", {})
    return Case(name, model, tasks, training, seed, FEATURES, ids, numbers, labels, initial)
