"""`dephn verify` on the command line: exit codes, JSON, several notebooks, planted changes."""

import json
import pathlib
import re
import subprocess

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"
ROWS = [f"{row % 7},a{row % 3},{row // 3 % 2}\n" for row in range(400)]
CELLS = [
    "d = load csv t.csv --label click",
    "m = build mmoe d --seed 2\ntrain m --epochs 2 --batch-size 64",
    "evaluate m",
]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A notebook that the kernel has run, as JSON."""
    folder = tmp_path_factory.mktemp("recorded")
    write_data(folder)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    with pytest.MonkeyPatch.context() as environment:
        # The first output of a session speaks of runs that lost their process.
        environment.setenv("DEPHN_RUNS", str(folder / "runs"))
        NotebookClient(notebook, kernel_name="dephn", resources={"metadata": {"path": str(folder)}}).execute()
    return nbformat.writes(notebook)


def write_data(folder, rows=ROWS):
    folder.mkdir(exist_ok=True)
    (folder / "t.csv").write_text("x,y,click\n" + "".join(rows))


@pytest.fixture
def place(tmp_path, recorded):
    """Puts the notebook, with changes, into a folder of its own, beside its data."""

    def place(name, change=lambda text: text):
        write_data(tmp_path / name)
        path = tmp_path / name / "a.ipynb"
        path.write_text(change(recorded))
        return path

    return place


def verify(*words, cwd=None):
    return subprocess.run(
        [PROGRAM, "verify", *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def verify_json(*words):
    run = verify("--json", *words)
    return run.returncode, json.loads(run.stdout)


def test_same_bits(place, tmp_path):
    place("one")
    run = verify("one/a.ipynb", "--threads", 1, cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == "one/a.ipynb" and len(lines) == 5
    assert re.fullmatch(r"  cell  3  same bits            evaluate m", lines[3])
    pattern = r"one/a\.ipynb · DEPHN [\d.]+ · data d [0-9a-f]{12} · verified: same bits \(3 of 3 cells\)"
    assert re.fullmatch(pattern, lines[4])


def test_several_notebooks_in_json(place):
    one, two = place("one"), place("two")
    code, reports = verify_json(one, two)
    assert code == 0
    assert [report["notebook"] for report in reports] == [str(one), str(two)]
    for report in reports:
        assert report["verified"] is True and report["recorded"] == report["version"] and report["notes"] == []
        assert [cell["verdict"] for cell in report["cells"]] == ["same bits"] * 3
        assert [cell["cell"] for cell in report["cells"]] == [1, 2, 3]
        assert report["line"].endswith("verified: same bits (3 of 3 cells)")


def test_one_that_differs_does_not_hide_the_others(place):
    seed = place("seed", lambda text: text.replace("--batch-size 64", "--batch-size 64 --seed 5"))
    code, [first, second] = verify_json(seed, place("same"))
    assert code == 1
    assert first["verified"] is False and second["verified"] is True
    assert [cell["verdict"] for cell in first["cells"]] == ["same bits", "differs", "differs"]
    assert "epoch 1 is the first that differs" in first["cells"][1]["reason"]
    assert verify(seed).returncode == 1


def test_a_row_of_data_is_named(place):
    path = place("row")
    write_data(path.parent, ROWS[:200] + ["6,a2,1\n"] + ROWS[201:])
    code, [report] = verify_json(path)
    assert code == 1
    assert report["cells"][1]["verdict"] == "differs"
    assert report["cells"][1]["reason"].startswith("the data differ: fingerprint ")


def test_missing_data_are_named(place):
    path = place("gone")
    (path.parent / "t.csv").unlink()
    code, [report] = verify_json(path)
    assert code == 1
    assert [cell["verdict"] for cell in report["cells"]] == ["cannot run"] * 3
    assert "t.csv" in report["cells"][0]["reason"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "<<<<<<< HEAD\n" + text,
        lambda text: text.replace('"name": "dephn"', '"name": "python3"').replace('"language": "dephn"', '"x": ""'),
        lambda text: '{"cells": []}',
        lambda text: "",
    ],
    ids=["cut", "conflict", "another kernel", "empty", "nothing"],
)
def test_what_is_no_notebook_of_ours_is_named(place, change):
    path = place("odd", change)
    code, [report, same] = verify_json(path, place("same"))
    assert code == 1
    assert report["verified"] is False and report["error"].startswith(str(path))
    assert same["verified"] is True


def test_a_missing_notebook_is_named(tmp_path):
    run = verify(tmp_path / "missing.ipynb")
    assert run.returncode == 1 and "missing.ipynb" in run.stdout and run.stderr == ""


@pytest.mark.parametrize("words", [["--threads", "many"], ["--jason"], []])
def test_odd_command_lines_are_usage_errors(place, words):
    run = verify(*words, *([place("same")] if words else []))
    assert run.returncode == 64 and run.stdout == "" and "Usage: dephn verify" in run.stderr
