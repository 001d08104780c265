"""Options of each kind, under the names in the metadata, and what values they may have."""


def is_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)


def is_count(x):
    return isinstance(x, int) and not isinstance(x, bool) and x >= 1


def is_depth(x):
    return x == 0 or is_count(x)


def are_widths(x):
    return isinstance(x, list) and all(map(is_count, x))


def is_one_of(*words):
    return lambda x: x in words


def is_absent_or(allowed):
    return lambda x: x is None or allowed(x)


def are_mappings(x):
    names = {"raw", "sin", "cos", "square", "tanh"}
    return isinstance(x, list) and 0 < len(x) == len(set(x)) and set(x) <= names


FUNCTIONS = [f"{a}-{b}" for a in ("mul", "add") for b in ("cos", "abs", "square", "sqrt")] + ["none"]


def is_amount(x):
    return is_number(x) and x >= 0


def are_layers(x):
    return are_widths(x) and x != []


EMBEDDING = {
    "embedding-dim": is_count,
    "embedding-regularizer": is_amount,
    "dropout": is_absent_or(lambda x: is_amount(x) and x < 1),  # absent in older files
    "net-regularizer": is_absent_or(is_amount),
    "batch-norm": is_absent_or(lambda x: isinstance(x, bool)),
}
IS_SHARE = is_absent_or(lambda x: is_amount(x) and x < 1)
EXPERTS = {
    **EMBEDDING,
    "expert-dropout": IS_SHARE,
    "num-experts": is_count,
    "expert-hidden-units": are_layers,
    "tower-hidden-units": are_widths,
}
EXTRACTION = {
    **EMBEDDING,
    "expert-dropout": IS_SHARE,
    "num-shared-experts": is_count,
    "num-specific-experts": is_count,
    "expert-hidden-units": are_layers,
    "tower-hidden-units": are_widths,
}
MODULES = {
    "num-cross-layers": is_depth,
    "num-field-layers": is_depth,
    "heads": is_count,
    "residual": is_one_of("trainable", "plain", "none"),
}
DEEP = {**EMBEDDING, "hidden-units": are_layers}

# What the metadata has to say of each kind's options: a test of the value, by name.
OPTIONS = {
    "dephn": {
        **EMBEDDING,
        "num-experts": is_count,
        "expert-hidden-units": are_layers,
        "mappings": are_mappings,
        "gate": is_one_of("trainable", "mapping"),
        "virtual-gradient": is_one_of(*FUNCTIONS),
        "correlation": is_one_of("pearson", "cosine"),
        "virtual-gradient-on": is_one_of("gradient", "step"),
        "gate-optimizer": is_absent_or(is_one_of("adam", "adamw", "sgd", "adagrad")),
        "gate-learning-rate": is_absent_or(is_number),
        "expert-dropout": IS_SHARE,
        **MODULES,
    },
    "mt-phn": {
        **EXPERTS,
        "setting": is_one_of("dnn-public", "all-public", "dnn-private"),
        **MODULES,
    },
    "phn": {**DEEP, **MODULES},
    "mmoe": EXPERTS,
    "omoe": EXPERTS,
    "cgc": EXTRACTION,
    "ple": {**EXTRACTION, "num-levels": is_count},
    "snr": {
        **EXPERTS,
        "connection": is_one_of("trans", "aver"),
        "gate-penalty": is_amount,
        "gate-temperature": is_amount,
        "gate-learning-rate": is_absent_or(is_number),
    },
    "shared-bottom": {
        **EMBEDDING,
        "bottom-hidden-units": are_layers,
        "tower-hidden-units": are_widths,
    },
    "cross-stitch": {
        **DEEP,
        "stitch-own": is_amount,
        "stitch-learning-rate": is_absent_or(is_number),
    },
    "esmm": {**EMBEDDING, "tower-hidden-units": are_widths},
    "aitm": {**EMBEDDING, "bottom-hidden-units": are_layers, "calibrator": is_amount},
    "dnn": DEEP,
    "wide-deep": DEEP,
    "dcn": {**DEEP, "num-cross-layers": is_count},
    "dcn-v2": {**DEEP, "num-cross-layers": is_count},
    "fint": {**DEEP, "num-field-layers": is_count},
    "nfm": DEEP,
    "xdeepfm": {**DEEP, "cin-hidden-units": are_layers},
}
