"""An interrupt ends every command within a tenth of a second, and leaves all that was made usable."""

import os
import random
import signal
import time

import pytest
from client import TIMEOUT, process_id, reply, run, running_kernel

# Made once: enough for a loop to work on, and a model that remembers two short trainings.
SETUP = """
d = load synthetic --rows 60000 --features 30 --tasks 3 --seed 1
s = load synthetic --rows 20000 --seed 1
m = build dephn d --num-experts 4
q = build ple d
f = load funnel --rows 50000
snr = build snr s
shared = build shared-bottom s
train shared snr --epochs 1 --batch-size 512
train m q --epochs 1 --batch-size 4096
wide = build shared-bottom d --bottom-hidden-units 2500 2500
t = predict m --split train
p = plot t --x task1 --y task2
save wide {folder}/wide.safetensors
predict m {folder}/rows.csv --split train
keep run 1
few = head d --rows 6
"""

BALANCES = ["uncertainty", "gradnorm", "dwa", "pcgrad"]
OPTIMIZERS = ["adam", "adamw", "sgd", "adagrad"]

COMMANDS = [
    "e = load synthetic --rows 3000000",
    "e = load synthetic --rows 1000000 --regression --tasks 4",
    "e = load funnel --rows 2000000",
    "e = load csv {folder}/rows.csv --regression task1 task2 --ignore task3",
    "e = load csv {folder}/clicks.csv --label label",
    "e = load csv {folder}/large.csv --label label",
    "e = load criteo {folder}/criteo.txt",
    "e = derive related s --task task1",
    "e = derive unrelated s --task task1",
    "n = build shared-bottom d --bottom-hidden-units 6000 6000",
    "n = build dephn d --num-experts 30 --expert-hidden-units 1024 1024",
    *[f"train m --epochs 20 --optimizer {name}" for name in OPTIMIZERS],
    *[f"train m --epochs 20 --task-weights {name}" for name in BALANCES],
    "train m --epochs 20 --clip-norm 1 --schedule cosine --warmup-steps 10",
    "train wide --epochs 20 --batch-size 16",
    "train snr shared --epochs 200 --batch-size 256",
    "evaluate m --split train",
    "evaluate shared --split train",
    "compare m q --split train",
    "compare shared snr --seeds 3",
    "predict m --split train",
    "predict m {folder}/predictions.csv --split train",
    "correlation d --split train",
    "correlation m --split train",
    "gates m",
    "gates q",
    "experts m --split train",
    "ssg m",
    "virtual-gradient",
    "history shared snr",
    "plot t --x task1 --y task2",
    "gates q --by x1 --split train",
    "experts m --split train --ablate",
    "experts m --split train --against correlation",
    "affinity m",
    "importance m --split train",
    "slices m --by x1 --split train",
    "calibration m",
    "diagram m",
    "history m --of gates",
    "search mmoe d --vary learning-rate=0.001..0.1 --trials 50 --epochs 20",
    'sql "SELECT avg(a.task1 * b.task2) FROM t a, t b"',
    'sql "SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY a.task2, b.row) r FROM t a, few b)"',
    "show t --sort task2 --rows 5",
    "w = open run 1",
    "recipe m",
    "show d",
    "show m",
    "show t\necho its rows would soon be too many for the loop's table",
    "head d",
    "list",
    "help",
    "save wide {folder}/again.safetensors",
    "save wide {folder}/state.safetensors --with-optimizer",
    "n = open {folder}/wide.safetensors",
    "n = open {folder}/wide.safetensors d",
    "export t {folder}/t.csv",
    "export t {folder}/t.json",
    "export p {folder}/p.svg",
    "export p {folder}/p.json",
    "for r in 1..10000 { echo $r }",
    "for r in 1..1000 { x = load synthetic --rows 5000 --seed $r\n y = build mmoe x\n train y --epochs 1 }",
]


def write_tables(folder) -> None:
    """Clicks below and beyond what is read in memory, and rows as Criteo's."""
    chance = random.Random(1)
    words = [f"w{number:05}" for number in range(20_000)]
    with open(f"{folder}/clicks.csv", "w") as small, open(f"{folder}/large.csv", "w") as large:
        small.write("label,a,b,c,d,e,f\n")
        large.write("label,a,b,c,d,e,f\n")
        block = "".join(
            f"{chance.randrange(2)},{chance.random():.6f},{chance.random():.4f},"
            f"{chance.choice(words)},{chance.choice(words)},{chance.choice(words)},{chance.choice(words)}\n"
            for _ in range(100_000)
        )
        small.write(block * 12)
        large.write(block * 20)
    with open(f"{folder}/criteo.txt", "w") as file:
        block = "".join(
            "\t".join(
                [
                    str(chance.randrange(2)),
                    *[str(chance.randrange(1000)) for _ in range(13)],
                    *[chance.choice(words) for _ in range(26)],
                ]
            )
            + "\n"
            for _ in range(20_000)
        )
        file.write(block * 15)


@pytest.fixture(scope="module")
def session(kernel_name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("interrupts")
    write_tables(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPHN_CACHE", str(folder / "cache"))
        with running_kernel(kernel_name) as (manager, client):
            client.execute(SETUP.replace("{folder}", str(folder)), allow_stdin=False)
            content = client.get_shell_msg(timeout=300)["content"]
            assert content["status"] == "ok", content
            yield manager, client, folder


def computed(process: int) -> float:
    """Milliseconds that all threads of a process have computed."""
    total = 0
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[0])
        except OSError:
            pass
    return total / 1e6


def interrupted(session, command: str, delay: float, by_signal: bool):
    """Milliseconds from the interrupt to the reply of a loop that runs the command again and again.

    Where other programs want the processors too, what the kernel has computed counts, if that is less.
    """
    manager, client, folder = session
    code = command.replace("{folder}", str(folder))
    request = client.execute(f"for i in 1..10000 {{\n{code}\n}}", allow_stdin=False)
    time.sleep(delay)
    start, before = time.monotonic(), computed(process_id(manager))
    if by_signal:
        os.kill(process_id(manager), signal.SIGINT)
    else:
        client.control_channel.send(client.session.msg("interrupt_request"))
    content = reply(client, request)
    milliseconds = min(1000 * (time.monotonic() - start), computed(process_id(manager)) - before)
    # A socket that publishes drops what nobody reads in time, so the idle may be missing.
    while client.iopub_channel.socket.poll(50):
        client.get_iopub_msg(timeout=TIMEOUT)
    assert content.get("ename") == "Interrupted", content
    return milliseconds


@pytest.mark.parametrize("command", COMMANDS)
def test_interrupt_ends_it_in_time(session, command, request):
    times = request.config.getoption("interrupts")
    quiet = ("e = ", "n = build", "train m", "evaluate", "predict", "compare", "search", "sql", "w = open run")
    if times < 10 and not command.startswith(quiet):
        pytest.skip("in the soak only: loops of short commands print more than a busy machine reads")
    chance = random.Random(command)
    waits = sorted(
        interrupted(session, command, chance.uniform(0.005, 0.3), by_signal=number % 2 == 1) for number in range(times)
    )
    print(f"{command}: longest of {times} {waits[-1]:.0f} ms")
    # All of few, or the 99th percentile of many.
    assert waits[int(0.99 * (times - 1) + 0.5)] <= request.config.getoption("interrupt_time")
    # What was made before is whole: the model trains on, and its data can be read.
    _, client, _ = session
    content, _ = run(client, "train shared --epochs 1 --batch-size 4096\nhead d")
    assert content["status"] == "ok"
