"""The first notebook in the front-ends without a browser."""

import os
import pty
import re
import select
import subprocess
import sys
import time

import nbformat
import pytest

FOUND = "m (dephn) · adult · test, 16,281 rows"


@pytest.fixture(scope="module")
def first(root):
    return root / "notebooks/01-first-look.ipynb"


@pytest.fixture(scope="module")
def executed(first, tmp_path_factory):
    """The first notebook with its outputs, by nbconvert."""
    made = tmp_path_factory.mktemp("executed") / "first.ipynb"
    jupyter("nbconvert", "--to", "notebook", "--execute", "--output", made, first)
    return made


def jupyter(command, *words, folder=None):
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", command, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=900,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def text_of(path):
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in outputs)


def code_of(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def converted(executed, kind, folder, ending):
    jupyter("nbconvert", "--to", kind, "--output-dir", folder, executed)
    (made,) = folder.glob(f"*{ending}")
    return made.read_text()


def test_nbconvert_makes_a_page_with_colors(executed, tmp_path):
    page = converted(executed, "html", tmp_path, ".html")
    assert FOUND in page and 'application/vnd.jupyter.stderr"' not in page
    # The words of the language have Pygments' classes: keyword, name, number.
    assert re.search(r'<span class="k">train</span>', page)
    assert re.search(r'<span class="na">--epochs</span>', page)
    assert re.search(r'<img[^>]* src="data:image/svg', page) and "<table" in page


def test_nbconvert_makes_markdown(executed, tmp_path):
    page = converted(executed, "markdown", tmp_path, ".md")
    assert "train shared moe m" in page and "# A first look" in page


def test_nbconvert_makes_slides(executed, tmp_path):
    assert FOUND in converted(executed, "slides", tmp_path, ".slides.html")


# `jupyter run` gives a whole file ten seconds, which are too few for training on a busy machine.
PATIENT = "from jupyter_client import runapp; runapp.OUTPUT_TIMEOUT = 900; runapp.RunApp.launch_instance()"


def test_nbconvert_makes_a_script_that_the_program_and_jupyter_run(executed, tmp_path):
    script = converted(executed, "script", tmp_path, ".dephn")
    (path,) = tmp_path.glob("*.dephn")
    assert "train shared moe m" in script
    said = subprocess.run(["dephn", "script", path], capture_output=True, text=True, check=True, env=on_path()).stdout
    assert FOUND in said
    words = [sys.executable, "-c", PATIENT, "--kernel", "dephn", path]
    assert FOUND in subprocess.run(words, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def test_jupyter_run(tmp_path):
    path = tmp_path / "a.dephn"
    path.write_text("d = load synthetic --rows 1000\nm = build shared-bottom d\ntrain m\nlist\necho done\nlist\n")
    said = jupyter("run", "--kernel", "dephn", path)
    # It ignores updates of a display: what it shows of the training is true all the same.
    lines = said.splitlines()
    assert "m · 3 epochs of 1 step" in lines
    # It prints one output right after another: each begins a line of its own, and so does the shell's prompt.
    assert "done" in lines and lines.count("Session · 2 names") == 2 and said.endswith("\n")


def on_path():
    return {**os.environ, "PATH": os.path.dirname(sys.executable) + ":" + os.environ["PATH"]}


def test_jupyter_execute(first, tmp_path):
    copy = tmp_path / "first.ipynb"
    copy.write_text(first.read_text())
    jupyter("execute", "--inplace", copy)
    assert FOUND in text_of(copy)


def test_papermill(first, tmp_path):
    import papermill

    papermill.execute_notebook(str(first), str(tmp_path / "out.ipynb"), progress_bar=False)
    assert FOUND in text_of(tmp_path / "out.ipynb")


def test_nbval(executed):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", executed]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=executed.parent)
    assert done.returncode == 0, done.stdout
    assert f"{len(code_of(executed))} passed" in done.stdout


def jupytext(*words):
    subprocess.run(
        [sys.executable, "-m", "jupytext", *words], check=True, capture_output=True, stdin=subprocess.DEVNULL
    )


def test_jupytext_keeps_the_cells_in_myst_and_runs_them(first, tmp_path):
    myst = tmp_path / "first.md"
    jupytext("--to", "md:myst", "--output", myst, first)
    assert "```{code-cell}" in myst.read_text()
    back = tmp_path / "back.ipynb"
    jupytext("--to", "notebook", "--execute", "--output", back, myst)
    assert [code.strip() for code in code_of(back)] == [code.strip() for code in code_of(first)]
    assert FOUND in text_of(back)


class Console:
    """jupyter-console in a pseudo-terminal."""

    def __init__(self):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="dumb", COLUMNS="200", LINES="50", PROMPT_TOOLKIT_NO_CPR="1")
            os.execv(
                sys.executable, [sys.executable, "-m", "jupyter", "console", "--kernel", "dephn", "--simple-prompt"]
            )
        self.said = ""

    def wait(self, text, seconds=300):
        start, end = len(self.said), time.monotonic() + seconds
        while text not in self.said[start:]:
            assert time.monotonic() < end, self.said[-2000:]
            ready, _, _ = select.select([self.terminal], [], [], 1)
            if ready:
                try:
                    self.said += os.read(self.terminal, 65536).decode(errors="replace")
                except OSError:  # it has ended
                    break
        assert text in self.said[start:], self.said[-2000:]

    def type(self, line):
        os.write(self.terminal, line.encode() + b"\n")


def test_the_console_in_a_terminal(first):
    console = Console()
    console.wait("In [1]:")
    lines = [line for code in code_of(first) for line in code.splitlines()]
    for number, line in enumerate(lines, 2):
        console.type(line)
        console.wait(f"In [{number}]:")
    assert FOUND in console.said
    console.type("build shared-bottm adult")
    console.wait("Did you mean 'shared-bottom'?")
    console.type("quit")
    _, status = os.waitpid(console.child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert "Traceback" not in console.said
