"""Names and shapes of each kind's tensors, without the embedding."""


def dense_layers(prefix, widths):
    """Weights and biases of layers `widths[0] -> widths[1] -> ...`."""
    shapes = {}
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        shapes |= dense(f"{prefix}.{i}", inputs, outputs)
    return shapes


def dense(prefix, inputs, outputs):
    return {f"{prefix}.weight": (inputs, outputs), f"{prefix}.bias": (outputs,)}


def fields(prefix, features, d):
    """A table or two vectors a feature."""
    shapes = {}
    for feature in features:
        name = f"{prefix}.{feature['name']}"
        if feature["kind"] == "categorical":
            shapes[f"{name}.weight"] = (len(feature["vocabulary"]) + 1, d)
        else:
            shapes |= {f"{name}.scale": (d,), f"{name}.shift": (d,)}
    return shapes


def attention(d):
    return {f"attention.{part}": (d, d) for part in ("query", "key", "value", "output")}


def modules(options, c, d, suffix=""):
    """A cross and a field module; the suffix names the task whose they are."""
    flat, trained, shapes = c * d, options["residual"] == "trainable", {}
    for layer in range(options["num-cross-layers"]):
        shapes[f"cross{suffix}.{layer}.matrix"] = (flat, flat)
        for vector in ["vector", "bias"] + ["residual"] * trained:
            shapes[f"cross{suffix}.{layer}.{vector}"] = (flat,)
    for layer in range(options["num-field-layers"]):
        shapes[f"field{suffix}.{layer}.matrix"] = (c, c)
        if trained:
            shapes[f"field{suffix}.{layer}.residual"] = (c,)
    return shapes


def experts(prefix, count, widths):
    shapes = {}
    for k in range(count):
        shapes |= dense_layers(f"{prefix}.{k}", widths)
    return shapes


def dephn(options, tasks, c, d):
    flat, widths = c * d, options["expert-hidden-units"]
    count, mappings = options["num-experts"], len(options["mappings"])
    shapes = attention(d) | {"ssg.dnn": (c, d)}
    shapes |= {f"ssg.{task}.{m}": (c, d) for m in ("cross", "field") for task in tasks}
    shapes |= experts("experts", count, [flat, *widths])
    if options["gate"] == "trainable":
        shapes["gates"] = (len(tasks), count, mappings)
    for task in tasks:
        if options["gate"] == "mapping":
            shapes |= dense(f"gates.{task}", flat, count * mappings)
        shapes |= modules(options, c, d, f".{task}")
        shapes[f"towers.{task}.public.weight"] = (count, mappings, widths[-1])
        shapes[f"towers.{task}.public.bias"] = (1,)
        shapes[f"towers.{task}.cross.weight"] = (flat,)
        shapes[f"towers.{task}.field.weight"] = (flat,)
        shapes[f"towers.{task}.private.bias"] = (1,)
    return shapes


def mt_phn(options, tasks, c, d):
    flat, widths, setting = c * d, options["expert-hidden-units"], options["setting"]
    shapes, public = attention(d), 0
    if setting != "dnn-private":
        public += options["num-experts"]
        shapes |= {"ssg.dnn": (c, d)} | experts("experts", public, [flat, *widths])
    if setting != "dnn-public":
        public += 2
        shapes |= {"ssg.cross": (c, d), "ssg.field": (c, d)} | modules(options, c, d)
        shapes |= dense("cross.output", flat, widths[-1]) | dense("field.output", flat, widths[-1])
    for task in tasks:
        tower = f"towers.{task}"
        shapes[f"gates.{task}.weight"] = (flat, public)
        shapes |= dense_layers(tower, [widths[-1], *options["tower-hidden-units"], 1])
        if setting == "dnn-public":
            shapes |= {f"ssg.{task}.cross": (c, d), f"ssg.{task}.field": (c, d)}
            shapes |= modules(options, c, d, f".{task}")
            shapes |= {f"{tower}.cross.weight": (flat,), f"{tower}.field.weight": (flat,)}
        if setting == "dnn-private":
            shapes |= {f"ssg.{task}.dnn": (c, d), f"{tower}.dnn.weight": (widths[-1],)}
            shapes |= dense_layers(f"dnn.{task}", [flat, *widths])
        if setting != "all-public":
            shapes[f"{tower}.private.bias"] = (1,)
    return shapes


def towers(options, tasks, width):
    shapes = {}
    for task in tasks:
        shapes |= dense_layers(f"towers.{task}", [width, *options["tower-hidden-units"], 1])
    return shapes


def mmoe(options, tasks, c, d):
    widths, count = options["expert-hidden-units"], options["num-experts"]
    shapes = experts("experts", count, [c * d, *widths])
    for task in tasks:
        shapes[f"gates.{task}.weight"] = (c * d, count)
        shapes |= towers(options, [task], widths[-1])
    return shapes


def omoe(options, tasks, c, d):
    widths, count = options["expert-hidden-units"], options["num-experts"]
    shapes = {"gate.weight": (c * d, count)} | experts("experts", count, [c * d, *widths])
    return shapes | towers(options, tasks, widths[-1])


