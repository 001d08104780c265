"""A columnar file that another program cuts short while the kernel has its columns in use."""

import os
import random

import pytest
from client import assert_alive, process_id, reply, run, running_kernel, texts, wait_for

# What is larger than 64 MiB goes into a columnar file.
SIZE = 66 << 20


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    chance = random.Random(7)
    block = "".join(
        f"{chance.random():.4f},w{chance.randrange(500)},{chance.randbytes(40).hex()},{chance.randrange(2)}\n"
        for _ in range(10_000)
    )
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with open(path, "w") as file:
        file.write("size,place,note,click\n")
        file.writelines(block for _ in range(SIZE // len(block) + 1))
    return path


def shown(client, code) -> list:
    content, messages = run(client, code)
    assert content["status"] == "ok", content
    return texts(messages)


def assert_told(content, columns):
    """The error names the file and a way out."""
    assert content["ename"] == "FileError", content
    assert str(columns) in content["evalue"]
    assert "Load the data again" in "\n".join(content["traceback"])


def test_kernel_goes_on(kernel_name, language, monkeypatch, tmp_path, rows):
    cache = tmp_path / "cache"
    monkeypatch.setenv("DEPHN_CACHE", str(cache))
    monkeypatch.setenv("DEPHN_RUNS", str(tmp_path / "runs"))
    load = f"d = load csv {rows} --label click --ignore note"
    with running_kernel(kernel_name) as (manager, client):
        before = process_id(manager)
        shown(client, load)
        [columns] = cache.iterdir()
        shown(client, "m = build mmoe d --expert-hidden-units 4\ntrain m --epochs 1 --batch-size 4096")
        figures = shown(client, "evaluate m")
        shown(client, f"save m {tmp_path}/m.safetensors")

        os.truncate(columns, 1 << 16)
        for line in ["evaluate m", "evaluate m", "slices m --by place", "check data d", "train m --epochs 1"]:
            assert_told(run(client, line)[0], columns)
        # What does not read it goes on.
        shown(client, f"list\nsave m {tmp_path}/again.safetensors")

        shown(client, load)
        shown(client, f"n = open {tmp_path}/again.safetensors d")
        assert [text.replace(" n ", " m ") for text in shown(client, "evaluate n")] == figures

        # Now in the middle of a training, whose weights stay those of whole batches.
        [columns] = cache.iterdir()
        request = client.execute("train n --epochs 1000 --batch-size 256", allow_stdin=False)
        wait_for(client, request, "display_data")
        os.truncate(columns, 1 << 16)
        assert_told(reply(client, request), columns)
        assert_alive(client, language)
        assert "interrupted" in shown(client, "runs")[0]
        shown(client, f"{load}\nr = open {tmp_path}/m.safetensors d\ntrain r --epochs 1 --batch-size 4096")
        assert process_id(manager) == before
