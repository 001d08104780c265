"""Messages that are broken, forged or sent twice; all of them made from real ones, with fixed seeds."""

import copy
import json
import random
import socket as network
import statistics
from contextlib import contextmanager

import pytest
import zmq
from client import (
    TIMEOUT,
    assert_alive,
    process_id,
    reply,
    resident_bytes,
    run,
    running_kernel,
)
from jupyter_client.blocking.client import BlockingKernelClient

CHANNELS = ["shell_port", "control_port", "stdin_port"]


@contextmanager
def raw_sockets(manager):
    """Makes raw sockets to the kernel's ports."""
    information = manager.get_connection_info()
    context = zmq.Context()

    def socket(port, kind=zmq.DEALER, name=b""):
        made = context.socket(kind)
        if name:
            made.identity = name
        made.linger = 0
        made.connect(f"tcp://{information['ip']}:{information[port]}")
        return made

    try:
        yield socket
    finally:
        context.destroy(linger=0)


@pytest.fixture
def connect(manager):
    with raw_sockets(manager) as socket:
        yield socket


def originals(language) -> list:
    code, _ = language.completion
    return [
        ("kernel_info_request", {}),
        ("complete_request", {"code": code + " é", "cursor_pos": len(code)}),
        ("inspect_request", {"code": language.inspection, "cursor_pos": 2, "detail_level": 1}),
        ("is_complete_request", {"code": language.incomplete}),
        (
            "history_request",
            {"hist_access_type": "search", "pattern": "e*", "n": 5, "output": True, "raw": True, "unique": True},
        ),
        ("history_request", {"hist_access_type": "range", "session": 0, "start": 0, "stop": 5, "output": False}),
        ("comm_open", {"comm_id": "1", "target_name": "none", "data": {}}),
        ("comm_msg", {"comm_id": "1", "data": {"a": [1, 2.5, None]}}),
        ("comm_info_request", {"target_name": "none"}),
        ("interrupt_request", {}),
        ("usage_request", {}),
        ("input_reply", {"value": "a", "status": "ok"}),
        (
            "execute_request",
            {
                "code": language.print("a"),
                "silent": False,
                "store_history": True,
                "user_expressions": {"a": language.expression[0]},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        ),
    ]


def damaged_messages(session, language, count):
    """The same ones in each run, but for identifiers and times."""
    chance = random.Random(20230724)
    messages = originals(language)
    sent = []
    for _ in range(count):
        frames = damaged(chance, session, *chance.choice(messages))
        if sent and chance.random() < 0.05:
            frames = chance.choice(sent)
        elif chance.random() < 0.1:
            sent.append(frames)
        yield frames


def drained(socket) -> int:
    count = 0
    while socket.poll(0):
        socket.recv_multipart()
        count += 1
    return count


def test_wrong_signature_is_ignored(client, manager):
    information = manager.get_connection_info()
    forger = BlockingKernelClient()
    forger.load_connection_info({**information, "key": b"not the key"})
    forger.start_channels(hb=False, iopub=False, stdin=False)
    forger.execute("1")
    forger.kernel_info()
    assert not forger.shell_channel.socket.poll(500)
    forger.stop_channels()


@pytest.mark.parametrize("port", ["shell_port", "control_port"])
def test_recorded_message_works_once(client, connect, port):
    session = client.session
    frames = session.serialize(session.msg("kernel_info_request"))
    socket = connect(port)
    for _ in range(3):
        socket.send_multipart(frames)
    other = session.serialize(session.msg("comm_info_request"))
    socket.send_multipart(other)
    answers = []
    while not answers or answers[-1] != "comm_info_reply":
        assert socket.poll(TIMEOUT * 1000)
        answers.append(session.unpack(socket.recv_multipart()[2])["msg_type"])
    assert answers == ["kernel_info_reply", "comm_info_reply"]


@pytest.mark.parametrize("port", ["shell_port", "control_port"])
def test_front_end_that_comes_back_is_answered(client, connect, port):
    """Its old connection broke, and the kernel does not know it yet."""
    for number in range(3):
        socket = connect(port, name=b"the same front-end")
        socket.send_multipart(client.session.serialize(client.session.msg("kernel_info_request")))
        assert socket.poll(5000), f"connection {number}"


@pytest.mark.parametrize("port", ["shell_port", "control_port"])
def test_broken_messages_are_ignored(client, connect, port):
    session = client.session
    message = session.serialize(session.msg("kernel_info_request"))
    header, parent, metadata, content = message[2:6]

    def signed(*parts):
        return [b"<IDS|MSG>", session.sign(parts), *parts]

    socket = connect(port)
    for frames in [
        [b""],
        [b"<IDS|MSG>"],
        message[1:],
        message[:4],
        signed(b"{", parent, metadata, content),
        signed(header, b"\xff\xfe", metadata, content),
        signed(header, parent, b"null", content),
        signed(header, parent, metadata, b"[" * 100_000),
        signed(b"{}", parent, metadata, content),
        signed(b'{"msg_type": 7}', parent, metadata, content),
        signed(b'{"msg_type": "execute_request"}', parent, metadata, b'{"code": 1e999}'),
        signed(
            b'{"msg_type": "complete_request"}',
            parent,
            metadata,
            b'{"code": "tra", "cursor_pos": -123456789012345678901234567890}',
        ),
        signed(b'{"msg_type": "\\ud800"}', parent, metadata, content),
    ]:
        socket.send_multipart(frames)
    socket.send_multipart(message)
    answers = []
    while "kernel_info_reply" not in answers:
        assert socket.poll(TIMEOUT * 1000)
        answers.append(session.unpack(socket.recv_multipart()[2])["msg_type"])


def with_damaged_bytes(chance, parts):
    part = bytearray(parts[chance.choice([0, 1, 2, 3, 3, 3])])
    place = parts.index(bytes(part))
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(part) + 1)
        part[start : start + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    parts[place] = bytes(part)


VALUES = [
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    -(2**63) - 1,
    1e308,
    0.5,
    "",
    "\0",
    "*" * 50,
    "\ud83d\ude00",
    [],
    {},
    [[[]]],
    {"a": None},
    "x" * 10_000,
    10**400,
]


def with_other_values(chance, parts):
    place = chance.choice([0, 3, 3])
    value = json.loads(parts[place])
    for _ in range(chance.randint(1, 2)):
        key = chance.choice(sorted(value) or ["msg_type"])
        if chance.random() < 0.2:
            value.pop(key, None)
        elif key != "msg_type" or chance.random() < 0.2:
            value[key] = copy.deepcopy(chance.choice(VALUES))
    parts[place] = json.dumps(value).encode()


def damaged(chance, session, kind, content) -> list:
    """Frames of a real message, damaged in one of five ways."""
    parts = session.serialize(session.msg(kind, content))[2:6]
    way = chance.randrange(10)
    if way < 4:
        with_damaged_bytes(chance, parts)
    elif way < 7:
        with_other_values(chance, parts)
    frames = [b"<IDS|MSG>", session.sign(parts), *parts]
    if way == 7:  # forged
        frames[1] = bytes(chance.choice(b"0123456789abcdef") for _ in range(64))
    elif way == 8:  # frames are missing, doubled or in another order
        frames = chance.choices(frames, k=chance.randint(1, 9))
    elif way == 9:  # behind the signature
        place = chance.randrange(2, 6)
        frames[place] = frames[place] + b" "
    return frames


def test_ten_thousand_damaged_messages(kernel_name, language, request):
    count = request.config.getoption("messages")
    with running_kernel(kernel_name) as (manager, client), raw_sockets(manager) as connect:
        sockets = [connect(port) for port in CHANNELS]
        answers, memory = 0, []
        for number, frames in enumerate(damaged_messages(client.session, language, count)):
            sockets[number % 10 // 6 + (number % 10 == 9)].send_multipart(frames)
            if number % 100 == 99:
                assert reply(client, client.kernel_info())["status"] == "ok"
                answers += sum(drained(socket) for socket in sockets)
                while client.iopub_channel.msg_ready():
                    client.get_iopub_msg(timeout=TIMEOUT)
            if number % (count // 10) == count // 10 - 1:
                memory.append(resident_bytes(process_id(manager)))
        run(client, language.print("behind the damaged cells, and perhaps given up with them"))
        answers += sum(drained(socket) for socket in sockets)
        assert_alive(client, language)
        # Some are damaged so little that they are requests still.
        assert answers > count / 20
        growth = request.config.getoption("growth")
        # Medians: what is taken for a moment and given back is no growth.
        grown = statistics.median(memory[-3:]) - statistics.median(memory[:3])
        assert grown < growth << 20, [size >> 20 for size in memory]


@pytest.mark.parametrize("port", [*CHANNELS, "iopub_port", "hb_port"])
def test_bytes_that_are_no_messages_at_all(client, manager, port):
    chance = random.Random(port)
    information = manager.get_connection_info()
    address = (information["ip"], information[port])
    for _ in range(50):
        with network.create_connection(address, timeout=TIMEOUT) as connection:
            try:
                for _ in range(3):
                    connection.sendall(chance.randbytes(chance.randint(1, 300)))
            except OSError:
                pass  # libzmq has hung up


def test_odd_subscriptions_are_survived(client, connect):
    chance = random.Random(20230724)
    socket = connect("iopub_port", zmq.XSUB)
    for _ in range(500):
        socket.send(bytes([chance.choice([0, 1, 1, 2, 255])]) + chance.randbytes(chance.randint(0, 40)))
        drained(socket)
    drained(socket)


def test_heart_beats(client, connect):
    socket = connect("hb_port", zmq.REQ)
    for text in [b"ping", b"", b"\0" * 1000]:
        socket.send(text)
        assert socket.poll(TIMEOUT * 1000) and socket.recv() == text
