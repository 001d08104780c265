"""The wheel as a file, and as an installation on a machine without Swift and without the libraries inside it."""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile
from importlib import metadata

import dephn
import pytest
from dephn import data, program

SPECIFICATION = "share/jupyter/kernels/dephn"


@pytest.fixture(scope="session")
def wheel(root):
    (path,) = (root / "output/wheel").glob("*.whl")
    return path


@pytest.fixture(scope="session")
def names(wheel):
    return zipfile.ZipFile(wheel).namelist()


def read(wheel, ending):
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(ending))
    return archive.read(name).decode()


def test_is_one_file_below_ten_megabytes(wheel):
    assert 3e6 < wheel.stat().st_size < 10e6
    assert re.fullmatch(r"dephn-\d+\.\d+\.\d+-py3-none-manylinux_2_\d+_x86_64\.whl", wheel.name)


def test_auditwheel_finds_the_platform_of_the_name(root, wheel):
    show = [root / ".venv/bin/python", "-m", "auditwheel", "show", wheel]
    text = " ".join(subprocess.run(show, capture_output=True, text=True, check=True).stdout.split())
    platform = re.search(r'is consistent with the following platform tag: "(\w+)"', text)[1]
    assert platform == wheel.name.split("-")[-1][: -len(".whl")]
    assert int(re.search(r"manylinux_2_(\d+)_", platform)[1]) <= 35
    # No library stands between the wheel and what every Linux has.
    needed = set(re.findall(r"\b(lib\w+)\.so", text))
    assert needed <= {"libc", "libm", "libgcc_s", "libstdc++", "libpthread", "libdl", "librt", "ld-linux-x86-64"}


def test_kernel_json_names_the_program_beside_it(wheel):
    specification = json.loads(read(wheel, f"{SPECIFICATION}/kernel.json"))
    assert specification["argv"] == ["{resource_dir}/dephn", "run", "{connection_file}"]
    assert specification["interrupt_mode"] == "message"
    assert specification["metadata"]["supported_encryption"] == ["curve"]


@pytest.mark.parametrize("name", ["dephn", "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
def test_holds_what_a_kernel_needs(names, name):
    assert any(path.endswith(f"/data/{SPECIFICATION}/{name}") for path in names)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("libzmq", ["GNU LESSER GENERAL PUBLIC LICENSE", "SPECIAL EXCEPTION"]),
        ("libsodium", ["ISC", "Frank Denis"]),
        ("sqlite", ["public domain"]),
        ("zlib", ["Jean-loup Gailly"]),
        ("swift", ["Apache License", "Runtime Library Exception"]),
        ("swift-argument-parser", ["Apache License"]),
    ],
)
def test_holds_the_license_of_each_part(wheel, name, words):
    text = read(wheel, f"licenses/licenses/{name}.txt")
    assert [word for word in words if word.lower() not in text.lower()] == []


def test_names_its_licenses(wheel):
    text = read(wheel, ".dist-info/METADATA")
    for part in ("LGPL-3.0", "ISC", "Apache-2.0", "public domain"):
        assert part in text


def test_program_and_package_have_one_version():
    said = subprocess.run(["dephn", "--version"], capture_output=True, text=True, check=True, env=on_path()).stdout
    assert said.split()[-1] == dephn.__version__ == metadata.version("dephn")


def on_path():
    return {**os.environ, "PATH": os.path.dirname(sys.executable) + ":" + os.environ["PATH"]}


@pytest.fixture(scope="session")
def bare(root, wheel):
    """A Python with nothing in it but this wheel and what runs a notebook: not even IPython."""
    folder = root / "output/bare"
    python = folder / "bin/python"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (folder / "lib" / f"python{version}/site-packages/nbclient").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel, "nbclient"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", wheel], check=True)
    return python


