"""A kernel whose folders are broken works on without them, and the first cell says so."""

import pathlib

from client import assert_alive, run, running_kernel, stream

LOOP = "for r in 1..300 { echo $r " + "x" * 1000 + " }"


def warnings(client, code="echo a") -> str:
    content, messages = run(client, code)
    assert content["status"] == "ok"
    return stream(messages, "stderr")


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
        assert warnings(client, LOOP) == ("The cell has shown 256 KB; the rest but its result is left out.\n")
        assert_alive(client, language)


def test_home_that_is_nowhere(kernel_name, language, monkeypatch):
    for name in ["HOME", "DEPHN_HISTORY", "XDG_CACHE_HOME", "XDG_DATA_HOME", "DEPHN_RUNS", "XDG_STATE_HOME"]:
        monkeypatch.delenv(name, raising=False)
    with running_kernel(kernel_name) as (_, client):
        assert warnings(client) == ""
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
    assert warning.startswith("The cell has shown 256 KB; the rest but its result is in /")
    file = pathlib.Path(warning.rsplit(" in ", 1)[1].rstrip().rstrip("."))
    whole = "".join(f"{r} {'x' * 1000}\n" for r in range(1, 301))
    assert stream(messages) + file.read_text() == whole


def test_cache_folder_that_cannot_be_made(kernel_name, language, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("DEPHN_CACHE", f"{file}/cache")
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert f"The folder {file}/cache cannot be made" in text and "DEPHN_CACHE" in text
        assert warnings(client) == ""
        assert_alive(client, language)


def test_named_data_folder_that_is_a_file(kernel_name, language, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("DEPHN_DATA", str(file))
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert f"The data folder {file}, which DEPHN_DATA names, is no folder." in text
        assert_alive(client, language)


def test_folders_that_are_read_only(kernel_name, language, monkeypatch, tmp_path):
    """A file system that nobody can write to, not even root."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/sys")
    monkeypatch.setenv("DEPHN_HISTORY", "/proc/sys/history.sqlite")
    with running_kernel(kernel_name) as (_, client):
        text = warnings(client)
        assert "/proc/sys/dephn cannot be made" in text and "/proc/sys/history.sqlite cannot be used" in text
        assert_alive(client, language)
