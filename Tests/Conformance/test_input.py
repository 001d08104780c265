"""Cells that ask the person at the front-end."""

import pytest
from client import TIMEOUT, published, reply, run, running_kernel


@pytest.fixture
def code(language, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("a text")
    return language.ask.replace("{file}", str(file))


def test_answer_reaches_the_cell(client, language, code):
    request = client.execute(code, allow_stdin=True)
    question = client.get_stdin_msg(timeout=TIMEOUT)
    assert question["msg_type"] == "input_request"
    assert question["parent_header"]["msg_id"] == request
    assert question["content"]["prompt"] and question["content"]["password"] is False
    client.input(language.answer)
    assert reply(client, request)["status"] == "ok"
    published(client, request)


def test_nobody_is_asked_who_does_not_allow_it(client, code):
    content, messages = run(client, code, allow_stdin=False)
    assert content["status"] == "error"
    assert "error" in [m["msg_type"] for m in messages]


def test_answer_that_nobody_asked_for_is_not_taken(client, language, code):
    client.input("too early")
    request = client.execute(code, allow_stdin=True)
    client.get_stdin_msg(timeout=TIMEOUT)
    client.input(language.answer)
    assert reply(client, request)["status"] == "ok"
    published(client, request)


def test_interrupt_ends_the_question(client, manager, code):
    request = client.execute(code, allow_stdin=True)
    client.get_stdin_msg(timeout=TIMEOUT)
    manager.interrupt_kernel()
    assert reply(client, request)["status"] == "error"
    published(client, request)


def test_shutdown_ends_the_question(kernel_name, language, code):
    with running_kernel(kernel_name) as (manager, client):
        client.execute(code, allow_stdin=True)
        client.get_stdin_msg(timeout=TIMEOUT)
        manager.shutdown_kernel()
        assert not manager.is_alive()
