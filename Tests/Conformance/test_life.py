"""Start, restart and end of the kernel, and every way to connect to it."""

import os
import shlex
import signal
import subprocess
import sys
import time

import jupyter_client
import pytest
import zmq
from client import (
    TIMEOUT,
    assert_alive,
    ends_within,
    process_id,
    reply,
    run,
    running_kernel,
    start_long_cell,
)
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

LAUNCHER = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=20)
if len(sys.argv) > 2:
    client.execute(sys.argv[2])
    client.execute(sys.argv[3])
    time.sleep(1)
print(manager.provisioner.process.pid, flush=True)
time.sleep(60)
"""


def is_running(process: int) -> bool:
    """Whether there is such a process that is no zombie."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_kernelspec_asks_for_messages(specification):
    assert specification.interrupt_mode == "message"


def test_ipc(kernel_name, language):
    with running_kernel(kernel_name, transport="ipc") as (_, client):
        assert_alive(client, language)


@pytest.mark.skipif(jupyter_client.version_info < (8, 9), reason="this jupyter_client has no encryption")
@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_encryption(kernel_name, language, transport):
    settings = {"transport": transport, "transport_encryption": "required"}
    with running_kernel(kernel_name, **settings) as (manager, client):
        assert len(manager.get_connection_info()["curve_publickey"]) == 40
        assert_alive(client, language)


def test_restart_forgets_the_session(kernel_name, language):
    with running_kernel(kernel_name) as (manager, client):
        assert run(client, language.setup)[0]["execution_count"] == 1
        before = process_id(manager)
        manager.restart_kernel()
        client.wait_for_ready(timeout=TIMEOUT)
        assert process_id(manager) != before
        content, _ = run(client, language.after)
        assert content["execution_count"] == 1 and content["status"] == "error"


def test_history_outlives_the_kernel(kernel_name, language):
    with running_kernel(kernel_name) as (_, client):
        run(client, language.print("said before"))
        client.shutdown()
        time.sleep(1)
    with running_kernel(kernel_name) as (_, client):
        request = client.history(hist_access_type="search", pattern="*said before*", n=1, raw=True)
        assert [row[2] for row in reply(client, request)["history"]] == [language.print("said before")]


@pytest.mark.parametrize("computes", [False, True])
def test_shutdown_is_prompt(kernel_name, language, computes):
    with running_kernel(kernel_name) as (manager, client):
        process = manager.provisioner.process
        if computes:
            run(client, language.setup)
            start_long_cell(client, language)
        client.shutdown()
        assert ends_within(1, lambda: process.poll() is None)
        assert process.returncode == 0


def test_termination_is_a_shutdown(kernel_name):
    with running_kernel(kernel_name) as (manager, _):
        process = manager.provisioner.process
        os.kill(process.pid, signal.SIGTERM)
        assert ends_within(1, lambda: process.poll() is None)
        assert process.returncode == 0


@pytest.mark.parametrize("computes", [False, True])
def test_kernel_ends_with_its_launcher(kernel_name, language, computes):
    cells = [language.setup, language.long] if computes else []
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, kernel_name, *cells], stdout=subprocess.PIPE, text=True
    )
    process = int(launcher.stdout.readline())
    assert is_running(process)
    launcher.kill()
    launcher.wait()
    assert ends_within(1, lambda: is_running(process))


@pytest.mark.parametrize("is_reaped", [True, False])
def test_kernel_ends_with_its_launcher_behind_a_shell(kernel_name, tmp_path, is_reaped):
    """The shell between them lives on, so only the number of the launcher tells; and nobody may
    have asked yet how the launcher ended."""
    manager = jupyter_client.KernelManager(kernel_name=kernel_name)
    manager.connection_file, _ = write_connection_file(str(tmp_path / "connection.json"))
    words = manager.format_kernel_cmd()
    launcher = subprocess.Popen(["sleep", "60"])
    shell = subprocess.Popen(
        ["sh", "-c", f"{shlex.join(words)}; echo ended"],
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JPY_PARENT_PID": str(launcher.pid)},
        start_new_session=True,
    )
    try:
        time.sleep(2)
        assert shell.poll() is None
        launcher.kill()
        if is_reaped:
            launcher.wait()
        assert "ended" in shell.communicate(timeout=2)[0]
    finally:
        launcher.kill()
        launcher.wait()
        if shell.poll() is None:
            os.killpg(shell.pid, signal.SIGKILL)


def test_many_kernels_at_once(kernel_name, language, request):
    for _ in range(request.config.getoption("rounds")):
        start_many(kernel_name, language, request.config.getoption("kernels"))


def start_many(kernel_name, language, count):
    managers = [jupyter_client.KernelManager(kernel_name=kernel_name) for _ in range(count)]
    for manager in managers:
        manager.start_kernel()
    try:
        for manager in managers:
            client = manager.client()
            client.start_channels()
            client.wait_for_ready(timeout=120)
            assert_alive(client, language)
            client.stop_channels()
    finally:
        for manager in managers:
            manager.shutdown_kernel(now=True)


def test_eight_kernels_answer_soon(kernel_name, tmp_path):
    """All within a second from the start of the first, on two processors and with nothing else to do."""
    manager = jupyter_client.KernelManager(kernel_name=kernel_name)
    processes, questions = [], []
    with zmq.Context() as context:
        start = time.monotonic()
        for number in range(8):
            file, where = write_connection_file(str(tmp_path / f"{number}.json"), key=b"secret")
            manager.connection_file = file
            processes.append(subprocess.Popen(manager.format_kernel_cmd(), stderr=subprocess.DEVNULL))
            session = Session(key=b"secret")
            socket = context.socket(zmq.DEALER)
            socket.reconnect_ivl, socket.linger = 1, 0
            socket.connect(f"tcp://{where['ip']}:{where['shell_port']}")
            socket.send_multipart(session.serialize(session.msg("kernel_info_request")))
            questions.append(socket)
        try:
            for socket in questions:
                assert socket.poll(30_000)
            assert time.monotonic() - start < 1
        finally:
            for socket in questions:
                socket.close()
            for process in processes:
                process.kill()
                process.wait()
