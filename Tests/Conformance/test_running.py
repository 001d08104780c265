"""While a cell runs: interrupts, questions, and the cells that wait behind it."""

import os
import random
import signal
import time

import pytest
from client import (
    TIMEOUT,
    ask,
    assert_alive,
    control,
    process_id,
    published,
    published_for_all,
    reply,
    run,
    second_client,
    start_long_cell,
    wait_for,
)


def by_message(manager):
    manager.interrupt_kernel()


def by_signal(manager):
    os.kill(process_id(manager), signal.SIGINT)


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_interrupt_ends_the_cell_and_keeps_what_was_made(client, language, manager, interrupt):
    for _ in range(10):
        request = start_long_cell(client, language)
        start = time.monotonic()
        interrupt(manager)
        assert reply(client, request)["status"] == "error"
        assert time.monotonic() - start < 1
        published(client, request)
        assert run(client, language.after)[0]["status"] == "ok"


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_interrupt_of_an_idle_kernel_does_nothing(client, language, manager, interrupt):
    for _ in range(5):
        interrupt(manager)
        time.sleep(0.05)
        assert_alive(client, language)


def test_interrupt_is_answered(client):
    assert control(client, "interrupt_request", {}) == {"status": "ok"}


def test_control_is_answered_while_a_cell_runs(client, language, manager):
    request = start_long_cell(client, language)
    start = time.monotonic()
    assert control(client, "kernel_info_request", {})["status"] == "ok"
    assert control(client, "usage_request", {})["pid"]
    assert time.monotonic() - start < 2
    manager.interrupt_kernel()
    assert reply(client, request)["status"] == "error"
    published(client, request)


def test_questions_are_answered_while_a_cell_runs(client, language, manager):
    request = start_long_cell(client, language)
    start = time.monotonic()
    word, match = language.completion
    try:
        assert match in reply_in_time(client, client.complete(word, len(word)))["matches"]
        inspected = client.inspect(language.inspection, len(language.inspection))
        assert reply_in_time(client, inspected)["found"]
        assert reply_in_time(client, client.is_complete(language.incomplete))["status"] == "incomplete"
        assert reply_in_time(client, client.history(hist_access_type="tail", n=1))["history"]
        assert reply_in_time(client, client.comm_info())["comms"] == {}
        assert reply_in_time(client, client.kernel_info())["status"] == "ok"
        assert time.monotonic() - start < 3
    finally:
        manager.interrupt_kernel()
        published(client, request)
        time.sleep(0.5)
        while client.shell_channel.msg_ready():
            client.get_shell_msg(timeout=TIMEOUT)


def reply_in_time(client, request: str) -> dict:
    end = time.monotonic() + 3
    while True:
        message = client.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def test_newcomer_learns_that_a_cell_runs(client, language, manager):
    """Someone opens the page anew, and asks what the kernel is: it is busy, not idle."""
    request = start_long_cell(client, language)
    with second_client(manager) as newcomer:
        try:
            newcomer.get_iopub_msg(timeout=TIMEOUT)
            ask(newcomer, "kernel_info_request", {}, "control")
            status = wait_for(newcomer, request, "status")
            assert status["content"]["execution_state"] == "busy"
        finally:
            manager.interrupt_kernel()
            published(client, request)
            reply(client, request)


def test_waiting_cells_are_given_up_after_an_error_and_nothing_else_is(client, language, tmp_path):
    """A thousand random schedules: exactly the cells behind the failing one."""
    chance = random.Random(20230724)
    good, bad = language.print("a"), language.error[0]
    file = tmp_path / "notes.txt"
    for _ in range(1000):
        # A cell that asks holds the queue until all of the schedule has arrived.
        file.write_text("a text")
        holding = client.execute(language.ask.replace("{file}", str(file)), allow_stdin=True)
        client.get_stdin_msg(timeout=TIMEOUT)
        expected = [(holding, "ok", "ran")]
        stopped = False
        for kind in chance.choices(["good", "bad", "go on", "question"], [4, 2, 1, 2], k=5):
            if kind == "question":
                expected.append((client.comm_info(), "ok", None))
                continue
            code = good if kind == "good" else bad
            request = client.execute(code, allow_stdin=False, stop_on_error=kind != "go on")
            status = "error" if stopped or kind != "good" else "ok"
            expected.append((request, status, "ran" if not stopped else "given up"))
            stopped = stopped or kind == "bad"
        got = {}
        last = client.comm_info()
        receive_until(client, [last], got, timeout=1)
        client.input(language.answer)
        receive_until(client, [last, *[request for request, *_ in expected]], got)
        for request, status, end in expected:
            content = got[request]
            if end == "given up":
                assert content["status"] in ("error", "aborted")
                assert content.get("ename") != language.error[1]
            else:
                assert content["status"] == status
        published_for_all(client, got)
        assert run(client, good)[0]["status"] == "ok"


def receive_until(client, requests: list, got: dict, timeout: float = TIMEOUT) -> None:
    """Adds contents of replies to `got` until those to `requests` are there, or none comes for so long."""
    while not got.keys() >= set(requests):
        if not client.shell_channel.socket.poll(1000 * timeout):
            return
        message = client.get_shell_msg(timeout=TIMEOUT)
        got[message["parent_header"]["msg_id"]] = message["content"]
