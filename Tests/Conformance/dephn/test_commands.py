"""What every command sends to a notebook: how fast, how much, and that none asks."""

import json
import os
import shutil
import subprocess
import time

import nbformat
import pytest
from client import TIMEOUT, parent, reply, run, running_kernel, stream, texts
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from nbclient import NotebookClient

# A session in which each command of the language has something to do.
SESSION = """
d = load synthetic --rows 20000 --seed 1
c = load csv {folder}/table.csv --label label
f = load funnel --rows 20000
r = derive related d --task task1 --confidences
show d
head d
check data c
m = build dephn d
q = build ple d
s = build snr d
e = build esmm f
a = build shared-bottom r
train m q s e --epochs 3 --batch-size 64
evaluate m q
compare m q --baseline m
compare m q --seeds 2
predict m
predict m {folder}/rows.csv --split train
correlation d
correlation m
gates m
gates q
experts m
experts q --ablate
experts q --against correlation
ssg m
virtual-gradient
diagram q
affinity q
importance q
slices q m --by x1
calibration q
confidence a
history m q
history q --of gates
t = evaluate m q
plot t --x model --y auc
sql "SELECT task, max(auc) FROM t GROUP BY task"
g = build dnn c
embeddings g b {folder}/b.csv
save m {folder}/m.safetensors
o = open {folder}/m.safetensors d
export t {folder}/t.csv
s = search dnn c --vary dropout=0,0.1 --epochs 1
runs
runs --columns dropout best
keep run 1
attach run
recipe m
card m {folder}/m.md
list
help
help train
version
threads
load synthetic?
for r in 1..10000 { echo line $r of a long loop }
for r in 1..3000 { list }
clear
drop o
""".strip().splitlines()

# What a server counts over, and what is allowed in it: twenty messages and 200 KB a second.
WINDOW, MESSAGES, BYTES = 3, 60, 600_000
OUTPUTS = {"stream", "display_data", "update_display_data", "execute_result", "clear_output"}


@pytest.fixture(scope="module")
def session(kernel_name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    (folder / "table.csv").write_text("a,b,label\n" + "1,x,0\n2,y,1\n" * 500)
    with running_kernel(kernel_name) as (_, client):
        yield client, folder


@pytest.mark.parametrize("command", SESSION)
def test_command_stays_below_the_limits_and_asks_nothing(session, command):
    client, folder = session
    request = client.execute(command.replace("{folder}", str(folder)), allow_stdin=True)
    outputs = []
    while True:
        message = client.get_iopub_msg(timeout=10 * TIMEOUT)
        if parent(message) != request:
            continue
        assert message["msg_type"] != "error", message["content"]
        if message["msg_type"] in OUTPUTS:
            outputs.append((time.monotonic(), len(json.dumps(message["content"]))))
        if message["content"].get("execution_state") == "idle":
            break
    assert reply(client, request)["status"] == "ok"
    assert not client.stdin_channel.msg_ready()
    for start, _ in outputs:
        inside = [size for moment, size in outputs if start <= moment < start + WINDOW]
        assert len(inside) <= MESSAGES and sum(inside) <= BYTES, (len(inside), sum(inside))


def test_list_of_commands_is_whole(client):
    """A command that is added has to be tried here too; test_runs.py tries resume; `quit` and `exit` end it."""
    page = reply(client, client.execute("load synthetic?", allow_stdin=False))["payload"]
    assert page
    known = reply(client, client.complete("", 0))["matches"]
    tried = {word for line in SESSION for word in line.replace("=", " ").split()}
    assert len(known) > 20
    assert [word for word in known if word.split()[0] not in tried | {"adult", "resume", "quit", "exit"}] == []


def test_ten_thousand_epochs_are_a_small_notebook(kernel_name):
    cells = [
        "d = load synthetic --rows 200 --seed 1\nm = build shared-bottom d",
        "train m --epochs 10000 --batch-size 1024",
        "history m",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    before = len(nbformat.writes(notebook))
    NotebookClient(notebook, kernel_name=kernel_name, timeout=300).execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert "10,000 epochs" in "".join(str(output) for output in outputs)
    training = sum(len(json.dumps(output)) for output in notebook.cells[1].outputs)
    assert training < 50_000
    # The curve itself is text, Vega-Lite and a picture, and stays small too.
    assert len(nbformat.writes(notebook)) - before < 1_000_000


def test_long_tables_show_twenty_rows_and_the_way_to_the_rest(client, language):
    _, messages = run(client, language.setup + "\npredict m --split train")
    text = next(m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result")
    rows = [line for line in text.splitlines() if line.split() and line.split()[0].replace(",", "").isdigit()]
    assert len(rows) == 20
    assert "more rows" in text and "export t FILE.csv" in " ".join(text.split())


def test_each_output_ends_its_last_line(client, language):
    """Front-ends such as `jupyter run` print one right after another."""
    _, messages = run(client, language.setup + "\n" + language.after + "\nlist\nhead d")
    shown = texts(messages)
    assert len(shown) > 3
    assert [text for text in shown if not text.endswith("\n") or text.endswith("\n\n")] == []


def test_runs_can_be_verified(client, tmp_path):
    """The data's fingerprint, the seeds and a digest of the weights: the same again in a new session."""
    cell = "d = load synthetic --rows 500 --seed 3\nm = build shared-bottom d --seed 2\n{}"

    def said(line):
        return "".join(
            m["content"]["data"]["text/plain"] for m in run(client, cell.format(line))[1] if "data" in m["content"]
        )

    first, second = [said("train m --epochs 1 --seed 5") for _ in range(2)]
    digest = first.split("weights:")[0].split()[-1]
    assert len(digest) == 12 and digest in second and "seed 5" in first
    fingerprint = first.rpartition("fingerprint ")[2][:12]
    assert len(fingerprint) == 12 and f"fingerprint {fingerprint}" in said("show d")
    file = tmp_path / "m.safetensors"
    content, messages = run(client, cell.format(f"train m --epochs 1 --seed 5\nsave m {file}"))
    assert content["status"] == "ok" and digest in stream(messages)
    data = file.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]
    assert len(json.loads(header["data"])) == 64 and json.loads(header["seed"]) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change the root folder")
def test_kernel_runs_in_a_bare_system(specification, language, tmp_path):
    """A root folder with the program, the libraries that it names and /proc, as any container has; nothing else."""
    program = specification.argv[0]
    needed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for path in [word for word in needed.split() if word.startswith("/")]:
        (tmp_path / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / path[1:])
    shutil.copy(program, tmp_path / "dephn")
    file, _ = write_connection_file(str(tmp_path / "connection.json"), key=b"secret")
    (tmp_path / "proc").mkdir()
    mounting = ["mount", "-t", "proc", "proc", str(tmp_path / "proc")]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    words = [shutil.which("chroot"), str(tmp_path), "/dephn", "run", "/connection.json"]
    process = subprocess.Popen(words, env={})
    client = BlockingKernelClient(connection_file=file)
    client.load_connection_file()
    client.start_channels()
    try:
        content, messages = run(client, language.setup + "\n" + language.after + "\n" + language.print("done"))
        assert content["status"] == "ok", content
        assert stream(messages) == "done\n"
    finally:
        client.stop_channels()
        process.kill()
        process.wait()
        subprocess.run(["umount", str(tmp_path / "proc")], check=True)
