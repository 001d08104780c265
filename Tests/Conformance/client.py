"""A front-end for the tests of faults: cells with their outputs, and what a broken client would send."""

import time
from contextlib import contextmanager
from queue import Empty

from jupyter_client.manager import KernelManager

TIMEOUT = 20

# Takes long enough to be interrupted, and shows its progress within a second.
LONG_TRAINING = """
d = load synthetic --rows 20000 --seed 1
m = build shared-bottom d
train m --epochs 1000 --batch-size 64
"""


@contextmanager
def running_kernel(name: str, **settings):
    """A started kernel and a client that is connected to it."""
    manager = KernelManager(kernel_name=name, **settings)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def process_id(manager) -> int:
    return manager.provisioner.process.pid


def published(client, request: str) -> list:
    """The messages that lead back to `request`, up to its idle."""
    messages = []
    while not messages or messages[-1]["content"].get("execution_state") != "idle":
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") == request:
            messages.append(message)
    return messages


def reply(client, request: str) -> dict:
    while True:
        message = client.get_shell_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def run(client, code: str, **options) -> tuple:
    """Runs a cell: the content of its reply, and its published messages."""
    request = client.execute(code, **options)
    return reply(client, request), published(client, request)


def assert_alive(client) -> None:
    content, messages = run(client, "echo still here")
    assert content["status"] == "ok"
    texts = [m["content"]["text"] for m in messages if m["msg_type"] == "stream"]
    assert "".join(texts) == "still here\n"


def wait_for(client, request: str, kind: str) -> dict:
    """The next message of `kind` that leads back to `request`."""
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == kind and message["parent_header"].get("msg_id") == request:
            return message


def control(client, kind: str, content: dict) -> dict:
    """Sends a request on the control channel: the content of its reply."""
    message = client.session.msg(kind, content)
    client.control_channel.send(message)
    while True:
        answer = client.get_control_msg(timeout=TIMEOUT)
        if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return answer["content"]


def is_silent(client, seconds: float = 0.5) -> bool:
    try:
        client.get_shell_msg(timeout=seconds)
        return False
    except Empty:
        return True


def ends_within(seconds: float, is_running) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_running():
            return True
        time.sleep(0.02)
    return False
