"""Output under load: nothing is lost, nothing comes too fast, and nobody is held up."""

import itertools
import time

import zmq
from client import (
    TIMEOUT,
    assert_alive,
    process_id,
    published,
    published_for_all,
    reply,
    resident_bytes,
    run,
    running_kernel,
    second_client,
    stream,
)

LINES = 50_000


def test_reader_asleep_loses_nothing(kernel_name, language, request):
    code, text = language.lines(LINES)
    with running_kernel(kernel_name) as (manager, client):
        before = resident_bytes(process_id(manager))
        cell = client.execute(code, allow_stdin=False)
        assert reply(client, cell)["status"] == "ok"
        time.sleep(1)
        assert stream(published(client, cell)) == text
        growth = resident_bytes(process_id(manager)) - before
        assert growth < 8 * request.config.getoption("growth") << 20


def test_stream_stays_below_the_limits_of_servers(kernel_name, language):
    """jupyter_server drops what is beyond 1,000 messages or 1 MB of streams a second."""
    with running_kernel(kernel_name) as (_, client):
        start = time.monotonic()
        _, messages = run(client, language.lines(LINES)[0])
        assert len(messages) <= 10 + 21 * (time.monotonic() - start)


def test_second_client_is_welcome_and_sees_all(client, language, manager):
    with second_client(manager) as second:
        welcome = second.get_iopub_msg(timeout=TIMEOUT)
        assert welcome["msg_type"] == "iopub_welcome"
        assert welcome["content"] == {"subscription": ""} and welcome["parent_header"] == {}
        request = client.execute(language.print("for both"))
        assert stream(published(second, request)) == "for both\n"
        assert reply(client, request)["status"] == "ok"
        published(client, request)


def test_each_client_has_its_own_replies(client, language, manager):
    with second_client(manager) as second:
        second.get_iopub_msg(timeout=TIMEOUT)
        pairs = [(c, c.execute(language.print(f"{n}"))) for n in range(20) for c in (client, second)]
        for owner, request in pairs:
            message = owner.get_shell_msg(timeout=TIMEOUT)
            assert message["parent_header"]["msg_id"] == request
        published_for_all(client, [request for _, request in pairs])


def test_first_outputs_are_not_lost(kernel_name, language, request):
    """Five cells are sent at once to a kernel that has only just been started."""
    for _ in range(request.config.getoption("starts")):
        with running_kernel(kernel_name, is_ready=False) as (_, client):
            sent = [client.execute(language.print(f"line {n}")) for n in range(5)]
            for number, cell in enumerate(sent):
                assert stream(published(client, cell)) == f"line {number}\n"


def test_stuck_subscriber_holds_up_nobody(kernel_name, language):
    """It never reads, and the kernel's memory stays bounded though 100 MB are for it."""
    with running_kernel(kernel_name) as (manager, client):
        information = manager.get_connection_info()
        with zmq.Context() as context, context.socket(zmq.SUB) as stuck:
            stuck.rcvhwm, stuck.rcvbuf, stuck.linger = 1, 4096, 0
            stuck.subscribe(b"")
            stuck.connect(f"tcp://{information['ip']}:{information['iopub_port']}")
            time.sleep(0.5)
            code = language.print("x" * 200_000)
            run(client, code)
            before = resident_bytes(process_id(manager))
            slowest = 0
            for _ in range(500):
                start = time.monotonic()
                content, messages = run(client, code)
                slowest = max(slowest, time.monotonic() - start)
                assert content["status"] == "ok"
                assert len(stream(messages)) == 200_001
            assert slowest < 15
            assert resident_bytes(process_id(manager)) - before < 128 << 20
            assert_alive(client, language)


def test_results_come_between_the_lines_that_surround_them(client, language):
    """Whole messages overtake no text, and text none of them."""
    value = language.value[0]
    cells = [language.print(f"line {n}") if n % 2 else value for n in range(200)]
    requests = [client.execute(code) for code in cells]
    for request in requests:
        assert reply(client, request)["status"] == "ok"
    messages = itertools.chain.from_iterable(published(client, request)[2:-1] for request in requests)
    # A kernel may cut a text in pieces.
    order = [kind for kind, _ in itertools.groupby(messages, lambda m: m["msg_type"])]
    assert order == ["execute_result", "stream"] * 100


def test_text_of_all_scripts_survives(client, language):
    for text in ["äöü", "表の見出し", "e\u0301", "\U0001f469\u200d\U0001f52c", "\u05d0\u200f"]:
        content, messages = run(client, language.print(text))
        assert content["status"] == "ok"
        assert stream(messages) == text + "\n"
