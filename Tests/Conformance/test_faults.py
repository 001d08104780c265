"""What must not harm the kernel: mistakes in cells, forged and broken messages, interrupts."""

import os
import random
import signal
import time

import pytest
import zmq
from client import (
    LONG_TRAINING, assert_alive, control, is_silent, process_id, published, reply, run,
    running_kernel, wait_for,
)
from jupyter_client.blocking.client import BlockingKernelClient

KERNEL = os.environ.get("DEPHN_KERNEL", "dephn")


@pytest.fixture(scope="module")
def kernel():
    with running_kernel(KERNEL) as (manager, client):
        before = process_id(manager)
        yield manager, client
        assert process_id(manager) == before
        assert manager.is_alive()


@pytest.fixture
def client(kernel):
    yield kernel[1]
    assert_alive(kernel[1])


@pytest.mark.parametrize("code, name, word, way_out", [
    ("trian m", "UsageError", "trian", "train"),
    ("gates nobody", "NameError", "nobody", ""),
    ("load csv no-such-file.csv --label a", "FileError", "no-such-file.csv", ""),
    ("echo 'open", "UsageError", "'", ""),
    ("m = build mmoe", "UsageError", "build mmoe", ""),
])
def test_mistake_is_told_with_its_place(client, code, name, word, way_out):
    content, messages = run(client, code)
    assert content["status"] == "error"
    assert content["ename"] == name
    errors = [m["content"] for m in messages if m["msg_type"] == "error"]
    assert len(errors) == 1
    text = "\n".join(errors[0]["traceback"])
    assert text.startswith("line 1:  ") and "^" in text
    assert word in text and way_out in text


def test_malformed_csv_is_told_with_its_line(client, tmp_path):
    file = tmp_path / "broken.csv"
    file.write_text("a,b,label\n1,2,0\n1,2\n")
    content, _ = run(client, f"load csv {file} --label label")
    assert content["status"] == "error"
    assert content["ename"] == "DataError"
    assert content["evalue"].startswith("Line 3 of the file: ")


def test_wrong_signature_is_ignored(kernel, client):
    information = kernel[0].get_connection_info()
    forger = BlockingKernelClient()
    forger.load_connection_info({**information, "key": b"not the key"})
    forger.start_channels(hb=False, iopub=False, stdin=False)
    forger.execute("echo forged")
    forger.kernel_info()
    assert is_silent(forger)
    forger.stop_channels()


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_broken_messages_are_ignored(kernel, client, channel):
    information = kernel[0].get_connection_info()
    session = client.session
    message = session.serialize(session.msg("kernel_info_request"))
    header, parent, metadata, content = message[2:6]

    def signed(*parts):
        return [b"<IDS|MSG>", session.sign(parts), *parts]

    broken = [
        [b""], [b"<IDS|MSG>"], message[1:], message[:4],
        signed(b"{", parent, metadata, content),
        signed(header, b"\xff\xfe", metadata, content),
        signed(header, parent, b"null", content),
        signed(header, parent, metadata, b"[" * 100_000),
        signed(b"{}", parent, metadata, content),
        signed(b'{"msg_type": 7}', parent, metadata, content),
        signed(b'{"msg_type": "execute_request"}', parent, metadata, b'{"code": 1e999}'),
        signed(b'{"msg_type": "complete_request"}', parent, metadata,
               b'{"code": "tra", "cursor_pos": -123456789012345678901234567890}'),
        signed(b'{"msg_type": "\\ud800"}', parent, metadata, content),
    ]
    with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
        socket.linger = 1000
        socket.connect(f"tcp://{information['ip']}:{information[channel + '_port']}")
        for frames in broken:
            socket.send_multipart(frames)
        socket.send_multipart(message)
        poller = zmq.Poller()
        poller.register(socket, zmq.POLLIN)
        kinds = []
        while "kernel_info_reply" not in kinds and poller.poll(5000):
            frames = socket.recv_multipart()
            kinds.append(session.unpack(frames[2])["msg_type"])
    assert kinds[-1] == "kernel_info_reply"


