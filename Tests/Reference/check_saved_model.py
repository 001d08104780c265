"""Opens a model that the kernel saved, with Python's `safetensors`, and checks what it says.

    python check_saved_model.py MODEL [--rows FILE… [--names N,…] --predictions FILE]

Names, shapes and metadata are held against the table of saved tensors. With rows (CSV with a header
line, or `--names` for files without one) and predictions (the CSV that `predict` writes, its column
`row` counting the rows from 1) the probabilities are computed anew in float64. Needs NumPy and
safetensors only. Exit code 1 and a line for each fault if anything is wrong.
"""

import argparse
import csv
import json
import sys
from itertools import chain

import layout
import numpy as np
import numpy_models
from safetensors import safe_open

TOLERANCE = 1e-5  # of a probability
MISSING = ("", "?")


class Model:
    """A file's tensors and its metadata, each entry read as the JSON text it is."""

    def __init__(self, path):
        with safe_open(path, "np") as file:
            self.types = {name: file.get_slice(name).get_dtype() for name in file.keys()}
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}
            self.metadata = {k: json.loads(v) for k, v in (file.metadata() or {}).items()}


def metadata_faults(metadata):
    entries = {
        "model": dict,
        "features": list,
        "tasks": list,
        "data": str,
        "seed": int,
        "version": str,
    }
    for name, kind in entries.items():
        if not isinstance(metadata.get(name), kind):
            yield f"metadata '{name}' is {metadata.get(name)!r}, not a {kind.__name__}"
            return
    yield from option_faults(metadata["model"])
    yield from chain.from_iterable(map(feature_faults, metadata["features"]))
    for name in ("features", "tasks"):
        found = [x["name"] if name == "features" else x for x in metadata[name]]
        if len(set(found)) < len(found) or not found:
            yield f"metadata '{name}' is empty or names one twice"


def option_faults(model):
    options = layout.OPTIONS.get(model.get("kind"))
    if options is None:
        yield f"unknown kind {model.get('kind')!r}"
        return
    for name, allowed in options.items():
        if not allowed(model.get(name)):
            yield f"option '{name}' is {model.get(name)!r}"


def feature_faults(feature):
    """A categorical feature has a vocabulary of different words, a numeric one its transform."""
    name, kind = feature.get("name"), feature.get("kind")
    if kind == "categorical":
        words = feature.get("vocabulary")
        if not isinstance(words, list) or len(set(words)) < len(words):
            yield f"feature {name!r} has no vocabulary of different words"
    elif kind == "numeric":
        if feature.get("transform") not in ("log1p", "none"):
            yield f"feature {name!r} has the transform {feature.get('transform')!r}"
        numbers = [feature.get(key) for key in ("mean", "deviation", "clip")]
        if not all(layout.is_number(x) for x in numbers) or numbers[1] <= 0 or numbers[2] != 5:
            yield f"feature {name!r} has mean, deviation and clip {numbers}"
    else:
        yield f"feature {name!r} has the kind {kind!r}"


def tensor_faults(model):
    meta = model.metadata
    expected = layout.shapes(meta["model"], meta["tasks"], meta["features"])
    for name in sorted(expected.keys() - model.tensors.keys()):
        yield f"tensor '{name}' is missing"
    weights = {name for name in model.tensors if not name.startswith("optimizer.")}
    for name in sorted(weights - expected.keys()):
        yield f"tensor '{name}' is not in the table"
    for name in sorted(expected.keys() & model.tensors.keys()):
        if model.tensors[name].shape != expected[name]:
            yield f"tensor '{name}' has the shape {model.tensors[name].shape}, not {expected[name]}"
        if model.types[name] != "F32" or not np.isfinite(model.tensors[name]).all():
            yield f"tensor '{name}' is not F32 or not finite"


def read_rows(paths, names):
    """Rows as dictionaries; empty lines and lines that start with '|' are no rows."""
    rows = []
    for path in paths:
        with open(path, newline="", encoding="utf-8-sig") as file:
            lines = (line for line in file if line.strip() and not line.startswith("|"))
            rows += csv.DictReader(lines, fieldnames=names, skipinitialspace=True)
    return rows


def encode(feature, words):
    """Ids (0: unknown or missing) or transformed numbers of a raw column, as the metadata say."""
    words = [word.strip() for word in words]
    if feature["kind"] == "categorical":
        ids = {word: i for i, word in enumerate(feature["vocabulary"], start=1)}
        return np.array([0 if w in MISSING else ids.get(w, 0) for w in words])
    raw = np.array([np.nan if w in MISSING else float(w) for w in words], dtype=np.float32)
    x = raw.astype(np.float64)
    if feature["transform"] == "log1p":
        x = np.sign(x) * np.log1p(np.abs(x))
    x = np.clip((x - feature["mean"]) / feature["deviation"], -feature["clip"], feature["clip"])
    return np.where(np.isnan(x), 0, x)


def predict(model, rows):
    """Probabilities of binary tasks, values of regressions, [rows, T]."""
    meta = model.metadata
    columns = [encode(f, [row[f["name"]] for row in rows]) for f in meta["features"]]
    logits = numpy_models.logits(model.tensors, meta["model"], meta["tasks"], meta["features"], columns)
    kinds = meta.get("task-kinds", ["binary"] * len(meta["tasks"]))
    return np.where([kind == "binary" for kind in kinds], numpy_models.sigmoid(logits), logits)


def prediction_faults(model, rows, predictions):
    lacking = [f["name"] for f in model.metadata["features"] if rows and f["name"] not in rows[0]]
    if lacking or not predictions:
        yield f"rows lack the columns {lacking}" if lacking else "there are no predictions"
        return
    places = [int(float(p.get("row", i + 1))) - 1 for i, p in enumerate(predictions)]
    if not all(0 <= place < len(rows) for place in places):
        yield f"predictions name rows outside 1 to {len(rows)}"
        return
    found = predict(model, [rows[place] for place in places])
    for t, task in enumerate(model.metadata["tasks"]):
        if task not in predictions[0]:
            yield f"predictions have no column '{task}'"
            continue
        difference = np.abs(found[:, t] - [float(p[task]) for p in predictions])
        worst = int(np.argmax(difference))
        if not difference[worst] <= TOLERANCE:  # also where it is NaN
            yield f"task '{task}' differs by {difference[worst]:.1e} in row {places[worst] + 1}"
        else:
            print(f"{task}: {len(places)} predictions, largest difference {difference[worst]:.1e}")


def check(path, rows=(), predictions=()):
    """Sentences on what is wrong; none for a good file."""
    model = Model(path)
    faults = list(metadata_faults(model.metadata))
    if not faults:
        faults = list(tensor_faults(model))
    if not faults and rows:
        faults = list(prediction_faults(model, rows, predictions))
    if not faults:
        kind = model.metadata["model"]["kind"]
        print(f"{path}: {kind}, {len(model.tensors)} tensors as in the table")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--rows", nargs="+", default=[])
    parser.add_argument("--names", type=lambda text: text.split(","))
    parser.add_argument("--predictions")
    arguments = parser.parse_args()
    if bool(arguments.rows) != bool(arguments.predictions):
        parser.error("--rows and --predictions belong together")
    rows = read_rows(arguments.rows, arguments.names)
    predictions = read_rows([arguments.predictions], None) if arguments.predictions else []
    if arguments.rows and not rows:
        parser.error("the files of --rows hold no row")
    faults = check(arguments.model, rows, predictions)
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
