"""`dephn install`, `doctor` and `uninstall`: which copy of the kernel Jupyter takes, and whether it can start."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from client import assert_alive, running_kernel
from jupyter_client.kernelspec import KernelSpecManager


@pytest.fixture
def program(specification):
    return specification.argv[0]


@pytest.fixture
def places(monkeypatch, tmp_path):
    """Folders of its own for a person with a Python environment; nothing else is seen but the system's."""
    for name in ["JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_PREFER_ENV_PATH", "CONDA_PREFIX", "DEPHN_DATA"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "python"))
    (tmp_path / "home").mkdir()
    (tmp_path / "python").mkdir()
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return tmp_path


def call(program, *words, expected=0):
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


def write(folder: pathlib.Path, argv: list, language="dephn"):
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Another", "language": language}))


def test_folders_are_searched_as_jupyter_does(program, places, monkeypatch):
    """A copy in each of jupyter_client's own folders: doctor lists them in the same order."""
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    monkeypatch.setenv("JUPYTER_PATH", str(places / "named"))
    code = "from jupyter_client.kernelspec import KernelSpecManager as M; print(*M().kernel_dirs, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    folders = [pathlib.Path(line) for line in done.stdout.split()]
    mine = [folder for folder in folders if str(folder).startswith(str(places))]
    assert len(mine) >= 3
    for folder in mine:
        write(folder / "dephn", [str(folder), "run", "{connection_file}"])
    text = call(program, "doctor", expected=1)
    lines = [line.split(" · ")[1] for line in text.splitlines() if " dephn · " in line]
    assert [line for line in lines if line.startswith(str(places))] == [f"{f}/dephn" for f in mine]


def test_kernel_is_installed_started_and_removed(program, places):
    folder = places / "home/.local/share/jupyter/kernels/mine"
    text = call(program, "install", "--name", "mine")
    assert str(folder) in text and "It starts and answers (protocol 5.5.0)." in text
    assert json.loads((folder / "kernel.json").read_text())["argv"][0] == os.path.realpath(program)
    assert "No problems found." in call(program, "doctor", "--name", "mine")
    call(program, "uninstall", "--name", "mine")
    assert not folder.exists()
    assert "There is no kernel in" in call(program, "uninstall", "--name", "mine", expected=1)


def test_installation_says_what_will_be_missing(program, places):
    """A data folder that does not exist, and a program that was copied without the logos beside it."""
    copy = places / "copy/dephn"
    copy.parent.mkdir()
    shutil.copy(program, copy)
    text = call(copy, "install", "--sys-prefix", "--data", "/nope")
    assert "It starts and answers" in text
    assert "The data folder /nope, set when this kernel was installed, does not exist." in text
    assert "There are no logos beside the program" in text
    text = call(program, "install", "--sys-prefix", "--data", str(places))
    assert "does not exist" not in text and "no logos" not in text


def test_script_finds_the_data_that_the_kernel_finds(program, places):
    data = places / "data"
    data.mkdir()
    (data / "only-there.csv").write_text("a,y\n" + "".join(f"{n},{n % 2}\n" for n in range(200)))
    script = places / "a.dephn"
    script.write_text("d = load csv only-there.csv --label y\nshow d\n")
    assert "no file" in call(program, "script", str(script), expected=1)
    call(program, "install", "--sys-prefix", "--data", str(data))
    assert "200 rows" in call(program, "script", str(script))


def test_kernel_that_hides_another_is_told(program, places, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(places / "first"))
    other = places / "first/kernels/mine"
    write(other, ["/no/such/program", "run", "{connection_file}"])
    text = call(program, "install", "--name", "mine")
    assert "It starts and answers" in text and f"in {other} instead" in text and f"rm -r {other}" in text
    text = call(program, "doctor", "--name", "mine", expected=1)
    assert text.index(str(other)) < text.index(str(places / "home"))
    assert "starts /no/such/program, which does not exist" in text
    assert f"hidden by the one in {other}" in text and "Jupyter starts another program instead of this one." in text


def test_other_kernels_stay(program, places):
    folder = places / "python/share/jupyter/kernels/mine"
    write(folder, [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "python")
    text = call(program, "uninstall", "--sys-prefix", "--name", "mine", expected=1)
    assert "starts another program" in text and (folder / "kernel.json").exists()


def test_kernel_whose_program_is_gone_is_removed(program, places):
    folder = places / "python/share/jupyter/kernels/mine"
    write(folder, ["/gone/dephn", "run", "{connection_file}"])
    (folder / "notes.txt").write_text("a person's own")
    call(program, "uninstall", "--sys-prefix", "--name", "mine")
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_doctor_knows_libraries_and_folders(program, places, monkeypatch):
    monkeypatch.setenv("DEPHN_HISTORY", str(places / "history.sqlite"))
    call(program, "install", "--sys-prefix", "--data", str(places))
    text = call(program, "doctor")
    assert "No problems found." in text
    for word in [
        "libzmq 4.",
        "curve, ipc",
        "libsodium 1.",
        "SQLite 3.",
        f"data · {places}",
        f"history · {places}/history.sqlite",
        "cache of large files · ",
        "long outputs · ",
    ]:
        assert word in text
    needed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for library in ["libzmq", "libsodium", "libsqlite3"]:
        # One that is linked into the program has no file of its own.
        assert (f"/{library}.so" in text) == (f"{library}.so" in needed)
    assert not (places / "history.sqlite").exists()


@pytest.mark.parametrize("variable", ["DEPHN_DATA", "DEPHN_HISTORY", "DEPHN_CACHE", "XDG_CACHE_HOME"])
def test_doctor_finds_a_folder_that_is_broken(program, places, monkeypatch, variable):
    call(program, "install", "--sys-prefix")
    file = places / "file"
    file.write_text("This is no database. " * 100)
    monkeypatch.setenv(variable, str(file))
    text = call(program, "doctor", expected=1)
    assert str(file) in text and "✗" in text and variable.split("_")[1] in text


def test_kernel_finds_its_way_out_of_a_bare_system(specification, language, tmp_path):
    """The program asks for a few libraries of the system and nothing of Swift's."""
    needed = subprocess.run(["ldd", specification.argv[0]], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].split(".so")[0] for line in needed.splitlines() if ".so" in line}
    assert "not found" not in needed
    assert not [name for name in names if "swift" in name.lower() or "foundation" in name.lower()]


def test_installed_copy_is_what_jupyter_starts(program, places, language):
    call(program, "install", "--prefix", str(places / "python"), "--name", "mine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(places / "python/share/jupyter"))
        assert KernelSpecManager().get_kernel_spec("mine").argv[0] == os.path.realpath(program)
        with running_kernel("mine") as (_, client):
            assert_alive(client, language)
