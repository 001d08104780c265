"""Requests and their answers: fields, order, and what is said to all front-ends meanwhile."""

import itertools

import pytest
from client import ask, control, kinds, published, reply, run, stream, texts

REQUESTS = [
    ("kernel_info_request", {}),
    ("complete_request", {"code": "", "cursor_pos": 0}),
    ("inspect_request", {"code": "", "cursor_pos": 0, "detail_level": 0}),
    ("is_complete_request", {"code": ""}),
    ("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}),
    ("comm_info_request", {}),
]


def test_one_version_everywhere(client, specification):
    message, _ = ask(client, "kernel_info_request", {})
    version = message["content"]["protocol_version"]
    assert message["header"]["version"] == version
    assert specification.kernel_protocol_version == version
    assert [int(number) for number in version.split(".")] >= [5, 5]
    assert len(version.split(".")) == 3


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_says_what_it_is(client, specification, channel):
    content = ask(client, "kernel_info_request", {}, channel)[0]["content"]
    assert content["status"] == "ok"
    assert content["implementation"] and content["implementation_version"] and content["banner"]
    assert content["language_info"]["name"] == specification.language
    assert content["language_info"]["file_extension"].startswith(".")
    assert isinstance(content.get("supported_features", []), list)


@pytest.mark.parametrize("kind, content", REQUESTS, ids=[kind for kind, _ in REQUESTS])
def test_every_request_is_between_busy_and_idle(client, kind, content):
    answer, messages = ask(client, kind, content)
    assert answer["msg_type"] == kind.replace("request", "reply")
    assert answer["content"]["status"] in ("ok", "complete", "incomplete", "invalid", "unknown")
    assert [m["content"]["execution_state"] for m in messages] == ["busy", "idle"]


def test_cell_has_its_messages_in_order(client, language):
    content, messages = run(client, language.print("hello"))
    assert kinds(messages) == ["status", "execute_input", "stream", "status"]
    assert messages[1]["content"]["code"] == language.print("hello")
    assert messages[1]["content"]["execution_count"] == content["execution_count"]
    assert content["status"] == "ok" and content["user_expressions"] == {}
    assert content["payload"] == []


def test_value_is_the_result(client, language):
    code, text = language.value
    content, messages = run(client, code)
    results = [m["content"] for m in messages if m["msg_type"] == "execute_result"]
    assert len(results) == 1 and text in results[0]["data"]["text/plain"]
    assert results[0]["execution_count"] == content["execution_count"]


def test_display_is_shown(client, language):
    _, messages = run(client, language.display)
    shown = [m["content"] for m in messages if m["msg_type"] == "display_data"]
    assert len(shown) == 1 and "text/plain" in shown[0]["data"]
    assert isinstance(shown[0]["metadata"], dict) and isinstance(shown[0]["transient"], dict)


def test_error_is_told_in_the_reply_and_to_all(client, language):
    code, name = language.error
    content, messages = run(client, code)
    errors = [m["content"] for m in messages if m["msg_type"] == "error"]
    assert len(errors) == 1 and content["status"] == "error"
    for error in [content, errors[0]]:
        assert error["ename"] == name and error["evalue"] and error["traceback"]
    assert isinstance(content["execution_count"], int)


def test_count_grows_only_with_stored_cells(client, language):
    code = language.print("a")
    before = run(client, code)[0]["execution_count"]
    options = [{"store_history": False}, {"silent": True}, {"silent": True, "store_history": True}]
    counts = [run(client, code, **option)[0]["execution_count"] for option in options]
    assert run(client, code)[0]["execution_count"] == before + 1
    assert all(before <= count <= before + 1 for count in counts)


@pytest.mark.parametrize("fails", [False, True])
def test_silent_cell_shows_nothing(client, language, fails):
    code = language.error[0] if fails else f"{language.print('loud')}\n{language.value[0]}"
    content, messages = run(client, code, silent=True)
    assert content["status"] == ("error" if fails else "ok")
    assert kinds(messages) == ["status", "status"]


def test_silent_and_unstored_cells_leave_no_history(client, language):
    run(client, language.print("kept"))
    run(client, language.print("not kept"), store_history=False)
    run(client, language.print("nor this"), silent=True)
    rows = reply(client, client.history(hist_access_type="tail", n=1, raw=True))["history"]
    assert [row[2] for row in rows] == [language.print("kept")]


def test_user_expressions_are_answered_one_by_one(client, language):
    expression, value = language.expression
    content, _ = run(
        client, language.print("a"), user_expressions={"good": expression, "bad": language.failing_expression}
    )
    good, bad = content["user_expressions"]["good"], content["user_expressions"]["bad"]
    assert good["status"] == "ok" and good["data"]["text/plain"] == value
    assert bad["status"] == "error" and bad["ename"] and isinstance(bad["traceback"], list)


def test_completion_types_belong_to_the_matches(client, language):
    code, match = language.completion
    content = reply(client, client.complete("é" + code, len(code) + 1))
    assert content["status"] == "ok"
    content = reply(client, client.complete(code + " \U0001f600", len(code)))
    assert match in content["matches"]
    assert (content["cursor_start"], content["cursor_end"]) == (0, len(code))
    types = content["metadata"]["_jupyter_types_experimental"]
    assert [entry["text"] for entry in types] == content["matches"]
    assert all(entry["type"] for entry in types)


@pytest.mark.parametrize("detail", [0, 1])
def test_inspection_is_text(client, language, detail):
    word = language.inspection
    content = reply(client, client.inspect(word, len(word), detail_level=detail))
    assert content["found"] and word in content["data"]["text/plain"]
    content = reply(client, client.inspect("no_such_name_at_all", 5, detail_level=detail))
    assert content["status"] == "ok" and not content["found"] and content["data"] == {}


def test_completeness_is_known(client, language):
    for code, status in [
        (language.complete, "complete"),
        (language.incomplete, "incomplete"),
        (language.invalid, "invalid"),
        ("", "complete"),
    ]:
        content = reply(client, client.is_complete(code))
        assert content["status"] == status, code
        if status == "incomplete":
            assert content["indent"] and content["indent"].isspace()


def test_history_is_found(client, language):
    for word in ["alpha", "beta", "alpha", "gamma"]:
        run(client, language.print(word))

    def history(**request):
        rows = reply(client, client.history(raw=True, output=False, **request))["history"]
        return [(session, number, code) for session, number, code in rows]

    tail = history(hist_access_type="tail", n=4)
    words = ["alpha", "beta", "alpha", "gamma"]
    assert [row[2] for row in tail] == [language.print(word) for word in words]
    first = tail[0][1]
    assert history(hist_access_type="range", session=0, start=first, stop=first + 2) == [tail[0], tail[1]]
    assert history(hist_access_type="search", pattern="*alpha*", n=10)[-2:] == [tail[0], tail[2]]
    assert history(hist_access_type="search", pattern="*?lpha*", unique=True, n=10) == [tail[2]]
    assert history(hist_access_type="search", pattern="*no such text*", n=10) == []


def test_display_is_updated_in_place(client, language):
    code, last = language.progress
    content, messages = run(client, code)
    assert content["status"] == "ok"
    shown = [m for m in messages if m["msg_type"] in ("display_data", "update_display_data")]
    identifiers = [m["content"].get("transient", {}).get("display_id") for m in shown]
    assert shown[0]["msg_type"] == "display_data" and identifiers[0]
    updates = [m for m in shown if m["msg_type"] == "update_display_data"]
    assert updates and {m["content"]["transient"]["display_id"] for m in updates} == {identifiers[0]}
    assert last in texts(updates)[-1]


@pytest.mark.parametrize("wait", [False, True])
def test_output_is_cleared(client, language, wait):
    _, messages = run(client, language.clear(wait))
    cleared = [m["content"] for m in messages if m["msg_type"] == "clear_output"]
    assert cleared == [{"wait": wait}]
    place = kinds(messages).index("clear_output")
    assert stream(messages[place:]) == "second\n"


def test_unknown_comm_target_is_closed(client):
    message = client.session.msg("comm_open", {"comm_id": "7", "target_name": "nobody", "data": {}})
    client.shell_channel.send(message)
    messages = published(client, message["header"]["msg_id"])
    assert kinds(messages) == ["status", "comm_close", "status"]
    assert messages[1]["content"]["comm_id"] == "7"
    assert reply(client, client.comm_info())["comms"] == {}


def test_message_for_an_unknown_comm_is_survived(client):
    for kind in ["comm_msg", "comm_close"]:
        message = client.session.msg(kind, {"comm_id": "nobody's", "data": {}})
        client.shell_channel.send(message)
        assert set(kinds(published(client, message["header"]["msg_id"]))) == {"status"}


def test_usage_is_measured(client):
    content = control(client, "usage_request", {})
    assert content["pid"] > 1 and content["kernel_memory"] > 1 << 20
    assert content["hostname"] and content["cpu_count"] >= 1 and content["kernel_cpu"] >= 0
    memory = content["host_virtual_memory"]
    assert 0 < memory["available"] < memory["total"] and 0 < memory["percent"] < 100


def test_unknown_request_is_answered(client):
    """Else its sender waits for ever."""
    answer, messages = ask(client, "odd_request", {})
    assert answer["content"]["status"] == "error"
    assert [m["content"]["execution_state"] for m in messages] == ["busy", "idle"]


def test_identifiers_are_never_used_twice(client, language):
    messages = list(itertools.chain.from_iterable(run(client, language.print("a"))[1] for _ in range(20)))
    assert len({m["header"]["msg_id"] for m in messages}) == len(messages) == 80
