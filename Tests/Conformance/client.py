"""A front-end for tests: cells with their outputs, and requests on every channel."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

# Seconds; more where a kernel is slowed down on purpose.
TIMEOUT = float(os.environ.get("CONFORMANCE_TIMEOUT", "15"))


@contextmanager
def running_kernel(name: str, is_ready: bool = True, start: dict | None = None, **settings):
    """A started kernel and a client that is connected to it, and has heard of it if `is_ready`.

    `start` holds what the process starts with, such as `env` and `cwd`.
    """
    manager = KernelManager(kernel_name=name, **settings)
    manager.start_kernel(**(start or {}))
    client = manager.client()
    client.start_channels()
    try:
        if is_ready:
            client.wait_for_ready(timeout=TIMEOUT)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@contextmanager
def second_client(manager):
    """A further front-end of a running kernel, with a name of its own (`manager.client()` has none)."""
    client = BlockingKernelClient()
    client.load_connection_info(manager.get_connection_info())
    client.start_channels()
    try:
        yield client
    finally:
        client.stop_channels()


def process_id(manager) -> int:
    return manager.provisioner.process.pid


def resident_bytes(process: int) -> int:
    with open(f"/proc/{process}/statm") as file:
        return int(file.read().split()[1]) * 4096


def parent(message: dict):
    """The request that led to a message; a kernel may say none in two ways, and a damaged one is none."""
    request = (message["parent_header"] or {}).get("msg_id")
    return request if isinstance(request, str) else None


def published(client, request: str) -> list:
    """The messages that lead back to `request`, up to its idle."""
    return published_for_all(client, [request])[request]


def published_for_all(client, requests: list) -> dict:
    """The messages that lead back to each of `requests`, up to the last idle."""
    messages = {request: [] for request in requests}
    working = set(requests)
    while working:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        request = parent(message)
        if request in messages:
            messages[request].append(message)
            if message["content"].get("execution_state") == "idle":
                working.discard(request)
    return messages


def reply(client, request: str) -> dict:
    """The content of the reply to `request` on the shell channel."""
    while True:
        message = client.get_shell_msg(timeout=TIMEOUT)
        if parent(message) == request:
            return message["content"]


def run(client, code: str, **options) -> tuple:
    """Runs a cell: the content of its reply, and its published messages."""
    request = client.execute(code, **{"allow_stdin": False, **options})
    return reply(client, request), published(client, request)


def ask(client, kind: str, content: dict, channel: str = "shell") -> tuple:
    """Sends a request: the whole reply, and the published messages."""
    message = client.session.msg(kind, content)
    getattr(client, f"{channel}_channel").send(message)
    request = message["header"]["msg_id"]
    receive = client.get_control_msg if channel == "control" else client.get_shell_msg
    while True:
        answer = receive(timeout=TIMEOUT)
        if parent(answer) == request:
            return answer, published(client, request)


def control(client, kind: str, content: dict) -> dict:
    """Sends a request on the control channel: the content of its reply."""
    return ask(client, kind, content, "control")[0]["content"]


def kinds(messages: list) -> list:
    return [message["msg_type"] for message in messages]


def stream(messages: list, name: str = "stdout") -> str:
    contents = [m["content"] for m in messages if m["msg_type"] == "stream"]
    return "".join(content["text"] for content in contents if content["name"] == name)


def notices(messages: list) -> str:
    """The notices of the kernel about itself, which are no outputs of the cell, nor progress that is updated."""
    shown = [m["content"] for m in messages if m["msg_type"] == "display_data"]
    shown = [content for content in shown if not content.get("transient", {}).get("display_id")]
    return "\n".join(c["data"]["text/plain"] for c in shown if c["metadata"] == {"dephn": {"passing": True}})


def texts(messages: list) -> list:
    """The text/plain of everything that has one."""
    return [m["content"]["data"]["text/plain"] for m in messages if "data" in m["content"]]


def assert_alive(client, language) -> None:
    content, messages = run(client, language.print("still here"))
    assert content["status"] == "ok"
    assert stream(messages).endswith("still here\n")


def wait_for(client, request: str, kind: str) -> dict:
    """The next message of `kind` that leads back to `request`."""
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == kind and parent(message) == request:
            return message


def start_long_cell(client, language) -> str:
    request = client.execute(language.long, allow_stdin=False)
    wait_for(client, request, language.long_shows)
    return request


def ends_within(seconds: float, is_running) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_running():
            return True
        time.sleep(0.01)
    return not is_running()
