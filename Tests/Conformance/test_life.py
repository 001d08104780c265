"""Start, restart and end of the kernel, and every way to connect to it."""

import os
import shlex
import signal
import subprocess
import sys
import time

import jupyter_client
import pytest
from client import (
    LONG_TRAINING, TIMEOUT, assert_alive, ends_within, process_id, running_kernel, wait_for,
)
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager

KERNEL = os.environ.get("DEPHN_KERNEL", "dephn")

LAUNCHER = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=20)
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


def test_one_version_everywhere():
    specification = KernelSpecManager().get_kernel_spec(KERNEL)
    assert specification.kernel_protocol_version == "5.5.0"
    assert specification.interrupt_mode == "message"
    with running_kernel(KERNEL) as (_, client):
        request = client.kernel_info()
        message = client.get_shell_msg(timeout=TIMEOUT)
        assert message["parent_header"]["msg_id"] == request
        assert message["header"]["version"] == "5.5.0"
        assert message["content"]["protocol_version"] == "5.5.0"


def test_heart_beats():
    with running_kernel(KERNEL) as (_, client):
        time.sleep(1.5)
        assert client.is_alive() and client.hb_channel.is_beating()


def test_ipc():
    with running_kernel(KERNEL, transport="ipc") as (_, client):
        assert_alive(client)


@pytest.mark.skipif(
    jupyter_client.version_info < (8, 9), reason="this jupyter_client has no encryption")
@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_encryption(transport):
    settings = {"transport": transport, "transport_encryption": "required"}
    with running_kernel(KERNEL, **settings) as (manager, client):
        assert len(manager.get_connection_info()["curve_publickey"]) == 40
        assert_alive(client)


def test_second_client_is_welcome():
    with running_kernel(KERNEL) as (manager, first):
        second = manager.client()
        second.start_channels()
        assert second.get_iopub_msg(timeout=TIMEOUT)["msg_type"] == "iopub_welcome"
        request = first.execute("echo for both")
        assert wait_for(second, request, "stream")["content"]["text"] == "for both\n"
        second.stop_channels()


def test_restart_forgets_the_session():
    with running_kernel(KERNEL) as (manager, client):
        assert client.execute_interactive("echo a", timeout=TIMEOUT)["content"]["execution_count"] == 1
        before = process_id(manager)
        manager.restart_kernel()
        client.wait_for_ready(timeout=TIMEOUT)
        assert process_id(manager) != before
        assert client.execute_interactive("echo a", timeout=TIMEOUT)["content"]["execution_count"] == 1


@pytest.mark.parametrize("trains", [False, True])
def test_shutdown_is_prompt(trains):
    with running_kernel(KERNEL) as (manager, client):
        process = manager.provisioner.process
        if trains:
            wait_for(client, client.execute(LONG_TRAINING), "display_data")
        client.shutdown()
        assert ends_within(1, lambda: process.poll() is None)
        assert process.returncode == 0


def test_termination_is_a_shutdown():
    with running_kernel(KERNEL) as (manager, _):
        process = manager.provisioner.process
        os.kill(process.pid, signal.SIGTERM)
        assert ends_within(1, lambda: process.poll() is None)
        assert process.returncode == 0


def test_kernel_ends_with_its_launcher():
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, KERNEL], stdout=subprocess.PIPE, text=True)
    process = int(launcher.stdout.readline())
    assert is_running(process)
    launcher.kill()
    launcher.wait()
    assert ends_within(2, lambda: is_running(process))


def test_kernel_ends_with_its_launcher_behind_a_shell(tmp_path):
    """The shell between them lives on, so only the number of the launcher tells."""
    file, _ = write_connection_file(str(tmp_path / "connection.json"))
    command = KernelSpecManager().get_kernel_spec(KERNEL).argv
    command = shlex.join([file if word == "{connection_file}" else word for word in command])
    launcher = subprocess.Popen(["sleep", "60"])
    shell = subprocess.Popen(
        ["sh", "-c", f"{command}; echo $?"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "JPY_PARENT_PID": str(launcher.pid)})
    time.sleep(0.5)
    assert shell.poll() is None
    launcher.kill()
    launcher.wait()
    assert shell.communicate(timeout=5)[0] == "0\n"


def test_thirty_kernels_at_once():
    managers = [jupyter_client.KernelManager(kernel_name=KERNEL) for _ in range(30)]
    for manager in managers:
        manager.start_kernel()
    try:
        for manager in managers:
            client = manager.client()
            client.start_channels()
            client.wait_for_ready(timeout=60)
            assert_alive(client)
            client.stop_channels()
    finally:
        for manager in managers:
            manager.shutdown_kernel(now=True)
