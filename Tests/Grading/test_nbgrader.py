"""nbgrader generates, autogrades and scores the sample assignment, with DEPHN's kernel."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "notebooks/grading"
KERNEL = ROOT / ".build/release/dephn"
STUB = "# Your lines:"
ANSWERS = {
    # A solution, the shared bottom of the question, and a hand-in without any work.
    "good": "mine = build mmoe d\ntrain mine --epochs 5 --batch-size 64",
    "poor": "mine = build shared-bottom d\ntrain mine --epochs 1",
    "blank": STUB,
}


def nbgrader(course, *words):
    # nbgrader calls alembic, which stands beside its Python.
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    environment = {
        **os.environ,
        "PATH": path,
        "JUPYTER_PATH": str(course / "jupyter"),
        "DEPHN_RUNS": str(course / "runs"),
    }
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def sources(path):
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]}


def hand_in(course, student, answer):
    notebook = json.loads((course / "release/sharing/sharing.ipynb").read_text())
    for cell in notebook["cells"]:
        if "".join(cell["source"]).strip() == STUB:
            cell["source"] = answer
    path = course / "submitted" / student / "sharing/sharing.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose sample assignment has been generated, handed in by three students, and graded."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(SAMPLE, course, dirs_exist_ok=True)
    kernel = course / "jupyter/kernels/dephn"
    kernel.mkdir(parents=True)
    description = {"argv": [str(KERNEL), "run", "{connection_file}"], "display_name": "DEPHN", "language": "dephn"}
    (kernel / "kernel.json").write_text(json.dumps(description))
    nbgrader(course, "generate_assignment", "sharing")
    for student, answer in ANSWERS.items():
        hand_in(course, student, answer)
    nbgrader(course, "autograde", "sharing")
    return course


def test_students_see_neither_the_solution_nor_hidden_tests(course):
    text = "\n".join(sources(course / "release/sharing/sharing.ipynb").values())
    assert STUB in text and "check mine task1.mse below 0.1" in text
    assert not any(word in text for word in ("mmoe", "fingerprint", "SOLUTION", "HIDDEN"))


@pytest.mark.parametrize(("student", "score"), [("good", 5), ("poor", 0), ("blank", 0)])
def test_scores(course, student, score):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        submission = book.find_submission("sharing", student)
        assert (submission.score, submission.max_score) == (score, 5)
        assert not submission.needs_manual_grade


def test_a_failed_check_says_what_it_found(course):
    graded = json.loads((course / "autograded/poor/sharing/sharing.ipynb").read_text())
    errors = [o for cell in graded["cells"] for o in cell.get("outputs", []) if o["output_type"] == "error"]
    assert [error["ename"] for error in errors] == ["CheckFailed", "CheckFailed"]
    assert errors[0]["evalue"].startswith("task1.mse of mine is ") and "not below 0.1" in errors[0]["evalue"]
