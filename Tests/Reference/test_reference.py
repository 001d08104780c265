"""The fixtures as NumPy sees them, and `check_saved_model.py` on good and damaged files."""

import json
from pathlib import Path

import check_saved_model
import layout
import numpy as np
import numpy_models
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

FIXTURES = sorted((Path(__file__).parent / "Fixtures").glob("*.safetensors"))


def read(path):
    with safe_open(path, "np") as file:
        metadata = {key: json.loads(text) for key, text in file.metadata().items()}
        return {name: file.get_tensor(name) for name in file.keys()}, metadata


def initial(tensors):
    prefix = "initial."
    return {n[len(prefix) :]: x for n, x in tensors.items() if n.startswith(prefix)}


def raw_rows(tensors, features):
    """The fixture's rows as words of a CSV file; id 0 becomes an empty field."""
    columns, ids, numbers = {}, iter(tensors["ids"].astype(int).T), iter(tensors["numbers"].T)
    for feature in features:
        if feature["kind"] == "categorical":
            columns[feature["name"]] = ["", *feature["vocabulary"]], next(ids)
        else:
            columns[feature["name"]] = (
                [repr(float(x)) for x in next(numbers)],
                range(len(tensors["ids"])),
            )
    return [
        {name: words[places[row]] for name, (words, places) in columns.items()} for row in range(len(tensors["ids"]))
    ]


def save(path, tensors, metadata):
    save_file(tensors, path, metadata={key: json.dumps(value) for key, value in metadata.items()})


@pytest.fixture
def saved(tmp_path):
    """A fixture's initial weights as a saved model, its rows, and the logits they should give."""

    def make(fixture, change=lambda tensors, metadata: None):
        tensors, metadata = read(fixture)
        weights = initial(tensors)
        metadata = {key: metadata[key] for key in ("model", "features", "tasks")}
        metadata |= {"data": "", "seed": 1, "version": "0.1.0"}
        rows = raw_rows(tensors, metadata["features"])
        change(weights, metadata)
        save(tmp_path / "model.safetensors", weights, metadata)
        probabilities = numpy_models.sigmoid(tensors["logits"].astype(np.float64))
        predictions = [dict(zip(metadata["tasks"], map(str, row))) for row in probabilities]
        return tmp_path / "model.safetensors", rows, predictions

    return make


def test_there_are_fixtures():
    kinds = {read(path)[1]["model"]["kind"] for path in FIXTURES}
    assert kinds == set(layout.OPTIONS)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_saved_model_predicts_what_the_fixture_holds(fixture, saved):
    assert check_saved_model.check(*saved(fixture)) == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_all_weights_have_a_gradient_and_move(fixture):
    tensors, _ = read(fixture)
    for name, start in initial(tensors).items():
        moves = np.abs(tensors["gradient." + name]).max() > 0
        assert moves != layout.is_statistic(name), name
        assert np.abs(tensors["final." + name] - start).max() > 1e-5, name


def test_raw_values_are_encoded_as_the_metadata_say():
    city = {"name": "city", "kind": "categorical", "vocabulary": ["Bern", "Genf"]}
    ids = check_saved_model.encode(city, ["Genf", " Bern", "?", "", "Rom"])
    assert ids.tolist() == [2, 1, 0, 0, 0]
    price = {"name": "price", "kind": "numeric", "transform": "log1p"}
    price |= {"mean": 1.0, "deviation": 0.5, "clip": 5}
    numbers = check_saved_model.encode(price, ["0", "-1", "", "1e9", "6.5"])
    assert numbers.tolist() == pytest.approx([-2, -3.386294361, 0, 5, 2.029806041])


def test_command_line_counts_rows_from_1(saved, tmp_path, monkeypatch):
    model, rows, predictions = saved(FIXTURES[0])
    names, tasks = list(rows[0]), list(predictions[0])
    lines = [",".join(row[name] for name in names) for row in rows]
    (tmp_path / "rows.csv").write_text("\n".join([",".join(names), *lines]))
    table = [f"{i},{','.join(predictions[i - 1].values())}" for i in (3, 16, 7)]
    (tmp_path / "good.csv").write_text("\n".join(["row," + ",".join(tasks), *table]))
    table = [f"{i},{','.join(predictions[i].values())}" for i in (3, 15, 7)]
    (tmp_path / "shifted.csv").write_text("\n".join(["row," + ",".join(tasks), *table]))
    for file, code in (("good.csv", 0), ("shifted.csv", 1)):
        words = ["check", str(model), "--rows", str(tmp_path / "rows.csv")]
        monkeypatch.setattr("sys.argv", [*words, "--predictions", str(tmp_path / file)])
        assert check_saved_model.main() == code


def rename(tensors, metadata):
    tensors["attention.queries"] = tensors.pop("attention.query")


def transpose(tensors, metadata):
    tensors["experts.0.0.weight"] = np.ascontiguousarray(tensors["experts.0.0.weight"].T)


def transpose_square(tensors, metadata):
    tensors["cross.like.0.matrix"] = np.ascontiguousarray(tensors["cross.like.0.matrix"].T)


def widen(tensors, metadata):
    tensors["gates"] = tensors["gates"].astype(np.float64)


def forget_option(tensors, metadata):
    del metadata["model"]["gate"]


def reverse_features(tensors, metadata):
    metadata["features"].reverse()


@pytest.mark.parametrize(
    "damage, words",
    [
        (rename, "'attention.query' is missing"),
        (transpose, "has the shape (6, 16), not (16, 6)"),
        (transpose_square, "task 'like' differs by"),
        (widen, "'gates' is not F32"),
        (forget_option, "option 'gate' is None"),
        (reverse_features, "differs by"),
    ],
)
def test_damage_is_named(damage, words, saved):
    fixture = next(path for path in FIXTURES if path.stem == "dephn-add-sqrt")
    faults = check_saved_model.check(*saved(fixture, damage))
    assert any(words in fault for fault in faults), faults
