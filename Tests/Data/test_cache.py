"""The cache of large data sets, with processes that work side by side or are killed."""

import functools
import json
import os
import pathlib
import random
import resource
import struct
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"
# What is larger than 64 MiB goes into a columnar file.
SIZE = 66 << 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with rows.csv, and cells that load it."""
    folder = tmp_path_factory.mktemp("cache")
    chance = random.Random(7)
    block = "".join(
        f"{chance.random():.4f},w{chance.randrange(500)},{chance.randbytes(40).hex()},{chance.randrange(2)}\n"
        for _ in range(10_000)
    ).encode()
    with open(folder / "rows.csv", "wb") as file:
        file.write(b"size,place,note,click\n")
        file.writelines(block for _ in range(SIZE // len(block) + 1))
    return folder


def start(folder, cache, name, variables=None, largest_file=None):
    """Loads the rows in a process of its own, and saves a model that tells their fingerprint.

    Its environment has these variables, else this one's with the cache's folder; it makes no file
    larger than that many bytes.
    """
    cells = folder / f"{name}.dephn"
    cells.write_text(
        "d = load csv rows.csv --label click --ignore note\n"
        "m = build mmoe d --expert-hidden-units 2\n"
        f"save m {name}.safetensors --overwrite\n"
    )
    if variables is None:
        variables = os.environ | {"DEPHN_CACHE": str(cache)}
    return subprocess.Popen(
        [PROGRAM, "script", cells],
        cwd=folder,
        env=variables,
        # The tests have one thread, so that nothing can hold a lock across the fork.
        preexec_fn=largest_file and functools.partial(limit_files, largest_file),  # noqa: PLW1509
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def limit_files(size):
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))


def fingerprint(process, folder, name):
    """Of the data that a process loaded, once it has ended well."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    with open(folder / f"{name}.safetensors", "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    return json.loads(header["__metadata__"]["data"])


def names(cache):
    return sorted(os.listdir(cache)) if cache.exists() else []


def kill_while_building(folder, cache):
    """Kills a process while its unfinished file lies in the cache; the moment may be missed."""
    for _ in range(10):
        process = start(folder, cache, "killed")
        while process.poll() is None and not list(cache.glob("*.part")):
            time.sleep(0.001)
        process.kill()
        process.communicate()
        if any(name.endswith(".part") for name in names(cache)):
            return
        for name in names(cache):
            (cache / name).unlink()


def test_two_at_once_and_one_that_is_killed(folder, tmp_path):
    cache = tmp_path / "cache"
    both = {name: start(folder, cache, name) for name in ["one", "other"]}
    found = [fingerprint(process, folder, name) for name, process in both.items()]
    assert len(found[0]) > 10 and found[0] == found[1]
    [cached] = names(cache)
    assert cached.endswith(".columns")

    (cache / cached).unlink()
    kill_while_building(folder, cache)
    assert names(cache) == [cached + ".part"]
    assert fingerprint(start(folder, cache, "next"), folder, "next") == found[0]
    assert names(cache) == [cached]


@pytest.mark.parametrize("size", [1 << 20, 3 << 20])
def test_disk_that_is_full(folder, tmp_path, size):
    """As `ulimit -f` has it: an error, and nothing is left in the cache."""
    cache = tmp_path / "cache"
    process = start(folder, cache, "full", largest_file=size)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 1 and str(cache) in output, output
    assert names(cache) == []


def test_without_a_home_all_is_read_into_memory(folder, tmp_path):
    cache = tmp_path / "cache"
    wanted = fingerprint(start(folder, cache, "filed"), folder, "filed")
    before = set(os.listdir("/"))
    variables = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": "relative"}
    assert fingerprint(start(folder, cache, "memory", variables), folder, "memory") == wanted
    assert set(os.listdir("/")) == before and not (folder / "relative").exists()
