"""`dephn.Kernel`: a kernel that a Python program drives."""

import os
import signal
import subprocess
import sys
import threading
import time

import dephn
import pandas
import polars
import pytest


@pytest.fixture(scope="module", autouse=True)
def session(kernel):
    kernel.run("""
        d = load synthetic --rows 4000 --seed 1
        m = build shared-bottom d
        train m --epochs 2 --seed 3
        t = evaluate m
        p = predict m
    """)


def test_a_cell_gives_what_it_shows(kernel):
    result = kernel.run("echo one\nlist")
    assert result.text.splitlines()[0] == "one"
    assert "shared-bottom" in result.text
    assert repr(result) == result.text
    assert [output["output_type"] for output in result.outputs] == ["stream", "display_data"]


def test_a_table_is_a_frame_with_all_digits(kernel):
    table = kernel.table("t")
    assert list(table.columns[:3]) == ["model", "task", "auc"]
    assert table[["model", "task"]].to_numpy().tolist() == [["m", "task1"], ["m", "task2"]]
    assert table["auc"].between(0.5, 1).all()
    assert all(len(repr(auc)) > 8 for auc in table["auc"].tolist())


def test_long_tables_come_whole_with_their_types(kernel):
    table = kernel.table("p")
    assert len(table) == 400
    assert table["row"].dtype == "int64"
    assert set(table.dtypes.astype(str)) == {"int64", "float64"}
    assert table.filter(like="task").iloc[:, 0].between(0, 1).all()


def test_a_table_can_be_a_polars_frame(kernel):
    table = kernel.table("p", "polars")
    assert isinstance(table, polars.DataFrame)
    assert table.schema["row"] == polars.Int64
    pandas.testing.assert_series_equal(table["task1"].to_pandas(), kernel.table("p")["task1"])


def test_an_error_is_an_exception_with_its_text(kernel):
    with pytest.raises(dephn.KernelError) as caught:
        kernel.run("echo before\ntrain nobody")
    assert "nobody" in caught.value.value
    assert "^^^^^^" in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert caught.value.name


def test_a_name_without_a_table_is_an_error(kernel):
    for name, sentence in [
        ("nothing", "'nothing' is not defined."),
        ("m", "'m' is a model, and not a table or a plot."),
        ("d", "'d' is a data set, and not a table or a plot."),
        ("t w", "'t w' is not a valid name for a table."),
    ]:
        with pytest.raises(dephn.KernelError) as caught:
            kernel.table(name)
        assert caught.value.value == sentence and str(caught.value).startswith(sentence)
        # Nothing of the export that no person wrote.
        assert "export" not in str(caught.value) and "/tmp" not in str(caught.value)
        assert name == "t w" or "lots: t, p." in str(caught.value)


def test_outputs_come_while_the_cell_runs(kernel):
    seen = []
    kernel.run("train m --epochs 1", show=lambda kind, content: seen.append(kind))
    assert "display_data" in seen or "update_display_data" in seen


def test_control_c_interrupts_the_cell_and_keeps_the_session():
    code = """if True:
        import dephn
        with dephn.Kernel() as k:
            k.run("d = load synthetic --rows 20000\\nm = build dephn d")
            print("ready", flush=True)
            try:
                k.run("train m --epochs 100000")
            except KeyboardInterrupt:
                print("interrupted", flush=True)
            print(k.run("list").text)
    """
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "ready\n"
        time.sleep(2)
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.monotonic() - sent < 10
        rest = child.stdout.read()
    assert "dephn" in rest


def test_another_thread_interrupts_it(kernel):
    kernel.run("x = build dephn d")
    threading.Timer(1, kernel.interrupt).start()
    with pytest.raises(dephn.KernelError) as caught:
        kernel.run("train x --epochs 100000")
    assert "nterrupt" in caught.value.name + caught.value.value


def test_a_kernel_that_dies_is_an_error_in_words():
    with dephn.Kernel() as kernel:
        child = kernel._manager.provisioner.pid
        threading.Timer(1, os.kill, (child, signal.SIGKILL)).start()
        with pytest.raises(dephn.KernelError, match="process has ended"):
            kernel.run("d = load synthetic --rows 100000\nm = build dephn d\ntrain m --epochs 100000")
        assert not kernel.is_alive


def test_an_idle_kernel_takes_less_than_20_mib():
    with dephn.Kernel() as kernel, open(f"/proc/{kernel._manager.provisioner.pid}/status") as status:
        (resident,) = [int(line.split()[1]) for line in status if line.startswith("VmRSS")]
    assert resident < 20 * 1024


def test_a_closed_kernel_says_so():
    kernel = dephn.Kernel()
    folder = kernel._folder
    assert folder.exists()
    kernel.close()
    kernel.close()
    assert not folder.exists()
    with pytest.raises(dephn.KernelError, match="was closed"):
        kernel.run("list")


def test_names_that_no_frame_can_have(kernel):
    with pytest.raises(ValueError, match="not a valid name"):
        kernel.put("../x", pandas.DataFrame({"a": [1]}))
