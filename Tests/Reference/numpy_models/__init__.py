"""Logits of every kind of model in NumPy, float64, without PyTorch.

Written apart from `torch_models`, with loops and einsum, so that the two check each other.
"""

import numpy as np

from numpy_models import heterogeneous, sharing, single
from numpy_models.layers import embed, sigmoid

__all__ = ["logits", "sigmoid"]

KINDS = {
    "dephn": heterogeneous.dephn,
    "mt-phn": heterogeneous.mt_phn,
    "mmoe": sharing.mmoe,
    "omoe": sharing.omoe,
    "cgc": sharing.ple,
    "ple": sharing.ple,
    "snr": sharing.snr,
    "shared-bottom": sharing.shared_bottom,
    "cross-stitch": sharing.cross_stitch,
    "esmm": sharing.esmm,
    "aitm": sharing.aitm,
}

SINGLE = {
    "dnn": single.dnn,
    "wide-deep": single.wide_deep,
    "dcn": single.crossed,
    "dcn-v2": single.crossed,
    "fint": single.fint,
    "nfm": single.nfm,
    "xdeepfm": single.xdeepfm,
    "phn": heterogeneous.phn,
}


def logits(weights, model, tasks, features, columns):
    """[B, T]; `columns` holds a feature's ids (0 unknown) or transformed numbers."""
    w = {name: np.asarray(value, dtype=np.float64) for name, value in weights.items()}
    if model["kind"] in KINDS:
        return KINDS[model["kind"]](w, model, tasks, embed(w, features, columns))
    kind = SINGLE[model["kind"]]
    return np.stack([kind(w, model, f"{t}.", features, columns) for t in tasks], axis=1)
