"""A kernel whose folders are broken works on without them, and the first cell says so."""

import os
import pathlib
import resource

import pytest
from client import assert_alive, notices, process_id, run, running_kernel, stream

LOOP = "for r in 1..300 { echo $r " + "x" * 1000 + " }"


def warnings(client, code="echo a") -> str:
    content, messages = run(client, code)
    assert content["status"] == "ok"
    return notices(messages) + stream(messages, "stderr")


def test_history_that_is_no_database(kernel_name, language, monkeypatch, tmp_path):
    file = tmp_path / "history.sqlite"
    file.write_bytes(b"This is no database. " * 100)
    monkeypatch.setenv("DEPHN_HISTORY", str(file))
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert "history" in text and str(file) in text and "DEPHN_HISTORY" in text
        assert warnings(client) == ""
        assert_alive(client, language)
    assert file.read_bytes() == b"This is no database. " * 100


def test_folders_that_cannot_be_made(kernel_name, language, monkeypatch, tmp_path):
    """Below a file no folder can be made, whoever runs this."""
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("DEPHN_HISTORY", f"{file}/history.sqlite")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    with running_kernel(kernel_name) as (_, client):
        assert "its folder cannot be made" in warnings(client)
        assert warnings(client, LOOP) == ("The cell has printed 256 KB; the rest, except its result, is dropped.\n")
        assert_alive(client, language)


FOLDERS = [
    "DEPHN_DATA",
    "DEPHN_CACHE",
    "DEPHN_HISTORY",
    "DEPHN_RUNS",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
]
MODEL = "d = load synthetic --rows 500 --seed 1\nm = build shared-bottom d"


def start(cwd: pathlib.Path, **variables) -> dict:
    """A kernel's folder, and variables of which no other one names a folder."""
    others = {name: value for name, value in os.environ.items() if name not in ["HOME", *FOLDERS]}
    return {"cwd": str(cwd), "env": others | variables}


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "home"}])
def test_home_that_is_nowhere(kernel_name, language, tmp_path, home):
    with running_kernel(kernel_name, start=start(tmp_path, **home)) as (_, client):
        assert warnings(client) == ""
        assert warnings(client, f"{MODEL}\ntrain m --epochs 1") == ""
        for code in ["save m ~/m.safetensors", "n = open ~/m.safetensors", "predict m ~/p.csv"]:
            content, _ = run(client, code)
            assert content["status"] == "error" and "HOME is not set" in content["evalue"]
        assert_alive(client, language)
    assert list(tmp_path.iterdir()) == []


def test_home_that_is_read_only(kernel_name, language, tmp_path):
    """A file system that nobody can write to, not even root."""
    with running_kernel(kernel_name, start=start(tmp_path, HOME="/proc/sys")) as (_, client):
        text = warnings(client)
        assert "/proc/sys/.cache/dephn cannot be created" in text
        assert "/proc/sys/.local/share/dephn/history.sqlite cannot be used" in text
        assert "/proc/sys/.local/state/dephn/runs" in warnings(client, f"{MODEL}\ntrain m --epochs 1")
        content, _ = run(client, "save m ~/m.safetensors")
        assert content["status"] == "error" and "cannot be written" in content["evalue"]
        assert_alive(client, language)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["DEPHN_DATA", "DEPHN_CACHE", "DEPHN_HISTORY", "DEPHN_RUNS"])
def test_variable_with_a_relative_path(kernel_name, language, tmp_path, name):
    with running_kernel(kernel_name, start=start(tmp_path, **{name: "some/folder"})) as (_, client):
        assert f"{name} is 'some/folder', which is not an absolute path." in warnings(client)
        assert warnings(client, f"{MODEL}\ntrain m --epochs 1") == ""
        assert_alive(client, language)
    assert list(tmp_path.iterdir()) == []


def test_disk_that_is_full(kernel_name, language, tmp_path):
    """As `ulimit -f` has it: writing fails, the old file stays, and nothing is left beside it."""
    file = tmp_path / "m.safetensors"
    with running_kernel(kernel_name) as (manager, client):
        content, _ = run(client, f"{MODEL}\nsave m {file}\nt = predict m --split train")
        assert content["status"] == "ok"
        before = file.read_bytes()
        process = process_id(manager)
        limit, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, most))
        for code in [
            f"save m {file}",
            f"save m {tmp_path}/n.safetensors",
            f"export t {tmp_path}/t.csv",
            f"predict m {tmp_path}/p.csv --split train",
        ]:
            content, _ = run(client, code)
            assert content["status"] == "error" and "cannot be written" in content["evalue"]
            assert list(tmp_path.iterdir()) == [file] and file.read_bytes() == before
        # What the kernel writes for itself is no reason to stop either.
        content, messages = run(client, LOOP)
        assert content["status"] == "ok" and "the rest, except its result, is" in stream(messages, "stderr")
        content, _ = run(client, "train m --epochs 3")
        assert content["status"] == "ok"
        resource.prlimit(process, resource.RLIMIT_FSIZE, (limit, most))
        content, _ = run(client, f"save m {file}")
        assert content["status"] == "ok" and file.read_bytes() != before
        assert list(tmp_path.iterdir()) == [file]
        assert_alive(client, language)


def test_data_folder_that_is_gone(kernel_name, language, tmp_path):
    with running_kernel(kernel_name) as (manager, _):
        program, *_ = manager.kernel_spec.argv
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name=kernel_name)
    manager.kernel_spec.argv[:] = [program, "run", "--data", str(tmp_path / "gone"), "{connection_file}"]
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=20)
        text = warnings(client)
        assert str(tmp_path / "gone") in text and "dephn install --data" in text
        assert warnings(client) == ""
        assert_alive(client, language)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_rest_of_a_long_output_is_in_the_file_that_is_named(client):
    content, messages = run(client, LOOP)
    assert content["status"] == "ok"
    warning = stream(messages, "stderr")
    assert warning.startswith("The cell has printed 256 KB; the rest, except its result, is written to /")
    file = pathlib.Path(warning.rsplit(" to ", 1)[1].rstrip().rstrip("."))
    whole = "".join(f"{r} {'x' * 1000}\n" for r in range(1, 301))
    assert stream(messages) + file.read_text() == whole


def test_cache_folder_that_cannot_be_made(kernel_name, language, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("DEPHN_CACHE", f"{file}/cache")
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert f"The folder {file}/cache cannot be created" in text and "DEPHN_CACHE" in text
        assert warnings(client) == ""
        assert_alive(client, language)


def test_named_data_folder_that_is_a_file(kernel_name, language, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("DEPHN_DATA", str(file))
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert f"The data folder {file}, set in DEPHN_DATA, is not a folder." in text
        assert_alive(client, language)


def test_folders_that_are_read_only(kernel_name, language, monkeypatch, tmp_path):
    """A file system that nobody can write to, not even root."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/sys")
    monkeypatch.setenv("DEPHN_HISTORY", "/proc/sys/history.sqlite")
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert "/proc/sys/dephn cannot be created" in text and "/proc/sys/history.sqlite cannot be used" in text
        assert_alive(client, language)
