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


COMMON = """source scripts/common.sh
slow() {{ until [ -e seen ]; do sleep 0.1; done; echo "slow says this"; {end}; }}
beside slow
echo "fast says this"
touch seen
finish
echo "and goes on"
"""


@pytest.mark.parametrize(("end", "rest"), [("true", ["and goes on"]), ("false; echo never", [])])
def test_what_stands_beside_is_shown_when_it_ends_and_stops_the_script_if_it_fails(checkout, end, rest):
    (checkout / "scripts/a.sh").write_text(COMMON.format(end=end))
    done = subprocess.run(["bash", "scripts/a.sh"], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["fast says this", "slow says this", *rest]
    assert (done.returncode, done.stderr) == (0 if rest else 1, "")


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


@pytest.mark.parametrize(("end", "builds"), [("true", 2), ("exit 1", 1)])
def test_static_libraries_are_made_beside_the_first_build_and_linked_after_it(checkout, end, builds):
    (checkout / ".build-static").rmdir()
    # They are ready only when the compiler is.
    libraries = f"#!/bin/sh\nmkdir .build-static; until [ -e builds ]; do sleep 0.1; done; {end}\n"
    (checkout / "scripts/static-libraries.sh").write_text(libraries)
    (checkout / "swift").write_text("#!/bin/sh\necho build >>builds\n")
    environment = {**os.environ, "PATH": f"{checkout}:{os.environ['PATH']}"}
    command = [checkout / "scripts/build.sh"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert ("linked with the system's libraries" in done.stdout) == (builds == 1)
    assert (checkout / "builds").read_text().split() == ["build"] * builds
    # They are tried once.
    subprocess.run(command, capture_output=True, check=True, env=environment)
    assert (checkout / "builds").read_text().split() == ["build"] * (builds + 1)
