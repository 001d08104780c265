"""A run of training outlives its kernel: others follow it, and go on with it after a kill, to the same bits."""

import json
import os
import signal
import time

import pytest
from client import (
    ends_within,
    notices,
    parent,
    process_id,
    published,
    reply,
    run,
    running_kernel,
    second_client,
    stream,
)

SETUP = "d = load synthetic --rows 4000 --seed 1\nm = build shared-bottom d --seed 1"
LONG = "train m --epochs 1000 --batch-size 16"  # minutes


@pytest.fixture
def runs(monkeypatch, tmp_path):
    monkeypatch.setenv("DEPHN_RUNS", str(tmp_path / "runs"))
    return tmp_path / "runs"


def journal(folder) -> list:
    """The events of a run's journal."""
    file = folder / "journal.jsonl"
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def wait_until(is_so, seconds=60) -> None:
    assert ends_within(seconds, lambda: not is_so())


def prepared(client) -> None:
    content, messages = run(client, SETUP)
    assert content["status"] == "ok" and notices(messages) + stream(messages, "stderr") == ""


def patient_reply(client, request: str) -> dict:
    """A reply that takes as long as a training."""
    wait_until(lambda: client.shell_channel.socket.poll(0), 120)
    return reply(client, request)


def own_folder(runs, manager):
    """The folder of the run that a kernel trains."""

    def found():
        return [f for f in runs.glob("*") if journal(f) and journal(f)[0]["process"] == process_id(manager)]

    wait_until(found)
    return found()[0]


def epochs_of_seconds(client, seconds: float) -> int:
    """As many as take that long here: the first checkpoint comes after three seconds."""
    run(client, "n = build shared-bottom d --seed 2")
    start = time.monotonic()
    assert run(client, "train n --epochs 20 --batch-size 64")[0]["status"] == "ok"
    return int(20 * seconds / (time.monotonic() - start))


def test_killed_run_goes_on_to_the_bits_of_one_that_was_not(kernel_name, runs):
    with running_kernel(kernel_name) as (manager, client), running_kernel(kernel_name) as (other_manager, other):
        prepared(client)
        prepared(other)
        line = f"train m --epochs {epochs_of_seconds(other, 8)} --batch-size 64 --seed 5"
        # Both at once: each has a number of its own.
        client.execute(line, allow_stdin=False)
        request = other.execute(line, allow_stdin=False)
        folder = own_folder(runs, manager)
        wait_until(lambda: any(event["event"] == "step" for event in journal(folder)))
        unbroken = max(runs.glob("*"), key=lambda f: int(f.name) * (f != folder))
        assert journal(unbroken)[0]["process"] == process_id(other_manager)
        wait_until((folder / "checkpoint.safetensors").exists)
        os.kill(process_id(manager), signal.SIGKILL)
        assert patient_reply(other, request)["status"] == "ok"
    assert journal(folder)[-1]["event"] != "end"
    number = folder.name
    with running_kernel(kernel_name) as (_, client):
        _, messages = run(client, SETUP.splitlines()[0])
        text = notices(messages)
        assert f"Run {number} (m, shared-bottom on synthetic) lost its process in epoch " in text
        assert f"`m = resume run {number} d` continues from its last checkpoint" in text
        with running_kernel(kernel_name) as (_, later):
            prepared(later)  # It is said once.
        request = client.execute(f"m = resume run {number} d", allow_stdin=False)
        assert patient_reply(client, request)["status"] == "ok"
    resumed, end = journal(folder), journal(unbroken)[-1]
    assert any(event["event"] == "resume" and event["step"] > 0 for event in resumed)
    assert end["ending"] == "finished" and len(end["digest"]) == 64
    assert {k: v for k, v in resumed[-1].items() if k != "time"} == {k: v for k, v in end.items() if k != "time"}


def display_of(client, request: str, updates: int) -> str:
    """The one display that so many updates of a cell lead to."""
    names = []
    while len(names) <= updates:
        message = client.get_iopub_msg(timeout=30)
        if parent(message) == request and message["msg_type"] in ("display_data", "update_display_data"):
            names.append((message["msg_type"], message["content"]["transient"]["display_id"]))
    assert [kind for kind, _ in names] == ["display_data"] + ["update_display_data"] * updates
    assert len({name for _, name in names}) == 1
    return names[0][1]


def test_following_from_another_kernel_disturbs_nothing(kernel_name, runs):
    with running_kernel(kernel_name) as (manager, client), running_kernel(kernel_name) as (watcher, other):
        prepared(client)
        client.execute(LONG, allow_stdin=False)
        folder = own_folder(runs, manager)
        waits = []
        for _ in range(3):
            request = other.execute("attach run 1", allow_stdin=False)
            display_of(other, request, updates=1)
            start = time.monotonic()
            os.kill(process_id(watcher), signal.SIGINT)
            assert reply(other, request)["ename"] == "Interrupted"
            waits.append(time.monotonic() - start)
            published(other, request)
        # Other programs may want the processors once.
        assert sorted(waits)[1] < 0.1
        # It goes on after the other kernel's interrupt, and without any client.
        client.stop_channels()
        size = len(journal(folder))
        wait_until(lambda: len(journal(folder)) > size + 2)
        with second_client(manager) as back:
            request = other.execute("attach run 1", allow_stdin=False)
            name = display_of(other, request, updates=2)
            back.control_channel.send(back.session.msg("interrupt_request"))
            assert patient_reply(other, request)["status"] == "ok"
            last = [m for m in published(other, request) if m["msg_type"] == "update_display_data"][-1]["content"]
            assert last["transient"]["display_id"] == name
            assert "interrupted in epoch" in last["data"]["text/plain"]
            content, _ = run(back, "evaluate m")
            assert content["status"] == "ok"
    assert journal(folder)[-1]["ending"] == "interrupted"


@pytest.mark.parametrize("place", ["{file}", "{file}/runs", "/proc/sys/runs"])
def test_folder_that_cannot_be_written_costs_one_sentence(kernel_name, monkeypatch, tmp_path, place):
    (tmp_path / "file").write_text("")
    folder = place.replace("{file}", str(tmp_path / "file"))
    monkeypatch.setenv("DEPHN_RUNS", folder)
    with running_kernel(kernel_name) as (_, client):
        prepared(client)
        content, messages = run(client, "train m --epochs 1")
        text = stream(messages, "stderr")
        assert content["status"] == "ok" and folder in text and "DEPHN_RUNS" in text and text.count("\n") == 1
        content, messages = run(client, "train m --epochs 1")
        assert content["status"] == "ok" and stream(messages, "stderr") == ""
    assert (tmp_path / "file").read_text() == ""
