"""Names and shapes of a model's parameters, as the table of saved tensors fixes them.

Needs no library. Dense weights are (in, out); `cross.*.matrix` and `field.*.matrix` are (out, in).
"""

from layout.options import FUNCTIONS, OPTIONS, is_number
from layout.tensors import KINDS, SINGLE, fields

__all__ = ["FUNCTIONS", "OPTIONS", "is_number", "is_statistic", "shapes"]


def shapes(model, tasks, features):
    """Shape of every parameter, by name. `model` holds the kind and its options."""
    plain = shapes_without_norms(model, tasks, features)
    return with_norms(plain, model["kind"]) if model.get("batch-norm") else plain


def is_statistic(name):
    """Whether a tensor holds what batch norm saw, and follows no gradient."""
    return name.endswith((".norm.mean", ".norm.variance"))


def with_norms(plain, kind):
    """Each hidden layer has four tensors of a batch norm in its bias's place."""
    result = {}
    for name, shape in plain.items():
        prefix, last = name.rsplit(".", 1)
        stem, _, number = prefix.rpartition(".")
        is_layer = f"{prefix}.weight" in plain and last == "bias"
        follows = number.isdigit() and f"{stem}.{int(number) + 1}.weight" in plain
        ends_hidden = name.split(".")[0] in ("experts", "bottom", "bottoms") or (
            kind in ("dcn", "dcn-v2", "phn") and ".dnn." in name
        )
        if is_layer and (follows or ends_hidden or number == "information"):
            parts = ("scale", "shift", "mean", "variance")
            result |= {f"{prefix}.norm.{part}": shape for part in parts}
        else:
            result[name] = shape
    return result


def shapes_without_norms(model, tasks, features):
    c, d = len(features), model["embedding-dim"]
    if model["kind"] not in SINGLE:
        return fields("embedding", features, d) | KINDS[model["kind"]](model, tasks, c, d)
    result = {}
    for task in tasks:
        own = fields("embedding", features, d) | SINGLE[model["kind"]](model, features, c, d)
        result |= {f"{task}.{name}": shape for name, shape in own.items()}
    return result
