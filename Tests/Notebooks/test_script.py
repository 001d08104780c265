"""`dephn script NOTEBOOK.ipynb` runs the code cells of a notebook, and leaves the file as it is."""

import os
import pathlib
import subprocess

import nbformat
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"


@pytest.fixture
def run(tmp_path):
    """Runs a notebook with these code cells and a heading between them."""

    def run(*cells, name="dephn"):
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": name, "display_name": name}})
        for cell in cells:
            notebook.cells += [nbformat.v4.new_markdown_cell("# {"), nbformat.v4.new_code_cell(cell)]
        path = tmp_path / "a.ipynb"
        nbformat.write(notebook, path)
        text = path.read_text()
        command = [PROGRAM, "script", "a.ipynb"]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert path.read_text() == text
        return ended.returncode, ended.stdout, ended.stderr

    return run


def test_cells_run_in_order_in_one_session(run):
    assert run("rate = 0.5", "", "for r in 1 2 { echo $r $rate }") == (0, "1 0.5\n2 0.5\n", "")


def test_error_names_its_cell_and_line(run):
    # A cell is checked whole before its first line runs.
    code, out, error = run("echo one", "echo two\nbuild nothing", "echo three")
    assert (code, out) == (1, "one\n")
    assert error.startswith("Code cell 2 of 3:\nline 2: ")


def test_threads_are_as_many_as_the_processors_that_it_may_use(tmp_path):
    (tmp_path / "a.dephn").write_text("threads\n")
    said = subprocess.run(
        [PROGRAM, "script", "a.dephn"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]),
    )
    assert said.stdout == "Computing with 1 thread.\n"


def test_notebook_of_another_kernel_is_refused(run):
    code, out, error = run("print(1)", name="python3")
    assert code != 0 and out == "" and "a.ipynb is a notebook of the kernel 'python3', not of DEPHN." in error
