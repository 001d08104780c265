"""`%%dephn` in IPython, as a notebook of Python runs it."""

import signal
import subprocess
import sys
import time

import dephn
import nbclient
import nbformat
import pandas
import polars
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


@pytest.fixture(scope="module")
def shell():
    made = InteractiveShell.instance()
    made.run_line_magic("load_ext", "dephn")
    yield made
    made.run_line_magic("dephn_restart", "")
    InteractiveShell.clear_instance()


def run(shell, line, cell):
    with capture_output() as captured:
        result = shell.run_cell(f"%%dephn {line}\n{cell}")
    return result, captured


def test_names_stay_from_cell_to_cell_and_tables_come_out(shell):
    first, _ = run(shell, "", "d = load synthetic --rows 2000\nm = build mmoe d\ntrain m")
    assert first.success
    second, _ = run(shell, "-o t -o u", "t = evaluate m\nu = evaluate m --split validation")
    assert second.success
    assert shell.user_ns["t"]["task"].tolist() == ["task1", "task2"]
    assert isinstance(shell.user_ns["u"], pandas.DataFrame)


def test_shows_what_the_kernel_shows_with_all_its_forms(shell):
    run(shell, "", "d = load synthetic --rows 2000")
    _, captured = run(shell, "", "echo hello\ncorrelation d")
    assert captured.stdout == "hello\n"
    assert all("text/plain" in output.data for output in captured.outputs)
    assert "Label correlation" in captured.outputs[0].data["text/plain"]
    assert {kind for output in captured.outputs for kind in output.data} > {"text/plain"}


def test_an_error_is_raised_with_the_line_it_is_about(shell):
    result, _ = run(shell, "", "echo a\nbuild mmoee d")
    error = result.error_in_exec
    assert isinstance(error, dephn.KernelError)
    assert "Unknown kind 'mmoee'. Did you mean 'mmoe'?" in str(error)
    assert "line 2" in str(error)
    assert any("mmoee" in line for line in error._render_traceback_())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("nothing", None, "There is no variable 'nothing' in Python."),
        ("number", 3, "A pandas or polars frame is needed, not int."),
        ("empty", pandas.DataFrame({"a": []}), "The frame has no rows."),
    ],
)
def test_what_cannot_be_handed_over_is_told_in_words(shell, name, value, sentence):
    if value is not None:
        shell.user_ns[name] = value
    with capture_output() as captured:
        result = shell.run_cell(f"%%dephn -i {name}\nlist")
    assert sentence in str(result.error_in_exec or result.error_before_exec) + captured.stdout + captured.stderr


def test_the_library_of_the_frames_is_that_of_the_tables(shell):
    shell.user_ns["frame"] = polars.DataFrame({"a": [1, 2], "y": [0, 1]})
    result, _ = run(shell, "-i frame -o t", "t = evaluate m")
    assert result.success
    assert isinstance(shell.user_ns["t"], polars.DataFrame)


def test_runs_in_a_notebook_of_python():
    cells = [
        "%load_ext dephn",
        "%%dephn -o t\nd = load synthetic --rows 2000\nm = build mmoe d\ntrain m\nt = evaluate m",
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in [*cells, "print(len(t), t.dtypes['auc'])"]]
    )
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    assert notebook.cells[2].outputs[0]["text"] == "2 float64\n"
    # Progress came as updates of one display, and the last one stands.
    shown = [output for output in notebook.cells[1].outputs if "text/html" in output.get("data", {})]
    assert shown and not any("epoch 0" in str(output["data"]) for output in shown)


def test_an_interrupt_of_the_notebook_is_passed_on():
    code = """if True:
        import sys
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_line_magic("load_ext", "dephn")
        shell.run_cell("%%dephn\\nd = load synthetic --rows 20000\\nm = build dephn d")
        print("ready", file=sys.__stderr__, flush=True)
        result = shell.run_cell("%%dephn\\ntrain m --epochs 100000")
        print(type(result.error_in_exec).__name__, file=sys.__stderr__, flush=True)
        print(shell.run_cell("%%dephn\\nlist").success, file=sys.__stderr__, flush=True)
        shell.run_line_magic("dephn_restart", "")
    """
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as child:
        while (line := child.stderr.readline()) != "ready\n":
            assert line, "ended early"
        time.sleep(2)
        child.send_signal(signal.SIGINT)
        assert child.stderr.readline() == "KeyboardInterrupt\n"
        assert child.stderr.readline() == "True\n"
