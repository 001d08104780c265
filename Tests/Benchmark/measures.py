"""What is measured of a kernel, one function a figure; each gives numbers in the unit of its name."""

import os
import shlex
import signal
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

import zmq
from client import (
    TIMEOUT,
    control,
    parent,
    process_id,
    published,
    reply,
    run,
    running_kernel,
    second_client,
    start_long_cell,
    stream,
)
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

LINES = 50_000


def milliseconds(function, times: int) -> list:
    values = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        values.append(1000 * (time.perf_counter() - start))
    return values


def median_and_p99(values: list) -> dict:
    ordered = sorted(values)
    return {
        "median": statistics.median(ordered),
        "p99": ordered[int(0.99 * (len(ordered) - 1) + 0.5)],
        "count": len(ordered),
    }


def command(name: str, file: str) -> list:
    """The words that start a kernel, as jupyter_client makes them."""
    manager = KernelManager(kernel_name=name)
    manager.connection_file = file
    return manager.format_kernel_cmd()


def connection(folder: str) -> tuple:
    """A connection file with free ports and a key, and what it says."""
    return write_connection_file(os.path.join(folder, "connection.json"), key=os.urandom(16).hex().encode())


@contextmanager
def started(name: str, folder: str, environment=None, shell=False, program=None):
    """A process of the kernel, or of a program of ours, and its connection file; no client yet."""
    file, information = connection(folder)
    words = [program, "run", file] if program else command(name, file)
    if shell:
        words = ["sh", "-c", f"{shlex.join(words)}; true"]
    process = subprocess.Popen(
        words,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process, information
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


def ask_raw(context, information: dict, port="shell_port") -> None:
    """The first answer of a kernel that may not listen yet: tries to connect every millisecond."""
    session = Session(key=information["key"].encode())
    with context.socket(zmq.DEALER) as socket:
        socket.reconnect_ivl, socket.linger = 1, 0
        socket.connect(f"tcp://{information['ip']}:{information[port]}")
        socket.send_multipart(session.serialize(session.msg("kernel_info_request")))
        if not socket.poll(120_000):
            raise TimeoutError("no kernel_info_reply")


def start(name: str, folder: str, times: int = 15) -> dict:
    values = []
    with zmq.Context() as context:
        for _ in range(times):
            begin = time.perf_counter()
            with started(name, folder) as (_, information):
                ask_raw(context, information)
                values.append(1000 * (time.perf_counter() - begin))
    return median_and_p99(values)


def thirty_starts(name: str, folder: str) -> dict:
    """Seconds until the last of thirty kernels, started at once, has answered."""
    from contextlib import ExitStack

    with zmq.Context() as context, ExitStack() as stack:
        begin = time.perf_counter()
        places = [os.path.join(folder, str(number)) for number in range(30)]
        for place in places:
            os.makedirs(place, exist_ok=True)
        kernels = [stack.enter_context(started(name, place)) for place in places]
        for _, information in kernels:
            ask_raw(context, information)
        return {"seconds": time.perf_counter() - begin}


def round_trips(client, language) -> dict:
    """Of requests to an idle kernel."""
    word, _ = language.completion
    inspected = language.inspection

    def cell():
        request = client.execute("", allow_stdin=False)
        reply(client, request)
        published(client, request)

    for _ in range(5):
        cell()
    return {
        "kernel_info on shell": median_and_p99(milliseconds(lambda: reply(client, client.kernel_info()), 300)),
        "kernel_info on control": median_and_p99(milliseconds(lambda: ask_control(client), 300)),
        "empty cell": median_and_p99(milliseconds(cell, 300)),
        "complete": median_and_p99(milliseconds(lambda: reply(client, client.complete(word, len(word))), 200)),
        "inspect": median_and_p99(milliseconds(lambda: reply(client, client.inspect(inspected, len(inspected))), 200)),
    }


def ask_control(client) -> None:
    message = client.session.msg("kernel_info_request")
    client.control_channel.send(message)
    while True:
        answer = client.get_control_msg(timeout=TIMEOUT)
        if parent(answer) == message["header"]["msg_id"]:
            return


def while_computing(manager, client, language) -> dict:
    """Of requests to a kernel that computes, which may answer them only when the cell has ended."""
    word, _ = language.completion
    inspected = language.inspection
    run(client, language.setup)
    start_long_cell(client, language)
    found = {"kernel_info on control": median_and_p99(milliseconds(lambda: ask_control(client), 300))}
    if not answered_within(client, client.complete(word, len(word)), 5):
        found["complete"] = found["inspect"] = {"ended": "when the cell has ended"}
    else:
        found["complete"] = median_and_p99(milliseconds(lambda: reply(client, client.complete(word, len(word))), 200))
        found["inspect"] = median_and_p99(
            milliseconds(lambda: reply(client, client.inspect(inspected, len(inspected))), 200)
        )
    return found


def answered_within(client, request: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while client.shell_channel.socket.poll(max(0, 1000 * (end - time.monotonic()))):
        if parent(client.get_shell_msg(timeout=1)) == request:
            return True
    return False


def interrupts(name: str, language, by_signal: bool, times: int) -> dict:
    """From the interrupt to the reply; after each, what was made must be there, in one process."""
    with running_kernel(name) as (manager, client):
        run(client, language.setup)
        process = process_id(manager)
        values = []
        for _ in range(times):
            request = start_long_cell(client, language)
            time.sleep(0.05)
            begin = time.perf_counter()
            if by_signal:
                os.kill(process, signal.SIGINT)
            else:
                client.control_channel.send(client.session.msg("interrupt_request"))
            if not answered_within(client, request, 5):
                return {"ended": "process gone" if not manager.is_alive() else "no reply in 5 s", "after": len(values)}
            values.append(1000 * (time.perf_counter() - begin))
            published(client, request)
            if run(client, language.after)[0]["status"] != "ok" or process_id(manager) != process:
                return {"ended": "state lost", "after": len(values)}
        return median_and_p99(values)


def lost_lines(manager, client, language) -> dict:
    """Lines that do not arrive at a reader that sleeps while they are printed."""
    code, text = language.lines(LINES)
    request = client.execute(code, allow_stdin=False)
    reply(client, request)
    time.sleep(2)
    got, is_idle = [], False
    while not is_idle and client.iopub_channel.socket.poll(3000):
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if parent(message) == request:
            got.append(message)
            is_idle = message["content"].get("execution_state") == "idle"
    lines = stream(got).splitlines()
    return {
        "lost": LINES - len(lines),
        "in order": stream(got) == text,
        "idle": is_idle,
        "messages": len(got),
    }


# Starts a kernel as its parent, says its number, and waits.
LAUNCHER = """
import os, subprocess, sys
os.environ["JPY_PARENT_PID"] = str(os.getpid())
kernel = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(kernel.pid, flush=True)
kernel.wait()
"""


def orphan(name: str, folder: str) -> dict:
    """Seconds from the end of the launcher, the kernel's parent, to the kernel's."""
    file, information = connection(folder)
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, *command(name, file)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    kernel = int(launcher.stdout.readline())
    with zmq.Context() as context:
        ask_raw(context, information)
    begin = time.perf_counter()
    launcher.kill()
    launcher.wait()
    return gone(begin, lambda: is_running(kernel), lambda: os.kill(kernel, signal.SIGKILL))


def orphan_behind_shell(name: str, folder: str) -> dict:
    """The same, when a shell stands between them and lives on."""
    launcher = subprocess.Popen(["sleep", "60"])
    environment = {"JPY_PARENT_PID": str(launcher.pid)}
    with zmq.Context() as context, started(name, folder, environment, True) as (process, where):
        ask_raw(context, where)
        begin = time.perf_counter()
        launcher.kill()
        launcher.wait()
        return gone(begin, lambda: process.poll() is None, lambda: None)


def gone(begin: float, still_runs, end) -> dict:
    while still_runs():
        if time.perf_counter() - begin > 5:
            end()
            return {"ended": "not within 5 s"}
        time.sleep(0.005)
    return {"seconds": time.perf_counter() - begin}


def is_running(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def shutdown(name: str, language, computes: bool, times: int = 5) -> dict:
    """From the request to the end of the process."""
    values = []
    for _ in range(times):
        with running_kernel(name) as (manager, client):
            if computes:
                run(client, language.setup)
                start_long_cell(client, language)
            process = manager.provisioner.process
            begin = time.perf_counter()
            client.shutdown()
            while process.poll() is None:
                if time.perf_counter() - begin > 10:
                    return {"ended": "not within 10 s"}
                time.sleep(0.001)
            values.append(1000 * (time.perf_counter() - begin))
    return median_and_p99(values)


def idle(manager) -> dict:
    """Memory and processor time of a kernel that has only answered."""
    process = process_id(manager)

    def ticks():
        with open(f"/proc/{process}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    with open(f"/proc/{process}/statm") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    before = ticks()
    time.sleep(5)
    used = (ticks() - before) / os.sysconf("SC_CLK_TCK") / 5
    return {"resident MiB": resident / 2**20, "CPU %": 100 * used}


def abilities(name: str, manager, client) -> dict:
    """What a kernel can or cannot, each tried."""
    with second_client(manager) as newcomer:
        welcome = newcomer.iopub_channel.socket.poll(2000) and newcomer.get_iopub_msg(timeout=1)
        is_welcome = bool(welcome) and welcome["msg_type"] == "iopub_welcome"
    answer = client.session.msg("kernel_info_request")
    client.control_channel.send(answer)
    message = client.get_control_msg(timeout=TIMEOUT)
    specification = KernelSpecManager().get_kernel_spec(name)
    return {
        "second client gets a welcome": is_welcome,
        "CurveZMQ": works(name, transport_encryption="required"),
        "ipc": works(name, transport="ipc"),
        "versions": [
            message["content"]["protocol_version"],
            message["header"]["version"],
            specification.kernel_protocol_version or "none",
        ],
    }


def works(name: str, **settings) -> bool:
    try:
        with running_kernel(name, **settings) as (_, client):
            return control(client, "kernel_info_request", {})["status"] == "ok"
    except RuntimeError:
        return False


def all_of(name: str, language, folder: str):
    """Every figure of a kernel, as pairs; a figure that ends in an error says which."""

    def measured(title, function, *arguments):
        try:
            return title, function(*arguments)
        except Exception as error:  # noqa: BLE001 (a kernel that dies is a figure too)
            return title, {"ended": f"{type(error).__name__}: {error}".strip(": ")}

    yield measured("start", start, name, folder)
    with running_kernel(name) as (manager, client):
        yield measured("idle", idle, manager)
        yield measured("abilities", abilities, name, manager, client)
        yield measured("round trips", round_trips, client, language)
        yield measured("while computing", while_computing, manager, client, language)
    with running_kernel(name) as (manager, client):
        yield measured("lost lines", lost_lines, manager, client, language)
    yield measured("interrupt by message", interrupts, name, language, False, 100)
    yield measured("interrupt by signal", interrupts, name, language, True, 100)
    yield measured("orphan", orphan, name, folder)
    yield measured("orphan behind a shell", orphan_behind_shell, name, folder)
    for computes, title in [(False, "shutdown"), (True, "shutdown while computing")]:
        yield measured(title, shutdown, name, language, computes)
    yield measured("thirty starts", thirty_starts, name, folder)
