"""Names and shapes of a model's parameters, as the table of saved tensors fixes them.

Needs no library. Dense weights are (in, out); `cross.*.matrix` and `field.*.matrix` are (out, in).
"""


def task_prefixes(tasks, name):
    return [f"{task}.{name}" for task in tasks]


def dense_layers(prefix, widths):
    """Weights and biases of layers `widths[0] -> widths[1] -> ...`."""
    shapes = {}
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        shapes[f"{prefix}.{i}.weight"] = (inputs, outputs)
        shapes[f"{prefix}.{i}.bias"] = (outputs,)
    return shapes


def embedding_shapes(features, d):
    shapes = {}
    for feature in features:
        prefix = f"embedding.{feature['name']}"
        if feature["kind"] == "categorical":
            shapes[f"{prefix}.weight"] = (len(feature["vocabulary"]) + 1, d)
        else:
            shapes[f"{prefix}.scale"] = (d,)
            shapes[f"{prefix}.shift"] = (d,)
    return shapes


def dephn_shapes(options, tasks, c, d):
    flat = c * d
    widths = options["expert-hidden-units"]
    experts, mappings = options["num-experts"], len(options["mappings"])
    trained_residual = options["residual"] == "trainable"
    shapes = {f"attention.{part}": (d, d) for part in ("query", "key", "value", "output")}
    for module in ["dnn", *task_prefixes(tasks, "cross"), *task_prefixes(tasks, "field")]:
        shapes[f"ssg.{module}"] = (c, d)
    for k in range(experts):
        shapes |= dense_layers(f"experts.{k}", [flat, *widths])
    if options["gate"] == "trainable":
        shapes["gates"] = (len(tasks), experts, mappings)
    for task in tasks:
        if options["gate"] == "mapping":
            shapes[f"gates.{task}.weight"] = (flat, experts * mappings)
            shapes[f"gates.{task}.bias"] = (experts * mappings,)
        for layer in range(options["num-cross-layers"]):
            shapes[f"cross.{task}.{layer}.matrix"] = (flat, flat)
            for vector in ["vector", "bias"] + ["residual"] * trained_residual:
                shapes[f"cross.{task}.{layer}.{vector}"] = (flat,)
        for layer in range(options["num-field-layers"]):
            shapes[f"field.{task}.{layer}.matrix"] = (c, c)
            if trained_residual:
                shapes[f"field.{task}.{layer}.residual"] = (c,)
        shapes[f"towers.{task}.public.weight"] = (experts, mappings, widths[-1])
        shapes[f"towers.{task}.public.bias"] = (1,)
        shapes[f"towers.{task}.cross.weight"] = (flat,)
        shapes[f"towers.{task}.field.weight"] = (flat,)
        shapes[f"towers.{task}.private.bias"] = (1,)
    return shapes


def mmoe_shapes(options, tasks, c, d):
    widths, experts = options["expert-hidden-units"], options["num-experts"]
    shapes = {}
    for k in range(experts):
        shapes |= dense_layers(f"experts.{k}", [c * d, *widths])
    for task in tasks:
        shapes[f"gates.{task}.weight"] = (c * d, experts)
        shapes |= dense_layers(f"towers.{task}", [widths[-1], *options["tower-hidden-units"], 1])
    return shapes


def shared_bottom_shapes(options, tasks, c, d):
    widths = options["bottom-hidden-units"]
    shapes = dense_layers("bottom", [c * d, *widths])
    for task in tasks:
        shapes |= dense_layers(f"towers.{task}", [widths[-1], *options["tower-hidden-units"], 1])
    return shapes


KINDS = {"dephn": dephn_shapes, "mmoe": mmoe_shapes, "shared-bottom": shared_bottom_shapes}


def shapes(model, tasks, features):
    """Shape of every parameter, by name. `model` holds the kind and its options."""
    d = model["embedding-dim"]
    rest = KINDS[model["kind"]](model, tasks, len(features), d)
    return embedding_shapes(features, d) | rest


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


FUNCTIONS = [f"{a}-{b}" for a in ("mul", "add") for b in ("cos", "abs", "square", "sqrt")] + [
    "none"
]
EMBEDDING = {
    "embedding-dim": is_count,
    "embedding-regularizer": lambda x: is_number(x) and x >= 0,
}

# What the metadata has to say of each kind's options: a test of the value, by name.
OPTIONS = {
    "dephn": {
        **EMBEDDING,
        "num-experts": is_count,
        "expert-hidden-units": lambda x: are_widths(x) and x != [],
        "mappings": are_mappings,
        "gate": is_one_of("trainable", "mapping"),
        "virtual-gradient": is_one_of(*FUNCTIONS),
        "correlation": is_one_of("pearson", "cosine"),
        "virtual-gradient-on": is_one_of("gradient", "step"),
        "gate-optimizer": is_absent_or(is_one_of("adam", "sgd")),
        "gate-learning-rate": is_absent_or(is_number),
        "num-cross-layers": is_depth,
        "num-field-layers": is_depth,
        "heads": is_count,
        "residual": is_one_of("trainable", "plain", "none"),
    },
    "mmoe": {
        **EMBEDDING,
        "num-experts": is_count,
        "expert-hidden-units": lambda x: are_widths(x) and x != [],
        "tower-hidden-units": are_widths,
    },
    "shared-bottom": {
        **EMBEDDING,
        "bottom-hidden-units": lambda x: are_widths(x) and x != [],
        "tower-hidden-units": are_widths,
    },
}
