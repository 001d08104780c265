"""The list of known failures is held, whichever part of a test fails."""

import os
import pathlib
import subprocess
import sys

TESTS = """
import pytest

@pytest.fixture
def broken_before():
    assert False

@pytest.fixture
def broken_after():
    yield
    assert False

def test_set_up(broken_before): pass
def test_itself(): assert False
def test_end(broken_after): pass
def test_everything(broken_after): assert False
def test_right(): pass
def test_chance(): pass
def test_endless(): assert False
"""


def outcome(folder, known: dict) -> str:
    """The last line of pytest, with this list of known failures."""
    (folder / "test_it.py").write_text(TESTS)
    (folder / "list.txt").write_text("# Reasons\n" + "\n".join(f"{name} {reason}" for name, reason in known.items()))
    words = [sys.executable, "-m", "pytest", "-q", "-p", "known", "-p", "no:cacheprovider", "test_it.py"]
    environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parent)}
    words += ["--known-failures", "list.txt"]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[-1].partition(" in ")[0]


KNOWN = {
    **dict.fromkeys(["test_set_up", "test_itself", "test_end", "test_everything"], "always fails"),
    "test_chance": "sometimes fails",
    "test_endless": "hangs",
}


def test_failures_in_every_phase_are_known(tmp_path):
    # test_end passes itself, and its report counts beside that of its fixture; test_everything fails twice.
    assert outcome(tmp_path, KNOWN) == "3 passed, 1 skipped, 5 xfailed"


def test_known_failure_that_passes_is_a_failure(tmp_path):
    assert outcome(tmp_path, {**KNOWN, "test_right": "always fails"}) == "3 passed, 1 skipped, 5 xfailed, 1 error"


def test_failure_that_is_not_known_is_one(tmp_path):
    known = {name: reason for name, reason in KNOWN.items() if name != "test_end"}
    assert outcome(tmp_path, known) == "3 passed, 1 skipped, 4 xfailed, 1 error"


def test_names_of_the_list_exist(tmp_path):
    assert (
        outcome(tmp_path, {"test_gone": "always fails"}) == "ERROR: list.txt names tests that there are not: test_gone"
    )