def ple(options, tasks, c, d):
    widths, levels = options["expert-hidden-units"], options.get("num-levels", 1)
    shared, own = options["num-shared-experts"], options["num-specific-experts"]
    shapes = {}
    for j in range(levels):
        width = c * d if j == 0 else widths[-1]
        shapes |= experts(f"experts.{j}.shared", shared, [width, *widths])
        for task in tasks:
            shapes |= experts(f"experts.{j}.tasks.{task}", own, [width, *widths])
            shapes[f"gates.{j}.tasks.{task}.weight"] = (width, own + shared)
        if j < levels - 1:
            shapes[f"gates.{j}.shared.weight"] = (width, own * len(tasks) + shared)
    return shapes | towers(options, tasks, widths[-1])


def snr(options, tasks, c, d):
    widths, count = options["expert-hidden-units"], options["num-experts"]
    shapes = {}

    def route(prefix, width):
        shapes[f"{prefix}.gates"] = (count,)
        if options["connection"] == "trans":
            shapes.update({f"{prefix}.{j}.weight": (width, width) for j in range(count)})

    inputs = c * d
    for layer, width in enumerate(widths):
        shapes |= experts(f"experts.{layer}", count, [inputs, width])
        for i in range(count if layer else 0):
            route(f"routing.{layer}.{i}", inputs)
        inputs = width
    for task in tasks:
        route(f"routing.towers.{task}", inputs)
    return shapes | towers(options, tasks, widths[-1])


def shared_bottom(options, tasks, c, d):
    widths = options["bottom-hidden-units"]
    return dense_layers("bottom", [c * d, *widths]) | towers(options, tasks, widths[-1])


def cross_stitch(options, tasks, c, d):
    widths, shapes = options["hidden-units"], {}
    for task in tasks:
        shapes |= dense_layers(f"networks.{task}", [c * d, *widths, 1])
        shapes |= {f"stitch.{i}.{task}": (len(tasks),) for i in range(len(widths))}
    return shapes


def esmm(options, tasks, c, d):
    return towers(options, tasks, c * d)


def aitm(options, tasks, c, d):
    widths, shapes = options["bottom-hidden-units"], {}
    for place, task in enumerate(tasks):
        shapes |= dense_layers(f"bottoms.{task}", [c * d, *widths])
        shapes |= dense(f"towers.{task}", widths[-1], 1)
        if place:
            shapes |= dense(f"transfer.{task}.information", widths[-1], widths[-1])
            for part in ("query", "key", "value"):
                shapes[f"transfer.{task}.{part}.weight"] = (widths[-1], widths[-1])
    return shapes


def deep(options, width):
    return dense_layers("dnn", [width, *options["hidden-units"], 1])


def crossed(layer):
    """DCN and DCN-V2, by the shape of a cross layer's weight."""

    def shapes(options, features, c, d):
        flat, widths = c * d, options["hidden-units"]
        result = dense_layers("dnn", [flat, *widths]) | dense("output", flat + widths[-1], 1)
        for l in range(options["num-cross-layers"]):
            result |= {f"cross.{l}.weight": layer(flat), f"cross.{l}.bias": (flat,)}
        return result

    return shapes


def fint(options, features, c, d):
    shapes = deep(options, c * d)
    for l in range(options["num-field-layers"]):
        shapes |= {f"field.{l}.weight": (c, c), f"field.{l}.residual": (c,)}
    return shapes


def xdeepfm(options, features, c, d):
    shapes, maps = fields("linear", features, 1) | deep(options, c * d), c
    for k, width in enumerate(options["cin-hidden-units"]):
        shapes |= dense(f"cin.{k}", maps * c, width)
        maps = width
    return shapes | {"cin.output.weight": (sum(options["cin-hidden-units"]),)}


def phn(options, features, c, d):
    flat, widths = c * d, options["hidden-units"]
    shapes = attention(d) | {f"ssg.{m}": (c, d) for m in ("dnn", "cross", "field")}
    shapes |= dense_layers("dnn", [flat, *widths]) | modules(options, c, d)
    shapes |= {"tower.cross.weight": (flat,), "tower.field.weight": (flat,)}
    return shapes | {"tower.dnn.weight": (widths[-1],), "tower.bias": (1,)}


KINDS = {
    "dephn": dephn,
    "mt-phn": mt_phn,
    "mmoe": mmoe,
    "omoe": omoe,
    "cgc": ple,
    "ple": ple,
    "snr": snr,
    "shared-bottom": shared_bottom,
    "cross-stitch": cross_stitch,
    "esmm": esmm,
    "aitm": aitm,
}

# One model a task: names without the task's prefix.
SINGLE = {
    "dnn": lambda options, features, c, d: deep(options, c * d),
    "wide-deep": lambda options, features, c, d: fields("linear", features, 1) | deep(options, c * d),
    "dcn": crossed(lambda flat: (flat,)),
    "dcn-v2": crossed(lambda flat: (flat, flat)),
    "fint": fint,
    "nfm": lambda options, features, c, d: fields("linear", features, 1) | deep(options, d),
    "xdeepfm": xdeepfm,
    "phn": phn,
}