def test_runs_the_first_notebook_where_swift_and_the_libraries_are_hidden(root, bare, tmp_path):
    made = tmp_path / "out.ipynb"
    environment = {**os.environ, "HIDDEN_HOME": str(hidden_home(root, tmp_path))}
    here = root / "Tests/Python"
    command = [here / "hidden.sh", bare, here / "hidden_notebook.py", root / "notebooks/01-first-look.ipynb", made]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if "unshare failed" in done.stderr:
        pytest.skip(f"Nothing can be hidden here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    cells = [cell for cell in json.loads(made.read_text())["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    text = "\n".join("".join(o.get("data", {}).get("text/plain", "")) for c in cells for o in c["outputs"])
    assert "m (dephn) · adult · test, 16,281 rows" in text


def hidden_home(root, folder):
    """A home in which UCI Adult lies where `dephn data adult` puts it."""
    data = folder / "home/.local/share/dephn/data"
    data.mkdir(parents=True)
    (data / "adult").symlink_to(root / "data/adult")
    return folder / "home"


def test_the_command_starts_the_program_with_its_exit_code(tmp_path):
    script = tmp_path / "a.dephn"
    script.write_text("echo hello\nnonsense\n")
    done = subprocess.run(["dephn", "script", script], capture_output=True, text=True, check=False, env=on_path())
    assert done.returncode == 1
    assert "Unknown command 'nonsense'" in done.stderr


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_help_lists_what_the_package_adds(words):
    done = subprocess.run(["dephn", *words], capture_output=True, text=True, check=True, env=on_path())
    assert done.stdout.startswith("OVERVIEW: A Jupyter kernel")
    assert done.stdout.endswith("\n  And by this package: `dephn data adult` downloads UCI Adult.\n")


def test_doctor_finds_the_kernel_of_the_wheel(tmp_path):
    environment = {**on_path(), "HOME": str(tmp_path), "VIRTUAL_ENV": sys.prefix, "JUPYTER_PATH": ""}
    done = subprocess.run(["dephn", "doctor"], capture_output=True, text=True, check=False, env=environment)
    assert f"ok  dephn · {sys.prefix}/share/jupyter/kernels/dephn" in done.stdout, done.stdout + done.stderr
    assert "answers after" in done.stdout
    assert done.stdout.count("linked into this program") == 3


def test_uninstall_leaves_to_pip_what_pip_installed():
    command = ["dephn", "uninstall", "--prefix", sys.prefix]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=on_path())
    assert done.returncode != 0
    assert "pip uninstall dephn" in done.stderr
    assert program.program_path().exists()


def test_install_writes_the_logos_that_lie_beside_the_program(tmp_path):
    command = ["dephn", "install", "--prefix", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=on_path())
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "share/jupyter/kernels/dephn").iterdir()}
    assert names == {"kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"}


def test_data_that_is_there_is_checked_and_not_fetched_again(root, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/adult").symlink_to(root / "data/adult")
    done = subprocess.run(
        ["dephn", "data", "adult", "--folder", tmp_path / "data"],
        capture_output=True,
        text=True,
        check=False,
        env=on_path(),
    )
    assert (done.returncode, "already" in done.stdout) == (0, True), done.stderr


def test_data_that_differ_are_named(tmp_path):
    (tmp_path / "adult").mkdir()
    (tmp_path / "adult/adult.data").write_text("39, State-gov\n")
    done = subprocess.run(
        ["dephn", "data", "adult", "--folder", tmp_path], capture_output=True, text=True, check=False, env=on_path()
    )
    assert done.returncode == 1
    assert "adult.data is not the expected file (SHA-256" in done.stderr
    assert done.stderr.endswith(f"Remove {tmp_path}/adult/adult.data, then `dephn data adult` fetches it anew.\n")


def test_a_relative_folder_of_data_is_refused_as_the_kernel_refuses_it(monkeypatch, capsys):
    monkeypatch.setenv("DEPHN_DATA", "some/folder")
    assert data.main(["adult"]) == 1
    assert capsys.readouterr().err.startswith("DEPHN_DATA is 'some/folder', which is not an absolute path.")
    monkeypatch.setenv("DEPHN_DATA", "~/x")
    assert data.default_folder() == pathlib.Path.home() / "x"


@pytest.mark.parametrize(
    ("processor", "glibc", "sentence"),
    [
        ("aarch64", (2, 36), "This wheel is for x86_64 processors, and this machine is aarch64."),
        ("x86_64", (2, 31), "This wheel needs glibc 2."),
        ("x86_64", None, "another C library, such as musl"),
    ],
)
def test_a_machine_that_it_is_not_for_is_told_in_words(monkeypatch, processor, glibc, sentence):
    real = os.uname()
    monkeypatch.setattr(program, "glibc_version", lambda: glibc)
    monkeypatch.setattr(program.os, "uname", lambda: os.uname_result((*real[:4], processor)))
    with pytest.raises(program.ProgramError, match=re.escape(sentence)):
        program.check_machine()


def test_this_machine_is_one_that_it_is_for():
    program.check_machine()
    assert os.access(program.program_path(), os.X_OK)


def test_importing_the_package_loads_nothing_else():
    code = "import sys, dephn; print([m for m in ('jupyter_client', 'numpy', 'IPython', 'pandas') if m in sys.modules])"
    python = [sys.executable, "-c", code]
    assert subprocess.run(python, capture_output=True, text=True, check=True).stdout == "[]\n"
    assert importlib.util.find_spec("dephn")