def start_training(client) -> str:
    request = client.execute(LONG_TRAINING)
    wait_for(client, request, "display_data")
    return request


def by_message(manager):
    manager.interrupt_kernel()


def by_signal(manager):
    os.kill(process_id(manager), signal.SIGINT)


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_interrupt_ends_training_and_keeps_the_model(kernel, client, interrupt):
    for _ in range(3):
        request = start_training(client)
        start = time.monotonic()
        interrupt(kernel[0])
        content = reply(client, request)
        assert time.monotonic() - start < 1
        assert content["status"] == "error"
        assert content["ename"] == "Interrupted"
        published(client, request)
        assert run(client, "train m --epochs 1")[0]["status"] == "ok"


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_interrupt_of_an_idle_kernel_does_nothing(kernel, client, interrupt):
    interrupt(kernel[0])
    time.sleep(0.1)
    assert_alive(client)


def test_questions_are_answered_while_a_cell_trains(kernel, client):
    request = start_training(client)
    start = time.monotonic()
    assert reply(client, client.complete("tra"))["matches"] == ["train"]
    assert reply(client, client.complete("gates "))["status"] == "ok"
    assert reply(client, client.inspect("train"))["found"]
    assert reply(client, client.is_complete("for r in 1 2 {"))["status"] == "incomplete"
    assert reply(client, client.history(hist_access_type="tail", n=1))["history"]
    assert reply(client, client.comm_info())["comms"] == {}
    assert control(client, "kernel_info_request", {})["protocol_version"] == "5.5.0"
    assert control(client, "usage_request", {})["pid"] == process_id(kernel[0])
    assert time.monotonic() - start < 2
    kernel[0].interrupt_kernel()
    assert reply(client, request)["ename"] == "Interrupted"
    published(client, request)


def test_waiting_cells_are_given_up_after_an_error(client):
    requests = [client.execute(code) for code in ["trian m", "echo b", "echo c"]]
    contents = [reply(client, request) for request in requests]
    assert [content["status"] for content in contents] == ["error"] * 3
    assert [content["ename"] for content in contents] == ["UsageError", "Aborted", "Aborted"]
    for request in requests:
        published(client, request)


def test_user_expressions_and_silence(client):
    content, messages = run(
        client, "echo loud", silent=True, user_expressions={"a": "echo 7", "b": "trian"})
    assert [m["msg_type"] for m in messages] == ["status", "status"]
    assert content["user_expressions"]["a"]["data"]["text/plain"] == "7\n"
    assert content["user_expressions"]["b"]["ename"] == "UsageError"


def test_random_damage_is_survived(kernel, client):
    """Correctly signed messages with damaged bytes, the same ones in each run."""
    chance = random.Random(20230724)
    information = kernel[0].get_connection_info()
    session = client.session
    originals = [
        ("kernel_info_request", {}),
        ("complete_request", {"code": "gates é", "cursor_pos": 7}),
        ("inspect_request", {"code": "train", "cursor_pos": 5, "detail_level": 1}),
        ("is_complete_request", {"code": "for r in 1 2 {"}),
        ("history_request", {"hist_access_type": "search", "pattern": "e*", "n": 5, "output": True}),
        ("comm_open", {"comm_id": "1", "target_name": "none", "data": {}}),
        ("execute_request", {"code": "echo a", "user_expressions": {"a": "list"}}),
    ]
    with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
        socket.linger = 1000
        socket.connect(f"tcp://{information['ip']}:{information['shell_port']}")
        for _ in range(2000):
            kind, content = chance.choice(originals)
            parts = session.serialize(session.msg(kind, content))[2:6]
            damaged = chance.choice([0, 1, 2, 3, 3, 3])
            part = bytearray(parts[damaged])
            for _ in range(chance.randint(1, 4)):
                place = chance.randrange(len(part) + 1)
                part[place:place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
            parts[damaged] = bytes(part)
            socket.send_multipart([b"<IDS|MSG>", session.sign(parts), *parts])
            while socket.poll(0):
                socket.recv_multipart()
    assert reply(client, client.kernel_info())["status"] == "ok"
    run(client, "echo")  # behind the damaged cells, and perhaps given up with them
