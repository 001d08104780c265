"""Reads the notebooks of the repository and their copies that scripts/notebook.sh has run."""

import json
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def code_cells(path):
    return [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]


def plain_text(path):
    """All text/plain that the cells show, in order."""
    outputs = [output for cell in code_cells(path) for output in cell["outputs"]]
    return "\n".join("".join(output.get("data", {}).get("text/plain", "")) for output in outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_stored_without_outputs(path):
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code_cells(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_ran_to_its_end(path):
    cells = code_cells(ROOT / "output" / path.relative_to(ROOT / "notebooks"))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for output in (output for cell in cells for output in cell["outputs"]):
        assert output["output_type"] in ("display_data", "execute_result", "stream")
        assert "data" not in output or "text/plain" in output["data"]


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
