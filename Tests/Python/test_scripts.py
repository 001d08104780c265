"""What scripts say: how far they are, and when something stands in their way."""

import os
import shutil
import subprocess

import pytest

SWIFT = """#!/bin/sh
echo "Building for production..."
for step in 1 2 3; do echo "[$step/30] Compiling Engine"; done
until [ -e seen ]; do sleep 0.1; done
echo "warning: what a person has to know"
echo "libFoundationEssentials.a(Data.o):Data: warning: the use of \\`mktemp' is dangerous, better use \\`mkstemp'"
for step in 10 20 30; do echo "[$step/30] Compiling Engine"; done
echo "Build of product 'dephn' complete! (100.00s)"
"""


@pytest.fixture
def checkout(root, tmp_path):
    """A folder with the scripts and nothing to build; tools that they call do nothing."""
    shutil.copytree(root / "scripts", tmp_path / "scripts")
    (tmp_path / ".build/release").mkdir(parents=True)
    (tmp_path / ".build-static").mkdir()
    for tool in ["scripts/system.sh", "scripts/python.sh", ".build/release/dephn", "swift"]:
        (tmp_path / tool).write_text(SWIFT if tool == "swift" else "#!/bin/sh\n")
        (tmp_path / tool).chmod(0o755)
    return tmp_path


def test_a_folder_that_was_moved_after_a_build_is_named(checkout):
    (checkout / ".build/release.yaml").write_text('client: {file: "/elsewhere/dephn/.build/x"}\n')
    done = subprocess.run([checkout / "scripts/build.sh"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "The folder was moved: run `make clean` first.\n")


def test_a_build_says_how_far_it_is_while_it_goes_on(checkout):
    environment = {**os.environ, "PATH": f"{checkout}:{os.environ['PATH']}"}
    command = [checkout / "scripts/build.sh"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as build:
        assert build.stdout.readline().startswith("== building the kernel")
        assert build.stdout.readline() == "   10 %\n"
        (checkout / "seen").touch()  # the compiler goes on only now
        rest = build.stdout.read().splitlines()
    assert rest == ["warning: what a person has to know", "   30 %", "   60 %", "   100 %"]
    assert build.returncode == 0
