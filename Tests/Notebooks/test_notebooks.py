"""Reads the notebooks of the repository and their copies that scripts/notebook.sh has run."""

import json
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
COURSE = [path for path in NOTEBOOKS if path.parent.name == "course"]


def code_cells(path):
    return [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]


def executed(path):
    return ROOT / "output" / path.relative_to(ROOT / "notebooks")


def tags(cell):
    return cell["metadata"].get("tags", [])


def plain_text(path):
    """All text/plain that the cells show, in order."""
    outputs = [output for cell in code_cells(path) for output in cell["outputs"]]
    return "\n".join("".join(output.get("data", {}).get("text/plain", "")) for output in outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_stored_without_outputs(path):
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code_cells(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_ran_to_its_end(path):
    cells = code_cells(executed(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        kinds = {"display_data", "execute_result", "stream"}
        if "raises-exception" in tags(cell):
            kinds.add("error")
        for output in cell["outputs"]:
            assert output["output_type"] in kinds
            assert "data" not in output or "text/plain" in output["data"]


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_an_exercise_fails_until_it_is_solved(path):
    cells = code_cells(executed(path))
    [check] = [cell for cell in cells if "raises-exception" in tags(cell)]
    [solution] = [cell for cell in cells if "solution" in tags(cell)]
    errors = [output["ename"] for output in check["outputs"] if output["output_type"] == "error"]
    assert errors == ["CheckFailed"]
    source = "".join(solution["source"])
    assert not re.search(r"\bmine\b", source), "the solution overwrites the learner's model"
    printed = "".join("".join(output.get("text", "")) for output in solution["outputs"])
    assert printed.count("✓ ") == source.count("check ") > 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_cell_says_what_it_was_verified_with(path):
    notebook = json.loads(executed(path).read_text())
    version = notebook["metadata"]["language_info"]["version"]
    first = "".join(notebook["cells"][0]["source"])
    assert f"Verified with DEPHN {version}: `dephn verify` says *same bits* for every cell." in first
    assert "*Data:* " in first


@pytest.mark.parametrize(
    "text",
    [
        "never-married    -0.318",
        "Gates G[task, expert, mapping] · m (dephn) · after epoch 3",
        "Expert utilisation · m (dephn) · adult · test, 16,281 rows",
        "weights: first digits of their SHA-256",
    ],
)
def test_first_look_shows_what_it_is_about(text):
    assert text in plain_text(ROOT / "output" / "01-first-look.ipynb")
