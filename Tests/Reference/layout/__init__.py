"""Names and shapes of a model's parameters, as the table of saved tensors fixes them.

Needs no library. Dense weights are (in, out); `cross.*.matrix` and `field.*.matrix` are (out, in).
"""

from layout.options import FUNCTIONS, OPTIONS, is_number
from layout.tensors import KINDS, SINGLE, fields

__all__ = ["FUNCTIONS", "OPTIONS", "is_number", "shapes"]


def shapes(model, tasks, features):
    """Shape of every parameter, by name. `model` holds the kind and its options."""
    c, d = len(features), model["embedding-dim"]
    if model["kind"] not in SINGLE:
        return fields("embedding", features, d) | KINDS[model["kind"]](model, tasks, c, d)
    result = {}
    for task in tasks:
        own = fields("embedding", features, d) | SINGLE[model["kind"]](model, features, c, d)
        result |= {f"{task}.{name}": shape for name, shape in own.items()}
    return result
