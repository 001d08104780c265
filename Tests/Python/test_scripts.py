"""What scripts say when something stands in their way."""

import shutil
import subprocess


def test_a_folder_that_was_moved_after_a_build_is_named(root, tmp_path):
    shutil.copytree(root / "scripts", tmp_path / "scripts")
    (tmp_path / ".build").mkdir()
    (tmp_path / ".build/release.yaml").write_text('client: {file: "/elsewhere/dephn/.build/x"}\n')
    done = subprocess.run([tmp_path / "scripts/build.sh"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "The folder was moved: run `make clean` first.\n")
